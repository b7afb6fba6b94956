import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sourcing_common import PDF
from .test_payment import HOSTILE, PaymentCase


class ReimbursementCase(PaymentCase):

    def _new_advance(self, case, amount, user=None):
        return self.env["company.purchase.advance"].with_user(user or self.buyer).with_company(self.company_a).create({
            "sourcing_id": case.id, "amount": amount, "purpose": "Bolts from the market"})

    def _paid_advance(self, case, amount):
        advance = self._new_advance(case, amount)
        advance.action_submit()
        self._approve(advance)
        self._pay(advance)
        return advance

    def _new_claim(self, order, amount=None, user=None, number="INV-0001", **line):
        file = base64.b64encode(PDF + number.encode())
        return self.env["company.purchase.reimbursement"].with_user(user or self.buyer).with_company(
            self.company_a).create({"purpose": "Bolts", "line_ids": [Command.create({
                "order_id": order.id, "amount": order.amount_total if amount is None else amount,
                "document_kind": "ordinary", "document_number": number, "document_file": file,
                "document_filename": "invoice.pdf", **line})]})

    def _approved_claim(self, order, amount=None, **values):
        claim = self._new_claim(order, amount, **values)
        claim.action_submit()
        self._approve(claim)
        return claim


@tagged("post_install", "-at_install")
class TestPaymentAdvance(ReimbursementCase):

    def test_advance(self):
        """P17: advance for an approved case → approved → draft payment to the borrower → open balance and due date."""
        case = self._approved_case()
        advance = self._new_advance(case, 500.0)
        self.assertRegex(advance.name, r"^JZ\d{6}-")
        advance.action_submit()
        self.assertEqual(list(self._approve(advance)), [self.finance, self.gm])
        payment = self._pay(advance, post=False)
        self.assertEqual((payment.partner_id, payment.amount, payment.state),
                         (self.buyer.partner_id, 500.0, "draft"))
        self.assertEqual(advance.balance, 0.0)
        payment.action_post()
        self.assertEqual((advance.state, advance.balance), ("paid", 500.0))
        today = fields.Date.context_today(advance.with_context(tz="Asia/Shanghai"))
        self.assertEqual(advance.deadline.date(), today + timedelta(days=31))
        self.assertEqual(self._open_todos(advance, "purchase.settle"), self.buyer)
        with self.assertRaises(UserError):
            advance.with_user(self.clerk).action_create_payment()

    def _open_todos(self, record, kind):
        return self.env["company.todo"].sudo().search([
            ("res_model", "=", record._name), ("res_id", "=", record.id), ("kind", "=", kind),
            ("state", "=", "open")]).user_id

    def test_never_above_the_award(self):
        """P17: all advances together stay within what was awarded (PUR-ADVANCE)."""
        case = self._approved_case()
        self._new_advance(case, case.amount_awarded - 10).action_submit()
        second = self._new_advance(case, 10.01)
        with self.assertBlocked("PUR-ADVANCE"):
            second.action_submit()
        second.amount = 10
        second.action_submit()

    def test_no_advance_while_overdue(self):
        """P17: who has an overdue advance draws no other one; the overdue one is found once (PUR-ADVANCE)."""
        with freeze_time(fields.Datetime.now() - timedelta(days=40)):
            advance = self._paid_advance(self._approved_case(), 300.0)
        self.assertEqual(advance.deadline_status, "overdue")
        for _run in range(2):
            self.env["company.purchase.advance"]._cron_remind_overdue()
        self.assertEqual(self.env["company.control.finding"].sudo().search_count(
            [("res_model", "=", advance._name), ("res_id", "=", advance.id)]), 1)
        other = self._new_advance(self._approved_case(), 100.0)
        with self.assertBlocked("PUR-ADVANCE"):
            other.action_submit()
        advance.with_user(self.clerk).action_record_repayment(300.0, "Not needed")
        self.assertEqual((advance.state, advance.balance), ("settled", 0.0))
        other.action_submit()
        self.assertEqual(other.state, "approval")

    def test_wrong_person(self):
        """P17: only the buyer of the case draws, only finance pays and takes money back, nobody writes the state."""
        case = self._approved_case()
        with self.assertRaises(AccessError):
            self._new_advance(case, 10.0, user=self.requester)
        foreign = self._new_advance(case, 10.0, user=self.buyer2)
        with self.assertRaises(UserError):
            foreign.action_submit()
        draft = self._new_advance(self._new_case(), 10.0)
        with self.assertRaises(UserError):
            draft.action_submit()
        advance = self._new_advance(case, 10.0)
        for values in ({"state": "paid"}, {"borrower_id": self.buyer2.id}, {"deadline": False}):
            with self.assertRaises(AccessError):
                advance.with_context(**HOSTILE).write(values)
        advance.action_submit()
        self._approve(advance)
        for user in (self.buyer, self.gm, self.purchase_head):
            with self.assertRaises(UserError):
                advance.with_user(user).action_create_payment()
        self._pay(advance)
        for user in (self.buyer, self.gm):
            with self.assertRaises(UserError):
                advance.with_user(user).action_record_repayment(1.0)
        with self.assertRaises(UserError):
            advance.with_user(self.clerk).action_record_repayment(10.01)
        with self.assertRaises(AccessError):
            advance.sudo().settlement_ids.create({"advance_id": advance.id, "amount": 1, "kind": "repayment"})

    # ------------------------------------------------------------------
    # Reimbursement
    # ------------------------------------------------------------------

    def test_reimbursement(self):
        """P17: accepted purchase → claim with invoice → finance head, company head → draft payment to the claimant."""
        order = self._one_order()
        self._receive(order)
        claim = self._new_claim(order)
        self.assertFalse(claim.missing_papers)
        self.assertEqual(claim.received_on, fields.Date.today())
        claim.action_submit()
        self.assertTrue(claim.papers_complete_on)
        self.assertEqual(list(self._approve(claim)), [self.finance, self.gm], "P17: R4 §3.1.6.5")
        payment = self._pay(claim)
        self.assertEqual((payment.partner_id, payment.amount), (self.buyer.partner_id, order.amount_total))
        self.assertEqual(claim.state, "paid")
        again = self._new_claim(order, number="INV-0002")
        with self.assertBlocked("PUR-OVERPAY"):
            again.action_submit()

    def test_missing_papers(self):
        """P17: acceptance, stock-in slip, number and file of the invoice: each is asked for (PUR-REIMB-PAPERS)."""
        order = self._one_order()
        claim = self._new_claim(order, 10.0, document_number=False)
        self.assertIn("Acceptance", claim.missing_papers)
        self.assertIn("Stock-in", claim.missing_papers)
        self.assertIn("number", claim.missing_papers)
        with self.assertBlocked("PUR-REIMB-PAPERS"):
            claim.action_submit()
        self._receive(order)
        for values in ({"document_number": "INV-7", "document_file": False},
                       {"document_kind": "receipt"}, {"document_kind": "statement"}):
            file = claim.line_ids.document_file
            claim.line_ids.write({"document_number": "INV-7", **values})
            with self.assertBlocked("PUR-REIMB-PAPERS"):
                claim.action_submit()
            claim.line_ids.write({"document_kind": "ordinary", "document_file": file or base64.b64encode(PDF)})
        claim.action_submit()
        self.assertEqual(claim.state, "approval")

    def test_same_invoice_twice(self):
        """P17: an invoice is claimed once, and not when it stands on a bill."""
        order, bill = self._billed_order()
        claim = self._new_claim(order, 5.0, number="INV-9")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._new_claim(order, 5.0, number="INV-9")
        claim.line_ids.document_number = bill.tax_invoice_number
        with self.assertBlocked("PUR-REIMB-PAPERS"):
            claim.action_submit()
        claim.line_ids.bill_id = bill
        claim.action_submit()

    def test_late(self):
        """P17: claimed later than one month after the arrival it is blocked; the head of finance may allow it."""
        with freeze_time(fields.Datetime.now() - relativedelta(months=1, days=3)):
            order = self._one_order()
            self._receive(order)
        claim = self._new_claim(order)
        self.assertTrue(claim.is_late)
        with self.assertBlocked("PUR-REIMB-LATE"):
            claim.action_submit()
        finding = self.env["company.control.finding"].sudo().search(
            [("control_code", "=", "PUR-REIMB-LATE"), ("res_id", "=", claim.id)], limit=1)
        finding.with_user(self.finance).sudo(False).action_override("Was ill")
        claim.action_submit()
        self.assertEqual(claim.state, "approval")

    def test_in_time(self):
        """P17: on the last day of the month it is in time."""
        with freeze_time(fields.Datetime.now() - relativedelta(months=1) + timedelta(days=1)):
            order = self._one_order()
            self._receive(order)
        claim = self._new_claim(order)
        self.assertFalse(claim.is_late)
        claim.action_submit()

    def test_settles_advance_first(self):
        """P17: the claim settles the open advance; only the rest is paid out, and a cancelled claim opens it again."""
        order = self._one_order()
        advance = self._paid_advance(order.sudo().sourcing_id, 400.0)
        self._receive(order)
        claim = self._new_claim(order)
        self.assertEqual(claim.open_advance, 400.0)
        claim.action_submit()
        self._approve(claim)
        self.assertEqual((claim.settled_amount, claim.net_amount), (400.0, order.amount_total - 400.0))
        self.assertEqual((advance.state, advance.balance), ("settled", 0.0))
        claim.action_cancel("Wrong invoice")
        self.assertEqual((advance.state, advance.balance), ("paid", 400.0))
        small = self._approved_claim(order, 150.0, number="INV-0003")
        self.assertEqual((small.state, small.net_amount), ("paid", 0.0))
        self.assertEqual((advance.state, advance.balance), ("paid", 250.0))

    def test_settles_the_bill(self):
        """P17 P16: the repayment to the buyer settles the supplier's bill in the books."""
        order, bill = self._billed_order()
        claim = self._new_claim(order, bill.amount_total, number=bill.tax_invoice_number)
        claim.line_ids.bill_id = bill
        claim.action_submit()
        self._approve(claim)
        self._pay(claim)
        self.assertTrue(bill.currency_id.is_zero(bill.amount_residual))

    def test_clock_of_finance(self):
        """P17: from complete papers on finance has five working days; overdue ones are found once (PUR-REPAY)."""
        order = self._one_order()
        category = order.sudo().sourcing_id.category_id
        category.repayment_days = 5
        self._receive(order)
        with freeze_time("2026-03-02 02:00:00"):
            claim = self._new_claim(order)
            claim.action_submit()
            self.assertEqual(claim.deadline.date().isoformat(), "2026-03-09")
        with freeze_time("2026-03-10 02:00:00"):
            claim.invalidate_recordset()
            self.assertEqual(claim.deadline_status, "overdue")
            for _run in range(2):
                self.env["company.purchase.reimbursement"]._cron_note_overdue()
        findings = self.env["company.control.finding"].sudo().search(
            [("control_code", "=", "PUR-REPAY"), ("res_id", "=", claim.id)])
        self.assertEqual(findings.mapped("outcome"), ["warned"])

    def test_reimbursement_wrong_person(self):
        """P17: claimed by who paid, paid by finance, never by himself; no protected field is written."""
        order = self._one_order()
        self._receive(order)
        foreign = self._new_claim(order, user=self.buyer2)
        with self.assertRaises(UserError):
            foreign.action_submit()
        foreign.unlink()
        claim = self._new_claim(order)
        for values in ({"state": "approved"}, {"claimant_id": self.buyer2.id}, {"papers_complete_on": False}):
            with self.assertRaises(AccessError):
                claim.with_context(**HOSTILE).write(values)
        with self.assertRaises(AccessError):
            claim.with_user(self.outsider).read(["amount_total"])
        claim.action_submit()
        self._approve(claim)
        for user in (self.buyer, self.gm):
            with self.assertRaises(UserError):
                claim.with_user(user).action_create_payment()
