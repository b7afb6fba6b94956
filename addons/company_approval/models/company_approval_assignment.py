from odoo import api, fields, models


class CompanyApprovalAssignment(models.Model):
    """One person asked in one step (again for each visit of the step)."""
    _name = 'company.approval.assignment'
    _inherit = ['company.approval.record']
    _description = 'Approval Assignment'
    _order = 'sequence, id'
    _log_access = False
    _check_company_auto = True

    approval_id = fields.Many2one('company.approval', required=True, readonly=True, index=True, ondelete='restrict')
    step_id = fields.Many2one('company.approval.step', required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    user_id = fields.Many2one('res.users', "Approver", required=True, readonly=True, ondelete='restrict')
    sequence = fields.Integer(default=10, readonly=True, aggregator=None)
    visit = fields.Integer(default=1, readonly=True, aggregator=None)
    state = fields.Selection([
        ('waiting', "Not reached"), ('pending', "Waiting"), ('approved', "Approved"), ('rejected', "Rejected"),
        ('returned', "Returned"), ('transferred', "Transferred"), ('escalated', "Escalated"),
        ('replaced', "Replaced"), ('skipped', "Not needed any more"), ('carried', "Approved in the round before"),
        ('cancelled', "Ended")], default='waiting', required=True, readonly=True)
    origin = fields.Selection([
        ('route', "Route"), ('self', "In the requester's place"), ('absent', "In an absent approver's place"),
        ('transfer', "Transferred"), ('signer', "Added signer"), ('escalation', "Escalation")],
        default='route', required=True, readonly=True)
    origin_user_id = fields.Many2one('res.users', "In Place Of", readonly=True, ondelete='restrict')
    activated_on = fields.Datetime(readonly=True)
    decided_on = fields.Datetime(readonly=True)
    decided_by_id = fields.Many2one('res.users', "Decided By", readonly=True, ondelete='restrict')
    opinion = fields.Text(readonly=True)
    decision_id = fields.Many2one('company.approval.decision', readonly=True, index='btree_not_null',
                                  ondelete='restrict')
    on_behalf = fields.Boolean(compute='_compute_on_behalf')
    mail_kind = fields.Char(readonly=True, help="Mail that still has to be sent to the approver.")

    _user_pending = models.Index("(user_id, approval_id) WHERE state = 'pending'")
    _mail_due = models.Index("(id) WHERE mail_kind IS NOT NULL")

    @api.depends('user_id', 'decided_by_id')
    def _compute_on_behalf(self):
        for assignment in self:
            assignment.on_behalf = bool(assignment.decided_by_id and assignment.decided_by_id != assignment.user_id)

    @api.depends('user_id', 'step_id')
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = f"{assignment.step_id.name} – {assignment.user_id.name}"

    def _replace_gone(self):
        """Where an approver has left since the submission, his delegate or the escalation target is asked instead.

        Returns the assignments that are open now; nobody to ask leaves the assignment as it is: the daily check
        lists it.
        """
        Route = self.env['company.approval.route']
        result = self
        for seat in self:
            approval, step = seat.approval_id, seat.step_id
            if Route._is_available(seat.user_id, approval.company_id):
                continue
            barred = () if approval.allow_self_approval else approval._get_owners().ids
            user = Route._get_stand_in(seat.user_id, approval.company_id, approval.res_model, step.escalation_type,
                                       step.escalation_role_id, barred)
            if not user:
                continue
            approval._log('replace', seat=seat, target_user_ids=[(6, 0, user.ids)], on_behalf_id=False)
            seat._as_engine().write({'state': 'replaced', 'mail_kind': False})
            approval._close_todos(seat.user_id)
            vals = step._prepare_seat(user, seat.sequence, origin='absent', origin_user=seat.user_id)
            approval._add_participants(user)
            result += self._as_engine().create(dict(vals, state='pending', activated_on=fields.Datetime.now()))
            result -= seat
        return result

    def _get_document_url(self):
        return self.approval_id._get_document_url()

    def _is_mail_due(self):
        return self.state == 'pending' and self.user_id._wants_approval_mail()
