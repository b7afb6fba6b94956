"""Real threads with real cursors: these tests commit, into a company of their own."""
import threading
import time
import uuid

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestConcurrency(BaseCase):

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.suffix = uuid.uuid4().hex[:8]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.company = env['res.company'].create({'name': f'Concurrency {self.suffix}'}).id
            self.users = {name: self._new_user(env, name) for name in ('asks', 'one', 'two', 'three')}
        self.addCleanup(self._clean_up)

    def _new_user(self, env, name):
        return new_test_user(
            env, login=f'{name}.{self.suffix}', groups='base.group_user', name=name.title(),
            company_id=self.company, company_ids=[Command.set([self.company])], approval_email='none').id

    def _clean_up(self):
        """History can't be deleted: what runs is ended, users and routes are archived."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            for approval in env['company.approval'].search([
                    ('company_id', '=', self.company), ('state', '=', 'pending')]):
                approval._get_document()._cancel_approval('end of the test')
            env['company.approval.route'].search([('company_id', '=', self.company)]).active = False
            env['res.users'].browse(self.users.values()).active = False

    def _prepare(self, mode, *names, submit=True, **values):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env['company.approval.route'].search([('company_id', '=', self.company)]).active = False
            env['company.approval.route'].create({
                'name': 'Route', 'model_id': env['ir.model']._get_id('company.test.order'),
                'company_id': self.company, **values, 'step_ids': [Command.create({
                    'name': 'Step', 'approver_type': 'users', 'mode': mode,
                    'user_ids': [Command.set([self.users[name] for name in names])]})]})
            order = env(user=self.users['asks'], context={'allowed_company_ids': [self.company]})[
                'company.test.order'].create({'name': f'Order {mode}', 'line_ids': [
                    Command.create({'product': 'Pipe', 'price': 5})]})
            if submit:
                order.action_submit()
            return order.id

    def _call(self, name, order_id, action, results, barrier=None):
        """One request of one user, as the server runs it: own cursor, retried on a serialization failure."""
        try:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.users[name], {'allowed_company_ids': [self.company]})
                if barrier:
                    barrier.wait(10)
                retrying(lambda: action(env['company.test.order'].browse(order_id)), env)
            results[name] = 'done'
        except UserError as error:
            results[name] = str(error)

    def _at_once(self, order_id, **actions):
        results, barrier = {}, threading.Barrier(len(actions))
        threads = [threading.Thread(target=self._call, args=(name, order_id, action, results, barrier))
                   for name, action in actions.items()]
        with mute_logger('odoo.sql_db', 'odoo.service.model'):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        return results

    def _read(self, order_id, reader):
        with self.registry.cursor() as cr:
            return reader(api.Environment(cr, SUPERUSER_ID, {})['company.test.order'].browse(order_id))

    def test_any(self):
        """A11: two approvers of an any-one step at the same instant: one outcome, the other learns who was first."""
        for _round in range(3):
            order_id = self._prepare('any', 'one', 'two')
            results = self._at_once(
                order_id, one=lambda o: o.approval_id.action_approve('first'),
                two=lambda o: o.approval_id.action_approve('second'))
            self.assertEqual(sorted(results.values()).count('done'), 1, results)
            refused = next(text for text in results.values() if text != 'done')
            self.assertRegex(refused, 'One|Two|right now')
            kinds = self._read(order_id, lambda o: o.approval_id.decision_ids.mapped('kind'))
            self.assertEqual(kinds, ['submit', 'approve'])
            self.assertEqual(self._read(order_id, lambda o: o.state), 'approved')

    def test_all(self):
        """A11: two of three who sign together at the same instant: no opinion is lost, no step counted twice."""
        order_id = self._prepare('all', 'one', 'two', 'three')
        results = self._at_once(order_id, **{
            name: lambda o, n=name: o.approval_id.action_approve(f'opinion of {n}')
            for name in ('one', 'two', 'three')})
        for name, outcome in list(results.items()):
            if outcome != 'done':      # told that somebody else is deciding: tries again
                self.assertIn('right now', outcome)
                self._call(name, order_id, lambda o, n=name: o.approval_id.action_approve(f'opinion of {n}'), results)
        opinions = self._read(order_id, lambda o: o.approval_id.decision_ids.filtered('opinion').mapped('opinion'))
        self.assertEqual(sorted(opinions), ['opinion of one', 'opinion of three', 'opinion of two'])
        self.assertEqual(self._read(order_id, lambda o: (o.state, o.approval_state)), ('approved', 'approved'))

    def test_approve_and_reject(self):
        """A11: approval and rejection at the same instant: exactly one outcome."""
        order_id = self._prepare('any', 'one', 'two')
        results = self._at_once(
            order_id, one=lambda o: o.approval_id.action_approve('yes'),
            two=lambda o: o.approval_id.action_reject('no'))
        self.assertEqual(sorted(results.values()).count('done'), 1, results)
        state, kinds = self._read(order_id, lambda o: (o.state, o.approval_id.decision_ids.mapped('kind')))
        self.assertEqual(kinds, ['submit', {'approved': 'approve', 'rejected': 'reject'}[state]])

    def test_approve_and_withdraw(self):
        """A11: approval and withdrawal at the same instant: exactly one of them counts."""
        order_id = self._prepare('any', 'one')
        results = self._at_once(
            order_id, one=lambda o: o.approval_id.action_approve('yes'), asks=lambda o: o.action_withdraw('no'))
        self.assertEqual(sorted(results.values()).count('done'), 1, results)
        self.assertIn(self._read(order_id, lambda o: o.state), ('approved', 'draft'))

    def test_submit_twice(self):
        """A11: submitted twice at the same instant there is one approval."""
        order_id = self._prepare('any', 'one', submit=False)
        results, barrier = {}, threading.Barrier(2)
        threads = [threading.Thread(target=self._call, args=(
            'asks', order_id, lambda o: o.action_submit(), outcome, barrier)) for outcome in (results, {})]
        with mute_logger('odoo.sql_db', 'odoo.service.model'):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        count = self._read(order_id, lambda o: o.env['company.approval'].search_count([
            ('res_model', '=', o._name), ('res_id', '=', o.id)]))
        self.assertEqual(count, 1)

    def test_lock_held(self):
        """A11: while another decides (and does not finish), the message says so after a moment; nothing is saved."""
        order_id = self._prepare('any', 'one', 'two')
        with self.registry.cursor() as cr, mute_logger('odoo.sql_db'):
            env = api.Environment(cr, self.users['one'], {'allowed_company_ids': [self.company]})
            env['company.test.order'].browse(order_id).approval_id.action_approve('slow')
            env.flush_all()
            results, start = {}, time.monotonic()
            self._call('two', order_id, lambda o: o.approval_id.action_approve('fast'), results)
            self.assertIn('right now', results['two'])
            self.assertLess(time.monotonic() - start, 10)
        self.assertEqual(self._read(order_id, lambda o: o.approval_id.decision_ids.user_id.ids[-1]), self.users['one'])

    def test_batch_at_once(self):
        """A11: two batches over the same approvals end with one decision for each."""
        order_ids = [self._prepare('any', 'one', 'two', sequence=index) for index in range(3)]

        def batch(order):
            orders = order.browse(order_ids)
            return orders.approval_id.action_approve_each('batch')

        results = self._at_once(order_ids[0], one=batch, two=batch)
        self.assertEqual(len(results), 2)
        for order_id in order_ids:
            kinds = self._read(order_id, lambda o: o.approval_id.decision_ids.mapped('kind'))
            self.assertLessEqual(kinds.count('approve'), 1)
