from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .company_purchase_tender import DEAD, RANKED

INQUIRY_STEPS = frozenset({"invite", "record_quote", "change_inquiry", "close_inquiry", "reopen"})


class CompanyPurchaseSourcing(models.Model):
    """The tender way of a case: compulsory from the category's threshold on, open to any other case (R1 §2.6)."""

    _inherit = "company.purchase.sourcing"

    tender_ids = fields.One2many("company.purchase.tender", "sourcing_id", "Tenders", copy=False)
    tender_count = fields.Integer("Number of Tenders", compute="_compute_tender")
    tender_id = fields.Many2one("company.purchase.tender", "Running Tender", compute="_compute_tender")
    tender_needed = fields.Boolean("Tender Needed", compute="_compute_tender")
    can_start_tender = fields.Boolean(compute="_compute_tender")

    @api.depends("tender_ids.state", "amount_estimated", "amount_awarded", "category_id", "state", "buyer_id")
    @api.depends_context("uid")
    def _compute_tender(self):
        refusals = self._get_step_refusals("start_tender")
        for case in self:
            case_sudo = case.sudo()
            case.tender_count = len(case_sudo.tender_ids)
            case.tender_id = case_sudo._get_live_tender()
            case.tender_needed = case_sudo._reaches_tender() and not case.tender_id
            case.can_start_tender = not refusals.get(case.id)

    def _get_live_tender(self):
        return self.tender_ids.filtered(lambda tender: tender.state not in DEAD)[:1]

    def _reaches_tender(self, amount=None):
        """Whether the estimated or awarded amount reaches the threshold of the category."""
        threshold = self.category_id.tender_threshold
        amount = max(self.amount_estimated, self.amount_awarded) if amount is None else amount
        return bool(threshold) and float_compare(amount, threshold, precision_digits=2) >= 0

    # ------------------------------------------------------------------
    # Start
    # ------------------------------------------------------------------

    def action_start_tender(self):
        """Open a tender for the case. Returns its id.

        Buyer of the case; before an order, no tender running. Quotes that came by an inquiry, price check and award
        are void: bids are the only prices of a tender.
        """
        case_sudo = self._start_step("start_tender")
        if case_sudo.state in ("compared", "price_checked", "awarded"):
            case_sudo._do_reopen(self.env._("A tender is opened."))
        case_sudo._get_live_quotes()._close_quotes("void", reason=self.env._("A tender is opened."))
        tender_sudo = self.env["company.purchase.tender"]._create_from_case(case_sudo)
        tender_sudo._create_default_criteria()
        tender_sudo._refresh_todos()
        case_sudo._refresh_todos()
        return tender_sudo.id

    def action_open_tender(self):
        """Open the tenders of the case; starts none."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_procurement.company_purchase_tender_action")
        tenders = self.sudo().tender_ids
        action.update(domain=[("sourcing_id", "in", self.ids)], context={"create": False})
        if len(tenders) == 1:
            action.update(view_mode="form", views=[(False, "form")], res_id=tenders.id)
        return action

    def action_new_tender(self):
        """Client entry of ``action_start_tender``: opens the new tender."""
        tender_id = self.action_start_tender()
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.tender", "res_id": tender_id,
                "view_mode": "form", "views": [(False, "form")]}

    # ------------------------------------------------------------------
    # What else is closed while a tender runs, and above the threshold
    # ------------------------------------------------------------------

    def _get_step_refusals(self, verb):
        refusals = super()._get_step_refusals(verb)
        for case in self:
            if refusals.get(case.id):
                continue
            tender = case.sudo()._get_live_tender()
            if verb == "start_tender" and tender:
                refusals[case.id] = self.env._("the tender %(tender)s runs already", tender=tender.name)
            elif verb in INQUIRY_STEPS and tender:
                refusals[case.id] = self.env._(
                    "is bought by tender %(tender)s; bids come sealed through it and are not negotiated",
                    tender=tender.name)
            elif verb == "award" and tender and not tender.winner_bid_id:
                refusals[case.id] = self.env._("is awarded in its tender %(tender)s", tender=tender.name)
        return refusals

    def _start_step(self, verb):
        case_sudo = super()._start_step(verb)
        if verb in ("invite", "record_quote", "close_inquiry") and case_sudo._reaches_tender(
                case_sudo.amount_estimated):
            self.env["company.control"]._enforce("PUR-TENDER", self, self.env._(
                "%(amount)s is estimated and reaches the tender threshold of %(threshold)s; an inquiry is closed for "
                "it. Open a tender.", amount=case_sudo.currency_id.format(case_sudo.amount_estimated),
                threshold=case_sudo.currency_id.format(case_sudo.category_id.tender_threshold)),
                fact=f"estimated={case_sudo.amount_estimated:.2f}")
        return case_sudo

    def _enforce_tender(self):
        """PUR-TENDER is met by a ranked tender whose proposed winner is exactly who is awarded."""
        tender = self.sudo()._get_live_tender()
        if not tender:
            return super()._enforce_tender()
        if tender.state not in RANKED or self.sudo().award_ids.quote_id != tender.winner_bid_id.quote_id:
            raise UserError(self.env._(
                "%(case)s: the award is not that of its tender %(tender)s. Award in the tender.",
                case=self.name, tender=tender.name))
        return True

    def _get_required_quotes(self):
        """An allowed exception on the number of bidders also lowers the number of quotes."""
        required = super()._get_required_quotes()
        tender = self.sudo()._get_live_tender()
        if tender.few_bidders_allowed:
            return min(required, max(1, len(tender._get_valid_bids())))
        return required

    # ------------------------------------------------------------------
    # News from the tender
    # ------------------------------------------------------------------

    def _on_bids_opened(self):
        """All bids are on the table: the case is compared, its prices are verified next."""
        self._set_state("compared")
        self._check_collusion()

    def _release_tender(self, tender, reason):
        """An opened tender failed: its bids are no quotes any more and the case starts again."""
        if self.state in ("compared", "price_checked", "awarded"):
            self._do_reopen(reason)
        tender.bid_ids.quote_id.filtered(lambda quote: quote.quote_status != "void")._close_quotes(
            "void", reason=reason)

    def _void_award(self):
        result = super()._void_award()
        self.tender_ids._void_winner()
        return result

    def _do_cancel(self, case_sudo, reason):
        running = case_sudo._get_live_tender()
        result = super()._do_cancel(case_sudo, reason)
        if running:
            if running.state == "approval":
                running._cancel_approval(reason)
                running._set_state("draft")
            state = "cancelled" if (running.state, "cancelled") in running._transitions else "failed"
            if (running.state, state) in running._transitions:
                running._do_end(state, reason)
        return result

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self.sudo().tender_ids._refresh_todos()

    def _get_buyer_task(self):
        tender = self._get_live_tender()
        if tender and self.state in ("draft", "inquiry", "compared", "price_checked"):
            return False    # the tender has its own to-do
        return super()._get_buyer_task()
