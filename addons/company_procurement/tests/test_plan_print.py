from odoo.tests import tagged

from .plans_common import PlansCase


@tagged("post_install", "-at_install")
class TestPlanPrint(PlansCase):

    def _html(self, report, record):
        return self.env["ir.actions.report"]._render_qweb_html(
            f"company_procurement.{report}", record.ids)[0].decode()

    def test_distribution_list(self):
        """P18 S4: one page for each department, with what it gets and room for the signature."""
        first = self._joined(lines=[self._line(quantity=10)])
        self._joined(user=self.outsider, lines=[self._line(quantity=5)])
        first.plan_id._merge()
        html = self._html("company_purchase_plan_report", first.plan_id)
        for text in ("Engineering", "Human Resources", "Bolt", "Zhang Employee", "He Outsider"):
            self.assertIn(text, html)
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "company_procurement.company_purchase_plan_report", first.plan_id.ids)
        self.assertEqual((kind, pdf[:4]), ("pdf", b"%PDF"))

    def test_forms_carry_the_consent(self):
        """P19 S4: request and circulation form say who agreed, when and how, what was paid, who answers for it."""
        request = self._sporadic()
        self._approve(request)
        case = self._bought(request)
        for report, record in (("company_purchase_request_report", request.sudo()),
                               ("company_purchase_sourcing_report", case.sudo())):
            html = self._html(report, record)
            for text in ("Li Manager", "Go ahead", "Wang Buyer", "0123", "Supplier 1"):
                self.assertIn(text, html, report)
