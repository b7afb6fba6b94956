from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.company_base.tools.engine import as_engine

from .common import ProcurementCase


@tagged("post_install", "-at_install")
class TestRequestWithdrawal(ProcurementCase):
    def test_tells_the_buyer_at_once(self):
        """P4: the buyer learns of a withdrawal at once, its to-do is gone."""
        request = self._approved_request(buyer=self.buyer)
        request.with_user(self.requester).action_cancel("The project was stopped")
        self.assertEqual((request.state, request.cancel_reason), ("cancelled", "The project was stopped"))
        message = request.message_ids.filtered(lambda message: "The project was stopped" in (message.body or ""))
        self.assertIn(self.buyer.partner_id, message.notified_partner_ids)
        self.assertFalse(self.env["company.todo"].sudo().search(
            [("res_model", "=", request._name), ("res_id", "=", request.id), ("state", "=", "open")]))

    def test_half_approved(self):
        """P4: a request in approval is withdrawn together with its approval."""
        request = self._new_request(category_id=self.category_works.id, project_id=self.project.id)
        request.action_submit()
        request.approval_id.with_user(self.dept_head).action_approve("ok")
        request.action_cancel("no longer needed")
        self.assertEqual(request.state, "cancelled")
        self.assertNotEqual(request.approval_state, "pending")
        with self.assertRaises(UserError):
            request.approval_id.with_user(self.project_employee.user_id).action_approve("too late")

    def test_ends_the_open_case(self):
        """P4 P6: the case of a withdrawn request and its inquiries end when nothing else is on it."""
        request = self._approved_request(buyer=self.buyer)
        case = self.env["company.purchase.sourcing"].browse(request.with_user(self.buyer).action_start_sourcing())
        quotes = self.env["purchase.order"].browse(
            case.with_user(self.buyer).action_invite(self.suppliers[:3].ids))
        request.with_user(self.requester).action_cancel("no longer needed")
        self.assertEqual((request.state, case.state), ("cancelled", "cancelled"))
        self.assertEqual(set(quotes.mapped("state")), {"cancel"})

    def test_shared_case_goes_on(self):
        """P4 P6: a case that serves other requests too goes on."""
        first, second = (self._approved_request(buyer=self.buyer) for _index in range(2))
        case_id = (first | second).with_user(self.buyer).action_start_sourcing()
        first.with_user(self.requester).action_cancel("no longer needed")
        case = self.env["company.purchase.sourcing"].browse(case_id)
        self.assertNotEqual(case.state, "cancelled")
        self.assertEqual((first.state, second.state), ("cancelled", "sourcing"))

    def test_who_and_why(self):
        """P4: requester, head of the department or of purchasing withdraw, with a reason."""
        for user in (self.requester, self.dept_head, self.purchase_head):
            request = self._approved_request()
            with self.assertRaises(UserError):
                request.with_user(user).action_cancel("  ")
            request.with_user(user).action_cancel("not needed")
            self.assertEqual(request.state, "cancelled")
        request = self._approved_request(buyer=self.buyer)
        for user in (self.buyer, self.gm, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                request.with_user(user).action_cancel("not needed")
        request.with_user(self.requester).action_cancel("not needed")
        with self.assertRaises(UserError):
            request.with_user(self.requester).action_cancel("twice")

    def test_blocked_after_the_order(self):
        """P4 S1: PUR-WITHDRAW once an order is confirmed, the order is cancelled first."""
        request = self._approved_request(buyer=self.buyer)
        case = self.env["company.purchase.sourcing"].browse(request.with_user(self.buyer).action_start_sourcing())
        for code in ("PUR-CASE", "PUR-QUOTES", "PUR-MATCH"):
            self._set_control(code, mode="off")
        order = self.env["purchase.order"].create({
            "partner_id": self.suppliers[0].id, "company_id": self.company_a.id,
            "order_line": [(0, 0, {"product_id": self.product_a.id, "product_qty": 10, "price_unit": 9})],
        })
        as_engine(order).write({"sourcing_id": case.id})
        as_engine(order.order_line).write({"sourcing_line_id": case.line_ids.id})
        order.button_confirm()
        with self.assertBlocked("PUR-WITHDRAW") as caught:
            request.with_user(self.requester).action_cancel("too late")
        self.assertIn(order.name, str(caught.exception))
        self.assertEqual(request.state, "sourcing")
