from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _get_stock_in_boxes(self):
        """Signature boxes of the stock-in slip (入库单)."""
        self.ensure_one()
        order_sudo = self.sudo().purchase_id
        keepers = self.env["company.role"].sudo()._get_users("warehouse_keeper", self.company_id)
        done = self.date_done and self.company_id._format_local_time(self.date_done)[:10]
        return [
            {"label": self.env._("Warehouse Keeper"), "name": (self.sudo().user_id or keepers[:1]).name or "",
             "time": done or ""},
            {"label": self.env._("Buyer"), "name": order_sudo.user_id.name or "", "time": ""},
        ]
