from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    acceptance_ids = fields.One2many("company.purchase.acceptance", "picking_id", "Acceptances", readonly=True)
    acceptance_count = fields.Integer("Number of Acceptances", compute="_compute_acceptance_count", compute_sudo=True)

    @api.depends("acceptance_ids")
    def _compute_acceptance_count(self):
        groups = dict(self.env["company.purchase.acceptance"]._read_group(
            [("picking_id", "in", self.ids)], ["picking_id"], ["__count"]))
        for picking in self:
            picking.acceptance_count = groups.get(picking._origin, 0)

    def _create_backorder(self, backorder_moves=None):
        backorders = super()._create_backorder(backorder_moves=backorder_moves)
        self.env["company.purchase.acceptance"].sudo()._ensure_for_pickings(self | backorders)
        return backorders

    def action_view_acceptances(self):
        """Open the acceptances of the receipt."""
        return self.env["company.purchase.acceptance"]._get_list_action([("picking_id", "in", self.ids)])
