from odoo import fields, models


class CompanyTestOrder(models.Model):
    """A fuller document: states, signed lines, other currency, category, fields that a step asks for."""
    _name = 'company.test.order'
    _inherit = ['mail.thread', 'mail.activity.mixin', 'company.state.mixin', 'company.approval.mixin']
    _description = 'Test Order'
    _check_company_auto = True

    _transitions = frozenset({
        ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'approved'), ('submitted', 'rejected'),
        ('approved', 'submitted')})
    _client_fields = {
        'draft': frozenset({'name', 'requester_id', 'currency_id', 'date', 'category', 'department_id', 'checker_id',
                            'remark', 'result', 'company_id', 'line_ids'}),
        'submitted': frozenset({'name', 'remark', 'result', 'line_ids'}),
        'approved': frozenset({'name', 'remark', 'line_ids'}),
    }

    name = fields.Char(required=True)
    state = fields.Selection([('draft', "Draft"), ('submitted', "Submitted"), ('approved', "Approved"),
                              ('rejected', "Rejected")], default='draft', required=True, copy=False)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    requester_id = fields.Many2one('res.users', required=True, index=True, default=lambda self: self.env.user)
    department_id = fields.Many2one('hr.department', index=True)
    checker_id = fields.Many2one('res.users', index=True)
    currency_id = fields.Many2one('res.currency', default=lambda self: self.env.company.currency_id)
    date = fields.Date(default=fields.Date.context_today)
    category = fields.Char()
    remark = fields.Char()
    result = fields.Char()
    line_ids = fields.One2many('company.test.order.line', 'order_id')

    def _approval_amount(self):
        return sum(line.quantity * line.price for line in self.line_ids), self.currency_id

    def _approval_date(self):
        return self.date

    def _approval_category(self):
        return self.category

    def _approval_digest_fields(self):
        return ['name', 'currency_id', 'category', 'line_ids.product', 'line_ids.quantity', 'line_ids.price']

    def _on_approval_submitted(self, approval):
        self._set_state('submitted')

    def _on_approval_approved(self, approval):
        self._set_state('approved')

    def _on_approval_rejected(self, approval):
        self._set_state('rejected')

    def _on_approval_returned(self, approval):
        self._set_state('draft')

    def _on_approval_withdrawn(self, approval):
        self._set_state('draft')


class CompanyTestOrderLine(models.Model):
    _name = 'company.test.order.line'
    _inherit = ['company.approval.line.mixin']
    _description = 'Test Order Line'
    _approval_parent_field = 'order_id'

    order_id = fields.Many2one('company.test.order', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    product = fields.Char(required=True)
    quantity = fields.Float(default=1)
    price = fields.Float()
    note = fields.Char()
