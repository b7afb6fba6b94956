from odoo import api, fields, models


class CompanyPurchaseTenderEnvelope(models.TransientModel):
    """What a paper envelope says, entered at the opening."""

    _name = "company.purchase.tender.envelope"
    _description = "Content of a Paper Envelope"
    _inherit = ["company.wizard.mixin"]

    bid_id = fields.Many2one("company.purchase.tender.bid", required=True, ondelete="cascade")
    line_ids = fields.One2many("company.purchase.tender.envelope.line", "envelope_id")
    tax_ids = fields.Many2many("account.tax", string="Taxes", domain=[("type_tax_use", "=", "purchase")])
    freight_amount = fields.Float("Freight")
    technical_note = fields.Text("Technical Proposal")
    service_note = fields.Text("Service")
    remark = fields.Char()
    scan = fields.Binary("Scan of the Bid", attachment=False)
    scan_name = fields.Char()

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        bid = self.env["company.purchase.tender.bid"].browse(self.env.context.get("active_id")).exists()
        bid.check_access("read")
        values["bid_id"] = bid.id
        values["line_ids"] = [fields.Command.create({"sourcing_line_id": line.id, "lead_days": 30})
                              for line in bid.tender_id.sudo().line_ids]
        return values

    def action_confirm(self):
        """Enter the content (see company.purchase.tender.action_enter_envelope)."""
        self.ensure_one()
        self.bid_id.check_access("read")
        self.bid_id.tender_id.action_enter_envelope(self.bid_id.id, [{
            "sourcing_line_id": line.sourcing_line_id.id, "price_unit": line.price_unit, "lead_days": line.lead_days,
        } for line in self.line_ids], [{"name": self.scan_name or "bid.pdf", "data": self.scan}] if self.scan else [], {
            "tax_ids": self.tax_ids.ids or None, "freight_amount": self.freight_amount, "remark": self.remark,
            "technical_note": self.technical_note, "service_note": self.service_note})
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseTenderEnvelopeLine(models.TransientModel):
    _name = "company.purchase.tender.envelope.line"
    _description = "Line of a Paper Bid"
    _inherit = ["company.wizard.mixin"]

    envelope_id = fields.Many2one("company.purchase.tender.envelope", required=True, index=True, ondelete="cascade")
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Line", required=True)
    quantity = fields.Float(related="sourcing_line_id.quantity", related_sudo=False)
    price_unit = fields.Float("Unit Price")
    lead_days = fields.Integer("Delivery in Days")
