from odoo import fields, models


class CompanySealImpression(models.Model):
    """Picture of a seal's print: whoever has it can print sealed papers, so holder and seal managers read it only."""

    _name = "company.seal.impression"
    _description = "Seal Impression"
    _rec_name = "seal_id"
    _check_company_auto = True

    seal_id = fields.Many2one("company.seal", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="seal_id.company_id", store=True, index=True)
    image = fields.Binary("Picture", required=True, attachment=True)

    _seal_unique = models.UniqueIndex("(seal_id)", "A seal has one picture.")
