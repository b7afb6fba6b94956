from odoo import fields, models

from .company_purchase_acceptance_line import CERTIFICATES


class ProductCategory(models.Model):
    _inherit = "product.category"

    certificate_required = fields.Selection(
        CERTIFICATES, "Papers with the Goods",
        help="Papers that must come with every delivery of this category: “the goods carry their certificates of "
             "quality and material certificates” (R1 §3.4). Empty: as the parent category.")

    def _get_certificate_required(self):
        """What counts for this category: its own choice, or that of the nearest parent with one."""
        category = self
        while category:
            if category.certificate_required:
                return category.certificate_required
            category = category.parent_id
        return "none"
