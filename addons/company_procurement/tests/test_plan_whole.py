from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ProcurementCase
from .payment_common import PaymentFixture
from .plans_common import PlansFixture


@tagged("post_install", "-at_install")
class TestPlanWhole(PaymentFixture, PlansFixture, ProcurementCase):
    """One monthly plan from the requests of two departments to the filed case."""

    def test_from_plan_to_filing(self):
        """P18 P8 P13 P15 P16 P23: collected, bought once, handed out, paid and filed, each step by its person."""
        first = self._joined(lines=[self._line(quantity=10)])
        second = self._joined(user=self.outsider, lines=[self._line(quantity=5)])
        case = self._close_plan(first.plan_id)
        self.assertEqual(case.line_ids.mapped("quantity"), [15.0])
        order = self._award(case)
        with self.assertBlocked("PUR-ACCEPT"):
            order.sudo().picking_ids.with_user(self.warehouse).with_context(skip_backorder=True).button_validate()
        self._receive(order)
        self.assertEqual(case.state, "done")
        self.assertEqual((first | second).sudo().mapped("state"), ["done", "done"])
        with self.assertRaises(UserError):
            first.plan_id.with_user(self.buyer2).action_distribute()
        first.plan_id.with_user(self.office).action_distribute()
        self.assertEqual(first.plan_id.state, "done", "handed out to the two departments")
        self._pay_and_file(case, order)

    def _close_plan(self, plan):
        plan = plan.with_user(self.office)
        plan.action_refresh()
        with freeze_time(plan.sudo().cutoff_on):
            plan.action_end_collection()
        return self.env["company.purchase.sourcing"].with_user(self.buyer).browse(plan.action_close(self.buyer.id))

    def _award(self, case):
        case.action_invite(self.suppliers[:3].ids)
        for index in range(2):
            self._record(case, index, prices=(10.0 + 1.17 * index,))
        case_sudo = case.sudo()
        with self.assertRaises(UserError):      # PUR-QUOTES: two are not three
            case.action_award([{"quote_id": case_sudo.quote_ids[0].id}])
        self._record(case, 2, prices=(12.91,))
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award(self._lowest(case))
        case.action_submit()
        self._approve(case)
        order = self.env["purchase.order"].with_user(self.buyer).browse(case.action_create_orders())
        self.assertEqual((order.state, order.order_line.product_qty), ("purchase", 15.0))
        self._attach_papers(order)
        return order

    def _pay_and_file(self, case, order):
        filing = case.filing_ids.with_user(self.buyer)
        with self.assertBlocked("PUR-FILING"):
            filing.action_deliver()
        bill = self._bill(order)
        application = self._approved_application(order, bill)
        payment = self._pay(application)
        self.assertEqual((payment.amount, application.state), (bill.amount_total, "paid"))
        self.assertFalse(bill.amount_residual)
        filing.action_deliver()
        for user in (self.finance, self.requester, self.legal):
            filing.with_user(user).action_receive_mine()
        self.assertEqual((filing.state, fields.Date.context_today(filing)), (
            "filed", fields.Date.context_today(filing, filing.filed_on)))
        with self.assertRaises(UserError):
            order.with_user(self.buyer).write({"partner_ref": "afterwards"})
