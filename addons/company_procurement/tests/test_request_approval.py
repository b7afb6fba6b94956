from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ProcurementCase


@tagged("post_install", "-at_install")
class TestRequestApproval(ProcurementCase):
    def test_general_by_department_head(self):
        """P1 P3 S3: a general purchase is approved by the head of the department."""
        request = self._new_request()
        request.action_submit()
        self.assertEqual(request.state, "submitted")
        self.assertEqual(self._approve(request), self.dept_head)
        self.assertEqual((request.state, request.approval_state), ("approved", "approved"))
        self.assertTrue(request.approved_on)

    def test_project_signed_by_heads_of_project_and_company(self):
        """P3: R1 §3.2 the head of production or of projects signs, R4 §3.1.2 the head of the company approves."""
        for category in self.category_project | self.category_works:
            request = self._new_request(category_id=category.id, project_id=self.project.id)
            request.action_submit()
            self.assertEqual(self._approve(request), self.dept_head | self.project_employee.user_id | self.gm)

    def test_production_head_may_sign(self):
        """P3: either of the two heads signs, not both."""
        self._give_role("production_head", self.checker_employee)
        request = self._new_request(category_id=self.category_project.id, project_id=self.project.id)
        request.action_submit()
        request.approval_id.with_user(self.dept_head).action_approve("ok")
        request.approval_id.with_user(self.checker).action_approve("ok")
        self.assertEqual(self._approve(request), self.gm)
        self.assertEqual(request.state, "approved")

    def test_preview(self):
        """P1 S3: before submitting, the requester sees who will approve."""
        request = self._new_request(category_id=self.category_works.id, project_id=self.project.id)
        self.assertEqual(len(request.preview_approval()), 3)
        self.assertEqual(request.state, "draft")

    def test_returned_and_resubmitted(self):
        """P1 S3: a returned request is a draft again; its earlier round is kept."""
        request = self._new_request()
        request.action_submit()
        request.approval_id.with_user(self.dept_head).action_return("say which site")
        self.assertEqual(request.state, "draft")
        request.write({"site": "Base 2"})
        request.action_submit()
        self._approve(request)
        self.assertEqual(request.state, "approved")

    def test_rejected_and_withdrawn(self):
        """P1 S3: rejected ends, withdrawn is a draft again."""
        rejected, withdrawn = self._new_request(), self._new_request()
        (rejected + withdrawn).action_submit()
        rejected.approval_id.with_user(self.dept_head).action_reject("not in the plan")
        withdrawn.action_withdraw("later")
        self.assertEqual(rejected.state, "rejected")
        self.assertEqual(withdrawn.state, "draft")

    def test_only_the_requester_submits(self):
        """P1: nobody submits in another's name; an empty request isn't submitted."""
        request = self._new_request()
        with self.assertRaises(UserError):
            request.with_user(self.dept_head).action_submit()
        empty = self._new_request(lines=[])
        empty.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "line"):
            empty.action_submit()
        request.action_submit()
        with self.assertRaises(UserError):
            request.action_submit()

    def test_locked_after_submission(self):
        """S7 P1: neither the request nor its lines change after submission, superuser or not."""
        request = self._new_request()
        request.action_submit()
        for records, values in (
            (request, {"reason": "other"}), (request, {"urgent": True}), (request.line_ids, {"quantity": 99}),
            (request.sudo(), {"reason": "other"}), (request.line_ids.sudo(), {"estimated_price": 1}),
            (request, {"line_ids": [self._line()]}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError), self.env.cr.savepoint():
                records.write(values)
        with self.assertRaises(UserError):
            request.line_ids.unlink()

    def test_department_entitled(self):
        """P1 S1: PUR-DEPT only the departments of the regulation request."""
        request = self._new_request(user=self.outsider, department_id=self.other_department.id)
        with self.assertBlocked("PUR-DEPT"):
            request.action_submit()
        self.assertEqual(request.state, "draft")
        self.other_department.can_request_purchases = True
        self.other_department.manager_id = self.gm_employee
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_no_department_marked(self):
        """P1: in a company that marked no department, every department may request."""
        self.department.can_request_purchases = False
        self.other_department.manager_id = self.gm_employee
        request = self._new_request(user=self.outsider)
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_sub_department(self):
        """P1: a team of an entitled department may request."""
        team = self.env["hr.department"].create({
            "name": "Team", "parent_id": self.department.id, "company_id": self.company_a.id,
            "manager_id": self.manager.id})
        self.outsider_employee.department_id = team
        request = self._new_request(user=self.outsider)
        self.assertEqual(request.department_id, team)
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_foreign_department(self):
        """P1: nobody requests in the name of another department."""
        request = self._new_request(user=self.outsider, department_id=self.department.id)
        with self.assertBlocked("PUR-DEPT"):
            request.action_submit()

    def test_project_required(self):
        """P1 P3 S1: PUR-PROJECT a project purchase names its project."""
        request = self._new_request(category_id=self.category_project.id)
        with self.assertBlocked("PUR-PROJECT"):
            request.action_submit()
        request.project_id = self.project
        request.action_submit()

    def test_stock_first(self):
        """P1 S1: PUR-STOCK what stock can cover is blocked until it is explained or taken from stock."""
        self._put_in_stock(self.product_a, 50)
        request = self._new_request(lines=[self._line(quantity=10), self._line(self.product_b, 1)])
        with self.assertBlocked("PUR-STOCK") as caught:
            request.action_submit()
        self.assertIn("Bolt", str(caught.exception))
        self.assertNotIn("Plate", str(caught.exception))
        request.line_ids[0].stock_explanation = "The stock is of the old standard"
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_stock_override(self):
        """S1 P1: the owner of the rule lets one case through, with a reason; a changed quantity needs a new one."""
        self._put_in_stock(self.product_a, 50)
        request = self._new_request()
        with self.assertBlocked("PUR-STOCK"):
            request.action_submit()
        finding = self.env["company.control.finding"].search([("control_code", "=", "PUR-STOCK")], limit=1)
        finding.with_user(self.warehouse).action_override("kept for the flood season")
        request.line_ids.quantity = 11
        with self.assertBlocked("PUR-STOCK"):
            request.action_submit()
        request.line_ids.quantity = 10
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_warn_and_off(self):
        """S1 S6: mode per company: a warning is kept and lets pass, off says nothing."""
        self._put_in_stock(self.product_a, 50)
        self._set_control("PUR-STOCK", mode="warn")
        self._new_request().action_submit()
        self.assertTrue(self.env["company.control.finding"].search_count(
            [("control_code", "=", "PUR-STOCK"), ("company_id", "=", self.company_a.id)]))

    def test_sporadic_limit(self):
        """P2 S1: PUR-LIMIT a sporadic purchase stays below the limit of its category."""
        sporadic = self.env.ref("company_procurement.category_sporadic")
        request = self._new_request(category_id=sporadic.id, lines=[self._line(quantity=100)])
        request.action_record_consent(self.dept_head.id, fields.Datetime.now(), "phone")
        with self.assertBlocked("PUR-LIMIT"):
            request.action_submit()
        request.line_ids.quantity = 99
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_limit_needs_an_estimate(self):
        """P2: what has no estimate can't be said to stay below the limit."""
        sporadic = self.env.ref("company_procurement.category_sporadic")
        request = self._new_request(category_id=sporadic.id, lines=[self._line(estimated_price=0)])
        request.action_record_consent(self.dept_head.id, fields.Datetime.now(), "phone")
        with self.assertBlocked("PUR-LIMIT"):
            request.action_submit()

    def test_category_of_the_company(self):
        """P2 S6: where the company has its own parameters, the shared ones aren't a way around them."""
        request = self._new_request()
        own_id = self.category.with_user(self.purchase_head).with_company(self.company_a).action_adapt()
        with self.assertRaisesRegex(UserError, "category"):
            request.action_submit()
        request.category_id = own_id
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    def test_unit_price_is_pointed_out(self):
        """P2 S1: PUR-UNITPRICE dear goods are pointed out, the request goes on."""
        request = self._new_request(lines=[self._line(quantity=1, estimated_price=10000)])
        request.action_submit()
        self.assertEqual(request.state, "submitted")
        self.assertTrue(request.message_ids.filtered(lambda message: "PUR-UNITPRICE" in (message.body or "")))

    def test_amended_after_approval(self):
        """A7 P1: a permitted change of an approved request starts its approval again."""
        request = self._approved_request(buyer=self.buyer)
        request._do_amend({"reason": "other site"}, "moved")
        self.assertEqual((request.state, request.approval_state), ("submitted", "pending"))
        self.assertFalse(request.buyer_id)
        self._approve(request)
        self.assertEqual(request.state, "approved")
