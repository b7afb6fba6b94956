from odoo import fields, models


class CompanySealCustody(models.Model):
    """Chain of custody of the seals: at every moment exactly one holder."""

    _name = "company.seal.custody"
    _inherit = ["company.custody.row.mixin"]
    _description = "Custody of a Seal"

    _custody_item_field = "seal_id"

    seal_id = fields.Many2one("company.seal", required=True, readonly=True, index=True, ondelete="restrict")
