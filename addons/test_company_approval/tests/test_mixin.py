import inspect

from freezegun import freeze_time
from lxml import etree

from odoo.tests import Form, tagged

from odoo.addons.test_company_approval.models.company_test_request import CompanyTestRequest

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestMixin(ApprovalCase):

    def test_ten_lines(self):
        """A10: any model takes the mixin in at most ten lines of Python and one line of view XML."""
        source = inspect.getsource(CompanyTestRequest)
        self.assertLessEqual(len([line for line in source.splitlines() if line.strip()]), 10)
        view = self.env.ref('test_company_approval.company_test_request_view_form')
        self.assertEqual(len(etree.fromstring(view.arch).xpath("//field[starts-with(@name, 'approval')]")), 1)
        shown = etree.fromstring(self.env['company.test.request'].get_view(view.id, 'form')['arch'])
        self.assertTrue(shown.xpath("//field[@name='approval_trail']"))

    def test_whole_way(self):
        """A10: this model goes all the way, by default with everything plain signed."""
        self._new_route({'approver_type': 'requester_manager'}, 'finance', model='company.test.request',
                        amount_min=100)
        Request = self.env['company.test.request'].with_user(self.users['staff']).with_company(self.company_a)
        with Form(Request) as form:
            form.name = 'Laptop'
            form.amount = 5000
        request = form.record
        self.assertEqual(request.approval_trail['can']['submit'], True)
        self.assertEqual([entry['approvers'] for entry in request.preview_approval()], [['Li Manager'], ['Finance']])
        request.action_submit()
        with self.assertRefused('Amount'):
            request.amount = 1
        self._as('head', request).action_approve()
        self._as('finance', request).action_approve('ok')
        self.assertEqual(request.approval_state, 'approved')
        trail = request.approval_trail
        self.assertEqual([step['state'] for step in trail['steps']], ['approved', 'approved'])
        self.assertEqual([box['name'] for box in request._approval_signature_boxes()], ['Li Manager', 'Finance'])

    def test_box_time(self):
        """S4: signature boxes print the time of the company, whoever prints them and wherever he is."""
        self._new_route('head', model='company.test.request')
        request = self.env['company.test.request'].with_user(self.users['staff']).with_company(self.company_a).create(
            {'name': 'Laptop', 'amount': 1})
        request.action_submit()
        self.assertEqual([box['time'] for box in request._approval_signature_boxes()], [""])
        with freeze_time('2026-03-02 18:30:00'):
            self._as('head', request).action_approve()
        self.company_a.resource_calendar_id.tz = 'Asia/Shanghai'
        self.users['staff'].tz = 'America/New_York'
        boxes = request.with_context(tz='Europe/Paris')._approval_signature_boxes()
        self.assertEqual([box['time'] for box in boxes], ['2026-03-03 02:30'])
        self.company_a.resource_calendar_id = False
        self.company_a.partner_id.tz = 'Asia/Tokyo'
        self.assertEqual(request._approval_signature_boxes()[0]['time'], '2026-03-03 03:30')

    def test_trail_travels(self):
        """S7: the trail and the preview are plain values that XML-RPC and JSON carry."""
        import json
        from xmlrpc.client import dumps
        self._new_route('head', self._step('finance', deadline_amount=1), model='company.test.request')
        request = self.env['company.test.request'].with_user(self.users['staff']).with_company(self.company_a).create(
            {'name': 'X'})
        for value in (request.approval_trail, request.preview_approval()):
            json.dumps(value)
            dumps((value,), allow_none=False)
        request.action_submit()
        dumps((request.approval_trail,), allow_none=False)
