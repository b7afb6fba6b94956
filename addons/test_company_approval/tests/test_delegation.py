from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestDelegation(ApprovalCase):

    def _delegate(self, giver, receiver, days=3, start=0, by=None, **values):
        now = fields.Datetime.now()
        return self.env['company.approval.delegation'].with_user(self.users[by or giver]).with_company(
            self.company_a).create({
                'user_id': self.users[giver].id, 'delegate_id': self.users[receiver].id,
                'date_from': now + timedelta(days=start), 'date_to': now + timedelta(days=start + days), **values})

    def test_on_behalf(self):
        """A5: the delegate decides, the decision shows "X on behalf of Y"; both are kept."""
        self._new_route('head')
        order = self._submitted()
        self._delegate('head', 'legal')
        approval = self._as('legal', order)
        self.assertTrue(approval.trail['can']['approve'])
        approval.action_approve('for him')
        self.assertEqual(order.approval_state, 'approved')
        decision = order.sudo().approval_id.decision_ids[-1]
        self.assertEqual((decision.user_id, decision.on_behalf_id), (self.users['legal'], self.users['head']))
        self.assertEqual(decision.display_name, 'Legal on behalf of Li Manager')
        seat = self._as('staff', order).trail['steps'][0]['assignments'][0]
        self.assertEqual((seat['user'], seat['decided_by'], seat['on_behalf'], seat['signature']),
                         ('Li Manager', 'Legal', True, 'Legal on behalf of Li Manager'))
        self.assertEqual(order._approval_signature_boxes()[0]['name'], 'Legal on behalf of Li Manager')

    def test_inbox_of_the_delegate(self):
        """A5, S9: the delegate sees the giver's to-dos as his own while the delegation runs, and then no more."""
        self._new_route('head')
        self._submitted()
        Todo = self.env['company.todo'].with_user(self.users['legal']).with_company(self.company_a)
        self.assertEqual(Todo.get_my_count()['open'], 0)
        delegation = self._delegate('head', 'legal')
        self.assertEqual(Todo.get_my_count()['open'], 1)
        todo = Todo.search([('is_mine', '=', True), ('state', '=', 'open')])
        self.assertEqual(todo.action_approve_batch('ok')['done'], 1)
        self._submitted(name='Second')
        delegation.action_revoke()
        self.assertEqual(Todo.get_my_count()['open'], 0)
        self.assertEqual(delegation.status, 'revoked')

    def test_reader_through_delegation(self):
        """A5: before, during and after the delegation the approval is hidden, readable, hidden."""
        self._new_route('head')
        order = self._submitted()
        with self.assertRaises(AccessError):
            self._as('legal', order).read(['name'])
        delegation = self._delegate('head', 'legal')
        self.assertEqual(self._as('legal', order).read(['name'])[0]['name'], 'Order')
        later = self._submitted(name='Later')
        self.assertEqual(self._as('legal', later).name, 'Later')
        delegation.action_revoke()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._as('legal', order).read(['name'])

    def test_period(self):
        """A5: only inside the period; upcoming ones begin and end by cron."""
        self._new_route('head')
        order = self._submitted()
        delegation = self._delegate('head', 'legal', start=1, days=2)
        self.assertEqual(delegation.status, 'upcoming')
        with self.assertRaises(AccessError):
            self._as('legal', order).action_approve()
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(days=1, hours=1)):
            self._run_cron('company.approval.delegation', '_cron_apply')
            self.assertTrue(self._as('legal', order).trail['can']['approve'])
        with freeze_time(now + timedelta(days=4)):
            self.env.invalidate_all()
            self.assertEqual(delegation.status, 'ended')
            with self.assertRefused('not your turn'):
                self._as('legal', order).action_approve()
            self._run_cron('company.approval.delegation', '_cron_apply')
            with self.assertRaises(AccessError):
                self._as('legal', order).read(['name'])

    def test_scope(self):
        """A5: for chosen kinds of documents only."""
        self._new_route('head')
        order = self._submitted()
        model = self.env['ir.model']._get('company.test.request')
        self._delegate('head', 'legal', scope='models', model_ids=[Command.set(model.ids)])
        with self.assertRaises(AccessError):
            self._as('legal', order).action_approve()
        model = self.env['ir.model']._get('company.test.order')
        self._delegate('head', 'finance', scope='models', model_ids=[Command.set(model.ids)])
        self._as('finance', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_own_request(self):
        """A5: the delegate doesn't approve his own request by it."""
        self._new_route('head')
        self._delegate('head', 'staff')
        order = self._submitted('staff')
        with self.assertRefused('own request'):
            self._as('staff', order).action_approve()
        self.assertFalse(order.can_approve)

    def test_chain(self):
        """A5: delegations are followed along a chain; each chain is counted once."""
        self._new_route('head')
        self._delegate('head', 'legal')
        self._delegate('legal', 'finance')
        order = self._submitted()
        self._as('finance', order).action_approve()
        decision = order.sudo().approval_id.decision_ids[-1]
        self.assertEqual((decision.user_id, decision.on_behalf_id), (self.users['finance'], self.users['head']))

    def test_loops(self):
        """A5: delegations that would go round in a circle at the same time are refused."""
        self._delegate('head', 'legal')
        self._delegate('legal', 'finance')
        for giver, receiver in (('legal', 'head'), ('finance', 'head')):
            with self.subTest(giver=giver), self.assertRaises(ValidationError) as catcher, self.env.cr.savepoint():
                self._delegate(giver, receiver)
            self.assertIn('circle', str(catcher.exception))
        self._delegate('finance', 'head', start=30)
        one, two = (self.env['ir.model']._get(name) for name in ('company.test.order', 'company.test.request'))
        self._delegate('boss', 'director', scope='models', model_ids=[Command.set(one.ids)])
        self._delegate('director', 'boss', scope='models', model_ids=[Command.set(two.ids)])

    def test_who_may(self):
        """A5: only the giver himself or an approval manager; not for the past; never changed afterwards."""
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._delegate('head', 'legal', by='legal')
        self._delegate('head', 'legal', by='approval_manager')
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._delegate('head', 'finance', start=-2)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._delegate('head', 'finance', scope='models')
        stranger = self._new_employee('Stranger', 'test.stranger', company=self.company_b)
        self.users['stranger'] = stranger.user_id
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._delegate('head', 'stranger')
        delegation = self._delegate('head', 'finance', start=10)
        for values in ({'date_from': fields.Datetime.now() - timedelta(days=9)}, {'delegate_id': self.users['boss'].id},
                       {'revoked_on': fields.Datetime.now()}, {'applied': 'ended'}):
            for rows in (delegation, delegation.sudo(), delegation.sudo().with_context(_company_engine=True)):
                with self.subTest(values=values), self.assertRaises(AccessError), self.env.cr.savepoint():
                    rows.write(values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._delegate('head', 'finance', start=20, revoked_on=False)
        with self.assertRaises(UserError):
            delegation.sudo().unlink()
        with self.assertRefused('himself or an approval manager'):
            delegation.with_user(self.users['finance']).action_revoke()
        kinds = self.env['company.ledger.entry'].sudo().search([('res_model', '=', delegation._name)]).mapped('kind')
        self.assertIn('approval.delegation', kinds)
        delegation.action_revoke()
        with self.assertRefused('ended already'):
            delegation.action_revoke()

    def test_both_parts(self):
        """A5: who signs for himself and as delegate in one step gives two decisions, one after the other."""
        self._new_route(self._step('head', 'legal', mode='all'))
        self._delegate('head', 'legal')
        order = self._submitted()
        self._as('legal', order).action_approve('mine')
        self.assertEqual(self._waiting(order), {'head'})
        self._as('legal', order).action_approve('his')
        self.assertEqual(order.approval_state, 'approved')
        self.assertEqual(order.sudo().approval_id.decision_ids.mapped('on_behalf_id'), self.users['head'])
