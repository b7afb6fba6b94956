from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_payment import HOSTILE, PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentGate(PaymentCase):
    """P16: no door lets money out for orders of a sourcing case without an approved application (PUR-PAYCASE)."""

    def _register(self, bill, **values):
        return self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids).create({"payment_date": fields.Date.today(), **values})

    def _plain_bill(self, partner, amount=100.0):
        bill = self.env["account.move"].with_company(self.company_a).create({
            "move_type": "in_invoice", "partner_id": partner.id, "invoice_date": fields.Date.today(),
            "company_id": self.company_a.id,
            "invoice_line_ids": [Command.create({"name": "Rent", "quantity": 1, "price_unit": amount, "tax_ids": []})]})
        bill.action_post()
        return bill

    def test_register_wizard(self):
        """P16: the standard wizard on the bill is blocked, also for several bills at once."""
        _order, bill = self._billed_order()
        with self.assertBlocked("PUR-PAYCASE"):
            self._register(bill).action_create_payments()
        plain = self._plain_bill(self.suppliers[3])
        with self.assertBlocked("PUR-PAYCASE"):
            self._register(bill | plain, group_payment=False).action_create_payments()

    def test_direct_payment(self):
        """P16: a payment to the supplier, by button, write of state, create, validation or draft entry, is blocked."""
        order, bill = self._billed_order()
        payment = self._direct_payment(order.partner_id, 10.0)
        for call in (payment.action_post, payment.action_validate, lambda: payment.write({"state": "paid"}),
                     lambda: payment.with_context(**HOSTILE).write({"state": "in_process"}),
                     lambda: self._direct_payment(order.partner_id, 10.0, state="paid")):
            with self.assertBlocked("PUR-PAYCASE"), self.env.cr.savepoint():
                call()
        with self.assertBlocked("PUR-PAYCASE"):
            self._direct_payment(order.partner_id, 10.0, invoice_ids=[Command.set(bill.ids)]).action_post()
        with self.assertRaises(AccessError):
            payment.write({"purchase_payment_id": 1})
        with self.assertRaises(AccessError):
            self._direct_payment(order.partner_id, 10.0, purchase_payment_id=1)

    def test_other_bills_pass(self):
        """P16: bills without such an order are paid as ever, of this and of other suppliers."""
        order, bill = self._billed_order()
        plain = self._plain_bill(order.partner_id)
        self._register(plain).action_create_payments()
        self.assertIn(plain.payment_state, ("paid", "in_payment"))
        other = self._direct_payment(self.suppliers[3], 55.0)
        other.action_post()
        self.assertIn(other.state, ("in_process", "paid"))
        with self.assertBlocked("PUR-PAYCASE"):     # more than the bill it names
            self._direct_payment(order.partner_id, 101.0, invoice_ids=[Command.set(plain.ids)]).action_post()
        self.assertEqual(bill.payment_state, "not_paid")

    def test_more_than_approved(self):
        """P16: a draft payment that grows above the approved amount, or goes elsewhere, is not posted."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill, approved=500.0)
        payment = self._pay(application, post=False)
        payment.amount = 500.01
        with self.assertBlocked("PUR-PAYCASE"):
            payment.action_post()
        payment.write({"amount": 500.0, "partner_id": self.suppliers[3].id})
        with self.assertBlocked("PUR-PAYCASE"):
            payment.action_post()
        payment.partner_id = order.partner_id
        payment.action_post()
        self.assertEqual(application.state, "paid")
        twin = payment.copy()
        self.assertFalse(twin.purchase_payment_id)
        with self.assertBlocked("PUR-PAYCASE"):
            twin.action_post()

    def test_posting_the_entry(self):
        """P16: the entry of a payment that was set back is not posted behind its back."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill)
        payment = self._pay(application)
        payment.action_draft()
        self.assertEqual(application.state, "approved")
        application.with_user(self.clerk).sudo()._as_engine().write({"approved_amount": 1.0})
        with self.assertBlocked("PUR-PAYCASE"):
            payment.move_id.action_post()

    def test_reconciling(self):
        """P16: entries and foreign payments don't settle such a bill."""
        order, bill = self._billed_order()
        payable = bill.line_ids.filtered(lambda line: line.account_type == "liability_payable")
        other = self._direct_payment(self.suppliers[3], 100.0)
        other.action_post()
        line = other.move_id.line_ids.filtered(lambda line: line.account_id == payable.account_id)
        with self.assertBlocked("PUR-PAYCASE"), self.env.cr.savepoint():
            (payable | line).reconcile()
        entry = self.env["account.move"].with_company(self.company_a).create({
            "move_type": "entry", "company_id": self.company_a.id, "line_ids": [
                Command.create({"account_id": payable.account_id.id, "debit": 50, "partner_id": order.partner_id.id}),
                Command.create({"account_id": self.bank.default_account_id.id, "credit": 50})]})
        entry.action_post()
        with self.assertBlocked("PUR-PAYCASE"), self.env.cr.savepoint():
            (payable | entry.line_ids[0]).reconcile()
        with self.assertBlocked("PUR-PAYCASE"), self.env.cr.savepoint():
            bill.js_assign_outstanding_line(entry.line_ids[0].id)

    def test_switched_off(self):
        """P16: a company that switches the rule off pays as stock Odoo does; with “warn” a finding stays."""
        _order, bill = self._billed_order()
        self._set_control("PUR-PAYCASE", mode="warn")
        self._register(bill, amount=10.0).action_create_payments()
        self.assertTrue(self.env["company.control.finding"].sudo().search(
            [("control_code", "=", "PUR-PAYCASE"), ("outcome", "=", "warned")]))
        self._set_control("PUR-PAYCASE", mode="off")
        self._register(bill).action_create_payments()
        self.assertIn(bill.payment_state, ("paid", "in_payment"))

    def _count_gate(self, payments):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        payments._check_purchase_gate()
        return self.env.cr.sql_log_count - before

    def test_gate_of_many(self):
        """P16: a batch of payments is checked with the same number of queries for 2 and for 12."""
        counts = []
        for number in (2, 12):
            payments = self.env["account.payment"].concat(
                *(self._direct_payment(self.suppliers[3], 5.0) for _index in range(number)))
            counts.append(min(self._count_gate(payments) for _run in range(2)))
        self.assertEqual(*counts)

    def test_wrong_state(self):
        """P16: papers and match are checked again when the money is to leave."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill)
        order.sudo()._as_engine().write({"sealed_order_id": False})
        with self.assertBlocked("PUR-PAYDOCS"):
            application.with_user(self.clerk).action_create_payment()
        draft = self._new_application(order, bill, 1.0)
        with self.assertRaises(UserError):
            draft.with_user(self.clerk).action_create_payment()
