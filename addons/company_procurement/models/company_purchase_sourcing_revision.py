from odoo import api, fields, models
from odoo.exceptions import UserError

# steps that wait until the better prices are open
WAITING_STEPS = ("check_price", "award", "request_revision")


class CompanyPurchaseSourcing(models.Model):
    """Better prices in a sealed category stay sealed until their own closing, as the first answers do (P7, P9).

    The open answer of the round before stays on the quote meanwhile; the new one is ciphertext. All of them open at
    once, when their time is over or every supplier that was asked has answered.
    """

    _inherit = "company.purchase.sourcing"

    can_open_revision = fields.Boolean(compute="_compute_can_open_revision")

    @api.depends("state", "is_sealed", "quote_ids.quote_revision_deadline")
    @api.depends_context("uid")
    def _compute_can_open_revision(self):
        refusals = self._get_step_refusals("open_revision")
        for case in self:
            case.can_open_revision = not refusals.get(case.id)

    def _get_revised_quotes(self):
        """Quotes whose better price is awaited sealed."""
        if not self.is_sealed or self.state != "compared":
            return self.env["purchase.order"]
        return self.sudo()._get_live_quotes().filtered("quote_revision_deadline")

    def _get_step_refusals(self, verb):
        refusals = super()._get_step_refusals(verb)
        if verb not in (*WAITING_STEPS, "open_revision"):
            return refusals
        for case in self:
            running = case._get_revised_quotes()
            if verb == "open_revision" and not running:
                refusals[case.id] = refusals[case.id] or self.env._("no sealed better prices are awaited")
            elif verb in WAITING_STEPS and running:
                refusals[case.id] = refusals[case.id] or self.env._(
                    "sealed better prices are awaited; they are opened first")
        return refusals

    def action_open_revision(self):
        """Open the sealed better prices of all suppliers that were asked. Returns True.

        Buyer of the case; state compared, after the time that was given or when every one of them has answered.
        """
        case_sudo = self._start_step("open_revision")
        quotes_sudo = case_sudo._get_revised_quotes()
        waiting = quotes_sudo.filtered(
            lambda quote: quote.quote_revision_deadline > fields.Datetime.now() and not quote._has_unopened_answer())
        if waiting:
            raise UserError(self.env._(
                "%(case)s: the better prices open at %(time)s, or when %(suppliers)s has answered as well.",
                case=case_sudo.name, suppliers=", ".join(waiting.partner_id.mapped("name")),
                time=fields.Datetime.context_timestamp(
                    self, max(waiting.mapped("quote_revision_deadline"))).strftime("%Y-%m-%d %H:%M")))
        case_sudo._open_sealed_answers(quotes_sudo)
        case_sudo._mark_revision_over()
        return True

    def _do_reopen(self, reason):
        """Better prices that nobody has opened yet stay sealed until the inquiry is closed again."""
        revised = self._get_revised_quotes()
        result = super()._do_reopen(reason)
        revised.filtered(lambda quote: quote._has_unopened_answer())._as_engine().write({"quote_status": "sealed"})
        revised._as_engine().write({"quote_revision_deadline": False})
        return result


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _has_unopened_answer(self):
        """Whether the supplier handed in an answer on the portal that nobody has opened yet."""
        return self.quote_sealed_count > self.quote_sealed_opened
