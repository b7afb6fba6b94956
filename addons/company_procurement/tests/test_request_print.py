import io

from pypdf import PdfReader

from odoo.tests import tagged

from .common import ProcurementCase

REPORT = "company_procurement.company_purchase_request_report"


@tagged("post_install", "-at_install")
class TestRequestPrint(ProcurementCase):
    def _text(self, content):
        reader = PdfReader(io.BytesIO(content))
        return [page.extract_text() for page in reader.pages]

    def test_three_copies(self):
        """S4 P1: the form prints in three marked copies with lines and the trail in its signature boxes."""
        request = self._approved_request(lines=[self._line(), self._line(self.product_b, 2)])
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(REPORT, request.ids)
        self.assertEqual(kind, "pdf")
        pages = self._text(content)
        self.assertEqual(len(pages), 3)
        for page in pages:
            self.assertIn(request.name, page)
            self.assertIn("M24x90", page)
            self.assertIn(self.manager.name, page)
        self.assertEqual(len(set(pages)), 3, "every copy carries its own mark")

    def test_long_request(self):
        """S4: a request with many lines runs over several pages, none is lost."""
        request = self._new_request(lines=[
            self._line(description=f"Part {index:03d}") for index in range(60)])
        content = request._render_copy("requester")
        text = "".join(self._text(content))
        for index in (0, 30, 59):
            self.assertIn(f"Part {index:03d}", text)

    def test_copies_are_delivered(self):
        """P1: requester, purchasing and site each get their copy as a message with the PDF; once."""
        contact = self.env["res.partner"].create({"name": "Site Contact", "email": "site@example.com"})
        request = self._approved_request(buyer=self.buyer, site_contact_id=contact.id)
        request = request.with_user(self.env.ref("base.user_root"))
        self.assertFalse(request.copies_sent_on)
        request._deliver_copies()
        posted = request.message_ids.filtered("attachment_ids")
        self.assertEqual(len(posted), 3)
        self.assertEqual(posted.notified_partner_ids, self.requester.partner_id | self.buyer.partner_id | contact)
        self.assertEqual(set(posted.attachment_ids.mapped("mimetype")), {"application/pdf"})
        self.assertTrue(request.copies_sent_on)
        request._deliver_copies()
        self.assertEqual(len(request.message_ids.filtered("attachment_ids")), 3)

    def test_approval_triggers_delivery(self):
        """P1 S8: approval wakes the job that delivers; it doesn't make the approver wait."""
        cron = self.env.ref("company_procurement.ir_cron_deliver_copies")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self._approved_request()
        self.assertGreater(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before)
