from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestRouting(ApprovalCase):

    def _route_of(self, **values):
        order = self._new_order(**values)
        return self.env['company.approval.route']._find_route(order).name

    def test_amount_bands(self):
        """A1: the amount band decides; its lower limit is included, its upper one not."""
        self._new_route('boss', name='High', amount_min=10000)
        self._new_route('head', name='Low', amount_max=1000)
        self._new_route('director', name='Middle', amount_min=1000, amount_max=10000)
        self.assertEqual([self._route_of(price=price) for price in (0, 999.99, 1000, 9999.99, 10000, 5000000)],
                         ['Low', 'Low', 'Middle', 'Middle', 'High', 'High'])

    def test_currency(self):
        """A1: the amount is converted into the company's currency at the document's date."""
        usd = self.env.ref('base.USD')
        usd.active = True
        for day, rate in (('2026-01-01', 0.20), ('2026-06-01', 0.10)):     # 1 CNY = so many USD
            self.env['res.currency.rate'].create({
                'name': day, 'rate': rate, 'currency_id': usd.id, 'company_id': self.company_a.id})
        self._new_route('boss', name='High', amount_min=1000)
        self._new_route('head', name='Low', amount_max=1000)
        self.assertEqual(self._route_of(price=150, currency_id=usd.id, date='2026-02-01'), 'Low')
        self.assertEqual(self._route_of(price=150, currency_id=usd.id, date='2026-07-01'), 'High')
        order = self._submitted(price=150, currency_id=usd.id, date='2026-07-01')
        self.assertAlmostEqual(order.sudo().approval_id.amount, 1500)

    def test_first_match(self):
        """A1: of the matching routes the first one applies."""
        self._new_route('boss', name='Second', sequence=20)
        first = self._new_route('head', name='First', sequence=10)
        self.assertEqual(self._route_of(), 'First')
        first.sequence = 30
        self.assertEqual(self._route_of(), 'Second')

    def test_filters(self):
        """A1: category, department with those below it, domain and company are filters."""
        sub = self.env['hr.department'].create({
            'name': 'Site', 'parent_id': self.department.id, 'company_id': self.company_a.id})
        other = self.env['hr.department'].create({'name': 'Sales', 'company_id': self.company_a.id})
        self._new_route('head', name='Company B', sequence=1, company_id=self.company_b.id)
        self._new_route('head', name='Annual', sequence=2, category_codes='annual, monthly')
        self._new_route('head', name='Marked', sequence=3, domain="[('remark', 'ilike', 'marked')]")
        self._new_route('head', name='Department', sequence=4, department_ids=[Command.set(self.department.ids)])
        self._new_route('head', name='All', sequence=5, company_id=False)
        self.assertEqual(self._route_of(category='monthly'), 'Annual')
        self.assertEqual(self._route_of(remark='Marked!'), 'Marked')
        self.assertEqual(self._route_of(department_id=self.department.id), 'Department')
        self.assertEqual(self._route_of(department_id=sub.id), 'Department')
        self.assertEqual(self._route_of(department_id=other.id), 'All')
        self.assertEqual(self._route_of(user='finance'), 'All')

    def test_no_route(self):
        """A1: without a route it is refused, whatever the mode, never approved by itself; administrators are told."""
        self._new_route('head', amount_min=1000)
        for mode in ('block', 'warn', 'off'):
            self._set_control('APR-NOROUTE', mode=mode)
            order = self._new_order(price=10, name=f'Order {mode}')
            with self.subTest(mode=mode), self.assertRefused('no approval route is configured'):
                order.action_submit()
            self.assertEqual((order.state, order.approval_state), ('draft', 'none'))
        self.assertEqual(len(self._told), 3)
        document, name = self._told[-1]
        document._tell_administrators(name, self.company_a.id)
        document._tell_administrators(name, self.company_a.id)
        todo = self._todos('approval_manager', 'approval_no_route')
        self.assertEqual(len(todo), 1)
        self.assertIn('Order off', todo.name)

    def test_no_route_finding(self):
        """S1: the refusal leaves a finding."""
        with self.assertBlocked('APR-NOROUTE'), self.env.cr.savepoint():
            self._new_order().action_submit()

    def test_route_checks(self):
        """A1: a route that can't work is refused when it is saved."""
        bad = [
            (ValidationError, {'domain': "[('no_such_field', '=', 1)]"}), (ValidationError, {'domain': "[(1, 2"}),
            (IntegrityError, {'amount_min': 10, 'amount_max': 10}), (IntegrityError, {'amount_min': -1}),
            (ValidationError, {'model': 'res.partner'}),
        ]
        for error, values in bad:
            with self.subTest(values=values), self.assertRaises(error), \
                    self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                self._new_route('head', **values)
                self.env.flush_all()
        bad = [
            {'approver_type': 'role'}, {'approver_type': 'field', 'user_field': 'nothing'},
            self._step('head', condition="[('nothing', '=', 1)]"), self._step('head', required_fields='x'),
            self._step('head', escalation_type='role'),
        ]
        for step in bad:
            with self.subTest(step=step), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._new_route(step)

    def test_preview(self):
        """A8: the requester sees beforehand who will have to approve and by when; nothing is written."""
        self._new_route('head', self._step('finance', 'legal', mode='all', deadline_amount=2, deadline_unit='days'),
                        self._step('boss', deadline_amount=1, deadline_unit='days'))
        order = self._new_order()
        before = self.env['company.approval'].sudo().search_count([])
        preview = order.preview_approval()
        self.assertEqual([entry['approvers'] for entry in preview], [['Li Manager'], ['Finance', 'Legal'], ['Boss']])
        self.assertEqual(preview[1]['mode'], 'all')
        self.assertFalse(preview[0]['deadline'])
        self.assertLess(preview[1]['deadline'], preview[2]['deadline'])
        self.assertEqual(self.env['company.approval'].sudo().search_count([]), before)
        self.assertFalse(order.approval_id)
        self.env['company.approval.route'].search([]).active = False
        with self.assertRaises(UserError):
            order.preview_approval()

    def test_simulation(self):
        """A8: the route editor tries out requester, amount, category and department, or a document."""
        route = self._new_route({'approver_type': 'manager_chain'}, 'finance', amount_min=500)
        Simulation = self.env['company.approval.simulation'].with_user(self.users['approval_manager'])
        simulation = Simulation.with_company(self.company_a).create({
            'model_id': route.model_id.id, 'requester_id': self.users['staff'].id, 'amount': 600,
            'company_id': self.company_a.id})
        self.assertIs(simulation.action_simulate(), True)
        self.assertEqual(simulation.route_id, route)
        self.assertEqual(simulation.line_ids.mapped('approvers'),
                         ['Li Manager', 'Director', 'Boss', 'Chairman', 'Finance'])
        simulation.amount = 10
        simulation.action_simulate()
        self.assertFalse(simulation.route_id)
        self.assertFalse(simulation.line_ids)
        self.assertIn('No route', simulation.message)
        order = self._new_order(price=700)
        simulation.document_ref = f'{order._name},{order.id}'
        simulation.action_simulate()
        self.assertEqual(simulation.route_id, route)
