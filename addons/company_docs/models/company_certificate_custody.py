from odoo import fields, models


class CompanyCertificateCustody(models.Model):
    """Chain of custody of the certificates: at every moment exactly one holder (R11 §二.2)."""

    _name = "company.certificate.custody"
    _inherit = ["company.custody.row.mixin"]
    _description = "Custody of a Certificate"

    _custody_item_field = "certificate_id"

    certificate_id = fields.Many2one("company.certificate", required=True, readonly=True, index=True,
                                     ondelete="restrict")
