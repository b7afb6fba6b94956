from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from odoo.addons.company_approval.models.inbox import Inbox

from .common import ApprovalCase

MAX_QUERIES = 15


@tagged('post_install', '-at_install')
class TestQueries(ApprovalCase):

    def setUp(self):
        super().setUp()
        self._new_route('head', 'finance')
        for user in self.users.values():
            user.approval_email = 'none'

    def _pending(self, count):
        """Orders that wait for the head."""
        orders = self.env['company.test.order'].with_user(self.users['staff']).with_company(self.company_a).create([
            {'name': f'Bulk {index}', 'line_ids': [
                Command.create({'product': 'Pipe', 'price': 5}), Command.create({'product': 'Valve', 'price': 7})]}
            for index in range(count)])
        orders.action_submit()
        return orders

    def _multiply(self, order, times):
        """Many more approvals and to-dos like this one, in one go."""
        self.env.flush_all()
        approval = order.sudo().approval_id
        copies = {
            'company_approval': ('id', approval.id, {'res_id': '-n', 'id': 'id + 1000000 + n'}),
            'company_approval_step': ('approval_id', approval.id, {
                'id': 'id * 10000 + n', 'approval_id': 'approval_id + 1000000 + n'}),
            'company_approval_assignment': ('approval_id', approval.id, {
                'id': 'id * 10000 + n', 'approval_id': 'approval_id + 1000000 + n', 'step_id': 'step_id * 10000 + n'}),
            'company_approval_decision': ('approval_id', approval.id, {
                'id': 'id * 10000 + n', 'approval_id': 'approval_id + 1000000 + n'}),
            'company_approval_participant_rel': ('approval_id', approval.id, {
                'approval_id': 'approval_id + 1000000 + n'}),
            'company_todo': ('res_id', order.id, {'id': 'id * 10000 + n', 'res_id': '-n', 'activity_id': 'NULL'}),
        }
        for table, (column, value, changed) in copies.items():
            self.env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
            names = [row[0] for row in self.env.cr.fetchall()]
            self.env.cr.execute(
                f"INSERT INTO {table} ({', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}) "
                f"SELECT {', '.join(changed.get(name, f'{chr(34)}{name}{chr(34)}') for name in names)} "
                f"FROM {table}, generate_series(1, {times}) n WHERE {column} = %s", [value])
        self.env.invalidate_all()

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        action.__self__.env.user.read(['name'])     # every request has its user at hand
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_decision(self):
        """A9: a decision takes at most 15 queries besides to-do, mail and the document's own change of state."""
        orders = self._pending(2)
        self._as('head', orders[0]).action_approve()
        with patch.object(Inbox, 'deliver', lambda inbox: None), \
                patch.object(type(orders), '_on_approval_approved', lambda order, approval: None):
            middle = self._count(self._as('head', orders[1]).action_approve)
            self._as('finance', orders[0]).action_approve()
            last = self._count(self._as('finance', orders[1]).action_approve)
        self.assertEqual(orders.mapped('approval_state'), ['approved', 'approved'])
        self.assertLessEqual(middle, MAX_QUERIES)
        self.assertLessEqual(last, MAX_QUERIES)

    def _measure(self, order):
        """Queries of a decision, the to-do list, its counter and the list of approvals."""
        head = self.users['head']
        todos = self.env['company.todo'].with_user(head).with_company(self.company_a)
        approvals = self.env['company.approval'].with_user(head).with_company(self.company_a)

        class Action:
            def __init__(self, env, call):
                self.env, self.call = env, call

            def run(self):
                self.call()

        columns = {name: {} for name in ('name', 'kind_name', 'deadline', 'deadline_status', 'amount', 'requester_id')}
        listed = {name: {} for name in ('name', 'current_step', 'current_user_ids', 'state', 'deadline_status',
                                        'can_approve', 'requester_id', 'amount')}
        return {
            'list': self._count(Action(todos.env, lambda: todos.web_search_read(
                [('is_mine', '=', True), ('state', '=', 'open')], columns, limit=5)).run),
            'count': self._count(Action(todos.env, todos.get_my_count).run),
            'approvals': self._count(Action(approvals.env, lambda: approvals.web_search_read(
                [('current_user_ids', 'in', head.id)], listed, limit=5)).run),
            'decision': self._count(self._as('head', order).action_approve),
        }

    def test_flat(self):
        """S9: to-do list, counter, list of approvals and a decision take as many queries at 10 as at 1,000."""
        orders = self._pending(10)
        self._measure(orders[0])
        self._measure(orders[4])    # caches of rights and rules are warm from here on
        few = self._measure(orders[1])
        self._multiply(orders[2], 990)
        head = self.users['head']
        mine = self.env['company.todo'].with_user(head).with_company(self.company_a).get_my_count()['open']
        self.assertGreater(mine, 990)
        many = self._measure(orders[3])
        self.assertEqual(few, many)
