from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import ApprovalCase

MONDAY = datetime(2026, 11, 23, 1, 0)       # 9 o'clock in Shanghai


@tagged('post_install', '-at_install')
class TestCron(ApprovalCase):

    def setUp(self):
        super().setUp()
        self.company_a.resource_calendar_id.tz = 'Asia/Shanghai'
        self.env['company.approval.assignment'].sudo().search([('mail_kind', '!=', False)])._as_engine().write(
            {'mail_kind': False})

    def _seats(self, order):
        return order.sudo().approval_id.assignment_ids.filtered(lambda seat: seat.state == 'pending')

    def test_deadline_in_working_time(self):
        """A3, S8: the deadline of a step counts in working time, from the moment the step begins."""
        self._new_route('head', self._step('finance', deadline_amount=2, deadline_unit='days'))
        with freeze_time(datetime(2026, 11, 26, 2, 0)):     # Thursday
            order = self._submitted()
            self.assertFalse(order.sudo().approval_id.deadline)
        with freeze_time(datetime(2026, 11, 27, 2, 0)):     # Friday
            self._as('head', order).action_approve()
            approval = order.sudo().approval_id
            self.assertEqual(approval.deadline.date().isoformat(), '2026-12-01')     # Tuesday
            self.assertEqual(self._todos('finance').deadline, approval.deadline)
        with freeze_time(datetime(2026, 12, 2, 2, 0)):
            self.env.invalidate_all()
            trail = self._as('finance', order).trail
            self.assertTrue(trail['overdue'] and trail['steps'][1]['overdue'])

    def test_reminder(self):
        """A3: automatic reminder (催办) before the deadline, once."""
        self._new_route(self._step('head', deadline_amount=2, deadline_unit='days', remind_before_hours=10))
        with freeze_time(MONDAY):
            order = self._submitted()
            self._seats(order)._as_engine().write({'mail_kind': False})
            self._run_cron('company.approval', '_cron_remind')
            self.assertFalse(self._seats(order).mail_kind)
        deadline = order.sudo().approval_id.deadline
        with freeze_time(deadline - timedelta(hours=9)):
            self._run_cron('company.approval', '_cron_remind')
            self.assertEqual(self._seats(order).mail_kind, 'reminder')
            self._seats(order)._as_engine().write({'mail_kind': False})
            self._run_cron('company.approval', '_cron_remind')
            self.assertFalse(self._seats(order).mail_kind)

    def test_escalation_to_manager(self):
        """A3: overdue, the step goes to the approver's manager, once; the first one's to-do goes away."""
        self._new_route(self._step('head', deadline_amount=1, deadline_unit='days', escalation_type='manager'))
        with freeze_time(MONDAY):
            order = self._submitted()
        with freeze_time(MONDAY + timedelta(days=2)):
            for _run in range(2):
                self._run_cron('company.approval', '_cron_escalate')
            self.assertEqual(self._waiting(order), {'director'})
            self.assertFalse(self._todos('head'))
            self.assertEqual(len(self._todos('director')), 1)
            self.assertGreater(order.sudo().approval_id.deadline, fields.Datetime.now())
            self.assertEqual(order.sudo().approval_id.decision_ids.mapped('kind'), ['submit', 'escalate'])
            with self.assertRefused('not your turn'):
                self._as('head', order).action_approve()
            self._as('director', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_escalation_to_role(self):
        """A3: or to the holder of a role; never to the requester himself, and nothing is approved by time."""
        self._give_role('general_manager', self.boss)
        role = self.env.ref('company_base.role_general_manager').id
        self._new_route(self._step('head', deadline_amount=1, deadline_unit='days', escalation_type='role',
                                   escalation_role_id=role))
        with freeze_time(MONDAY):
            order, own = self._submitted(), self._submitted('boss')
        with freeze_time(MONDAY + timedelta(days=2)):
            self._run_cron('company.approval', '_cron_escalate')
        self.assertEqual(self._waiting(order), {'boss'})
        self.assertEqual(self._waiting(own), {'head'})
        with freeze_time(MONDAY + timedelta(days=200)):
            self._run_cron('company.approval', '_cron_escalate')
        self.assertEqual(order.approval_state, 'pending')

    def test_stuck_rescued(self):
        """A6: an approver archived while it waits for him: his delegate or the escalation target is asked."""
        self._new_route(self._step('head', escalation_type='manager'))
        order = self._submitted()
        self.users['head'].active = False
        self._run_cron('company.approval', '_cron_check_stuck')
        self.assertEqual(self._waiting(order), {'director'})
        self.assertEqual(len(self._todos('director')), 1)
        self.assertFalse(self._todos('approval_manager', 'approval_stuck'))

    def test_stuck_listed(self):
        """A6: what nobody can go on with is listed to the administrators every day, once each; by mail too."""
        self._new_route('head')
        order = self._submitted()
        self.users['head'].active = False
        mails = self.env['mail.mail'].sudo().search_count([])
        for _run in range(3):
            self._run_cron('company.approval', '_cron_check_stuck')
        todo = self._todos('approval_manager', 'approval_stuck').filtered(lambda todo: todo.res_id == order.id)
        self.assertEqual(len(todo), 1)
        self.assertIn('Li Manager cannot approve any more', todo.name)
        self.assertEqual(order.approval_state, 'pending')
        if self.env.ref('company_approval.mail_template_stuck', raise_if_not_found=False):
            self.assertEqual(self.env['mail.mail'].sudo().search_count([]), mails + 1)
        self.users['head'].active = True
        self._run_cron('company.approval', '_cron_check_stuck')
        self.assertFalse(self._todos('approval_manager', 'approval_stuck').filtered(lambda t: t.res_id == order.id))

    def test_overdue_listed(self):
        """A6: an overdue step without an escalation target is listed as well."""
        self._new_route(self._step('head', deadline_amount=1, deadline_unit='days'))
        with freeze_time(MONDAY):
            order = self._submitted()
        with freeze_time(MONDAY + timedelta(days=3)):
            self._run_cron('company.approval', '_cron_check_stuck')
        todo = self._todos('approval_manager', 'approval_stuck').filtered(lambda t: t.res_id == order.id)
        self.assertIn('overdue', todo.name)

    def test_mails(self):
        """A9, S9: requests and results wait in an outbox, are queued by cron, by the preference of each user."""
        self._new_route(self._step('head', 'finance', mode='all'))
        self.users['finance'].approval_email = 'none'
        order = self._submitted()
        Mail = self.env['mail.mail'].sudo()
        last = Mail.search([], order='id desc', limit=1).id or 0
        self._run_cron('company.approval', '_cron_mails')
        new = Mail.search([('id', '>', last)])
        receivers = set(new.recipient_ids.mapped('email')) | set(','.join(new.filtered('email_to').mapped(
            'email_to')).split(',')) - {''}
        if not self.env.ref('company_approval.mail_template_request', raise_if_not_found=False):
            self.skipTest("the mail templates are not installed")
        self.assertEqual(len(new), 1)
        self.assertTrue(any('test.manager@example.com' in receiver for receiver in receivers), receivers)
        self.assertEqual(set(new.mapped('state')), {'outgoing'})
        self.assertIn(f'/odoo/company.test.order/{order.id}', new.body_html or new.body)
        self.assertFalse(self.env['company.approval.assignment'].sudo().search([('mail_kind', '!=', False)]))
        self._run_cron('company.approval', '_cron_mails')
        self.assertEqual(Mail.search([('id', '>', last)]), new)
        self._as('head', order).action_approve()
        self._as('finance', order).action_approve('agreed')
        self._run_cron('company.approval', '_cron_mails')
        result = Mail.search([('id', '>', last)]) - new
        self.assertEqual(len(result), 1)

    def test_decided_before_the_mail(self):
        """S9: who decided before the mail went out gets none."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self._as('head', order).action_approve()
        self.assertFalse(order.sudo().approval_id.assignment_ids[0].mail_kind)
