from odoo import api, fields, models


class CompanyPurchaseSourcingChoose(models.TransientModel):
    _name = "company.purchase.sourcing.choose"
    _inherit = ["company.wizard.mixin"]
    _description = "Award a Sourcing Case"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="sourcing_id.currency_id")
    amount = fields.Monetary("Awarded Amount", compute="_compute_amount")
    line_ids = fields.One2many("company.purchase.sourcing.choose.line", "wizard_id", "Award")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        case = self.env["company.purchase.sourcing"].browse(
            values.get("sourcing_id") or self.env.context.get("active_id"))
        if case and "line_ids" in fields_list:
            case.check_access("read")
            values.update(sourcing_id=case.id, line_ids=[
                fields.Command.create(line) for line in self._prepare_lines(case)])
        return values

    @api.model
    def _prepare_lines(self, case):
        """The award as it is, or the lowest valid price of every line."""
        if case.sudo().award_ids:
            return [{
                "sourcing_line_id": award.sourcing_line_id.id, "quote_line_id": award.quote_line_id.id,
                "quantity": award.quantity, "reason": award.reason,
            } for award in case.sudo().award_ids]
        cells, lowest = case._get_cells(), case._get_lowest_prices()
        return [{
            "sourcing_line_id": line.id,
            "quote_line_id": next((key for key, cell in cells.get(line.id, {}).items()
                                   if cell["landed"] is not None and cell["landed"] <= lowest.get(line.id, 0) + 1e-6),
                                  False),
            "quantity": line.quantity,
        } for line in case.sudo().line_ids]

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.line_ids.mapped("amount"))

    def action_confirm(self):
        """Award (see company.purchase.sourcing.action_award)."""
        self.ensure_one()
        self.sourcing_id.action_award([{
            "sourcing_line_id": line.sourcing_line_id.id, "quote_line_id": line.quote_line_id.id,
            "quantity": line.quantity, "reason": line.reason,
        } for line in self.line_ids])
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseSourcingChooseLine(models.TransientModel):
    _name = "company.purchase.sourcing.choose.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Line of an Award"

    wizard_id = fields.Many2one("company.purchase.sourcing.choose", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Item", required=True, ondelete="cascade")
    sourcing_id = fields.Many2one(related="wizard_id.sourcing_id")
    quantity = fields.Float(digits="Product Unit", required=True)
    uom_id = fields.Many2one(related="sourcing_line_id.uom_id")
    quote_line_id = fields.Many2one(
        "purchase.order.line", "Supplier", required=True, ondelete="cascade",
        domain="[('sourcing_line_id', '=', sourcing_line_id), ('order_id.quote_status', '=', 'received'), "
               "('price_unit', '>', 0)]")
    landed_price = fields.Monetary("Landed Unit Price", compute="_compute_choice")
    lowest_price = fields.Monetary("Lowest Valid Quote", compute="_compute_choice")
    verified_price = fields.Monetary(related="sourcing_line_id.verified_price")
    amount = fields.Monetary(compute="_compute_choice")
    is_dear = fields.Boolean("Not the Lowest", compute="_compute_choice")
    reason = fields.Char("Reason of the Choice")

    @api.depends("quote_line_id", "quantity", "sourcing_line_id")
    def _compute_choice(self):
        self.sourcing_line_id.sourcing_id._origin.check_access("read")
        for case in self.sourcing_line_id.sourcing_id:
            cells, lowest = case._get_cells(), case._get_lowest_prices()
            for line in self.filtered(lambda line, case=case: line.sourcing_line_id.sourcing_id == case):
                cell = cells.get(line.sourcing_line_id.id, {}).get(line.quote_line_id.id)
                line.landed_price = cell["landed"] or 0.0 if cell else 0.0
                line.lowest_price = lowest.get(line.sourcing_line_id.id, 0.0)
                line.amount = line.landed_price * line.quantity
                line.is_dear = line.landed_price > line.lowest_price + 1e-6
        for line in self.filtered(lambda line: not line.sourcing_line_id):
            line.landed_price = line.lowest_price = line.amount = 0.0
            line.is_dear = False
