from odoo import api, fields, models

from ..models.company_purchase_record import PAYMENT, VOUCHERS


class CompanyPurchaseRequestRecord(models.TransientModel):
    _name = "company.purchase.request.record"
    _inherit = ["company.wizard.mixin"]
    _description = "Record the Purchase Made"

    request_id = fields.Many2one("company.purchase.request", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    currency_id = fields.Many2one("res.currency", compute="_compute_request")
    is_emergency = fields.Boolean(compute="_compute_request")
    consent = fields.Char("Oral Consent", compute="_compute_request")
    amount_limit = fields.Monetary("Limit", compute="_compute_request")
    purchased_on = fields.Datetime(required=True, default=fields.Datetime.now)
    partner_id = fields.Many2one("res.partner", "Supplier", domain=[("parent_id", "=", False)])
    supplier_name = fields.Char("New Supplier", help="A shop that is not in the list yet becomes a candidate.")
    supplier_phone = fields.Char("Phone")
    payment_method = fields.Selection(PAYMENT, "Paid by", required=True, default="mobile")
    voucher = fields.Selection(VOUCHERS, required=True, default="invoice")
    voucher_number = fields.Char()
    no_voucher_reason = fields.Char("Why there is No Invoice")
    scan = fields.Binary("Scan of the Voucher", attachment=False, help="PDF or picture of the invoice or receipt.")
    scan_name = fields.Char()
    note = fields.Char()
    line_ids = fields.One2many("company.purchase.request.record.line", "wizard_id", "Goods")
    amount = fields.Monetary("Amount Paid", compute="_compute_amount")

    @api.depends("request_id")
    def _compute_request(self):
        for wizard in self:
            request = wizard.request_id._origin
            request.check_access("read")
            wizard.currency_id = request.currency_id
            wizard.is_emergency = request.category_id.code == "emergency"
            wizard.consent = request and request._get_consent_text()
            wizard.amount_limit = request.category_id.amount_limit

    @api.depends("line_ids.quantity", "line_ids.price_unit")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(line.quantity * line.price_unit for line in wizard.line_ids)

    @api.onchange("request_id")
    def _onchange_request_id(self):
        request = self.request_id._origin
        request.check_access("read")
        self.line_ids = [fields.Command.clear()] + [
            fields.Command.create({
                "request_line_id": line.id, "quantity": line.quantity, "price_unit": line.estimated_price,
                "used_quantity": 0.0, "label_name": line.description})
            for line in request.sudo()._get_lines_to_source()]

    def action_confirm(self):
        """Record the purchase (see company.purchase.request.action_record_purchase)."""
        self.ensure_one()
        attachment = self.env["ir.attachment"]
        if self.scan:
            attachment = attachment.create({
                "name": self.scan_name or self.env._("Voucher"), "datas": self.scan,
                "res_model": self._name, "res_id": self.id})
        names = ("purchased_on", "payment_method", "voucher", "voucher_number", "no_voucher_reason", "note")
        supplier = {"name": self.supplier_name, "phone": self.supplier_phone} if self.supplier_name else False
        self.request_id.action_record_purchase({
            **{name: self[name] for name in names},
            "partner_id": self.partner_id.id, "supplier": supplier, "attachment_id": attachment.id,
            "lines": [line._prepare_line() for line in self.line_ids]})
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseRequestRecordLine(models.TransientModel):
    _name = "company.purchase.request.record.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Goods of a Purchase Made"

    wizard_id = fields.Many2one("company.purchase.request.record", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    request_line_id = fields.Many2one(
        "company.purchase.request.line", "Item", required=True, ondelete="cascade")
    specification = fields.Char(related="request_line_id.specification")
    uom_id = fields.Many2one(related="request_line_id.uom_id")
    quantity = fields.Float(digits="Product Unit", required=True)
    price_unit = fields.Float("Price Paid", digits="Product Price", required=True, help="Tax included.")
    used_quantity = fields.Float("Used at Once", digits="Product Unit")
    label_name = fields.Char("Name on the Label")
    brand = fields.Char("Trade Mark")
    manufacturer = fields.Char()
    best_before = fields.Date("Shelf Life until")
    label_remark = fields.Char()

    def _prepare_line(self):
        names = ("quantity", "price_unit", "used_quantity", "label_name", "brand", "manufacturer", "best_before",
                 "label_remark")
        return {"request_line_id": self.request_line_id.id, **{name: self[name] for name in names}}
