from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestApprovalScreens(ApprovalCase):
    """What the screens, lists and mails are fed with."""

    def test_one_view_line(self):
        """A10: the one line in the form brings the buttons into its header, also where the form has none."""
        arch = self.env['company.test.request'].get_view(view_type='form')['arch']
        self.assertIn('company_approval_buttons', arch)
        self.assertEqual(arch.count('<header'), 1)
        self.assertIn("'buttons': False", arch)

    def test_trail_opinion_and_behalf(self):
        """A3, A5: the widget knows that an opinion is asked for, and in whose place the user decides."""
        self._new_route(self._step('head', require_opinion=True))
        order = self._submitted()
        self.assertTrue(self._as('head', order).trail['opinion_required'])
        self.assertFalse(self._as('staff', order).trail['opinion_required'])
        self.env['company.approval.delegation'].with_user(self.users['head']).with_company(self.company_a).create({
            'delegate_id': self.users['other'].id, 'date_to': fields.Datetime.now() + timedelta(days=1)})
        self.assertEqual(self._as('other', order).trail['on_behalf_of'], self.users['head'].name)
        self.assertEqual(self._as('head', order).trail['on_behalf_of'], '')

    def test_todo_row(self):
        """S9: a row of the to-do list tells kind, content and department of the document."""
        self._new_route('head')
        self._new_order(line_ids=[Command.create({'product': name}) for name in ('Pipe', 'Valve', 'Bolt', 'Nut')]
                        ).action_submit()
        todo = self._todos('head').with_user(self.users['head']).with_company(self.company_a)
        self.assertEqual(todo.kind_name, 'Test Order')
        self.assertIn('Pipe, Valve, Bolt', todo.document_summary)
        self.assertIn('1', todo.document_summary)
        self.assertEqual(todo.requester_department, 'Engineering')

    def test_todo_row_queries(self):
        """S9: as many queries for three rows of the list as for thirty."""
        self._new_route('head')
        counts = []
        for number in (3, 27):
            for _index in range(number):
                self._submitted()
            todos = self._todos('head').with_user(self.users['head']).with_company(self.company_a)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            todos.read(['kind_name', 'document_summary', 'requester_department'])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_route_summary(self):
        """A2: the route tells its flow in one line, parallel steps side by side."""
        route = self._new_route('head', 'finance', 'legal')
        route.step_ids[2].order = route.step_ids[1].order
        self.assertEqual(route.summary, "Step 1 → Step 2 ∥ Step 3")
        self.assertIn(self.users['finance'].name, route.step_ids[1].approver_summary)

    def test_simulation_dialog(self):
        """A8: the simulation stays open and shows route and steps."""
        route = self._new_route('head', 'boss')
        simulation = self.env['company.approval.simulation'].create({
            'company_id': self.company_a.id, 'model_id': route.model_id.id, 'requester_id': self.users['staff'].id})
        action = simulation.action_show()
        self.assertEqual((action['res_id'], action['target']), (simulation.id, 'new'))
        self.assertEqual(simulation.route_id, route)
        self.assertEqual(simulation.line_ids.mapped('name'), ['Step 1', 'Step 2'])

    def test_analysis(self):
        """S10: time per step and person, those who decided late counted."""
        self._new_route(self._step('head', deadline_amount=1, deadline_unit='hours'), 'boss')
        order = self._submitted()
        approval = order.sudo().approval_id
        step = approval.step_ids[0]
        now = fields.Datetime.now()
        step._as_engine().write({'deadline': now - timedelta(hours=1)})
        step.assignment_ids._as_engine().write({'activated_on': now - timedelta(hours=3)})
        self._as('head', order).action_approve()
        self.env.flush_all()
        rows = self.env['company.approval.report'].search([('approval_id', '=', approval.id)])
        head = rows.filtered(lambda row: row.user_id == self.users['head'])
        self.assertAlmostEqual(head.hours, 3, delta=0.1)
        self.assertEqual((head.decided_count, head.overdue_count, head.waiting_count), (1, 1, 0))
        boss = rows.filtered(lambda row: row.user_id == self.users['boss'])
        self.assertEqual((boss.decided_count, boss.waiting_count), (0, 1))

    def test_mails(self):
        """A9: the mails name the document and open it by a link behind the login; in the language of the reader."""
        self._new_route('head')
        order = self._submitted()
        seat = order.sudo().approval_id.assignment_ids
        for name in ('request', 'reminder'):
            mail = self._render(name, seat)
            self.assertIn(f'/odoo/company.test.order/{order.id}', mail['body_html'])
            self.assertIn(order.name, mail['subject'])
            self.assertIn(self.users['staff'].name, mail['body_html'])
        self._as('head', order).action_reject('Over the budget')
        mail = self._render('result', order.sudo().approval_id)
        self.assertIn('Over the budget', mail['body_html'])
        mail = self._render('stuck', self.users['boss'], stuck=[{'name': 'Order 7', 'reason': 'nobody', 'url': '/x'}])
        self.assertIn('Order 7', mail['body_html'])

    def _render(self, name, record, **context):
        template = self.env.ref(f'company_approval.mail_template_{name}').sudo().with_context(**context)
        fields_ = ('subject', 'body_html', 'partner_to')
        values = template._generate_template(record.ids, fields_)[record.id]
        self.assertTrue(values['partner_ids'] or values.get('partner_to'))
        return values
