from odoo import models


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _make_po_get_domain(self, company_id, values, partner):
        """Replenishment never adds to a quote or an order of a sourcing case."""
        return super()._make_po_get_domain(company_id, values, partner) + (("sourcing_id", "=", False),)
