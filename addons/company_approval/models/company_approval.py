from odoo import api, fields, models

STATES = [
    ('pending', "In approval"),
    ('returned', "Returned"),
    ('approved', "Approved"),
    ('rejected', "Rejected"),
    ('withdrawn', "Withdrawn"),
    ('restarted', "Restarted after a change"),
]


class CompanyApproval(models.Model):
    """One run (round) of a document through its route, frozen at submission. Earlier rounds stay for ever."""
    _name = 'company.approval'
    _inherit = ['company.approval.record', 'company.deadline.mixin']
    _description = 'Approval'
    _order = 'id desc'
    _log_access = False
    _check_company_auto = True

    name = fields.Char("Document", required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id', store=True)
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field='res_model', required=True, readonly=True)
    document_kind = fields.Char("Kind of Document", compute='_compute_document_kind')
    round = fields.Integer("Round", default=1, required=True, readonly=True, aggregator=None)
    state = fields.Selection(STATES, default='pending', required=True, readonly=True, index=True)
    requester_id = fields.Many2one('res.users', "Requester", required=True, readonly=True, index=True,
                                   ondelete='restrict')
    submitted_by_id = fields.Many2one('res.users', "Submitted By", required=True, readonly=True,
                                      ondelete='restrict')
    department_id = fields.Many2one('hr.department', "Department", readonly=True, index='btree_not_null')
    category_code = fields.Char("Category", readonly=True)
    amount = fields.Monetary("Amount", readonly=True, help="In the company's currency, at the document's date.")
    submitted_on = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    finished_on = fields.Datetime(readonly=True)
    urged_on = fields.Datetime("Last Urged", readonly=True)

    route_id = fields.Many2one('company.approval.route', "Route", readonly=True, index='btree_not_null',
                               ondelete='set null')
    route_name = fields.Char(readonly=True)
    return_mode = fields.Selection([('replay', "Steps between are replayed"), ('direct', "Straight back")],
                                   default='replay', required=True, readonly=True)
    allow_self_approval = fields.Boolean(readonly=True)
    amend_role_id = fields.Many2one('company.role', readonly=True, index='btree_not_null', ondelete='set null')
    previous_id = fields.Many2one('company.approval', "Earlier Round", readonly=True, index='btree_not_null',
                                  ondelete='restrict')
    returned_from_step_id = fields.Many2one('company.approval.step', readonly=True, index='btree_not_null',
                                            ondelete='restrict')
    return_to_step_id = fields.Many2one('company.approval.step', readonly=True, index='btree_not_null',
                                        ondelete='restrict')

    digest = fields.Char("Digest of the Document", readonly=True)
    digest_payload = fields.Json(readonly=True, groups='base.group_system')
    revision = fields.Integer(default=0, readonly=True, aggregator=None,
                              help="Raised with every action, so that two people never act on the same situation.")
    mail_kind = fields.Char(readonly=True, help="Result that still has to be mailed to the requester.")

    step_ids = fields.One2many('company.approval.step', 'approval_id', "Steps", readonly=True)
    assignment_ids = fields.One2many('company.approval.assignment', 'approval_id', "Assignments", readonly=True)
    decision_ids = fields.One2many('company.approval.decision', 'approval_id', "Decisions", readonly=True)
    participant_ids = fields.Many2many('res.users', 'company_approval_participant_rel', 'approval_id', 'user_id',
                                       "Participants", readonly=True,
                                       help="Everyone who took or takes part: they may read the approval.")
    copy_user_ids = fields.Many2many('res.users', 'company_approval_copy_rel', 'approval_id', 'user_id',
                                     "Copied To", readonly=True)
    current_user_ids = fields.Many2many('res.users', string="Waiting For", compute='_compute_current',
                                        search='_search_current_user_ids')
    current_step = fields.Char("Current Step", compute='_compute_current')
    trail = fields.Json("Approval Trail", compute='_compute_trail')

    can_approve = fields.Boolean(compute='_compute_can')
    can_reject = fields.Boolean(compute='_compute_can')
    can_return = fields.Boolean(compute='_compute_can')
    can_transfer = fields.Boolean(compute='_compute_can')
    can_add_signer = fields.Boolean(compute='_compute_can')
    can_ask = fields.Boolean(compute='_compute_can')
    can_answer = fields.Boolean(compute='_compute_can')
    can_copy = fields.Boolean(compute='_compute_can')
    can_urge = fields.Boolean(compute='_compute_can')
    can_withdraw = fields.Boolean(compute='_compute_can')
    can_restart = fields.Boolean(compute='_compute_can_restart')

    _one_running = models.UniqueIndex("(res_model, res_id) WHERE state = 'pending'",
                                      "This document is already in approval.")
    _document = models.Index("(res_model, res_id, id DESC)")
    _mail_due = models.Index("(id) WHERE mail_kind IS NOT NULL")

    @api.depends('name', 'round')
    def _compute_display_name(self):
        for approval in self:
            name = approval.name or ''
            approval.display_name = self.env._("%(name)s (round %(round)s)", name=name, round=approval.round) \
                if approval.round > 1 else name

    @api.depends('res_model')
    def _compute_document_kind(self):
        for approval in self:
            known = approval.res_model in self.env
            approval.document_kind = self.env['ir.model']._get(approval.res_model).name if known else ''

    @api.depends('state', 'step_ids.state', 'assignment_ids.state')
    def _compute_current(self):
        for approval in self:
            steps = approval.step_ids.filtered(lambda s: s.state == 'pending')
            approval.current_step = ", ".join(dict.fromkeys(steps.mapped('name')))
            approval.current_user_ids = steps.assignment_ids.filtered(lambda a: a.state == 'pending').user_id

    def _search_current_user_ids(self, operator, value):
        return [('assignment_ids', 'any', [('state', '=', 'pending'), ('user_id', operator, value)])]

    @api.depends_context('uid')
    @api.depends('state', 'step_ids.state', 'assignment_ids.state', 'decision_ids')
    def _compute_can(self):
        for verb in self._verbs:
            refusals = getattr(self, f'_get_{verb}_refusals')()
            for approval in self:
                approval[f'can_{verb}'] = not refusals.get(approval.id, True)

    @api.depends_context('uid')
    @api.depends('state')
    def _compute_can_restart(self):
        refusals = self._get_restart_refusals()
        for approval in self:
            approval.can_restart = not refusals.get(approval.id, True)

    def _get_document(self):
        """The approved document, as the caller sees it (a record of `res_model`)."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def action_open_document(self):
        """Open the document of this approval."""
        self.ensure_one()
        self.check_access('read')
        return {'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id,
                'views': [[False, 'form']], 'target': 'current'}
