from datetime import timedelta

from odoo import api, fields, models

PAID = frozenset({"unqualified", "no_validity", "expired"})     # say nothing about a price that was paid already


class CompanyPurchaseSourcing(models.Model):
    """The case of a purchase that was made before its form: one quote, the price that was paid."""

    _inherit = "company.purchase.sourcing"

    record_id = fields.Many2one(
        "company.purchase.record", "Purchase Made", readonly=True, copy=False, index="btree_not_null",
        check_company=True, ondelete="restrict")
    consent_summary = fields.Char(
        "Oral Consent", compute="_compute_consent_summary", compute_sudo=True,
        help="Who agreed before the purchase, when and how (R4 §3.2.2.1, §3.2.3.1).")

    def _compute_consent_summary(self):
        for case in self:
            case.consent_summary = "; ".join(filter(None, (
                request._get_consent_text() for request in case.request_ids))) or False

    @api.model
    def _create_from_record(self, record):
        """Open the case of a recorded purchase and keep what was paid as its quote (superuser)."""
        case = self._create_from_requests(record.request_id).sudo()
        case._as_engine().write({"record_id": record.id})
        case._take_paid_quantities(record)
        quote = case._create_quotes(record.partner_id)
        case._set_state("inquiry")
        case._keep_paid_price(quote, record)
        case._set_state("compared")
        return case

    def _take_paid_quantities(self, record):
        """The lines of the case say what was really bought."""
        for line in self.line_ids:
            paid = record.line_ids.filtered(lambda row, line=line: row.request_line_id in line.request_line_ids)
            quantity = sum(paid.mapped("quantity"))
            line._as_engine().write({
                "quantity": quantity,
                "estimated_price": sum(row.quantity * row.price_unit for row in paid) / quantity,
            })

    def _keep_paid_price(self, quote, record):
        lines = []
        for line in self.line_ids:
            paid = record.line_ids.filtered(lambda row, line=line: row.request_line_id in line.request_line_ids)
            price = sum(row.quantity * row.price_unit for row in paid) / sum(paid.mapped("quantity"))
            lines.append({"sourcing_line_id": line.id, "price_unit": price, "tax_ids": [],
                          "date_planned": record.purchased_on})
        until = fields.Date.context_today(self) + timedelta(days=365)
        values = self._prepare_answer(quote, until, 0.0, record.note, False)
        values["quote_recorded_by_id"] = record.buyer_id.id
        if record.scan_id:
            values.update(self._prepare_scan(record.scan_id))
        self._write_answer(quote, values, lines)

    def _assess_quotes(self):
        """A price that was paid counts without a qualified supplier; its voucher stands for the sealed quotation."""
        result = super()._assess_quotes()
        for case in self.sudo().filtered("record_id"):
            assessment = result[case.id]
            forgiven = PAID | ({"no_scan"} if case.record_id.voucher == "none" else set())
            assessment["defects"] = {
                key: [code for code in codes if code not in forgiven]
                for key, codes in assessment["defects"].items()}
            assessment["valid"] = sum(not codes for codes in assessment["defects"].values())
        return result

    def _on_approval_submitted(self, approval):
        for case in self:
            case._enforce_statement()
        super()._on_approval_submitted(approval)

    def _enforce_statement(self):
        """PUR-STATEMENT: without any voucher the superior has signed a written statement (R4 §三.2.3.3)."""
        record = self.sudo().record_id
        if record.voucher == "none" and not record.request_id.statement_ids.filtered(
                lambda statement: statement.state == "approved"):
            self.env["company.control"]._enforce("PUR-STATEMENT", self, self.env._(
                "there is neither invoice nor receipt, and no statement of source and price that %(name)s has signed. "
                "Write the statement on the request and have it approved.",
                name=record.request_id.consent_by_id.name or self.env._("the superior")), fact="statement")

    def action_view_record(self):
        """Open the purchase that was made before the form."""
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.record", "view_mode": "form",
                "views": [(False, "form")], "res_id": self.record_id.id}
