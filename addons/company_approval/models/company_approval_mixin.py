from odoo import api, fields, models


class CompanyApprovalMixin(models.AbstractModel):
    """Gives a document a tiered approval.

    Hooks to override: `_approval_amount`, `_approval_date`, `_approval_department`, `_approval_category`,
    `_approval_requester`, `_approval_digest_fields`, `_approval_protected_fields`, `_approval_required`,
    `_get_submit_refusals`, `_on_approval_<event>(approval)`.
    """
    _name = 'company.approval.mixin'
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _description = 'Document with Approval'

    approval_id = fields.Many2one('company.approval', "Approval", readonly=True, copy=False, index='btree_not_null',
                                  ondelete='restrict')
    approval_state = fields.Selection([
        ('none', "Not submitted"), ('pending', "In approval"), ('returned', "Returned"), ('approved', "Approved"),
        ('rejected', "Rejected"), ('withdrawn', "Withdrawn")], "Approval State", default='none', required=True,
        readonly=True, copy=False, index=True)
    approval_ids = fields.Many2many('company.approval', string="Approval Rounds", compute='_compute_approval_ids')
    approval_user_ids = fields.Many2many(related='approval_id.participant_ids', string="Approval Participants")
    approval_trail = fields.Json(compute='_compute_approval_trail')
    can_submit = fields.Boolean(compute='_compute_can_submit')
    can_withdraw = fields.Boolean(compute='_compute_can_approval')
    can_approve = fields.Boolean(compute='_compute_can_approval')
    can_urge = fields.Boolean(compute='_compute_can_approval')
    can_amend = fields.Boolean(compute='_compute_can_approval')

    def action_submit(self):
        """Send the documents into approval. Returns True."""
        raise NotImplementedError

    def action_withdraw(self, reason=''):
        """Take the documents back while nobody has decided. Returns True."""
        raise NotImplementedError

    def action_urge(self):
        """Remind the approvers who are waited for. Returns True."""
        raise NotImplementedError

    def action_amend(self, values, reason):
        """Change protected fields of a locked document with a reason: the approval restarts. Returns True."""
        raise NotImplementedError

    def preview_approval(self):
        """Who will have to approve and by when: [{step, order, mode, approvers, approver_ids, deadline, notes}]."""
        raise NotImplementedError
