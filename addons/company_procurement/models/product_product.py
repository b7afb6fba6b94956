from odoo import models
from odoo.fields import Domain


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_lines_domain(self, location_ids=False, warehouse_ids=False):
        """Quotes of sourcing cases are no goods on their way: three of them would count three times."""
        domain = super()._get_lines_domain(location_ids=location_ids, warehouse_ids=warehouse_ids)
        return Domain(domain) & Domain("order_id.is_quote", "!=", True)
