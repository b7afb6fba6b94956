from odoo import api, fields, models

KINDS = [
    ('submit', "Submitted"), ('approve', "Approved"), ('reject', "Rejected"), ('return', "Returned"),
    ('transfer', "Transferred"), ('add_signer', "Signer added"), ('ask', "Question"), ('answer', "Answer"),
    ('copy', "Copied"), ('urge', "Urged"), ('withdraw', "Withdrawn"), ('escalate', "Escalated"),
    ('replace', "Approver replaced"), ('amend', "Document changed"), ('restart', "Restarted"),
]


class CompanyApprovalDecision(models.Model):
    """What somebody did in an approval. Append only: there is no way to change or delete a row."""
    _name = 'company.approval.decision'
    _inherit = ['company.evidence.mixin']
    _description = 'Approval Decision'
    _order = 'id'
    _log_access = False

    approval_id = fields.Many2one('company.approval', required=True, readonly=True, index=True, ondelete='restrict')
    step_id = fields.Many2one('company.approval.step', readonly=True, index='btree_not_null', ondelete='restrict')
    assignment_id = fields.Many2one('company.approval.assignment', readonly=True, index='btree_not_null',
                                    ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    user_id = fields.Many2one('res.users', "By", required=True, readonly=True, index=True, ondelete='restrict')
    on_behalf_id = fields.Many2one('res.users', "On Behalf Of", readonly=True, index='btree_not_null',
                                   ondelete='restrict')
    target_user_ids = fields.Many2many('res.users', 'company_approval_decision_target_rel', 'decision_id', 'user_id',
                                       "To", readonly=True)
    opinion = fields.Text(readonly=True)
    digest = fields.Char("Digest Seen", readonly=True)
    decided_on = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    to_step_id = fields.Many2one('company.approval.step', "Back To", readonly=True, index='btree_not_null',
                                 ondelete='restrict')
    position = fields.Selection([('before', "Before"), ('after', "After")], readonly=True)
    question_id = fields.Many2one('company.approval.decision', "Answer To", readonly=True, index='btree_not_null',
                                  ondelete='restrict')
    answer_ids = fields.One2many('company.approval.decision', 'question_id', "Answers", readonly=True)
    self_approval = fields.Boolean("Own Request", readonly=True)

    @api.depends('user_id', 'on_behalf_id')
    def _compute_display_name(self):
        for decision in self:
            decision.display_name = decision._get_signature_name()

    def _get_signature_name(self):
        self.ensure_one()
        if not self.on_behalf_id:
            return self.user_id.name or ''
        return self.env._("%(user)s on behalf of %(other)s", user=self.user_id.name, other=self.on_behalf_id.name)

    def _append_to_ledger(self):
        """The decision, with the digest of what was decided on, in the ledger of the company."""
        self.ensure_one()
        approval = self.approval_id
        kind = 'approval.decision' if self.kind in ('approve', 'reject', 'return') else f'approval.{self.kind}'
        self.env['company.ledger.entry']._append(kind, approval._get_document(), {
            'approval': approval.id, 'round': approval.round, 'decision': self.id, 'kind': self.kind,
            'step': self.step_id.name or '', 'user': self.user_id.id, 'on_behalf': self.on_behalf_id.id,
            'targets': self.target_user_ids.ids, 'opinion': self.opinion or '', 'digest': self.digest or '',
            'own_request': self.self_approval})
