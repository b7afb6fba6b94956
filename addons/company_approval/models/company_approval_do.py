from odoo import fields, models

from ..engine import flow
from .inbox import inbox_of


class CompanyApproval(models.Model):
    """What the actions do once right, state and arguments are checked."""
    _inherit = 'company.approval'

    def _do_approve(self, opinion):
        approval = self.sudo()
        seats = self._decide('approve', opinion)
        approval._close_todos(seats.user_id)
        approval._settle(seats.step_id)

    def _do_reject(self, opinion):
        approval = self.sudo()
        seats = self._decide('reject', opinion)
        approval._close_todos(seats.user_id)
        approval._settle(seats.step_id)

    def _do_return(self, opinion, target):
        """Back to the requester (this round ends), or to an earlier step (the round goes on)."""
        approval = self.sudo()
        seat = self._get_my_seats()[:1]
        sender = seat.step_id
        now = fields.Datetime.now()
        decision = self._log('return', seat=seat, opinion=opinion, to_step_id=target.id)
        seat._as_engine().write({'state': 'returned', 'decided_on': now, 'decided_by_id': self.env.uid,
                                 'opinion': opinion, 'decision_id': decision.id, 'mail_kind': False})
        sender._as_engine().write({'state': 'returned', 'decided_on': now})
        if not target:
            approval._finish('returned', returned_from_step_id=sender.id)
            return
        approval._close_todos(everybody=True)
        reopened = flow.to_reopen(approval._get_flow(), target.id, sender.id, approval.return_mode)
        approval.step_ids.browse(reopened)._reopen()
        approval._advance()

    def _get_return_targets(self):
        """Earlier steps that the current user may return to."""
        approval = self.sudo()
        seat = self._get_my_seats()[:1]
        return approval.step_ids.browse(flow.earlier(approval._get_flow(), seat.step_id.id) if seat else ())

    def _do_transfer(self, user, opinion):
        approval = self.sudo()
        seats = self._get_my_seats()
        for seat in seats:
            self._log('transfer', seat=seat, opinion=opinion, target_user_ids=[(6, 0, user.ids)])
        approval._hand_over(seats, user, 'transferred', 'transfer')

    def _hand_over(self, seats, user, state, origin):
        """Give open assignments to somebody else (superuser mode)."""
        seats._as_engine().write({'state': state, 'decided_on': fields.Datetime.now(), 'mail_kind': False})
        self._close_todos(seats.user_id)
        for seat in seats:
            vals = seat.step_id._prepare_seat(user, seat.sequence, origin=origin, origin_user=seat.user_id)
            self.env['company.approval.assignment']._as_engine().create(vals)
        self._add_participants(user)
        seats.step_id._activate_seats()
        self._touch()

    def _do_add_signer(self, user, position, opinion):
        """An own step for the signer, beside mine in the same lane."""
        approval = self.sudo()
        seat = self._get_my_seats()[:1]
        mine = seat.step_id
        level = mine.level if position == 'before' else mine.level + 1
        for step in approval.step_ids.filtered(lambda s: (s.order, s.lane) == (mine.order, mine.lane)
                                               and s.level >= level):
            step._as_engine().write({'level': step.level + 1})
        added = self.env['company.approval.step']._as_engine().create({
            'approval_id': self.id, 'company_id': approval.company_id.id, 'order': mine.order, 'lane': mine.lane,
            'level': level, 'mode': 'any', 'required_count': 1, 'deadline_amount': mine.deadline_amount,
            'deadline_unit': mine.deadline_unit, 'remind_before_hours': mine.remind_before_hours,
            'escalation_type': mine.escalation_type, 'escalation_role_id': mine.escalation_role_id.id,
            'name': self.env._("%(step)s (added by %(user)s)", step=mine.name, user=self.env.user.name)})
        self.env['company.approval.assignment']._as_engine().create(
            added._prepare_seat(user, 0, origin='signer', origin_user=self.env.user))
        approval.invalidate_recordset(['step_ids'])
        self._log('add_signer', seat=seat, opinion=opinion, position=position, to_step_id=added.id,
                  target_user_ids=[(6, 0, user.ids)])
        approval._add_participants(user)
        if position == 'before':
            mine._pause()
        approval._advance()

    def _do_ask(self, user, question):
        approval = self.sudo()
        seat = self._get_my_seats()[:1]
        decision = self._log('ask', seat=seat, opinion=question, target_user_ids=[(6, 0, user.ids)])
        approval._add_participants(user)
        document_sudo = approval._get_document()
        inbox_of(self.env).open(
            'approval_question', document_sudo, user,
            self.env._("Question of %(user)s: %(document)s", user=self.env.user.name, document=approval.name),
            **approval._get_todo_values())
        approval._notify_people(user, self.env._("%(user)s asks about %(document)s", user=self.env.user.name,
                                                 document=approval.name), question)
        approval._touch()
        return decision

    def _do_answer(self, questions, text):
        approval = self.sudo()
        for question in questions:
            self._log('answer', opinion=text, question_id=question.id, step_id=question.step_id.id,
                      target_user_ids=[(6, 0, question.user_id.ids)])
        if not self._get_my_questions():
            inbox_of(self.env).close('approval_question', approval._get_document(), self.env.user)
        approval._notify_people(questions.user_id, self.env._(
            "%(user)s answered: %(document)s", user=self.env.user.name, document=approval.name), text)
        if approval.state == 'pending':
            approval._touch()

    def _do_copy(self, users, opinion):
        approval = self.sudo()
        self._log('copy', opinion=opinion, target_user_ids=[(6, 0, users.ids)])
        approval._as_engine().write({
            'copy_user_ids': [(4, user.id) for user in users], 'revision': approval.revision + 1})
        approval._add_participants(users)
        approval._notify_people(users, self.env._("Copy for you: %s", approval.name), opinion)

    def _do_urge(self):
        approval = self.sudo()
        seats = approval.assignment_ids.filtered(lambda seat: seat.state == 'pending')
        self._log('urge', target_user_ids=[(6, 0, seats.user_id.ids)])
        approval._remind(seats)
        approval._touch(urged_on=fields.Datetime.now())

    def _do_withdraw(self, reason):
        approval = self.sudo()
        self._log('withdraw', opinion=reason)
        approval._finish('withdrawn')

    def _do_restart(self, reason):
        document = self._get_document()
        document._end_approval('restarted', reason)
        document._do_submit('restart', reason)
