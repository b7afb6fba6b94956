from odoo import fields, models


class CompanyTestRequest(models.Model):
    _name = 'company.test.request'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'company.approval.mixin']
    _description = 'Test Request'
    name = fields.Char(required=True)
    amount = fields.Float()
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)

    def _approval_amount(self):
        return self.amount, self.company_id.currency_id
