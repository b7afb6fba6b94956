from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ProcurementCase


@tagged("post_install", "-at_install")
class TestRequestDispatch(ProcurementCase):
    def _rule(self, buyers, **values):
        return self.env["company.purchase.dispatch.rule"].create({
            "name": "Rule", "company_id": self.company_a.id, "buyer_ids": [Command.set(buyers.ids)], **values})

    def _todo_users(self, kind, request):
        return self.env["company.todo"].sudo().search([
            ("kind", "=", kind), ("res_id", "=", request.id), ("state", "=", "open")]).user_id

    def test_by_product_category(self):
        """P5: approved requests fall to the buyer of their goods."""
        self._rule(self.buyer2)
        self._rule(self.buyer, product_category_ids=[Command.set(self.goods_category.ids)], sequence=1)
        request = self._approved_request()
        self.assertEqual((request.state, request.buyer_id), ("assigned", self.buyer))
        self.assertEqual(self._todo_users("purchase.source", request), self.buyer)
        described = self._approved_request(lines=[Command.create({
            "description": "Sand", "quantity": 3, "needed_date": "2030-01-01"})])
        self.assertEqual(described.buyer_id, self.buyer2, "goods without a product fall to the general rule")

    def test_by_department_and_kind(self):
        """P5: rules look at departments and kinds of purchase too."""
        self._rule(self.buyer, department_ids=[Command.set(self.other_department.ids)])
        self.assertFalse(self._approved_request().buyer_id)
        self._rule(self.buyer2, purchase_category_ids=[Command.set(self.category.ids)])
        self.assertEqual(self._approved_request().buyer_id, self.buyer2)

    def test_least_load(self):
        """P5: among the buyers of a rule the one with the fewest open lines gets the request."""
        self._rule(self.buyer | self.buyer2)
        first = self._approved_request(lines=[self._line(), self._line(self.product_b)])
        second, third = self._approved_request(), self._approved_request()
        self.assertEqual(first.buyer_id, self.buyer)
        self.assertEqual(second.buyer_id, self.buyer2)
        self.assertEqual(third.buyer_id, self.buyer2, "one open line against two")
        self.assertEqual(self.buyer.with_company(self.company_a).purchase_open_line_count, 2)

    def test_no_rule_waits_for_the_head(self):
        """P5 S9: without a rule the request waits in the inbox of the head of purchasing."""
        request = self._approved_request()
        self.assertEqual(request.state, "approved")
        self.assertEqual(self._todo_users("purchase.dispatch", request), self.purchase_head)
        request.with_user(self.purchase_head).action_assign(self.buyer.id)
        self.assertEqual((request.state, request.buyer_id), ("assigned", self.buyer))
        self.assertFalse(self._todo_users("purchase.dispatch", request))
        request.with_user(self.purchase_head).action_assign(self.buyer2.id)
        self.assertEqual(self._todo_users("purchase.source", request), self.buyer2)

    def test_switched_off(self):
        """P5 S6: a company that dispatches by hand isn't dispatched by rules."""
        self._rule(self.buyer)
        self.company_a.purchase_auto_dispatch = False
        self.assertEqual(self._approved_request().state, "approved")

    def test_requester_never_buys(self):
        """P5 S1: PUR-BUYER requester ≠ buyer, by rule, by hand, and in the database."""
        self.buyer_employee.department_id = self.department
        self._rule(self.buyer)
        request = self._approved_request(user=self.buyer)
        self.assertFalse(request.buyer_id, "the rule's only buyer is the requester")
        with self.assertBlocked("PUR-BUYER"):
            request.with_user(self.purchase_head).action_assign(self.buyer.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            request._as_engine().write({"buyer_id": self.buyer.id})
            request.flush_recordset()

    def test_wrong_users(self):
        """P5: only the head of purchasing dispatches, and only to buyers of the company."""
        request = self._approved_request()
        for user in (self.requester, self.dept_head, self.buyer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                request.with_user(user).action_assign(self.buyer.id)
        head = request.with_user(self.purchase_head)
        foreigner = self._new_employee(
            "Foreign Buyer", "test.foreign", groups=("company_procurement.group_buyer",), company=self.company_b)
        for user_id in (self.requester.id, foreigner.user_id.id, 0, 999999, "x", False, [1]):
            with self.subTest(user_id=user_id), self.assertRaises(UserError):
                head.action_assign(user_id)

    def test_wrong_state(self):
        """P5: a request that isn't approved isn't dispatched; the refusal names it."""
        draft, approved = self._new_request(), self._approved_request()
        with self.assertRaises(UserError) as caught:
            (draft | approved).with_user(self.purchase_head).sudo().action_assign(self.buyer.id)
        self.assertIn(draft.name, str(caught.exception))
        self.assertEqual(approved.state, "approved", "nothing is half done")

    def test_rule_names_buyers_of_the_company(self):
        """P5 S6: a dispatch rule names buyers who may buy for its company."""
        with self.assertRaises(ValidationError):
            self._rule(self.requester)

    def test_stock_lines_go_to_the_keeper(self):
        """P1 P5 S9: lines taken from stock go to the warehouse keeper, not to a buyer."""
        self._put_in_stock(self.product_a, 50)
        self._rule(self.buyer)
        request = self._approved_request(lines=[self._line(from_stock=True)])
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.buyer_id)
        self.assertEqual(self._todo_users("purchase.stock_issue", request), self.warehouse)
        with self.assertRaises(UserError):
            request.with_user(self.dept_head).action_issue_stock()
        request.with_user(self.warehouse).action_issue_stock()
        self.assertEqual(request.state, "done")
        self.assertEqual(request.line_ids.issued_by_id, self.warehouse)
        self.assertFalse(self._todo_users("purchase.stock_issue", request))

    def test_start_sourcing(self):
        """P5 P6: the buyer opens one case for several requests; equal lines merge; the requests follow."""
        first = self._approved_request(buyer=self.buyer)
        second = self._approved_request(buyer=self.buyer, lines=[self._line(quantity=5), self._line(self.product_b, 1)])
        case_id = (first | second).with_user(self.buyer).action_start_sourcing()
        case = self.env["company.purchase.sourcing"].browse(case_id)
        self.assertEqual(set((first | second).mapped("state")), {"sourcing"})
        self.assertEqual(case.line_ids.mapped("quantity"), [15, 1])
        self.assertEqual(case.request_ids, first | second)
        self.assertEqual(first.sourcing_ids, case)
        self.assertFalse(self._todo_users("purchase.source", first))

    def test_urgent_case(self):
        """P1 P6: the case of an urgent request is urgent, with the same factor on its deadlines."""
        for urgent, factor in ((True, 0.5), (False, 1.0)):
            request = self._approved_request(buyer=self.buyer, urgent=urgent)
            case_id = request.with_user(self.buyer).action_start_sourcing()
            self.assertEqual(self.env["company.purchase.sourcing"].browse(case_id)._get_deadline_factor(), factor)

    def test_start_sourcing_refused(self):
        """P5 P6: another buyer, another state, another kind of purchase: refused and named."""
        request = self._approved_request(buyer=self.buyer)
        with self.assertRaisesRegex(UserError, "dispatched to"):
            request.with_user(self.buyer2).action_start_sourcing()
        waiting = self._approved_request()
        with self.assertRaises(UserError):
            (request | waiting).with_user(self.buyer).action_start_sourcing()
        other = self._approved_request(
            buyer=self.buyer, category_id=self.category_project.id, project_id=self.project.id)
        with self.assertRaisesRegex(UserError, "category"):
            (request | other).with_user(self.buyer).action_start_sourcing()
        self.assertEqual(request.state, "assigned")

    def test_cancelled_case_frees_the_request(self):
        """P6: when the case is cancelled the request goes back to its buyer."""
        request = self._approved_request(buyer=self.buyer)
        case = self.env["company.purchase.sourcing"].browse(request.with_user(self.buyer).action_start_sourcing())
        case.with_user(self.buyer).action_cancel("wrong grouping")
        self.assertEqual(request.state, "assigned")
        self.assertFalse(request.line_ids.sourcing_line_id)
        self.assertTrue(request.with_user(self.buyer).action_start_sourcing())
