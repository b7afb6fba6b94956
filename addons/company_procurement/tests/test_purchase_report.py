import io
from datetime import date, timedelta

from freezegun import freeze_time
from pypdf import PdfReader

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestPurchaseReport(SourcingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["company.purchase.report"].with_user(cls.purchase_head).with_company(cls.company_a)

    def _make(self, kind="month", day=False):
        return self.reports.browse(self.reports.action_generate(kind, day))

    def test_figures_of_a_month(self):
        """P25: orders, money and savings of the report are those of the order itself."""
        case, orders = self._ordered_case()
        report = self._make()
        self.assertEqual((report.order_count, report.request_count), (len(orders), 1))
        self.assertAlmostEqual(report.amount, sum(orders.order_line.mapped("price_total")), 2)
        estimate = sum(line.estimated_price * line.quantity for line in case.line_ids)
        self.assertAlmostEqual(report.saving_budget, estimate - report.amount if estimate else 0, 2)
        by_buyer = report.line_ids.filtered(lambda line: line.dimension == "buyer_id")
        self.assertEqual(by_buyer.mapped("label"), [self.buyer.name])
        self.assertAlmostEqual(by_buyer.amount, report.amount, 2)
        self.assertEqual(report.figures["counts"]["cases"], 1)

    def test_saving_against_last_price(self):
        """P25: the saving against the last price compares with the order before."""
        self._set_all_controls("off")
        orders = self.env["purchase.order"].create([
            {"partner_id": self.suppliers[0].id, "company_id": self.company_a.id, "order_line": [Command.create({
                "product_id": self.product_a.id, "product_qty": 10, "price_unit": price, "tax_ids": False})]}
            for price in (20.0, 15.0)])
        for order, day in zip(orders, (3, 1), strict=True):
            order.button_confirm()
            order.date_approve = fields.Datetime.now() - timedelta(minutes=day)
        report = self._make()
        self.assertEqual(report.amount, 350)
        self.assertEqual(report.saving_last, 50)
        self.assertEqual(report.figures["reference_last"], 200)

    def test_period_by_the_companys_clock(self):
        """P25 S8: the first minute of the month in Shanghai belongs to the month, though it is the 30th in UTC."""
        self.company_a.partner_id.tz = "Asia/Shanghai"
        report = self._make("month", "2026-12-05")
        begin, end = report._get_bounds()
        self.assertEqual(str(begin), "2026-11-30 16:00:00")
        self.assertEqual(str(end), "2026-12-31 16:00:00")

    def test_issue_and_review(self):
        """P25: issued with a summary by the head of purchasing, reviewed by somebody else, then unchanged."""
        report = self._make()
        with self.assertRaises(UserError):
            report.action_issue()
        report.summary = "<p>Good month</p>"
        with self.assertRaises(UserError):
            report.with_user(self.auditor.user_id).action_issue()
        report.action_issue()
        with self.assertRaises(UserError):
            report.action_refresh()
        with self.assertRaises(UserError):
            self._make()
        with self.assertRaises(AccessError):
            report.summary = "<p>Better month</p>"
        with self.assertRaises(UserError):
            report.action_review("Fine")
        with self.assertRaises(UserError):
            report.with_user(self.auditor.user_id).action_review("  ")
        report.with_user(self.auditor.user_id).action_review("Checked against the orders")
        self.assertEqual(report.state, "reviewed")
        self.assertEqual(self.env["company.ledger.entry"].sudo().search_count([
            ("kind", "=", "purchase.report"), ("res_id", "=", report.id)]), 2)

    def test_wrong_people(self):
        """P25: buyers make no report, outsiders read none, nobody writes figures."""
        report = self._make()
        with self.assertRaises(AccessError):
            self.env["company.purchase.report"].with_user(self.buyer).action_generate("week")
        with self.assertRaises(AccessError):
            report.with_user(self.outsider).read(["amount"])
        for values in ({"amount": 1}, {"state": "issued"}, {"figures": {}}, {"line_ids": [Command.clear()]}):
            with self.assertRaises(AccessError):
                report.with_context(engine=True).write(values)
        with self.assertRaises(AccessError):
            self.reports.create({"kind": "week", "date_from": "2026-01-01", "date_to": "2026-01-07"})
        with self.assertRaises(UserError):
            self.reports.action_generate("decade")

    def test_cron_makes_each_report_once(self):
        """P25: after the end of week, month and year the reports are there, once."""
        with freeze_time("2027-01-04 06:00:00"):
            for _run in range(2):
                self.env["company.purchase.report"]._cron_generate()
        found = self.reports.sudo().search([("company_id", "=", self.company_a.id)])
        self.assertEqual({(report.kind, report.date_from) for report in found}, {
            ("week", date(2026, 12, 28)), ("month", date(2026, 12, 1)), ("year", date(2026, 1, 1))})
        self.assertTrue(self.env["company.todo"].sudo().search_count([
            ("kind", "=", "purchase.report"), ("user_id", "=", self.purchase_head.id)]))

    def test_print(self):
        """P25 S4: the report prints with its figures and the summary."""
        self._ordered_case()
        report = self._make("month")
        report.summary = "<p>Prices of steel fell</p>"
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "company_procurement.action_report_purchase_report", report.ids)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        self.assertIn("Prices of steel fell", text)
        self.assertIn(self.buyer.name, text)

    def test_queries_do_not_grow(self):
        """P25: as many queries for 40 orders as for 4."""
        self._set_all_controls("off")

        def order(count):
            self.env["purchase.order"].create([
                {"partner_id": self.suppliers[index % 4].id, "company_id": self.company_a.id,
                 "order_line": [Command.create({"product_id": self.product_a.id, "product_qty": 1, "price_unit": 9})]}
                for index in range(count)]).button_confirm()
        counts = []
        for count in (4, 36):
            order(count)
            report = self._make()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report.action_refresh()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
