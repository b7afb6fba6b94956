from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError

from ..engine import flow, outcome
from ..engine.digest import changed_names
from .inbox import inbox_of

RESULTS = {'approve': 'approved', 'reject': 'rejected', 'return': 'returned'}


class CompanyApproval(models.Model):
    """The run of an approval: start, advance, end. Everything here is called with right and state checked."""
    _inherit = 'company.approval'

    # ------------------------------------------------------------------
    # Start
    # ------------------------------------------------------------------

    @api.model
    def _start(self, document, route, facts, plan, kind='submit', reason=''):
        """Freeze the plan into rows, sign the document and ask the first approvers."""
        document_sudo = document.sudo()
        previous = document_sudo.approval_id
        previous.flush_recordset(['state'])     # the index of the one running approval looks at the database
        approval = self._as_engine().create(self._prepare_run(document_sudo, route, facts, previous))
        if previous:
            inbox_of(self.env).close('approval_returned', document_sudo)
        approval._create_steps(plan)
        hook = '_on_approval_submitted' if kind == 'submit' else '_on_approval_restarted'
        getattr(document_sudo, hook)(approval)
        payload = document_sudo._get_approval_payload()
        approval._as_engine().write({
            'digest_payload': payload, 'digest': document._get_payload_digest(payload),
            'name': document_sudo._approval_subject()})
        document._approval_engine().write({'approval_id': approval.id, 'approval_state': 'pending'})
        approval._log(kind, opinion=reason)
        if approval.return_mode == 'direct' and previous.state == 'returned' and kind == 'submit':
            approval._carry_over(previous)
        approval._add_participants(approval._get_owners() | previous.participant_ids
                                   | approval.assignment_ids.user_id)
        approval._advance()
        return approval

    @api.model
    def _prepare_run(self, document, route, facts, previous):
        return {
            'name': document._approval_subject(), 'res_model': document._name, 'res_id': document.id,
            'company_id': facts['company'].id, 'requester_id': facts['requester'].id,
            'submitted_by_id': facts['submitter'].id, 'department_id': facts['department'].id,
            'category_code': facts['category'], 'amount': facts['amount'], 'route_id': route.id,
            'route_name': route.name, 'return_mode': route.return_mode,
            'allow_self_approval': route.allow_self_approval, 'amend_role_id': route.amend_role_id.id,
            'previous_id': previous.id, 'round': previous.round + 1,
        }

    def _create_steps(self, plan):
        """One row per planned step, one per person in it."""
        self.ensure_one()
        factor = self._get_document().sudo()._get_deadline_factor()
        steps = self.env['company.approval.step']._as_engine().create([
            self._prepare_step(entry, factor) for entry in plan])
        seats = []
        for step, entry in zip(steps, plan, strict=True):
            seats += [step._prepare_seat(approver['user'], sequence, origin=approver['origin'],
                                         origin_user=approver['origin_user'])
                      for sequence, approver in enumerate(entry['approvers'])]
        self.env['company.approval.assignment']._as_engine().create(seats)

    def _prepare_step(self, entry, factor):
        step = entry['route_step']
        copied = ('require_opinion', 'require_attachment', 'required_fields', 'deadline_unit', 'remind_before_hours',
                  'escalation_type')
        return {
            'approval_id': self.id, 'company_id': self.company_id.id, 'route_step_id': step.id, 'name': entry['name'],
            'order': entry['order'], 'lane': entry['lane'], 'level': entry['level'], 'mode': entry['mode'],
            'required_count': entry['required_count'], 'escalation_role_id': step.escalation_role_id.id,
            'state': 'skipped' if entry['skipped'] else 'waiting',
            'deadline_amount': step.deadline_amount * factor, **{name: step[name] for name in copied},
        }

    def _carry_over(self, previous):
        """"Straight back": steps approved before the one that returned it count, where the same persons are asked."""
        sender = previous.returned_from_step_id
        if previous.route_id != self.route_id or not sender:
            return
        done = {(s.order, s.lane, s.level): s for s in previous.step_ids if s.state in ('approved', 'carried')
                and (s.order, s.lane, s.level) < (sender.order, sender.lane, sender.level)}
        for step in self.step_ids:
            before = done.get((step.order, step.lane, step.level))
            users = before and before.assignment_ids.filtered(lambda a: a.state in outcome.APPROVED).user_id
            if not users or before.route_step_id != step.route_step_id or not users <= step.assignment_ids.user_id:
                continue
            step._as_engine().write({'state': 'carried', 'decided_on': before.decided_on})
            step.assignment_ids.filtered(lambda a, u=users: a.user_id in u)._as_engine().write({'state': 'carried'})
            step.assignment_ids.filtered(lambda a: a.state == 'waiting')._as_engine().write({'state': 'skipped'})

    # ------------------------------------------------------------------
    # Advance
    # ------------------------------------------------------------------

    def _get_flow(self):
        return [(step.id, step.order, step.lane, step.level, step.state) for step in self.step_ids]

    def _advance(self):
        """Begin what can begin; end the approval after the last step."""
        self.ensure_one()
        steps = self._get_flow()
        if flow.is_complete(steps):
            return self._finish('approved')
        self.step_ids.browse(flow.next_steps(steps))._activate()
        self._touch()
        return True

    def _touch(self, **values):
        """Write what the list shows, and raise the revision so that nobody else acts on the old situation."""
        pending = self.step_ids.filtered(lambda step: step.state == 'pending')
        deadlines = [step.deadline for step in pending if step.deadline]
        self._as_engine().write({'revision': self.revision + 1, 'deadline': min(deadlines, default=False), **values})

    def _finish(self, state, **values):
        """End the run and tell the document."""
        self.ensure_one()
        self._close_run(state, **values)
        document_sudo = self._get_document().sudo()
        document_sudo._approval_engine().write({'approval_state': state})
        getattr(document_sudo, f'_on_approval_{state}')(self)
        if state == 'returned':
            inbox_of(self.env).open(
                'approval_returned', document_sudo, self.requester_id, self.env._("Returned: %s", self.name),
                **self._get_todo_values())
        return True

    def _close_run(self, state, **values):
        """Nothing of this run waits any longer."""
        approval = self.sudo()
        open_steps = approval.step_ids.filtered(lambda step: step.state in ('waiting', 'pending'))
        open_steps._as_engine().write({'state': 'cancelled'})
        approval.assignment_ids.filtered(lambda seat: seat.state in ('waiting', 'pending'))._as_engine().write(
            {'state': 'cancelled'})
        approval._close_todos(everybody=True)
        mail = state in RESULTS.values() and approval.requester_id._wants_approval_mail()
        approval._as_engine().write({
            'state': state, 'finished_on': fields.Datetime.now(), 'deadline': False,
            'revision': approval.revision + 1, 'mail_kind': 'result' if mail else False, **values})
        if mail:
            inbox_of(self.env).mail()

    # ------------------------------------------------------------------
    # Decide
    # ------------------------------------------------------------------

    def _decide(self, verb, opinion):
        """Write the current user's decision on all his open assignments; returns them."""
        self.ensure_one()
        seats = self._get_my_seats()
        now = fields.Datetime.now()
        for seat in seats:
            decision = self._log(verb, seat=seat, opinion=opinion)
            seat._as_engine().write({
                'state': RESULTS[verb], 'decided_on': now, 'decided_by_id': self.env.uid,
                'opinion': opinion or False, 'decision_id': decision.id, 'mail_kind': False})
        return seats

    def _settle(self, steps):
        """Draw the consequence of the decisions in these steps."""
        for step in steps:
            result = outcome.step_outcome(step.mode, step.required_count, step._get_current_seats().mapped('state'))
            if result == 'rejected':
                step._end('rejected')
                return self._finish('rejected')
            if result == 'approved':
                step._end('approved')
            else:
                step._activate_seats()
        return self._advance()

    def _check_requirements(self, opinion, seats):
        """What the steps ask for besides the decision."""
        document = self._get_document()
        for step in seats.step_id:
            if step.require_opinion and not (opinion or '').strip():
                raise UserError(self.env._("%(record)s: step “%(step)s” asks for an opinion. Write one and approve "
                                           "again.", record=self.name, step=step.name))
            if step.require_attachment and not self.env['ir.attachment'].sudo().search_count(
                    [('res_model', '=', self.res_model), ('res_id', '=', self.res_id)], limit=1):
                raise UserError(self.env._("%(record)s: step “%(step)s” asks for an attachment. Attach the file to the "
                                           "document first.", record=self.name, step=step.name))
            if missing := step._get_missing_fields(document.sudo()):
                raise UserError(self.env._("%(record)s: step “%(step)s” needs these filled in first: %(fields)s.",
                                           record=self.name, step=step.name, fields=", ".join(missing)))

    # ------------------------------------------------------------------
    # The signed document
    # ------------------------------------------------------------------

    def _get_digest_changes(self):
        """Names of signed fields that are no longer as they were at submission."""
        self.ensure_one()
        document_sudo = self._get_document().sudo()
        try:
            payload = document_sudo._get_approval_payload()
        except MissingError:
            return ['?']
        if document_sudo._get_payload_digest(payload) == self.sudo().digest:
            return []
        return changed_names(self.sudo().digest_payload or {}, payload) or ['?']

    def _check_digest(self):
        """A decision is about the document as submitted; refused whatever the mode of the control."""
        for approval in self:
            names = approval._get_digest_changes()
            if not names:
                continue
            document_sudo = approval._get_document().sudo()
            labels = ", ".join(document_sudo._fields[name]._description_string(self.env)
                               if name in document_sudo._fields else name for name in names)
            reason = self.env._(
                "the document is not the one that was submitted, these fields were changed past the approval: "
                "%s. No decision is possible; the requester or an approval manager restarts the approval", labels)
            self.env['company.control']._enforce('APR-DIGEST', document_sudo, reason, fact=approval.sudo().digest)
            raise UserError(self.env._("%(record)s: %(reason)s.", record=approval.name, reason=reason))

    def _log(self, kind, seat=None, opinion='', **values):
        """Append a decision and its ledger entry."""
        self.ensure_one()
        approval = self.sudo()
        behalf = seat.user_id if seat and seat.user_id != self.env.user else self.env['res.users']
        own = self.env.user in approval._get_owners() and kind in RESULTS
        decision = self.env['company.approval.decision'].sudo()._as_engine().create({
            'approval_id': self.id, 'company_id': approval.company_id.id, 'kind': kind, 'user_id': self.env.uid,
            'step_id': seat.step_id.id if seat else False, 'assignment_id': seat.id if seat else False,
            'on_behalf_id': behalf.id, 'opinion': opinion or False, 'digest': approval.digest,
            'self_approval': own, **values})
        decision._append_to_ledger()
        return decision
