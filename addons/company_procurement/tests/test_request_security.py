from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import ProcurementCase, ProcurementFixture

HOSTILE = {
    "default_state": "approved", "default_approval_state": "approved", "default_buyer_id": 2, "default_name": "X",
    "default_requester_id": 2, "company_engine": True, "_company_engine": True, "su": True,
    "uid": 1, "install_mode": True, "tracking_disable": True,
}


@tagged("post_install", "-at_install")
class TestRequestSecurity(ProcurementCase):
    def _visible(self, user, requests):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return self.env["company.purchase.request"].with_user(user).with_context(**companies).search(
            [("id", "in", requests.ids)])

    def test_who_reads(self):
        """S6 P1: own, own department's, taken part in; buyers the approved ones; auditors all."""
        draft, approved = self._new_request(), self._approved_request()
        both = draft | approved
        self.assertEqual(self._visible(self.requester, both), both)
        self.assertEqual(self._visible(self.dept_head, both), both)
        self.assertEqual(self._visible(self.auditor.user_id, both), both)
        self.assertEqual(self._visible(self.buyer, both), approved)
        self.assertEqual(self._visible(self.checker, both), approved)
        self.assertFalse(self._visible(self.outsider, both))
        self.assertFalse(self._visible(self.gm, both))
        lines = self.env["company.purchase.request.line"]
        self.assertEqual(lines.with_user(self.buyer).search([("request_id", "in", both.ids)]), approved.line_ids)
        self.assertFalse(lines.with_user(self.outsider).search([("request_id", "in", both.ids)]))

    def test_participants_read(self):
        """A7 S6: whoever takes part in the approval reads the request."""
        request = self._new_request(category_id=self.category_works.id, project_id=self.project.id)
        request.action_submit()
        request.approval_id.with_user(self.dept_head).action_approve("ok")
        self.assertEqual(self._visible(self.project_employee.user_id, request), request)

    def test_only_the_requester_writes(self):
        """S7 P1: a head reads the drafts of his department and doesn't change them; auditors change nothing."""
        request = self._new_request()
        for user in (self.dept_head, self.purchase_head, self.auditor.user_id, self.buyer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).write({"reason": "changed"})
            with self.subTest(user=user.login), self.assertRaises(UserError):
                request.with_user(user).unlink()

    def test_companies_apart(self):
        """S6: another company's people see nothing, and nothing of another company gets into a request."""
        foreign = self._new_employee(
            "Foreign", "test.foreign.head", groups=("company_procurement.group_purchase_head",
                                                    "company_base.group_auditor"), company=self.company_b)
        request = self._approved_request()
        self.assertFalse(self._visible(foreign.user_id, request))
        with self.assertRaises(AccessError):
            request.with_user(foreign.user_id).with_context(allowed_company_ids=self.company_b.ids).action_assign(
                self.buyer.id)
        foreign_department = self.env["hr.department"].create({"name": "B", "company_id": self.company_b.id})
        draft = self._new_request()
        with self.assertRaises(UserError):
            draft.write({"department_id": foreign_department.id})
            draft.flush_recordset()

    def test_protected_fields(self):
        """S7: state, number, requester, buyer and the like aren't written, created, defaulted or copied."""
        request = self._new_request()
        Request = self.env["company.purchase.request"].with_user(self.requester)
        for values in (
            {"state": "approved"}, {"name": "SG-1"}, {"buyer_id": self.buyer.id}, {"requester_id": self.dept_head.id},
            {"approved_on": "2026-01-01"}, {"company_id": self.company_b.id}, {"deadline": "2030-01-01"},
            {"sourcing_ids": [Command.clear()]}, {"approval_state": "approved"}, {"cancel_reason": "x"},
        ):
            with self.subTest(values=values):
                with self.assertRaises(UserError):
                    request.with_context(**HOSTILE).write(values)
                with self.assertRaises(UserError):
                    request.sudo().write(values)
                with self.assertRaises(UserError):
                    Request.create({"category_id": self.category.id, "line_ids": [self._line()], **values})
        made = Request.with_context(**HOSTILE).create({"category_id": self.category.id, "line_ids": [self._line()]})
        self.assertEqual((made.state, made.approval_state, made.buyer_id.id), ("draft", "none", False))
        self.assertEqual(made.requester_id, self.requester)
        copy = made.copy({"reason": "again"})
        self.assertEqual(copy.state, "draft")
        with self.assertRaises(UserError):
            made.copy({"state": "approved"})

    def test_lines_stay_on_their_request(self):
        """S7: a line isn't moved to, nor made on, a request that was submitted."""
        submitted, draft = self._new_request(), self._new_request()
        submitted.action_submit()
        with self.assertRaises(UserError):
            draft.line_ids.write({"request_id": submitted.id})
        with self.assertRaises(UserError):
            self.env["company.purchase.request.line"].with_user(self.requester).create(
                {"request_id": submitted.id, "product_id": self.product_a.id})
        with self.assertRaises(UserError):
            self.env["company.purchase.request.line"].with_user(self.requester).with_context(
                default_request_id=submitted.id).create({"product_id": self.product_a.id})
        with self.assertRaises(UserError):
            draft.line_ids.write({"issued_on": "2026-01-01"})

    def test_lines_of_others(self):
        """S7: nobody puts a line on another's draft."""
        request = self._new_request()
        with self.assertRaises(AccessError):
            self.env["company.purchase.request.line"].with_user(self.outsider).create(
                {"request_id": request.id, "product_id": self.product_a.id, "needed_date": "2030-01-01"})


@tagged("post_install", "-at_install")
class TestRequestRpc(ProcurementFixture, RpcCase):
    MODEL = "company.purchase.request"

    def _create(self, login="test.employee", **values):
        return self.rpc(login, self.MODEL, "create", [{
            "category_id": self.category.id,
            "line_ids": [(0, 0, {"description": "Bolt", "specification": "M24", "quantity": 5,
                                 "uom_id": self.unit.id, "needed_date": "2030-01-01", "estimated_price": 3.5})],
            **values}])[0]

    def _read(self, request_id, field):
        return self.env[self.MODEL].sudo().browse(request_id)[field]

    def test_flow(self):
        """S7 P1 P5: create, preview, submit, approve, dispatch, start sourcing over XML-RPC, each by its role."""
        request_id = self._create()
        self.assertTrue(self.rpc("test.employee", self.MODEL, "preview_approval", [request_id]))
        self.assertIs(self.rpc("test.employee", self.MODEL, "action_submit", [request_id]), True)
        approval_id = self._read(request_id, "approval_id").id
        self.assertIs(self.rpc("test.manager", "company.approval", "action_approve", [approval_id], "ok"), True)
        self.assertIs(self.rpc("test.head", self.MODEL, "action_assign", [request_id], self.buyer.id), True)
        case_id = self.rpc("test.buyer", self.MODEL, "action_start_sourcing", [request_id])
        self.assertIsInstance(case_id, int)
        self.assertEqual(self._read(request_id, "state"), "sourcing")
        self.assertIs(self.rpc("test.employee", self.MODEL, "action_cancel", [request_id], "stopped"), True)

    def test_hostile(self):
        """S7: no context key and no field that a client sets gets around the flow, whoever calls."""
        request_id = self._create()
        for login in ("test.employee", "test.manager", "test.head", "test.auditor", "admin"):
            for values in ({"state": "approved"}, {"buyer_id": self.buyer.id}, {"approval_state": "approved"}):
                with self.subTest(login=login, values=values), self.assertRaises(UserError):
                    self.rpc(login, self.MODEL, "write", [request_id], values, context=HOSTILE)
        with self.assertRaises(UserError):
            self._create(state="approved")
        for method in ("_set_state", "_as_engine", "_do_assign", "_do_cancel", "_on_approval_approved"):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc("test.employee", self.MODEL, method, [request_id], context=HOSTILE)
        self.assertEqual(self._read(request_id, "state"), "draft")

    def test_json2(self):
        """S7: the same doors over JSON-2."""
        request_id = self._create()
        status, _body = self.json2("test.employee", self.MODEL, "action_submit", ids=[request_id])
        self.assertEqual(status, 200)
        status, _body = self.json2("test.employee", self.MODEL, "write", ids=[request_id], vals={"state": "approved"})
        self.assertEqual(status, 403)
        self.assertEqual(self._read(request_id, "state"), "submitted")
