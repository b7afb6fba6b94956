from odoo import fields, models


class CompanyTestTag(models.Model):
    _name = 'company.test.tag'
    _description = 'Test Tag'
    _check_company_auto = True

    name = fields.Char()
    document_ids = fields.Many2many('company.test.document', readonly=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
