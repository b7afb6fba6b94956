from odoo import fields, models


class CompanyTestDocumentLine(models.Model):
    _name = 'company.test.document.line'
    _inherit = ['company.state.mixin']
    _description = 'Test Document Line'
    _check_company_auto = True

    _client_parent_field = 'document_id'
    _client_fields = {'draft': frozenset({'name', 'quantity', 'document_state', 'document_amount'})}

    name = fields.Char()
    quantity = fields.Float(default=1)
    price = fields.Float(copy=False)
    document_id = fields.Many2one('company.test.document', required=True, index=True, ondelete='cascade')
    document_state = fields.Selection(related='document_id.state', readonly=False)
    document_amount = fields.Float(related='document_id.amount', readonly=False)
    company_id = fields.Many2one(related='document_id.company_id', store=True, index=True)
