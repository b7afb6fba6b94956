from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestResolution(ApprovalCase):

    def _approvers(self, user='staff', **values):
        """Names of the approvers per step, as they are frozen at submission."""
        order = self._submitted(user, **values)
        return [step.assignment_ids.user_id.mapped('name') for step in order.sudo().approval_id.step_ids]

    def test_group(self):
        """A2: members of a group, of this company only."""
        group = self.env['res.groups'].create({'name': 'Checkers'})
        stranger = self._new_employee('Stranger', 'test.stranger', company=self.company_b)
        group.user_ids = self.users['legal'] + self.users['finance'] + stranger.user_id
        self._new_route({'approver_type': 'group', 'group_id': group.id})
        self.assertEqual(set(self._approvers()[0]), {'Finance', 'Legal'})

    def test_job(self):
        """A2: holders of a job position."""
        job = self.env['hr.job'].create({'name': 'Controller', 'company_id': self.company_a.id})
        self.finance.job_id = job
        self._new_route({'approver_type': 'job', 'job_id': job.id})
        self.assertEqual(self._approvers(), [['Finance']])

    def test_department_manager(self):
        """A2: manager of the department, or of the one above where it has none."""
        sub = self.env['hr.department'].create({
            'name': 'Site', 'parent_id': self.department.id, 'company_id': self.company_a.id})
        self._new_route({'approver_type': 'department_manager'})
        self.assertEqual(self._approvers(department_id=sub.id), [['Li Manager']])
        self.assertEqual(self._approvers(), [['Li Manager']])

    def test_requester_manager(self):
        """A2: the requester's manager."""
        self._new_route({'approver_type': 'requester_manager'})
        self.assertEqual(self._approvers(), [['Li Manager']])
        self.assertEqual(self._approvers('head'), [['Director']])

    def test_role(self):
        """A2: holders of a company role, of the document's company."""
        self._give_role('finance_head', self.finance)
        self._new_route({'approver_type': 'role', 'role_id': self.env.ref('company_base.role_finance_head').id})
        self.assertEqual(self._approvers(), [['Finance']])

    def test_field(self):
        """A2: a user field of the document; an empty field blocks (it never passes by itself)."""
        self._new_route({'approver_type': 'field', 'user_field': 'checker_id'})
        self.assertEqual(self._approvers(checker_id=self.users['legal'].id), [['Legal']])
        with self.assertBlocked('APR-NOAPPROVER'), self.env.cr.savepoint():
            self._submitted()

    def test_chain(self):
        """A2: the chain of managers (逐级), one step each, up to a level or to the top."""
        route = self._new_route({'approver_type': 'manager_chain', 'chain_levels': 2}, 'finance')
        self.assertEqual(self._approvers(), [['Li Manager'], ['Director'], ['Finance']])
        route.step_ids[0].chain_levels = 0
        self.assertEqual(self._approvers(), [['Li Manager'], ['Director'], ['Boss'], ['Chairman'], ['Finance']])

    def test_chain_runs_level_by_level(self):
        """A2: each level of the chain is asked after the one below has approved."""
        self._new_route({'approver_type': 'manager_chain', 'chain_levels': 2, 'order': 10},
                        self._step('finance', order=10))
        order = self._submitted()
        self.assertEqual(self._waiting(order), {'head', 'finance'})
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'director', 'finance'})
        self._as('finance', order).action_approve()
        self._as('director', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_chain_collapses(self):
        """A2: a person who stands twice in the chain is asked once; a loop in the organisation ends the chain."""
        double = self.env['hr.employee'].create({'name': 'Head again', 'company_id': self.company_a.id})
        self.director.parent_id = double
        double.parent_id = self.boss
        self.chairman.parent_id = self.head
        self._new_route({'approver_type': 'manager_chain'})
        self.assertEqual(self._approvers(), [['Li Manager'], ['Director'], ['Boss'], ['Chairman']])

    def test_chain_passes_the_requester(self):
        """A2: the chain goes on above whoever may not approve: here the manager who filled it in for his staff."""
        self._new_route({'approver_type': 'manager_chain', 'chain_levels': 2})
        order = self._new_order('head', requester_id=self.users['staff'].id)
        order.action_submit()
        self.assertEqual([step.assignment_ids.user_id.mapped('name') for step in order.sudo().approval_id.step_ids],
                         [['Director'], ['Boss']])

    def test_own_request(self):
        """A6: the requester is taken out; where he is the only approver his manager decides."""
        self._new_route(self._step('head', 'finance'))
        self.assertEqual(self._approvers('head'), [['Finance']])
        self._new_route('head', sequence=1)
        self.assertEqual(self._approvers('head'), [['Director']])
        self.assertEqual(self._approvers('staff'), [['Li Manager']])

    def test_own_request_at_the_top(self):
        """A6: at the top the general manager or chairman decides; without them it is blocked with a clear message."""
        self._new_route('chairman')
        with self.assertBlocked('APR-NOAPPROVER') as catcher, self.env.cr.savepoint():
            self._submitted('chairman')
        self.assertIn('nobody can approve step “Step 1”', str(catcher.exception))
        self._give_role('general_manager', self.boss)
        self.assertEqual(self._approvers('chairman'), [['Boss']])

    def test_n_of_m_with_the_requester(self):
        """A6: where the requester's vote is missing, his manager's takes its place."""
        self._new_route(self._step('head', 'finance', mode='n_of', required_count=2))
        self.assertEqual(set(self._approvers('head')[0]), {'Finance', 'Director'})

    def test_submitted_for_another(self):
        """A6: who fills in a request for a colleague doesn't approve it either."""
        self._new_route('head')
        order = self._new_order('head', requester_id=self.users['staff'].id)
        order.action_submit()
        self.assertEqual(self._waiting(order), {'director'})
        with self.assertRefused('own request'):
            self._as('head', order).action_approve()

    def test_own_request_attempt(self):
        """A6, S1: trying to approve one's own request leaves a finding, and is refused in any mode."""
        self._new_route('head')
        order = self._submitted()
        with self.assertBlocked('APR-SELF'), self.env.cr.savepoint():
            self._as('staff', order).action_approve()
        self._set_control('APR-SELF', mode='off')
        with self.assertRefused('own request'):
            self._as('staff', order).action_approve()

    def test_own_request_allowed_by_route(self):
        """A6: a route may allow it; each case is marked and stands in the ledger."""
        self._new_route('head', allow_self_approval=True)
        order = self._submitted('head')
        self.assertEqual(self._waiting(order), {'head'})
        self._as('head', order).action_approve('mine')
        decision = order.sudo().approval_id.decision_ids[-1]
        self.assertTrue(decision.self_approval)
        entry = self.env['company.ledger.entry'].sudo().search([('kind', '=', 'approval.decision')], limit=1)
        self.assertIn('"own_request":true', entry.payload)

    def test_archived_approver(self):
        """A6: an archived approver is replaced by his delegate, else by the escalation target, else it is blocked."""
        route = self._new_route(self._step('finance', 'legal', mode='all'))
        self._delegate('finance', 'other')
        self.users['finance'].active = False
        self.assertEqual(set(self._approvers()[0]), {'Legal', 'Other'})
        route.step_ids.write({'approver_type': 'field', 'user_field': 'checker_id'})
        self.assertEqual(self._approvers(checker_id=self.users['finance'].id), [['Other']])
        self.users['legal'].active = False
        with self.assertBlocked('APR-NOAPPROVER'), self.env.cr.savepoint():
            self._submitted(checker_id=self.users['legal'].id)
        route.step_ids.escalation_type = 'manager'
        self.assertEqual(self._approvers(checker_id=self.users['legal'].id), [['Boss']])

    def test_approver_archived_while_running(self):
        """A6: whoever leaves between submission and his step is replaced when the step begins."""
        self._new_route('head', self._step('finance', escalation_type='manager'))
        order = self._submitted()
        self.users['finance'].active = False
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'boss'})
        seat = order.sudo().approval_id.assignment_ids[-1]
        self.assertEqual((seat.origin, seat.origin_user_id), ('absent', self.users['finance']))

    def _delegate(self, giver, receiver):
        now = fields.Datetime.now()
        Delegation = self.env['company.approval.delegation'].with_user(self.users[giver])
        return Delegation.with_company(self.company_a).create({
            'delegate_id': self.users[receiver].id, 'date_from': now, 'date_to': now + timedelta(days=3)})

    def test_empty_group(self):
        """A2: an empty step blocks the submission, unless its escalation role can stand in."""
        group = self.env['res.groups'].create({'name': 'Nobody'})
        route = self._new_route({'approver_type': 'group', 'group_id': group.id})
        with self.assertBlocked('APR-NOAPPROVER'), self.env.cr.savepoint():
            self._submitted()
        self._give_role('legal', self.legal)
        route.step_ids.write({'escalation_type': 'role',
                              'escalation_role_id': self.env.ref('company_base.role_legal').id})
        self.assertEqual(self._approvers(), [['Legal']])

    def test_two_companies(self):
        """S6: the approvers of another company are not asked."""
        stranger = self._new_employee('Stranger', 'test.stranger', company=self.company_b).user_id
        self._new_route({'approver_type': 'users', 'user_ids': [Command.set((stranger + self.users['legal']).ids)]})
        self.assertEqual(self._approvers(), [['Legal']])
