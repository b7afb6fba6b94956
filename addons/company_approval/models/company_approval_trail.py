from odoo import api, fields, models

from .company_approval_decision import KINDS

SIGNED = ('approve', 'reject', 'return')


class CompanyApproval(models.Model):
    """The approval as the widget and the printed forms show it."""
    _inherit = 'company.approval'

    @api.depends('state', 'revision', 'participant_ids')
    @api.depends_context('uid', 'lang')
    def _compute_trail(self):
        for approval in self:
            approval.trail = approval._get_trail()

    def _get_trail(self):
        self.ensure_one()
        approval = self.sudo()
        kinds = dict(self.env['company.approval.decision']._fields['kind']._description_selection(self.env))
        pending = approval.assignment_ids.filtered(lambda seat: seat.state == 'pending')
        return {
            'approval_id': self.id, 'state': approval.state, 'round': approval.round, 'route': approval.route_name,
            'submitted_on': _time(approval.submitted_on), 'finished_on': _time(approval.finished_on),
            'deadline': _time(approval.deadline), 'overdue': _overdue(approval.deadline, approval.state),
            'requester': {'id': approval.requester_id.id, 'name': approval.requester_id.name},
            'steps': [approval._get_trail_step(step) for step in approval.step_ids.sorted(
                lambda s: (s.order, s.lane, s.level, s.id))],
            'history': [approval._get_trail_decision(decision, kinds) for decision in approval.decision_ids],
            'rounds': approval._get_trail_rounds(kinds),
            'questions': self._get_trail_questions(),
            'copies': approval.copy_user_ids.mapped('name'),
            'next': list(dict.fromkeys(pending.user_id.mapped('name'))),
            'can': {verb: self[f'can_{verb}'] for verb in self._verbs} | {'restart': self.can_restart},
            'return_targets': self._get_trail_targets(),
            'urge_after': self._get_trail_urge_after(),
        }

    def _get_trail_step(self, step):
        return {
            'id': step.id, 'name': step.name, 'order': step.order, 'lane': step.lane, 'level': step.level,
            'mode': step.mode, 'required_count': step.required_count, 'state': step.state, 'visit': step.visit,
            'deadline': _time(step.deadline), 'overdue': _overdue(step.deadline, step.state),
            'activated_on': _time(step.activated_on), 'decided_on': _time(step.decided_on),
            'assignments': [self._get_trail_seat(seat) for seat in step._get_current_seats()],
        }

    def _get_trail_seat(self, seat):
        return {
            'id': seat.id, 'user_id': seat.user_id.id, 'user': seat.user_id.name, 'state': seat.state,
            'decided_on': _time(seat.decided_on), 'decided_by': seat.decided_by_id.name or False,
            'on_behalf': seat.on_behalf, 'opinion': seat.opinion or '',
            'signature': seat.decision_id._get_signature_name() if seat.decision_id else seat.user_id.name,
            'origin': seat.origin, 'origin_user': seat.origin_user_id.name or False,
            'avatar': f'/web/image/res.users/{seat.user_id.id}/avatar_128',
        }

    def _get_trail_decision(self, decision, kinds):
        return {
            'id': decision.id, 'kind': decision.kind, 'kind_label': kinds[decision.kind],
            'user_id': decision.user_id.id, 'signature': decision._get_signature_name(),
            'step': decision.step_id.name or '', 'opinion': decision.opinion or '',
            'decided_on': _time(decision.decided_on), 'targets': decision.target_user_ids.mapped('name'),
            'position': decision.position or False, 'to_step': decision.to_step_id.name or False,
            'self_approval': decision.self_approval,
        }

    def _get_trail_rounds(self, kinds):
        """Earlier rounds, newest first."""
        rounds, approval = [], self.previous_id
        labels = dict(self._fields['state']._description_selection(self.env))
        while approval:
            rounds.append({
                'approval_id': approval.id, 'round': approval.round, 'state': approval.state,
                'state_label': labels[approval.state], 'submitted_on': _time(approval.submitted_on),
                'finished_on': _time(approval.finished_on),
                'history': [approval._get_trail_decision(decision, kinds) for decision in approval.decision_ids],
            })
            approval = approval.previous_id
        return rounds

    def _get_trail_questions(self):
        mine = self._get_my_questions()
        return [{
            'id': question.id, 'asker_id': question.user_id.id, 'asker': question.user_id.name,
            'asked_ids': question.target_user_ids.ids, 'asked': ", ".join(question.target_user_ids.mapped('name')),
            'question': question.opinion, 'asked_on': _time(question.decided_on),
            'answers': [{'user': answer.user_id.name, 'text': answer.opinion, 'on': _time(answer.decided_on)}
                        for answer in question.answer_ids],
            'open': not question.answer_ids, 'mine': question in mine,
        } for question in self.sudo().decision_ids.filtered(lambda decision: decision.kind == 'ask')]

    def _get_trail_targets(self):
        if not self.can_return:
            return []
        requester = {'id': False, 'name': self.env._("Requester (%s)", self.sudo().requester_id.name)}
        return [requester] + [{'id': step.id, 'name': step.name} for step in self._get_return_targets()]

    def _get_trail_urge_after(self):
        approval = self.sudo()
        wait = approval.state == 'pending' and self.env.user in approval._get_owners() and self._get_urge_wait()
        return wait or False

    def _get_signature_boxes(self):
        """Boxes for company_base.signature_boxes: one per signature of the last round, in order."""
        boxes = []
        kinds = dict(self.env['company.approval.decision']._fields['kind']._description_selection(self.env)) \
            if self else dict(KINDS)
        for step in self.step_ids.sorted(lambda s: (s.order, s.lane, s.level, s.id)):
            if step.state in ('skipped', 'cancelled'):
                continue
            seats = step._get_current_seats().filtered(lambda seat: seat.state not in (
                'skipped', 'transferred', 'escalated', 'replaced', 'cancelled'))
            boxes += [self._get_signature_box(step, seat, kinds) for seat in seats]
        return boxes

    def _get_signature_box(self, step, seat, kinds):
        decision = seat.decision_id
        if seat.state == 'carried' and not decision:
            decision = self._get_carried_decision(step, seat)
        return {
            'label': step.name, 'name': decision._get_signature_name() if decision else seat.user_id.name,
            'decision': kinds[decision.kind] if decision else '', 'opinion': decision.opinion or '',
            'time': self.company_id._format_local_time(decision.decided_on), 'user_id': seat.user_id.id,
        }

    def _get_carried_decision(self, step, seat):
        """The signature of the round before that still counts."""
        previous = self.previous_id
        while previous:
            found = previous.decision_ids.filtered(
                lambda d: d.kind in SIGNED and d.assignment_id.user_id == seat.user_id
                and (d.step_id.order, d.step_id.lane, d.step_id.level) == (step.order, step.lane, step.level))
            if found:
                return found[-1]
            previous = previous.previous_id
        return previous.decision_ids


class CompanyApprovalMixin(models.AbstractModel):
    _inherit = 'company.approval.mixin'

    def _get_approval_trail(self):
        """The trail of the running or last approval; without one, what the requester can do."""
        self.ensure_one()
        approval = self.sudo().approval_id
        can = {'submit': self.can_submit, 'amend': self.can_amend}
        if not approval:
            empty = dict.fromkeys(self.env['company.approval']._verbs + ('restart',), False)
            return {'approval_id': False, 'state': 'none', 'round': 0, 'steps': [], 'history': [], 'rounds': [],
                    'questions': [], 'copies': [], 'next': [], 'return_targets': [], 'urge_after': False,
                    'deadline': False, 'overdue': False, 'can': empty | can}
        trail = approval.sudo(False)._get_trail()
        trail['can'] |= can
        return trail


def _time(moment):
    return fields.Datetime.to_string(moment) if moment else False


def _overdue(deadline, state):
    return bool(deadline and state == 'pending' and deadline < fields.Datetime.now())
