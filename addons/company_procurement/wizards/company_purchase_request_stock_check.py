from odoo import api, fields, models


class CompanyPurchaseRequestStockCheck(models.TransientModel):
    _name = "company.purchase.request.stock.check"
    _inherit = ["company.wizard.mixin"]
    _description = "Record the Answer of the Warehouse"

    request_id = fields.Many2one("company.purchase.request", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    keeper_ids = fields.Many2many("res.users", compute="_compute_keepers")
    keeper_id = fields.Many2one(
        "res.users", "Warehouse Keeper", required=True, compute="_compute_keeper_id", store=True, readonly=False,
        domain="[('id', 'in', keeper_ids)]")
    checked_on = fields.Datetime("Asked on", required=True, default=fields.Datetime.now)
    result = fields.Char("Answer", required=True)
    stock_summary = fields.Text("Stock by the Books", compute="_compute_stock_summary")

    @api.depends("request_id")
    def _compute_keepers(self):
        for wizard in self:
            keepers = self.env["company.role"]._get_users("warehouse_keeper", wizard.request_id.company_id)
            wizard.keeper_ids = keepers

    @api.depends("request_id")
    def _compute_keeper_id(self):
        for wizard in self:
            wizard.keeper_id = wizard.keeper_ids._origin[:1]

    @api.depends("request_id")
    def _compute_stock_summary(self):
        for wizard in self:
            request = wizard.request_id._origin
            request.check_access("read")
            wizard.stock_summary = "\n".join(
                self.env._("%(goods)s: needed %(needed)s, free in stock %(stock)s %(unit)s",
                           goods=line._describe()[0], needed=f"{line.quantity:g}", stock=f"{line.on_hand:g}",
                           unit=line.uom_id.name)
                for line in request.line_ids)

    def action_confirm(self):
        """Record the answer (see company.purchase.request.action_record_stock_check)."""
        self.ensure_one()
        self.request_id.action_record_stock_check(self.keeper_id.id, self.checked_on, self.result)
        return {"type": "ir.actions.act_window_close"}
