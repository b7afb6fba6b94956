from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.company_base.tests.common import CompanyCase


class ApprovalFixture:
    """One user per part in an approval: staff → head → director → boss (general manager) → chairman."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chairman = cls._new_employee('Chairman', 'test.chairman')
        cls.boss = cls._new_employee('Boss', 'test.boss', manager=cls.chairman)
        cls.director = cls._new_employee('Director', 'test.director', manager=cls.boss)
        cls.head = cls.manager
        cls.head.parent_id = cls.director
        cls.staff = cls.employee
        cls.finance = cls._new_employee('Finance', 'test.finance', manager=cls.boss)
        cls.legal = cls._new_employee('Legal', 'test.legal', manager=cls.boss)
        cls.other = cls._new_employee('Other', 'test.other', manager=cls.head)
        cls.approval_manager = cls._new_employee(
            'Approval Manager', 'test.apr', groups=('company_approval.group_manager',))
        cls.users = {
            name: getattr(cls, name).user_id
            for name in ('chairman', 'boss', 'director', 'head', 'staff', 'finance', 'legal', 'other',
                         'approval_manager')}
        for user in cls.users.values():
            user.email = f'{user.login}@example.com'

    def setUp(self):
        super().setUp()
        self._told = []
        told = self._told
        # one transaction per test: what is told to the administrators apart waits until the refusal is rolled back
        for model in ('company.test.request', 'company.test.order'):
            tell = patch.object(type(self.env[model]), '_tell_administrators_apart',
                                lambda document, name: told.append((document.sudo(), name)))
            tell.start()
            self.addCleanup(tell.stop)

    @classmethod
    def _new_route(cls, *steps, model='company.test.order', **values):
        """Route whose steps are dicts, or names of users."""
        steps = [step if isinstance(step, dict) else cls._step(step) for step in steps]
        return cls.env['company.approval.route'].create({
            'name': 'Test Route', 'model_id': cls.env['ir.model']._get_id(model), 'company_id': cls.company_a.id,
            'step_ids': [Command.create({'name': f'Step {index}', 'order': index * 10, **step})
                         for index, step in enumerate(steps, 1)],
            **values})

    @classmethod
    def _step(cls, *names, **values):
        return {'approver_type': 'users', 'user_ids': [Command.set([cls.users[name].id for name in names])], **values}

    def _new_order(self, user='staff', price=100.0, **values):
        return self.env['company.test.order'].with_user(self.users[user]).with_company(self.company_a).create({
            'name': 'Order', 'line_ids': [Command.create({'product': 'Pipe', 'quantity': 1, 'price': price})],
            **values})

    def _submitted(self, user='staff', **values):
        order = self._new_order(user, **values)
        order.action_submit()
        return order

    def _as(self, name, order):
        """The approval of an order (or the given approval) as a user sees it."""
        approval = order.sudo().approval_id if 'approval_id' in order._fields else order
        return approval.with_user(self.users[name]).with_company(self.company_a)

    def _waiting(self, order):
        """Names of the users who are waited for."""
        by_user = {user.id: name for name, user in self.users.items()}
        seats = order.sudo().approval_id.assignment_ids.filtered(lambda seat: seat.state == 'pending')
        return {by_user[seat.user_id.id] for seat in seats}

    def _states(self, order):
        return [(step.name, step.state) for step in order.sudo().approval_id.step_ids.sorted(
            lambda s: (s.order, s.lane, s.level))]

    def _todos(self, name, kind='approval'):
        return self.env['company.todo'].sudo().search(
            [('user_id', '=', self.users[name].id), ('kind', '=', kind), ('state', '=', 'open')])

    def _run_cron(self, model, method):
        """Run a cron method inside the transaction of the test."""
        with patch.object(type(self.env['ir.cron']), '_commit_progress', lambda cron, *args, **kwargs: float('inf')):
            getattr(self.env[model], method)()
        self.env.invalidate_all()

    @contextmanager
    def assertRefused(self, text=''):
        """Refused with a message that holds `text`; nothing is saved."""
        with self.assertRaises(UserError) as catcher, self.env.cr.savepoint():
            yield catcher
        self.assertIn(text, str(catcher.exception))


class ApprovalCase(ApprovalFixture, CompanyCase):
    """Transaction case with routes, orders and approvers."""
