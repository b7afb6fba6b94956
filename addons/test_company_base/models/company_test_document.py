from odoo import fields, models


class CompanyTestDocument(models.Model):
    _name = 'company.test.document'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'company.state.mixin', 'company.deadline.mixin']
    _description = 'Test Document'
    _check_company_auto = True

    _transitions = frozenset({('draft', 'submitted'), ('submitted', 'approved'), ('submitted', 'draft')})
    _client_fields = {
        'draft': frozenset({'name', 'note', 'line_ids', 'company_id'}),
        'submitted': frozenset({'note'}),
    }

    name = fields.Char(required=True, translate=True)
    note = fields.Text()
    amount = fields.Float(copy=False)
    line_ids = fields.One2many('company.test.document.line', 'document_id', copy=True)
    tag_ids = fields.Many2many('company.test.tag', copy=False)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [('draft', 'Draft'), ('submitted', 'Submitted'), ('approved', 'Approved')],
        required=True, readonly=True, default='draft', copy=False)

    def action_submit(self):
        """Submit the document."""
        return self._set_state('submitted')

    def action_approve(self):
        """Approve the document, where the control lets it pass."""
        for document in self:
            if not document.note:
                self.env['company.control']._enforce(
                    'TEST-NOTE', document, self.env._("the note is missing; write one"), fact='no note')
        return self._set_state('approved')
