from odoo import fields, models


class CompanyDocumentIssuer(models.Model):
    _inherit = "company.document.issuer"

    seal_id = fields.Many2one(
        "company.seal", "Seal of the Issuer", index="btree_not_null", check_company=True, tracking=True,
        ondelete="restrict", domain="[('company_id', '=', company_id), ('state', 'not in', ('lost', 'destroyed'))]",
        help="Put on the date of its documents; says the same as the signature (R6 §5.6.1.1.13, R11 §一.8).")
