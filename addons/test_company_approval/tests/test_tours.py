from odoo.tests import HttpCase, tagged

from odoo.addons.company_base.tests.common import CompanyFixture

from .common import ApprovalFixture


@tagged('post_install', '-at_install')
class TestApprovalTours(ApprovalFixture, CompanyFixture, HttpCase):
    """The approval in the browser, as requester and as approver."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.password = user.login

    def _new_request(self, name, **values):
        request = self.env['company.test.request'].with_user(self.users['staff']).with_company(self.company_a).create(
            {'name': name, **values})
        request.action_submit()
        return request.sudo()

    def _start(self, tour, user, url):
        self.env.flush_all()
        self.start_tour(url, tour, login=self.users[user].login)
        self.env.invalidate_all()

    def test_submit_approve(self):
        """A8, A9: preview, submit and approve in the form; the opinion that a step asks for is demanded."""
        self._new_route(self._step('head', require_opinion=True), model='company.test.request')
        self._start('company_approval_submit', 'staff', '/odoo/company.test.request/new')
        request = self.env['company.test.request'].search([('name', '=', 'Welding rods')])
        self.assertEqual(request.approval_state, 'pending')
        self._start('company_approval_approve', 'head', '/odoo/my-requests')
        self.assertEqual(request.approval_state, 'approved')
        self.assertEqual(request.approval_id.decision_ids.mapped('kind'), ['submit', 'approve'])

    def test_batch_approve(self):
        """S9, A9: approving from the list approves each document for itself and names the refused ones."""
        self._new_route(self._step('head', require_attachment=True), model='company.test.request', amount_min=1000)
        self._new_route('head', model='company.test.request')
        free = self._new_request('Paper', amount=10) + self._new_request('Pens', amount=20)
        strict = self._new_request('Without paper', amount=2000)
        self._start('company_approval_batch', 'head', '/odoo/my-todo')
        self.assertEqual(free.mapped('approval_state'), ['approved', 'approved'])
        self.assertEqual(strict.approval_state, 'pending')

    def test_return_resubmit(self):
        """A4: return with a reason, change and submit again; the earlier round stays in sight."""
        self._new_route('head', model='company.test.request')
        request = self._new_request('Welding rods')
        self._start('company_approval_return', 'head', f'/odoo/company.test.request/{request.id}')
        self.assertEqual(request.approval_state, 'returned')
        self._start('company_approval_resubmit', 'staff', f'/odoo/company.test.request/{request.id}')
        self.assertEqual(request.approval_state, 'pending')
        self.assertEqual(request.approval_id.round, 2)
        self.assertEqual(request.name, 'Welding rods, 3 quotes attached')
