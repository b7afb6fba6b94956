import io

import pdfplumber

from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestSourcingPrint(SourcingCase):

    def _text(self, report, records):
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(f"company_procurement.{report}", records.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return "".join(page.extract_text() for page in document.pages)

    def test_case_form(self):
        """P6 S4: the form of the case shows lines, quotes, price check, award and the approval trail."""
        case, orders = self._ordered_case()
        text = self._text("company_purchase_sourcing_report", case)
        for word in (case.name, "M24x90", "Supplier", "Compared with history", self.checker.name,
                     self.finance.name, orders[0].name):
            self.assertIn(word.replace(" ", ""), text.replace(" ", "").replace("\n", ""))

    def test_inquiry_form(self):
        """P7 S4: the inquiry that a supplier gets shows goods and quantities, and nobody's price."""
        case = self._quoted_case(count=1)
        quote = case.quote_ids.filtered(lambda quote: quote.quote_status == "received")
        text = self._text("purchase_inquiry_report", quote)
        self.assertIn("M24x90", text)
        self.assertNotIn("250", text)

    def test_order_form(self):
        """P13 S4: the order prints with its case, lines and total."""
        case, orders = self._ordered_case()
        text = self._text("purchase_order_form_report", orders[0])
        self.assertIn(case.name, text)
        self.assertIn(f"{orders[0].amount_total:.2f}", text)

    def test_inquiry_by_mail(self):
        """P7: the inquiry goes to the suppliers by mail with its form attached."""
        case = self._new_case()
        quotes = self.env["purchase.order"].browse(case.action_invite(self.suppliers[:3].ids, send_mail=True))
        self.assertEqual(set(quotes.mapped("state")), {"sent"})
        message = quotes[0].message_ids.filtered("attachment_ids")
        self.assertEqual(message.partner_ids, quotes[0].partner_id)
        self.assertEqual(message.attachment_ids.mimetype, "application/pdf")
