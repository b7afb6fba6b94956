import json
import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .inquiry_common import SCAN, InquiryFixture

OURS = (
    "company.purchase.sourcing", "company.purchase.sourcing.line", "company.purchase.sourcing.award",
    "company.purchase.quote.round", "company.purchase.price.check", "company.purchase.request",
    "company.purchase.question", "company.purchase.sealed.answer", "company.purchase.quote.draft",
    "company.purchase.category",
)


@tagged("post_install", "-at_install")
class TestInquiryHttp(InquiryFixture, RpcCase):
    """P7: the portal over real requests; a supplier reaches his own inquiries and nothing else, by whatever door."""

    def _login(self, index):
        login = f"portal.supplier{index + 1}"
        self.authenticate(login, login + "-Pass1")

    def _post(self, url, data, files=None):
        token = re.search(r'csrf_token: "([^"]+)"', self.url_open("/my").text).group(1)
        return self.opener.post(
            self.base_url() + url, data={**data, "csrf_token": token}, files=files, allow_redirects=True, timeout=60)

    def _form(self, case, prices, **values):
        line_values = {}
        for line, price in zip(case.line_ids, prices, strict=True):
            line_values.update({f"price_unit-{line.id}": str(price), f"quantity-{line.id}": f"{line.quantity:g}",
                                f"tax_id-{line.id}": "0", f"date_planned-{line.id}": "2030-01-31",
                                f"remark-{line.id}": "from stock"})
        return {**line_values, "freight_amount": "1,050.5", "payment_terms": "30 days", "remark": "",
                "valid_until": fields.Date.to_string(fields.Date.today() + timedelta(days=30)), **values}

    def test_walk(self):
        """P7: list, page, save, print, submit with scan, history; the count on the home page; seen on portal."""
        case = self._invited_case()
        quote = self._quote_of(case, 0)
        self._login(0)
        self.assertIn(quote.name, self.url_open("/my/inquiries").text)
        for query in ("?filterby=open", "?filterby=won", "?filterby=x&sortby=y", "?search=Bolt", "?search=%25"):
            self.assertEqual(self.url_open("/my/inquiries" + query).status_code, 200)
        self.assertNotIn(quote.name, self.url_open("/my/inquiries?search=nothing-like-it").text)
        page = self.url_open(f"/my/inquiries/{quote.id}")
        self.assertIn("o_company_inquiry_form", page.text)
        self.env.invalidate_all()
        self.assertTrue(quote.quote_seen_on)
        url = f"/my/inquiries/{quote.id}/answer"
        self.assertIn("12.75", self._post(url, {**self._form(case, (12.75, 260)), "step": "save"}).text)
        self.env.invalidate_all()
        self.assertEqual(quote.quote_status, "invited")
        form = self.url_open(f"/my/inquiries/{quote.id}/form")
        self.assertEqual(form.headers["Content-Type"], "application/pdf")
        refused = self._post(url, {**self._form(case, (12.75, 260)), "step": "submit"})
        self.assertIn("alert-danger", refused.text)
        self.assertIn("12.75", refused.text, "what was typed stays on the page")
        done = self._post(url, {**self._form(case, (12.75, 260)), "step": "submit"},
                          files={"scan": ("seal.pdf", SCAN, "application/pdf")})
        self.assertIn("alert-success", done.text)
        self.env.invalidate_all()
        self.assertEqual(quote.quote_status, "received")
        self.assertEqual(quote.order_line[0].price_unit, 12.75)
        self.assertEqual(quote.freight_amount, 1050.5)
        self.assertEqual(self.url_open(f"/my/inquiries/{quote.id}/scan/1").content, SCAN)

    def test_wrong_figures(self):
        """P7: text in place of figures, a script as scan: refused on the page."""
        case = self._invited_case()
        quote = self._quote_of(case, 0)
        self._login(0)
        url = f"/my/inquiries/{quote.id}/answer"
        for form, scan in ((self._form(case, ("a lot", 1)), SCAN), (self._form(case, ("-1", 1)), SCAN),
                           (self._form(case, ("nan", 1)), SCAN), (self._form(case, (1, 1)), b"<script>"),
                           (self._form(case, (1, 1), valid_until="x"), SCAN)):
            page = self._post(url, {**form, "step": "submit"}, files={"scan": ("seal.pdf", scan, "application/pdf")})
            self.assertIn("alert-danger", page.text)
        self.env.invalidate_all()
        self.assertEqual(quote.quote_status, "invited")

    def test_foreign_ids(self):
        """P7: pages, forms, scans and documents of another supplier: no page, no word."""
        case = self._invited_case()
        self._submit(case, 0, (10.77, 250.77))
        quote = self._quote_of(case, 0)
        token = quote._portal_ensure_token()
        document = self.env["ir.attachment"].create(
            {"name": "drawing.pdf", "raw": b"%PDF-drawing", "res_model": case._name, "res_id": case.id})
        case.write({"inquiry_document_ids": [(4, document.id)]})
        self.env.flush_all()
        self._login(1)
        for url in (f"/my/inquiries/{quote.id}", f"/my/inquiries/{quote.id}?access_token={token}",
                    f"/my/inquiries/{quote.id}/form", f"/my/inquiries/{quote.id}/scan/1",
                    f"/my/inquiries/{quote.id}/document/{document.id}", "/my/inquiries/999999999"):
            response = self.url_open(url, allow_redirects=False)
            self.assertEqual(response.status_code, 303, url)
        for step in ("answer", "decline", "ask", "extend"):
            self._post(f"/my/inquiries/{quote.id}/{step}", {"reason": "x", "text": "x", "valid_until": "2099-01-01",
                                                            "step": "submit", **self._form(case, (1, 1))})
        own = self._quote_of(case, 1)
        for bad in (f"/my/inquiries/{own.id}/scan/1", f"/my/inquiries/{own.id}/document/{quote.quote_scan_id.id}"):
            self.assertEqual(self.url_open(bad).status_code, 404)
        self.assertEqual(self.url_open(f"/my/inquiries/{own.id}/document/{document.id}").content, b"%PDF-drawing")
        for url in (f"/web/content/{quote.quote_scan_id.id}", f"/web/content/{quote.quote_scan_id.id}?access_token=x",
                    f"/web/content/{document.id}", f"/web/content/purchase.order/{quote.id}/name",
                    f"/web/image/{quote.quote_scan_id.id}"):
            response = self.url_open(url)
            self.assertNotIn(b"signed and sealed", response.content)
            self.assertNotIn(b"%PDF", response.content)
        self.env.invalidate_all()
        self.assertEqual((quote.quote_status, quote.quote_round), ("received", 1))
        self.assertEqual(quote.order_line[0].price_unit, 10.77)
        self.assertFalse(case.question_ids)

    def test_standard_portal(self):
        """P7: the standard portal of orders has no door to a quote of a case: own or foreign, with or without token."""
        case = self._invited_case()
        self._submit(case, 0, (10.77, 250.77))
        quote = self._quote_of(case, 0)
        token = quote._portal_ensure_token()
        line, planned = quote.order_line[0], quote.order_line[0].date_planned
        self.env.flush_all()
        for index in (0, 1, None):
            if index is None:
                self.authenticate(None, None)
            else:
                self._login(index)
                for url in ("/my/rfq", "/my/purchase", "/my/purchase?filterby=cancel"):
                    self.assertNotIn(quote.name, self.url_open(url).text)
            for query in ("", f"?access_token={token}", f"?access_token={token}&acknowledge=True",
                          f"?access_token={token}&update=True", f"?access_token={token}&report_type=pdf",
                          f"?access_token={token}&report_type=html"):
                response = self.url_open(f"/my/purchase/{quote.id}{query}", allow_redirects=False)
                self.assertIn(response.status_code, (302, 303), query)
            for url in (f"/my/purchase/{quote.id}/update", f"/my/purchase/{quote.id}/update?access_token={token}"):
                self.opener.post(self.base_url() + url, timeout=30, headers={"Content-Type": "application/json"},
                                 data=json.dumps({"params": {str(line.id): "2031-01-01", "access_token": token}}))
            response = self.url_open(f"/my/purchase/{quote.id}/download_edi?access_token={token}")
            self.assertNotIn("10.77", response.text)
        self.env.invalidate_all()
        self.assertEqual(line.date_planned, planned)
        self.assertFalse(quote.acknowledged)

    def test_rpc_of_a_supplier(self):
        """P7 S7: over XML-RPC a portal user reads none of our models and no quote, not even its own as a record."""
        case = self._invited_case()
        self._submit(case, 0, (10.77, 250.77))
        quotes = case.sudo().quote_ids
        for model in OURS:
            for method, args in (("search_read", ([],)), ("read", (case.ids,)), ("search_count", ([],)),
                                 ("write", (case.ids, {"note": "x"})), ("create", ({},)), ("unlink", (case.ids,))):
                # a foreign id of a model that looks at the record first “does not exist”
                refusal = UserError if method in ("write", "unlink") else AccessError
                with self.subTest(model=model, method=method), self.assertRaises(refusal):
                    self.rpc("portal.supplier1", model, method, *args)
        for model, ids in (("purchase.order", quotes.ids), ("purchase.order.line", quotes.order_line.ids)):
            self.assertFalse(self.rpc("portal.supplier1", model, "search", [("id", "in", ids)]))
            with self.assertRaises(AccessError):
                self.rpc("portal.supplier1", model, "read", ids[:1])
            for values in ({"partner_id": 1}, {"order_id": 1}):
                with self.assertRaises(AccessError):
                    self.rpc("portal.supplier1", model, "write", ids[:1], values)
        for method in ("action_close_inquiry", "get_comparison", "action_create_orders"):
            with self.assertRaises(AccessError):
                self.rpc("portal.supplier1", "company.purchase.sourcing", method, case.ids)
        messages = (quotes | self.env["purchase.order"]).message_ids | case.sudo().message_ids
        seen = self.rpc("portal.supplier2", "mail.message", "search_read", [("id", "in", messages.ids)], ["body"])
        self.assertNotIn(self.suppliers[0].name, str(seen))
        with self.assertRaises(AccessError):
            self.rpc("portal.supplier2", "ir.attachment", "search", [("res_model", "=", "company.purchase.sourcing")])

    def test_rpc_answer(self):
        """P7 S7: a supplier answers over XML-RPC with plain values, another one can't."""
        case = self._invited_case()
        quote = self._quote_of(case, 0)
        values = self._values(case, (10.0, 250.0))
        data = self.rpc("portal.supplier1", "purchase.order", "get_portal_inquiry", quote.ids)
        self.assertEqual([line["id"] for line in data["lines"]], case.line_ids.ids)
        for login in ("portal.supplier2", "test.buyer", "admin"):
            for method, args in (("get_portal_inquiry", ()), ("action_portal_submit_quote", (values,)),
                                 ("action_portal_decline", ("x",)), ("action_portal_ask", ("x",))):
                with self.assertRaises(AccessError):
                    self.rpc(login, "purchase.order", method, quote.ids, *args)
        self.rpc("portal.supplier1", "purchase.order", "action_portal_save_draft", quote.ids, values)
        receipt = self.rpc("portal.supplier1", "purchase.order", "action_portal_submit_quote", quote.ids, values)
        self.assertEqual(receipt["round"], 1)
        self.assertTrue(self.rpc("portal.supplier1", "purchase.order", "action_portal_ask", quote.ids, "Colour?"))
        for values in (None, [], "x", {"lines": 5}):
            with self.assertRaises(UserError):
                self.rpc("portal.supplier1", "purchase.order", "action_portal_submit_quote", quote.ids, values or {})
        for method in ("_get_own_quote_sudo", "_take_answer", "_read_portal_answer", "_drop_draft"):
            with self.assertRaises(AccessError):
                self.rpc("portal.supplier1", "purchase.order", method, quote.ids)

    @mute_logger("odoo.http")
    def test_csrf_and_public(self):
        """P7: a post without its token is refused, and without a login there is no page."""
        case = self._invited_case()
        quote = self._quote_of(case, 0)
        self._login(0)
        url = self.base_url() + f"/my/inquiries/{quote.id}/decline"
        response = self.opener.post(url, data={"reason": "x"}, timeout=30)
        self.assertEqual(response.status_code, 400)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(f"/my/inquiries/{quote.id}").url)
        self.env.invalidate_all()
        self.assertEqual(quote.quote_status, "invited")

    def test_sealed_page(self):
        """P7: in a sealed category neither web content nor RPC of staff shows what was handed in on the portal."""
        case = self._invited_case(sealed=True)
        quote = self._quote_of(case, 0)
        self._login(0)
        self._post(f"/my/inquiries/{quote.id}/answer", {**self._form(case, (7654.32, 250)), "step": "submit"},
                   files={"scan": ("seal.pdf", SCAN, "application/pdf")})
        self.env.invalidate_all()
        self.assertEqual(quote.quote_status, "sealed")
        self.assertNotIn("7654", self.url_open(f"/my/inquiries/{quote.id}").text)
        for login in ("test.buyer", "test.head"):
            self.assertNotIn("7654", str(self.rpc(login, "purchase.order", "read", quote.ids)))
            self.assertNotIn("7654", str(self.rpc(
                login, "purchase.order.line", "search_read", [("order_id", "=", quote.id)])))
            self.assertFalse(self.rpc(login, "ir.attachment", "search", [
                ("res_model", "=", case._name), ("res_id", "=", case.id)]))
            with self.assertRaises(AccessError):
                self.rpc(login, "company.purchase.sealed.answer", "search_read", [])
            with self.assertRaises(UserError):
                self.rpc(login, "company.purchase.sourcing", "action_close_inquiry", case.ids)
