from odoo import Command, api, fields, models


class CompanyPurchaseContractLines(models.TransientModel):
    """Quantities to call off, market prices asked for, or prices agreed: line by line."""

    _name = "company.purchase.contract.lines"
    _inherit = ["company.wizard.mixin"]
    _description = "Lines of a Contract"

    step = fields.Selection([("call_off", "Call off"), ("market", "Compare with the Market"),
                             ("result", "Result of the Negotiation")], required=True, readonly=True)
    contract_id = fields.Many2one("company.purchase.contract", "Contract", ondelete="cascade", readonly=True)
    negotiation_id = fields.Many2one("company.purchase.negotiation", "Negotiation", ondelete="cascade", readonly=True)
    note = fields.Text("Course of the Talks")
    line_ids = fields.One2many("company.purchase.contract.lines.line", "wizard_id", "Lines")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        contract = self.env["company.purchase.contract"].browse(values.get("contract_id"))
        negotiation = self.env["company.purchase.negotiation"].browse(values.get("negotiation_id"))
        if negotiation:
            values["line_ids"] = [Command.create({
                "contract_line_id": line.contract_line_id.id, "negotiation_line_id": line.id,
                "price": line.agreed_price}) for line in negotiation.line_ids]
        elif contract:
            values["line_ids"] = [Command.create({"contract_line_id": line.id}) for line in contract.line_ids]
        return values

    def action_confirm(self):
        """Take the step with the lines that were filled in (see company.purchase.contract and .negotiation)."""
        self.ensure_one()
        if self.step == "call_off":
            order_id = self.contract_id.action_call_off([
                {"contract_line_id": line.contract_line_id.id, "quantity": line.quantity,
                 "date_planned": fields.Datetime.to_string(fields.Datetime.to_datetime(line.date_planned))
                 if line.date_planned else False}
                for line in self.line_ids if line.quantity])
            return {"type": "ir.actions.act_window", "res_model": "purchase.order", "res_id": order_id,
                    "view_mode": "form", "views": [(False, "form")]}
        if self.step == "market":
            self.contract_id.action_check_market([
                {"contract_line_id": line.contract_line_id.id, "market_price": line.price, "source": line.source}
                for line in self.line_ids if line.price] or None)
        else:
            self.negotiation_id.action_record_result([
                {"line_id": line.negotiation_line_id.id, "price": line.price}
                for line in self.line_ids if line.price], self.note)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseContractLinesLine(models.TransientModel):
    _name = "company.purchase.contract.lines.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Line of a Contract to Fill in"

    wizard_id = fields.Many2one("company.purchase.contract.lines", required=True, ondelete="cascade")
    step = fields.Selection(related="wizard_id.step")
    contract_line_id = fields.Many2one("company.purchase.contract.line", "Material", required=True, ondelete="cascade")
    negotiation_line_id = fields.Many2one("company.purchase.negotiation.line", ondelete="cascade")
    specification = fields.Char(related="contract_line_id.specification")
    uom_id = fields.Many2one(related="contract_line_id.uom_id")
    price_in_force = fields.Float(related="contract_line_id.price_in_force")
    market_price = fields.Float(related="negotiation_line_id.market_price")
    quantity_left = fields.Float(related="contract_line_id.quantity_left", string="Left")
    quantity = fields.Float(digits="Product Unit")
    date_planned = fields.Date("Delivery on")
    price = fields.Float("Price", digits="Product Price")
    source = fields.Char(help="Who was asked, which publication.")
