from odoo import api, fields, models


class CompanyApprovalDelegation(models.Model):
    """A user lets another one decide in his place for a while (委托)."""
    _name = 'company.approval.delegation'
    _inherit = ['company.approval.record']
    _description = 'Approval Delegation'
    _order = 'date_from desc, id desc'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one('res.users', "From", required=True, index=True, ondelete='restrict',
                              default=lambda self: self.env.user)
    delegate_id = fields.Many2one('res.users', "To", required=True, index=True, ondelete='restrict')
    date_from = fields.Datetime("From Time", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime("Until", required=True)
    scope = fields.Selection([('all', "All documents"), ('models', "Chosen documents")], default='all', required=True)
    model_ids = fields.Many2many('ir.model', 'company_approval_delegation_model_rel', 'delegation_id', 'model_id',
                                 "Documents")
    reason = fields.Char()
    revoked_on = fields.Datetime(readonly=True)
    revoked_by_id = fields.Many2one('res.users', readonly=True, ondelete='restrict')
    applied_from = fields.Boolean(readonly=True, help="The delegate was made a reader of the waiting approvals.")
    applied_to = fields.Boolean(readonly=True, help="The end of the delegation was applied.")
    status = fields.Selection([('upcoming', "Upcoming"), ('active', "Active"), ('ended', "Ended"),
                               ('revoked', "Revoked")], compute='_compute_status', search='_search_status')

    def action_revoke(self):
        """End the delegation now."""
        raise NotImplementedError
