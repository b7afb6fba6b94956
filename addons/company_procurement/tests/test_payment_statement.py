import io

import pdfplumber

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_payment import PaymentCase
from .test_payment_advance import ReimbursementCase


@tagged("post_install", "-at_install")
class TestPaymentStatement(PaymentCase):

    def _statement(self, order, user=None):
        self.env.flush_all()
        rows = self.env["company.purchase.balance"].with_user(user or self.clerk).search(
            [("partner_id", "=", order.partner_id.id), ("company_id", "=", self.company_a.id)])
        return self.env["company.purchase.statement"].with_user(user or self.clerk).browse(rows.action_make_statement())

    def _portal_user(self, partner, login):
        return new_test_user(self.env, login=login, groups="base.group_portal", partner_id=partner.id,
                             company_id=self.company_a.id, company_ids=[Command.set(self.company_a.ids)])

    def test_balance(self):
        """P26: ordered, received, invoiced, applied, paid, owed and overdue per supplier."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill, approved=500.0)
        self._pay(application)
        bill.invoice_date_due = "2020-01-01"
        self.env.flush_all()
        row = self.env["company.purchase.balance"].with_user(self.clerk).search(
            [("partner_id", "=", order.partner_id.id)])
        total = order.amount_total
        self.assertEqual(
            (row.amount_ordered, row.amount_received, row.amount_invoiced, row.amount_claimed, row.amount_paid,
             row.amount_owed, row.amount_overdue),
            (total, total, total, 500.0, 500.0, total - 500.0, total - 500.0))
        statement = self._statement(order)
        self.assertEqual((statement.amount_owed, statement.amount_paid, statement.amount_overdue),
                         (total - 500.0, 500.0, total - 500.0), "the same figures as in the list")
        self.assertEqual(statement.line_ids.order_id, order)

    def test_sent_and_confirmed(self):
        """P26: the statement goes to the supplier with its PDF; he alone answers in the portal, the answer is kept."""
        order, _bill = self._billed_order()
        supplier = self._portal_user(order.partner_id, "portal.one")
        other = self._portal_user(self.suppliers[3], "portal.two")
        statement = self._statement(order)
        with self.assertRaises(AccessError):
            statement.with_user(supplier).read(["amount_owed"])
        statement.action_send()
        self.assertEqual(statement.message_ids[0].attachment_ids.mimetype, "application/pdf")
        self.assertIn(order.partner_id, statement.message_ids[0].partner_ids)
        with self.assertRaises(AccessError):
            statement.with_user(other).read(["amount_owed"])
        with self.assertRaises(AccessError):
            statement.with_user(other).action_answer(True)
        own = statement.with_user(supplier)
        self.assertEqual(own.amount_owed, order.amount_total)
        with self.assertRaises(UserError):
            own.action_answer(False, "")
        own.action_answer(False, "An invoice is missing", 100.0)
        self.assertEqual((statement.state, statement.difference), ("disputed", 100.0 - order.amount_total))
        own.action_answer(True, "Found it")
        self.assertEqual((statement.state, statement.answer, statement.answered_by_id),
                         ("confirmed", "Found it", supplier))
        with self.assertRaises(UserError):
            own.action_answer(True)
        with self.assertRaises(AccessError):
            own.write({"note": "x"})

    def test_statement_wrong_person(self):
        """P26: buyers read the balances, finance and the head of purchasing draw up and send."""
        order, _bill = self._billed_order()
        with self.assertRaises(AccessError):
            self._statement(order, self.buyer)
        statement = self._statement(order)
        for user in (self.buyer, self.requester):
            with self.assertRaises(AccessError):
                statement.with_user(user).action_send()
        with self.assertRaises(AccessError):
            statement.write({"amount_owed": 1.0})

    def test_payment_plan(self):
        """P26: the plan shows every due once: bill, then its application, then nothing."""
        order, bill = self._billed_order()
        plan = self.env["company.purchase.payment.plan"].with_user(self.clerk)

        def rows():
            self.env.flush_all()
            self.env.invalidate_all()
            found = plan.search([("partner_id", "=", order.partner_id.id)])
            return sorted((row.kind, row.amount, row.is_approved) for row in found)

        total = bill.amount_total
        self.assertEqual(rows(), [("bill", total, False)])
        application = self._new_application(order, bill, 300.0)
        application.action_submit()
        self.assertEqual(rows(), [("application", 300.0, False), ("bill", total - 300.0, False)])
        self._approve_application(application)
        self.assertEqual(rows(), [("application", 300.0, True), ("bill", total - 300.0, False)])
        self._pay(application)
        self.assertEqual(rows(), [("bill", total - 300.0, False)])
        action = plan.search([("partner_id", "=", order.partner_id.id)]).action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.move", bill.id))

    def test_checklist_queries(self):
        """P16: a list of 80 applications computes its checklists with the queries of 8."""
        order, bill = self._billed_order()
        applications = self.env["company.purchase.payment"]
        for index in range(80):
            applications |= self._new_application(order, bill, 0.1 * index)
        counts = []
        for number in (8, 80):
            part = applications[:number].with_user(self.clerk)
            runs = []
            for _run in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                part.mapped("missing_count")
                runs.append(self.env.cr.sql_log_count - before)
            counts.append(min(runs))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 80)


@tagged("post_install", "-at_install")
class TestPaymentPrint(ReimbursementCase):

    def _text(self, report, records):
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(f"company_procurement.{report}", records.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return "".join(page.extract_text() for page in document.pages).replace(" ", "").replace("\n", "")

    def test_application_form(self):
        """P16 S4: the application prints with supplier, amounts in capital figures, papers and signatures."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill, approved=1000.0)
        text = self._text("company_purchase_payment_report", application)
        for word in (application.name, order.name, bill.tax_invoice_number, "1000.00", "壹仟元整", self.finance.name,
                     self.gm.name, self.buyer.name):
            self.assertIn(word.replace(" ", ""), text)

    def test_advance_and_reimbursement_form(self):
        """P17 S4: advance and claim print with the amount in capital figures."""
        order = self._one_order()
        advance = self._new_advance(order.sudo().sourcing_id, 320.5)
        self.assertIn("叁佰贰拾元伍角整", self._text("company_purchase_advance_report", advance))
        claim = self._new_claim(order, 88.0)
        text = self._text("company_purchase_reimbursement_report", claim)
        for word in ("捌拾捌元整", "INV-0001", order.name):
            self.assertIn(word, text)

    def test_statement_form(self):
        """P26 S4: the statement prints its orders and what is owed."""
        order, _bill = self._billed_order()
        self.env.flush_all()
        rows = self.env["company.purchase.balance"].search([("partner_id", "=", order.partner_id.id)])
        statement = self.env["company.purchase.statement"].browse(rows.action_make_statement())
        text = self._text("company_purchase_statement_report", statement)
        for word in (statement.name, order.name, f"{order.amount_total:.2f}"):
            self.assertIn(word, text)
