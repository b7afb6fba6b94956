from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ProcurementCase
from .payment_common import PaymentFixture

HOSTILE = {"_company_engine": True, "default_state": "approved", "default_approved_amount": 1.0,
           "default_purchase_payment_id": 1, "tracking_disable": True}


class PaymentCase(PaymentFixture, ProcurementCase):
    """Transaction case of the payment side."""


@tagged("post_install", "-at_install")
class TestPayment(PaymentCase):

    def test_happy_path(self):
        """P16: bill → application → amount set → approved by finance head and company head → draft payment → paid."""
        order, bill = self._billed_order()
        application = self.env["company.purchase.payment"].with_user(self.buyer).browse(
            bill.with_user(self.buyer).action_apply_payment())
        self.assertRegex(application.name, r"^FK\d{6}-")
        self.assertEqual(application.line_ids.order_id, order)
        self.assertEqual(application.amount_applied, bill.amount_total)
        self.assertFalse(application.missing_count)
        self.assertFalse(application.match_problem)
        application.action_submit()
        self.assertEqual(application.state, "approval")
        application.with_user(self.finance).action_set_approved_amount(1000.0)
        users = self._approve(application)
        self.assertEqual(list(users), [self.finance, self.gm], "P16: whatever the amount, R4 §3.1.6.5")
        self.assertEqual((application.state, application.approved_amount), ("approved", 1000.0))
        self.assertEqual(application.line_ids.approved_amount, 1000.0)
        payment = self._pay(application, post=False)
        self.assertEqual((payment.state, payment.amount, payment.partner_id), ("draft", 1000.0, order.partner_id))
        self.assertEqual(payment.purchase_payment_id, application)
        self.assertEqual(application.state, "approved", "nothing left the company yet")
        payment.action_post()
        self.assertEqual(application.state, "paid")
        self.assertEqual(bill.amount_residual, bill.amount_total - 1000.0)
        kinds = self.env["company.ledger.entry"].sudo().search([]).mapped("kind")
        self.assertLessEqual({"purchase.payment_amount", "purchase.payment_paid"}, set(kinds))

    def test_part_payments(self):
        """P16: the approved amount may be paid in parts, and no further."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill, approved=900.0)
        self._pay(application, amount=400.0)
        self.assertEqual((application.state, application.paid_amount, application.open_amount),
                         ("approved", 400.0, 500.0))
        with self.assertRaises(UserError):
            application.with_user(self.clerk).action_create_payment(500.01)
        payment = self._pay(application)
        self.assertEqual((payment.amount, application.state), (500.0, "paid"))
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual((application.state, application.paid_amount), ("approved", 400.0))

    def test_wrong_person(self):
        """P16: applicant, amount, payment: each by its person only."""
        order, bill = self._billed_order()
        with self.assertRaises(AccessError):
            self._new_application(order, bill, user=self.requester)
        foreign = self._new_application(order, bill, user=self.buyer2)
        with self.assertRaises(UserError):
            foreign.action_submit()
        foreign.unlink()
        application = self._new_application(order, bill)
        for user in (self.buyer2, self.finance):
            with self.assertRaises(UserError):
                application.with_user(user).action_submit()
        application.action_submit()
        for user in (self.buyer, self.gm, self.clerk, self.purchase_head):
            with self.assertRaises(UserError):
                application.with_user(user).action_set_approved_amount(1.0)
        with self.assertRaises(UserError):     # the amount comes first
            application.sudo().approval_id.with_user(self.finance).action_approve("Agreed")
        self._approve_application(application)
        with self.assertRaises(UserError):
            application.with_user(self.finance).action_set_approved_amount(1.0)
        for user in (self.buyer, self.purchase_head, self.gm):
            with self.assertRaises(UserError):
                application.with_user(user).action_create_payment()

    def test_approved_amount(self):
        """P16: the approved amount is above zero and never above the applied one."""
        order, bill = self._billed_order()
        application = self._new_application(order, bill, 500.0)
        application.action_submit()
        for amount in (500.01, 0, -1, "7", True, None, float("nan")):
            with self.assertRaises(UserError):
                application.with_user(self.finance).action_set_approved_amount(amount)
        self.assertTrue(application.with_user(self.finance).action_set_approved_amount(499.99))

    def test_direct_writes(self):
        """P16 S7: no field of a running application is written by hand, no context helps."""
        order, bill = self._billed_order()
        application = self._new_application(order, bill, 500.0)
        for values in ({"state": "approved"}, {"approved_amount": 1.0}, {"applicant_id": self.buyer2.id},
                       {"name": "X"}, {"cheque_number": "1"}):
            with self.assertRaises(AccessError):
                application.with_context(**HOSTILE).write(values)
            with self.assertRaises(AccessError):
                self.env["company.purchase.payment"].with_user(self.buyer).create(
                    {"partner_id": order.partner_id.id, **values})
        application.action_submit()
        for values in ({"purpose": "x"}, {"line_ids": [(5,)]}, {"partner_bank_id": False}):
            with self.assertRaises(UserError):
                application.sudo().write(values)
        with self.assertRaises(UserError):
            application.line_ids.sudo().write({"amount": 1.0})
        with self.assertRaises(UserError):
            application.unlink()

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------

    def test_missing_papers_one_by_one(self):
        """P16: each missing paper is red and blocks the application (PUR-PAYDOCS)."""
        order, bill = self._billed_order()
        case = order.sudo().sourcing_id

        def drop(record, values):
            record.sudo()._as_engine().write(values)

        for paper, take, put in (
            ("invoice", lambda: bill.write({"tax_invoice_number": False}),
             lambda old: bill.write({"tax_invoice_number": old[2]})),
            ("order", lambda: drop(order, {"sealed_order_id": False}),
             lambda old: drop(order, {"sealed_order_id": old[0]})),
            ("quotes", lambda: drop(case.quote_ids[-1], {"quote_scan_id": False}),
             lambda old: drop(case.quote_ids[-1], {"quote_scan_id": old[1]})),
            ("circulation", lambda: case._approval_engine().write({"approval_state": "pending"}),
             lambda old: case._approval_engine().write({"approval_state": "approved"})),
        ):
            with self.subTest(paper=paper):
                old = (order.sudo().sealed_order_id.id, case.quote_ids[-1].quote_scan_id.id, bill.tax_invoice_number)
                take()
                application = self._new_application(order, bill, 10.0)
                rows = application.get_checklist()[str(application.id)]
                self.assertEqual([row["paper"] for row in rows if row["required"] and not row["ok"]], [paper])
                self.assertEqual(application.missing_count, 1)
                with self.assertBlocked("PUR-PAYDOCS"):
                    application.action_submit()
                put(old)
                self.env.invalidate_all()
                application.action_submit()
                self.assertEqual(application.state, "approval")

    def test_papers_before_delivery(self):
        """P16: nothing received: delivery note and stock-in slip are missing, and the received value is zero."""
        order = self._one_order()
        application = self._new_application(order, amount=10.0)
        missing = {row["paper"] for row in application.get_checklist()[str(application.id)]
                   if row["required"] and not row["ok"]}
        self.assertLessEqual({"order", "delivery_note", "stock_in", "invoice"}, missing)
        with self.assertRaises(UserError):      # a payment on bill needs the bill
            application.action_submit()

    def test_papers_by_category(self):
        """P16: the category says which papers are wanted."""
        order, bill = self._billed_order()
        order.sudo()._as_engine().write({"sealed_order_id": False})
        category = order.sudo().sourcing_id.category_id
        category.paper_order = False
        application = self._new_application(order, bill, 10.0)
        self.assertFalse(application.missing_count)
        self.assertIn("text-muted", application.checklist)
        application.action_submit()

    def test_invoice(self):
        """P16: number, kind and file of the invoice; the same invoice is entered once."""
        order = self._one_order()
        self._attach_papers(order)
        self._receive(order)
        bill = self._bill(order, files=False, tax_invoice_kind="receipt")
        application = self._new_application(order, bill, 10.0)
        with self.assertBlocked("PUR-PAYDOCS"):
            application.action_submit()
        bill.tax_invoice_kind = "ordinary"
        with self.assertBlocked("PUR-PAYDOCS"):
            application.action_submit()
        self._attach(bill)
        self.env.invalidate_all()
        application.action_submit()
        with self.assertRaises(UserError):
            bill.tax_invoice_number = "88888888"
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            bill.copy({"tax_invoice_number": bill.tax_invoice_number}).flush_recordset()
        with self.assertRaises(ValidationError):
            bill.copy({"tax_invoice_number": "发票一"})

    # ------------------------------------------------------------------
    # Three-way match and limits
    # ------------------------------------------------------------------

    def test_three_way(self):
        """P16: a bill that says more than order and receipt is not paid (PUR-3WAY), within the tolerance it is."""
        order = self._one_order()
        self._attach_papers(order)
        self._receive(order)
        bill = self._bill(order, post=False)
        line = bill.invoice_line_ids[0]
        line.price_unit *= 1.04
        bill.action_post()
        application = self._new_application(order, bill, 10.0)
        self.assertIn("price above the order", application.match_problem)
        with self.assertBlocked("PUR-3WAY"):
            application.action_submit()
        self._set_control("PUR-3WAY", value=5)
        self.env.invalidate_all()
        application.action_submit()

    def test_three_way_quantity(self):
        """P16: more billed than received is found by its line."""
        order = self._one_order()
        self._attach_papers(order)
        self._receive(order, 2)
        bill = self._bill(order, post=False)
        bill.invoice_line_ids[0].quantity = 3
        bill.action_post()
        application = self._new_application(order, bill, 10.0)
        with self.assertBlocked("PUR-3WAY") as caught:
            application.action_submit()
        self.assertIn("more billed than received", str(caught.exception))

    def test_over_payment(self):
        """P16: all applications together stay within bill, receipt and order (PUR-OVERPAY)."""
        order, bill = self._billed_order()
        total = bill.amount_total
        first = self._new_application(order, bill, total - 100)
        first.action_submit()
        second = self._new_application(order, bill)
        self.assertEqual(second.amount_applied, 100, "proposed is what is open")
        second.line_ids.amount = 100.01
        with self.assertBlocked("PUR-OVERPAY"):
            second.action_submit()
        second.line_ids.amount = 100
        second.action_submit()
        third = self._new_application(order, bill, 1)
        with self.assertBlocked("PUR-OVERPAY"):
            third.action_submit()
        self._approve_application(first, total - 300)
        self.env.invalidate_all()
        third.line_ids.amount = 200
        third.action_submit()

    def test_advance_by_contract(self):
        """P16: before delivery the agreed share is paid on the order, and counts against the bill later."""
        order = self._one_order()
        self._attach_papers(order)
        self.company_a.purchase_advance_percent = 30
        limit = order.currency_id.round(order.amount_total * 0.3)
        application = self._new_application(order, amount=limit + 1, kind="advance")
        self.assertFalse(application.missing_count)
        with self.assertBlocked("PUR-OVERPAY"):
            application.action_submit()
        application.line_ids.amount = limit
        application.action_submit()
        self._approve_application(application)
        self._pay(application)
        self._receive(order)
        bill = self._bill(order)
        rest = self._new_application(order, bill)
        self.assertEqual(rest.amount_applied, order.amount_total - limit)
        rest.line_ids.amount += 1
        with self.assertBlocked("PUR-OVERPAY"):
            rest.action_submit()

    def test_credit_note(self):
        """P16: what a credit note took off the bill is not paid."""
        order, bill = self._billed_order()
        refund = bill._reverse_moves([{"invoice_date": fields.Date.today()}])
        refund.invoice_line_ids[0].quantity = 1
        refund.action_post()
        (refund.line_ids | bill.line_ids).filtered(
            lambda line: line.account_type == "liability_payable").reconcile()
        application = self._new_application(order, bill)
        self.assertLess(application.amount_applied, bill.amount_total)

    def test_cheque(self):
        """P16: 支票领用: number and receiver of the cheque, once, by finance."""
        order, bill = self._billed_order()
        application = self._new_application(order, bill, payment_method="cheque")
        application.action_submit()
        self._approve_application(application)
        with self.assertRaises(UserError):
            application.action_record_cheque("100001", "Li")
        self.assertTrue(application.with_user(self.clerk).action_record_cheque("100001", "Li"))
        self.assertEqual((application.cheque_number, application.cheque_receiver), ("100001", "Li"))
        with self.assertRaises(UserError):
            application.with_user(self.clerk).action_record_cheque("100002", "Li")

    def test_cancel(self):
        """P16: an approved application is cancelled before it is paid; its claim is free again."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill)
        with self.assertRaises(UserError):
            application.with_user(self.buyer2).action_cancel("x")
        application.action_cancel("Goods go back")
        self.assertEqual(application.state, "cancelled")
        self.assertEqual(self._new_application(order, bill).amount_applied, bill.amount_total)
