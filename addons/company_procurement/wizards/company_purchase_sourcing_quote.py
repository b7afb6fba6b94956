from odoo import api, fields, models


class CompanyPurchaseSourcingQuote(models.TransientModel):
    _name = "company.purchase.sourcing.quote"
    _inherit = ["company.wizard.mixin"]
    _description = "Record a Quote"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    asked_ids = fields.Many2many("res.partner", compute="_compute_asked_ids")
    partner_id = fields.Many2one("res.partner", "Supplier", required=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_quote")
    is_late = fields.Boolean(compute="_compute_quote")
    is_revision = fields.Boolean(compute="_compute_quote")
    valid_until = fields.Date(required=True)
    freight_amount = fields.Monetary("Freight", help="For the whole quote; leave 0 where prices include delivery.")
    remark = fields.Char("Supplier's Remark")
    reason = fields.Char("Reason of Late Recording")
    scan = fields.Binary("Sealed Quotation", attachment=False, help="PDF or picture, signed and sealed (R1 §3.3).")
    scan_name = fields.Char()
    line_ids = fields.One2many("company.purchase.sourcing.quote.line", "wizard_id", "Prices")

    @api.depends("sourcing_id")
    def _compute_asked_ids(self):
        for wizard in self:
            wizard.asked_ids = wizard._get_case_sudo()._get_live_quotes().partner_id

    @api.depends("sourcing_id", "partner_id")
    def _compute_quote(self):
        for wizard in self:
            case_sudo = wizard._get_case_sudo()
            quote_sudo = wizard._get_quote()
            closed = case_sudo.inquiry_deadline and case_sudo.inquiry_deadline < fields.Datetime.now()
            answered = quote_sudo.quote_status == "received"
            wizard.currency_id = quote_sudo.currency_id or case_sudo.currency_id
            wizard.is_revision = answered
            wizard.is_late = bool(wizard.partner_id) and not answered and (closed or case_sudo.state == "compared")

    def _get_case_sudo(self):
        """The case, after a check that the user may read it: its id comes from the client."""
        case = self.sourcing_id._origin
        case.check_access("read")
        return case.sudo()

    def _get_quote(self):
        self.ensure_one()
        return self._get_case_sudo()._get_live_quotes().filtered(
            lambda quote: quote.partner_id == self.partner_id)[:1]

    @api.onchange("sourcing_id", "partner_id")
    def _onchange_partner_id(self):
        """Lines of the case, with the prices of the last round."""
        quoted = {line.sourcing_line_id.id: line for line in self._get_quote().order_line}
        self.line_ids = [fields.Command.clear()] + [
            fields.Command.create({
                "sourcing_line_id": line.id,
                "price_unit": quoted[line.id].price_unit if line.id in quoted else 0.0,
                "tax_ids": [fields.Command.set(
                    (quoted[line.id].tax_ids if line.id in quoted else line._get_default_taxes(self.partner_id)).ids)],
            }) for line in self._get_case_sudo().line_ids]
        self.freight_amount = self._get_quote().freight_amount
        self.valid_until = self._get_quote().quote_valid_until or self.valid_until

    def action_confirm(self):
        """Record the answer (see company.purchase.sourcing.action_record_quote)."""
        self.ensure_one()
        attachment = self.env["ir.attachment"]
        if self.scan:
            attachment = attachment.create({
                "name": self.scan_name or self.env._("Quotation"), "datas": self.scan,
                "res_model": self._name, "res_id": self.id})
        self.sourcing_id.action_record_quote(
            self.partner_id.id, [line._prepare_answer() for line in self.line_ids],
            self.valid_until, attachment.id, reason=self.reason, freight_amount=self.freight_amount,
            remark=self.remark)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseSourcingQuoteLine(models.TransientModel):
    _name = "company.purchase.sourcing.quote.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Price of a Recorded Quote"

    wizard_id = fields.Many2one("company.purchase.sourcing.quote", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    company_id = fields.Many2one(related="wizard_id.sourcing_id.company_id")
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Item", required=True, ondelete="cascade")
    specification = fields.Char(related="sourcing_line_id.specification")
    quantity = fields.Float(related="sourcing_line_id.quantity")
    uom_id = fields.Many2one(related="sourcing_line_id.uom_id")
    price_unit = fields.Float("Unit Price", digits="Product Price")
    tax_ids = fields.Many2many(
        "account.tax", "company_purchase_sourcing_quote_tax_rel", string="Taxes",
        domain="[('type_tax_use', '=', 'purchase'), ('company_id', 'parent_of', company_id)]")
    lead_days = fields.Integer("Days to Deliver", default=7)
    remark = fields.Char()

    def _prepare_answer(self):
        self.ensure_one()
        return {
            "sourcing_line_id": self.sourcing_line_id.id, "price_unit": self.price_unit, "lead_days": self.lead_days,
            "tax_ids": self.tax_ids.ids, "remark": self.remark,
        }
