import io
from datetime import timedelta

import pdfplumber

from odoo.tests import HttpCase, tagged

from .acceptance_common import AcceptanceCase, AcceptanceFixture


@tagged("post_install", "-at_install")
class TestAcceptancePrint(AcceptanceCase):

    def _text(self, report, records):
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(f"company_procurement.{report}", records.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            return "".join(page.extract_text() for page in document.pages).replace("\n", "").replace(" ", "")

    def test_forms(self):
        """P15 S4: delivery note and certificate show figures, papers, defects and the three signatures with times."""
        acceptance = self._delivery(lines=[self._line()])
        self._count(acceptance, accepted_qty=8.0)
        acceptance.action_report_nonconformity(
            [{"line_id": acceptance.line_ids.id, "quantity": 2.0, "reason": "Bent"}], "Two are bent",
            self._photo().ids)
        acceptance.action_attach_certificate("certificate", self._paper().id, acceptance.line_ids.ids)
        empty = self._text("company_purchase_delivery_report", acceptance)
        self.assertNotIn("Seen", empty)
        self._sign(acceptance)
        for report in ("company_purchase_acceptance_report", "company_purchase_delivery_report"):
            text = self._text(report, acceptance)
            for word in (acceptance.name, "SH-001", "M24x90", "certificate.pdf", "Two are bent", self.buyer.name,
                         self.requester.name, self.warehouse.name, "Seen", acceptance.order_id.sudo().name):
                self.assertIn(word.replace(" ", ""), text, report)

    def test_transport_forms(self):
        """P27 S4: the transport order and the monthly settlement list of a carrier print with their figures."""
        carrier = self.env["res.partner"].create({"name": "Carrier"})
        transport = self.env["company.purchase.transport"].with_user(self.buyer).create({
            "goods": "Beams", "pickup": "Base 1", "destination": "Site 3", "carrier_id": carrier.id, "price": 432.5,
            "price_reason": "Night drive"})
        transport.action_request()
        transport.action_place()
        text = self._text("company_purchase_transport_report", transport)
        for word in (transport.name, "Beams", "Carrier", "Nightdrive", "432.50", self.buyer.name.replace(" ", "")):
            self.assertIn(word, text)
        text = self._text("company_purchase_transport_settlement_report", transport)
        for word in (transport.name, "Carrier", "432.50"):
            self.assertIn(word, text)


@tagged("post_install", "-at_install")
class TestSupplierDates(AcceptanceFixture, HttpCase):

    def test_dates_in_the_portal(self):
        """P13: the supplier's later date comes in by the portal page, waits for the buyer and is shown as waiting."""
        _case, order = self._ordered_case(lines=[self._line()])
        order = order.sudo()
        line = order.order_line
        old = line.date_planned
        token = order._portal_ensure_token()
        for days, expected in ((6, "proposed"), (-1, "agreed")):
            date = str(old.date() + timedelta(days=days))
            response = self.url_open(
                f"/my/purchase/{order.id}/update", json={"params": {"access_token": token, str(line.id): date}})
            self.assertEqual(response.status_code, 200)
            self.env.invalidate_all()
            self.assertEqual(order.date_change_ids.sorted("id")[-1:].state, expected)
            if days > 0:
                self.assertEqual(line.date_planned, old)
                page = self.url_open(f"/my/purchase/{order.id}?access_token={token}").text
                self.assertIn(line.product_id.display_name, page)
                self.assertIn("alert-warning", page)
        stranger = self.url_open(
            f"/my/purchase/{order.id}/update", json={"params": {"access_token": "x", str(line.id): str(old.date())}})
        self.assertNotIn("204", stranger.text)
        self.assertEqual(len(order.date_change_ids), 2)
