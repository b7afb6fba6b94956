from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCase

ARGS = {
    'action_approve': ('ok',), 'action_reject': ('no',), 'action_return': ('back',), 'action_transfer': ('legal',),
    'action_add_signer': ('legal', 'after'), 'action_ask': ('legal', 'why?'), 'action_copy_to': ('legal',),
    'action_urge': (), 'action_withdraw': ('mistake',), 'action_answer': ('because',),
}
SEAT = ('action_approve', 'action_reject', 'action_return', 'action_transfer', 'action_add_signer', 'action_ask')


@tagged('post_install', '-at_install')
class TestActions(ApprovalCase):

    def _call(self, name, order, method):
        args = [self.users[arg].id if arg in self.users else arg for arg in ARGS[method]]
        return getattr(self._as(name, order), method)(*args)

    def test_wrong_user(self):
        """A4: nobody but the one whose turn it is decides; the requester's actions are the requester's."""
        self._new_route('head', 'finance')
        order = self._submitted()
        for method in SEAT:
            for name in ('finance', 'staff'):
                with self.subTest(method=method, name=name), self.assertRefused():
                    self._call(name, order, method)
            with self.subTest(method=method, name='other'), self.assertRaises(AccessError), self.env.cr.savepoint():
                self._call('other', order, method)
        for method in ('action_urge', 'action_withdraw'):
            for name in ('head', 'finance'):
                with self.subTest(method=method, name=name), self.assertRefused('only the requester'):
                    self._call(name, order, method)
        with self.assertRefused('no question'):
            self._call('head', order, 'action_answer')
        with self.assertRaises(AccessError):
            self._call('other', order, 'action_copy_to')
        self.assertEqual(order.sudo().approval_id.decision_ids.mapped('kind'), ['submit'])

    def test_manager_decides_nothing(self):
        """A4: an approval manager reads everything and decides nothing."""
        self._new_route('head')
        order = self._submitted()
        self.assertEqual(self._as('approval_manager', order).name, 'Order')
        for method in (*SEAT, 'action_withdraw', 'action_urge'):
            with self.subTest(method=method), self.assertRefused():
                self._call('approval_manager', order, method)

    def test_wrong_state(self):
        """A4: after the end nothing is decided any more; the message says who ended it."""
        self._new_route('head')
        for end, by in (('action_approve', 'head'), ('action_reject', 'head'), ('action_return', 'head'),
                        ('action_withdraw', 'staff')):
            order = self._submitted()
            self._call(by, order, end)
            for method in (*SEAT, 'action_urge', 'action_withdraw'):
                name = 'staff' if method in ('action_urge', 'action_withdraw') else 'head'
                with self.subTest(end=end, method=method), self.assertRefused('already'):
                    self._call(name, order, method)

    def test_can_flags(self):
        """A4: what the views show is what the actions allow."""
        self._new_route('head', 'finance')
        order = self._submitted()
        can = {name: self._as(name, order).trail['can'] for name in ('head', 'finance', 'staff')}
        self.assertTrue(all(can['head'][verb] for verb in ('approve', 'reject', 'return', 'transfer', 'ask')))
        self.assertFalse(any(can['finance'][verb] for verb in ('approve', 'reject', 'return', 'withdraw', 'urge')))
        self.assertTrue(can['staff']['withdraw'] and can['staff']['urge'])
        self.assertFalse(can['staff']['approve'])
        self.assertTrue(order.with_user(self.users['head']).can_approve)

    def test_reason_required(self):
        """A4: a rejection and a return say why."""
        self._new_route('head')
        order = self._submitted()
        for method in ('action_reject', 'action_return'):
            with self.assertRefused('say why'):
                getattr(self._as('head', order), method)(' ')

    def test_transfer(self):
        """A4: transferred (转交), the other one decides; who transferred stays visible."""
        self._new_route('head')
        order = self._submitted()
        self._call('head', order, 'action_transfer')
        self.assertEqual(self._waiting(order), {'legal'})
        self.assertFalse(self._todos('head'))
        self.assertEqual(len(self._todos('legal')), 1)
        with self.assertRefused('not your turn'):
            self._as('head', order).action_approve()
        with self.assertRefused('own request'):
            self._as('legal', order).action_transfer(self.users['staff'].id)
        with self.assertRefused('active user'):
            self._as('legal', order).action_transfer(999999999)
        self._as('legal', order).action_approve('yes')
        self.assertEqual(order.approval_state, 'approved')
        seat = order.sudo().approval_id.assignment_ids[-1]
        self.assertEqual((seat.origin, seat.origin_user_id), ('transfer', self.users['head']))

    def test_transfer_in_sequence(self):
        """A4: in a step signed one after another the new person takes the same place."""
        self._new_route(self._step('head', 'finance', mode='sequential'))
        order = self._submitted()
        self._call('head', order, 'action_transfer')
        self.assertEqual(self._waiting(order), {'legal'})
        self._as('legal', order).action_approve()
        self.assertEqual(self._waiting(order), {'finance'})

    def test_add_signer_before(self):
        """A4: a signer before me (前加签): he decides first, then I am asked again."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self._as('head', order).action_add_signer(self.users['legal'].id, 'before', 'please check')
        self.assertEqual(self._waiting(order), {'legal'})
        self.assertFalse(self._todos('head'))
        with self.assertRefused('not your turn'):
            self._as('head', order).action_approve()
        self._as('legal', order).action_approve('checked')
        self.assertEqual(self._waiting(order), {'head'})
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'finance'})

    def test_add_signer_after(self):
        """A4: a signer after me (后加签): he is asked when I have approved, before the next step."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self._call('head', order, 'action_add_signer')
        self.assertEqual(self._waiting(order), {'head'})
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'legal'})
        self._as('legal', order).action_approve()
        self.assertEqual(self._waiting(order), {'finance'})
        with self.assertRefused('“before” or “after”'):
            self._as('finance', order).action_add_signer(self.users['boss'].id, 'sideways')

    def test_ask_and_answer(self):
        """A4: question and answer (沟通) are kept, and don't stop the approval."""
        self._new_route('head')
        order = self._submitted()
        question = self._as('head', order).action_ask(self.users['legal'].id, 'Is the contract valid?')
        self.assertEqual(len(self._todos('legal', 'approval_question')), 1)
        entry = self._as('legal', order).trail['questions'][0]
        self.assertEqual((entry['id'], entry['open'], entry['mine']), (question, True, True))
        with self.assertRefused('no question'):
            self._as('head', order).action_answer('me')
        with self.assertRefused('write the answer'):
            self._as('legal', order).action_answer('')
        self.assertIs(self._as('legal', order).action_answer('It is', question), True)
        self.assertFalse(self._todos('legal', 'approval_question'))
        entry = self._as('head', order).trail['questions'][0]
        self.assertEqual((entry['answers'][0]['text'], entry['open']), ('It is', False))
        with self.assertRefused('no question'):
            self._as('legal', order).action_answer('once more')
        with self.assertRefused('not your turn'):
            self._as('legal', order).action_approve()
        self._as('head', order).action_approve()

    def test_ask_the_requester(self):
        """A4: the requester can be asked as well."""
        self._new_route('head')
        order = self._submitted()
        self._as('head', order).action_ask(self.users['staff'].id, 'What for?')
        self._as('staff', order).action_answer('For the site')
        self.assertEqual(self._as('head', order).trail['questions'][0]['answers'][0]['text'], 'For the site')

    def test_copy(self):
        """A4: a copy (抄送) lets others read, and only read."""
        self._new_route('head', 'finance')
        order = self._submitted()
        with self.assertRaises(AccessError):
            self._as('legal', order).read(['name'])
        self._as('head', order).action_copy_to([self.users['legal'].id, self.users['boss'].id], 'for you to know')
        self.assertEqual(self._as('legal', order).name, 'Order')
        self.assertEqual(set(self._as('legal', order).trail['copies']), {'Boss', 'Legal'})
        for method in SEAT:
            with self.subTest(method=method), self.assertRefused():
                self._call('legal', order, method)
        with self.assertRefused('choose who'):
            self._as('head', order).action_copy_to([])

    def test_urge(self):
        """A3: urging (催办) by button is limited in frequency, per company."""
        self._new_route('head')
        self._set_control('APR-URGE', value=60)
        order = self._submitted()
        now = fields.Datetime.now()
        with freeze_time(now):
            self.assertIs(order.action_urge(), True)
            self.assertEqual(self._seat(order).mail_kind, 'reminder')
        with freeze_time(now + timedelta(minutes=59)), self.assertRefused('next time'):
            order.action_urge()
        with freeze_time(now + timedelta(minutes=61)):
            order.action_urge()
        self.assertEqual(order.sudo().approval_id.decision_ids.mapped('kind'), ['submit', 'urge', 'urge'])

    def _seat(self, order):
        return order.sudo().approval_id.assignment_ids.filtered(lambda seat: seat.state == 'pending')

    def test_withdraw(self):
        """A4: withdrawn (撤回) while nobody has decided; afterwards only a return helps."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self.assertIs(order.action_withdraw('forgot a line'), True)
        self.assertEqual((order.state, order.approval_state), ('draft', 'withdrawn'))
        self.assertFalse(self._todos('head'))
        order.action_submit()
        self.assertEqual(order.sudo().approval_id.round, 2)
        self._as('head', order).action_approve()
        with self.assertRefused('Li Manager has decided already'):
            order.action_withdraw('too late')
        with self.assertRefused('not in approval'):
            self._new_order().action_withdraw('what')

    def test_submit(self):
        """A4: the requester submits, once."""
        self._new_route('head')
        order = self._new_order()
        with self.assertRefused('only the requester'):
            order.with_user(self.users['other']).action_submit()
        self.assertTrue(order.can_submit)
        self.assertIs(order.action_submit(), True)
        self.assertFalse(order.can_submit)
        with self.assertRefused('cannot be submitted again'):
            order.action_submit()

    def _approvals(self, orders):
        return self.env['company.approval'].union(*(order.sudo().approval_id for order in orders))

    def test_batch_all_or_nothing(self):
        """A9: approving many at once approves all or, naming the one that can't be, none."""
        self._new_route('head')
        orders = [self._submitted(name=f'Order {index}') for index in range(3)]
        self._as('head', orders[1]).action_approve()
        approvals = self._as('head', self._approvals(orders))
        with self.assertRefused('Order 1'):
            approvals.action_approve('all')
        self.assertEqual([order.approval_state for order in orders], ['pending', 'approved', 'pending'])
        (approvals - self._as('head', orders[1])).action_approve('all')
        self.assertEqual({order.approval_state for order in orders}, {'approved'})

    def test_batch_each(self):
        """A9: the batch of the list reports each one's outcome."""
        self._new_route('head')
        orders = [self._submitted(name=f'Order {index}') for index in range(3)]
        self._as('head', orders[1]).action_reject('no')
        approvals = self._as('head', self._approvals(orders))
        result = approvals.action_approve_each('all')
        self.assertEqual(result['done'], 2)
        self.assertEqual([row[:2] for row in result['refused']], [[orders[1].sudo().approval_id.id, 'Order 1']])
        self.assertIn('Rejected', result['refused'][0][2])

    def test_todo_batch(self):
        """S9: batch approval out of the to-do list."""
        self._new_route('head')
        orders = [self._submitted(name=f'Order {index}') for index in range(2)]
        todos = self._todos('head')
        with self.assertRaises(AccessError):
            todos.with_user(self.users['other']).with_company(self.company_a).action_approve_batch()
        result = todos.with_user(self.users['head']).with_company(self.company_a).action_approve_batch('ok')
        self.assertEqual(result, {'done': 2, 'refused': []})
        self.assertEqual({order.approval_state for order in orders}, {'approved'})
        result = todos.with_user(self.users['head']).with_company(self.company_a).action_approve_batch('ok')
        self.assertEqual((result['done'], len(result['refused'])), (0, 2))

    def test_hostile_context(self):
        """A4: no context key weakens a check."""
        self._new_route('head')
        order = self._submitted()
        hostile = {'company_approval_engine': True, '_company_engine': True, '_company_approval_unlock': True,
                   'default_state': 'approved', 'active_test': False, 'tracking_disable': True, 'uid': 1, 'su': True}
        with self.assertRefused():
            self._as('finance', order).sudo(False).with_context(**hostile).with_user(
                self.users['staff']).action_approve()
        with self.assertRaises(UserError):
            order.with_context(**hostile).write({'approval_state': 'approved'})
        self.env['company.test.order'].with_user(self.users['staff']).with_context(
            default_approval_state='approved', default_state='approved', **{}).create({'name': 'X'})
        created = self.env['company.test.order'].sudo().search([('name', '=', 'X')])
        self.assertEqual((created.approval_state, created.state), ('none', 'draft'))
        self._as('head', order).with_context(**hostile).action_approve()
        self.assertEqual(order.approval_state, 'approved')
        self.assertEqual(order.sudo().approval_id.decision_ids[-1].user_id, self.users['head'])
