from odoo import api, models

FIGURES = frozenset({"quantity", "product_id", "product_uom_id", "move_id", "location_id", "location_dest_id", "state"})


class StockMoveLine(models.Model):
    """Later corrections of a validated receipt stay within what was accepted."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id.filtered(lambda move: move.state == "done")._check_acceptance_gate()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not FIGURES.isdisjoint(vals):
            self.move_id.filtered(lambda move: move.state == "done")._check_acceptance_gate()
        return result
