from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseSourcing(models.Model):
    """The buyer's side of the supplier portal: access, closing time, better prices."""

    _inherit = "company.purchase.sourcing"

    inquiry_document_ids = fields.Many2many(
        "ir.attachment", "company_purchase_sourcing_document_rel", string="Documents for the Suppliers", copy=False,
        help="Drawings, technical requirements: every invited supplier can download them on the portal.")
    question_ids = fields.One2many("company.purchase.question", "sourcing_id", "Questions", copy=False)
    question_count = fields.Integer("Open Questions", compute="_compute_question_count")
    can_extend_inquiry = fields.Boolean(compute="_compute_can_portal_steps")
    can_record_envelope = fields.Boolean(compute="_compute_can_portal_steps")
    can_request_revision = fields.Boolean(compute="_compute_can_portal_steps")
    inquiry_status = fields.Char("Answers", compute="_compute_inquiry_status")

    @api.depends("question_ids.state")
    def _compute_question_count(self):
        for case in self:
            case.question_count = len(case.question_ids.filtered(lambda question: question.state == "open"))

    @api.depends("state", "buyer_id", "requester_ids")
    @api.depends_context("uid")
    def _compute_can_portal_steps(self):
        for verb in ("extend_inquiry", "record_envelope", "request_revision"):
            refusals = self._get_step_refusals(verb)
            for case in self:
                case[f"can_{verb}"] = not refusals.get(case.id) and (
                    verb != "record_envelope" or bool(
                        case.sudo()._takes_sealed() or case._get_revised_quotes()))

    @api.depends("quote_ids.quote_status")
    def _compute_inquiry_status(self):
        """“2 of 4 answered, 1 declined” for the head of the inquiry tab."""
        groups = self.env["purchase.order"].sudo()._read_group(
            [("sourcing_id", "in", self.ids), ("is_quote", "=", True)], ["sourcing_id", "quote_status"], ["__count"])
        for case in self:
            counts = {status: count for owner, status, count in groups if owner == case._origin}
            case.inquiry_status = self.env._(
                "%(answered)s of %(asked)s answered, %(declined)s declined",
                answered=counts.get("received", 0) + counts.get("sealed", 0), declined=counts.get("declined", 0),
                asked=sum(count for status, count in counts.items() if status != "void")) if counts else False

    @api.constrains("inquiry_document_ids")
    def _check_inquiry_documents(self):
        """No scan of a quotation, and nothing of another record, gets among the documents for suppliers."""
        for case in self:
            quotes = case.sudo().quote_ids
            scans = quotes.quote_scan_id | quotes.quote_envelope_id | quotes.quote_round_ids.scan_id
            for file_sudo in case.sudo().inquiry_document_ids:
                foreign = file_sudo.res_id and (file_sudo.res_model, file_sudo.res_id) != (case._name, case.id)
                if foreign or file_sudo in scans:
                    raise UserError(self.env._(
                        "%(case)s: “%(name)s” belongs to another record or is a supplier's quotation; upload the "
                        "document itself.", case=case.name, name=file_sudo.name))

    # ------------------------------------------------------------------
    # Closing time
    # ------------------------------------------------------------------

    def _set_closing_time(self):
        """A first inquiry without a closing time gets the company's usual one."""
        if not self.inquiry_deadline and self.company_id.purchase_inquiry_days:
            days = self.company_id.purchase_inquiry_days * (
                self.company_id.purchase_urgent_factor if self.urgent else 1)
            self._as_engine().write({"inquiry_deadline": self.env["company.deadline.mixin"]._compute_due(
                fields.Datetime.now(), days, "days", self.company_id)})

    def action_extend_inquiry(self, deadline, reason):
        """Set a later closing time; all invited suppliers get a mail. Returns True.

        Buyer of the case; state inquiry. ``deadline``: naive UTC datetime, later than now and than the closing time
        so far; ``reason``: text, shown in the case only.
        """
        case_sudo = self._start_step("extend_inquiry")
        reason = self._check_text(reason, self.env._("Say why the closing time is moved."))
        until = case_sudo._read_future(deadline)
        if case_sudo.inquiry_deadline and until <= case_sudo.inquiry_deadline:
            raise UserError(self.env._("%(case)s: a closing time is only moved to a later one.", case=case_sudo.name))
        case_sudo._as_engine().write({"inquiry_deadline": until})
        live_sudo = case_sudo._get_live_quotes().filtered(
            lambda quote: quote.quote_status in ("invited", "received", "sealed"))
        live_sudo._as_engine().write({"quote_reminder_mark": 0})
        live_sudo.filtered("quote_mail_message_id")._mail_supplier(
            "company_procurement.mail_template_inquiry_reminder", extended=True)
        case_sudo._refresh_inquiry_todos()
        self.message_post(body=self.env._("Closing time moved: %s", reason))
        return True

    def _read_future(self, value):
        try:
            moment = fields.Datetime.to_datetime(value)
        except (ValueError, TypeError) as error:
            raise UserError(self.env._("%(case)s: give a date and time.", case=self.name)) from error
        if not moment or moment <= fields.Datetime.now() + timedelta(minutes=5):
            raise UserError(self.env._("%(case)s: give a time that lies ahead.", case=self.name))
        return moment

    # ------------------------------------------------------------------
    # Better prices
    # ------------------------------------------------------------------

    def action_request_revision(self, quote_ids, message, deadline):
        """Ask chosen suppliers for a better price; each answer is a new round, earlier ones stay. Returns True.

        Buyer of the case; state compared. ``quote_ids``: quotes of the case that were received; ``message``: text,
        the same for all, without others' names and prices; ``deadline``: naive UTC datetime ahead.
        In a sealed category the answers stay sealed until `action_open_revision`.
        """
        case_sudo = self._start_step("request_revision")
        message = self._check_text(message, self.env._("Write what you ask for."))
        until = case_sudo._read_future(deadline)
        quotes_sudo = case_sudo._get_live_quotes().filtered(
            lambda quote: quote.id in (quote_ids or []) and quote.quote_status == "received")
        if not quotes_sudo or len(quotes_sudo) != len(set(quote_ids)):
            raise UserError(self.env._("%(case)s: choose quotes that were received.", case=case_sudo.name))
        quotes_sudo._as_engine().write({"quote_revision_deadline": until, "quote_revision_message": message})
        quotes_sudo._mail_supplier("company_procurement.mail_template_inquiry_revision", message=message)
        self.message_post(body=self.env._(
            "Better prices asked for: %(suppliers)s. %(message)s",
            suppliers=", ".join(quotes_sudo.partner_id.mapped("name")), message=message))
        return True

    # ------------------------------------------------------------------
    # Portal users
    # ------------------------------------------------------------------

    def action_grant_portal_access(self, partner_ids):
        """Give contacts of invited suppliers a portal user, with Odoo's own invitation mail. Returns their user ids.

        Buyer of the case; while suppliers may be asked. ``partner_ids``: suppliers of this case or their contacts,
        with an e-mail address of their own; who has a portal user already keeps it.
        """
        case_sudo = self._start_step("invite")
        partners = self.env["res.partner"].browse(partner_ids).exists()
        partners.check_access("read")
        foreign = partners.commercial_partner_id - case_sudo._get_live_quotes().partner_id.commercial_partner_id
        if not partners or foreign:
            raise UserError(self.env._(
                "%(case)s: only suppliers that were asked get access to the portal.", case=case_sudo.name))
        case_sudo._grant_portal_access(partners)
        return partners.sudo().user_ids.filtered("share").ids

    def _grant_portal_access(self, partners):
        wizard_sudo = self.env["portal.wizard"].sudo().with_company(self.company_id).create({
            "partner_ids": [fields.Command.set(partners.ids)]})
        for row_sudo in wizard_sudo.user_ids.filtered(lambda row: not row.is_portal):
            if row_sudo.is_internal:
                raise UserError(self.env._(
                    "%(name)s is a user of the company and can't be a supplier's.", name=row_sudo.partner_id.name))
            row_sudo.action_grant_access()

    def _do_change_inquiry(self, changes, reason):
        """Suppliers who were mailed are asked again by mail."""
        mailed = self._get_live_quotes().filtered("quote_mail_message_id").partner_id
        new = super()._do_change_inquiry(changes, reason)
        new.filtered(lambda quote: quote.partner_id in mailed)._send_inquiry(changed=True)
        return new

    def _prepare_award(self, line, cell, quantity, best, reason):
        """A supplier who offered a part is not awarded more than it."""
        values = super()._prepare_award(line, cell, quantity, best, reason)
        quoted = cell["record"]
        if quoted.product_uom_id.compare(values["order_quantity"], quoted.product_qty) > 0:
            raise UserError(self.env._(
                "%(case)s, %(line)s: %(supplier)s offers %(quantity)s %(uom)s only. Award the rest to another one.",
                case=self.name, line=line.display_name, supplier=quoted.order_id.partner_id.name,
                quantity=f"{quoted.product_qty:g}", uom=quoted.product_uom_id.name))
        return values
