import contextlib
import io
import re

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .sourcing_common import PDF
from .tender_common import FILE, OFFERS, PHRASES, TenderFixture


@tagged("post_install", "-at_install")
class TestTenderDoors(TenderFixture, RpcCase):
    """P12 S7: bidders in the portal; every step over XML-RPC; no other way in."""

    def _page(self, path, login, **post):
        self.authenticate(login, login + "-Pass1")
        if not post:
            return self.url_open(path)
        files = post.pop("files", None)
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(path.rsplit("/", 1)[0]).text)
        return self.url_open(path, data={"csrf_token": token.group(1), **post}, files=files)

    def test_portal(self):
        """P12: a bidder sees the invitation, asks, bids with a scan, gets a receipt, withdraws; a rival doesn't."""
        tender = self._published_tender()
        self.env.flush_all()
        path = f"/my/tenders/{tender.id}"
        self.assertIn(tender.name, self._page("/my/tenders", "bidder1").text)
        self.assertNotIn(tender.name, self._page("/my/tenders", "bidder4").text)
        self.assertNotIn(tender.name, self._page(path, "bidder4").text)
        self._page(f"{path}/ask", "bidder1", question="Which standard applies?")
        self.assertEqual(tender.sudo().question_ids.question, "Which standard applies?")
        values = {}
        for line, price in zip(tender.sudo().line_ids, OFFERS[0], strict=True):
            values.update({f"price_{line.id}": f"{price:,.2f}", f"days_{line.id}": "20"})
        refused = self._page(f"{path}/bid", "bidder1", **values)
        self.assertIn("alert-danger", refused.text)
        self.assertIn("60,000.00", refused.text)
        self.assertFalse(tender.sudo().bid_ids)
        done = self._page(f"{path}/bid", "bidder1", **values, technical_note="Our way",
                          files={"scan": ("bid.pdf", io.BytesIO(PDF), "application/pdf")})
        bid = tender.sudo().bid_ids
        self.assertEqual((bid.state, bid.partner_id), ("submitted", self.suppliers[0]))
        self.assertIn(bid.digest, done.text)
        self.assertNotIn(bid.digest, self._page(path, "bidder2").text)
        self._page(f"{path}/withdraw", "bidder1", now="1")
        self.assertEqual(bid.state, "withdrawn")

    def test_notices(self):
        """P12: an open notice is public; an invitation is not."""
        tender = self._published_tender(mode="open", bidder_ids=[])
        closed = self._published_tender()
        self.env.flush_all()
        self.authenticate(None, None)
        text = self.url_open("/tenders").text
        self.assertIn(tender.name, text)
        self.assertNotIn(closed.name, text)

    def test_documents(self):
        """P12: bidders download the documents of their tender, nothing else."""
        tender = self._new_tender()
        document, foreign = self.env["ir.attachment"].with_user(self.buyer).create([
            {"name": "Terms.pdf", "raw": PDF, "res_model": tender._name, "res_id": tender.id},
            {"name": "Other.pdf", "raw": PDF + b"secret"}])
        tender.document_ids = [Command.set((document | foreign).ids)]
        tender.action_submit()
        self._approve(tender)
        for user in self.openers:
            tender.with_user(user).action_set_passphrase(PHRASES[user.login])
        tender.with_user(self.purchase_head).action_publish()
        self.env.flush_all()
        path = f"/my/tenders/{tender.id}/document"
        self.assertEqual(self._page(f"{path}/{document.id}", "bidder1").content, PDF)
        self.assertNotIn(b"secret", self._page(f"{path}/{foreign.id}", "bidder1").content)
        self.assertNotEqual(self._page(f"{path}/{document.id}", "bidder4").content, PDF)

    def test_over_rpc(self):
        """P12 S7: the bidder's and the staff's doors over XML-RPC; rivals and outsiders get nothing."""
        tender = self._published_tender()
        model, bids = "company.purchase.tender", "company.purchase.tender.bid"
        lines = self._bid_lines(tender, OFFERS[0])
        receipt = self.rpc("bidder1", bids, "action_submit_bid", tender.id, lines, [{"name": "b.pdf", "data": FILE}])
        self.assertEqual(len(receipt["digest"]), 64)
        self.assertEqual(self.rpc("bidder1", bids, "get_my_tenders")[0]["id"], tender.id)
        bid = tender.sudo().bid_ids
        for login in ("bidder1", "bidder2", "bidder4", "test.outsider"):
            for args in ((model, "read", tender.ids, ["name"]), (bids, "read", bid.ids, ["digest"]),
                         (bids, "search_read", [["id", "=", bid.id]], ["id"]),
                         ("ir.attachment", "read", bid._get_sealed_files().ids, ["raw"]),
                         (model, "action_open", tender.ids, "x" * 12), (model, "action_publish", tender.ids)):
                with self.subTest(login=login, method=args[1]):
                    with contextlib.suppress(UserError):
                        self.assertFalse(self.rpc(login, *args))
        for login in ("test.buyer", "test.head", "test.opener1"):
            for values in ({"state": "opened"}, {"amount_total": 1}, {"partner_id": 1}):
                with self.subTest(login=login, values=values), self.assertRaises(UserError):
                    self.rpc(login, bids, "write", bid.ids, values, context={"_company_engine": True})
            with self.assertRaises(UserError):
                self.rpc(login, bids, "create", {"tender_id": tender.id, "partner_id": self.suppliers[1].id})
            with self.assertRaises(UserError):
                self.rpc(login, bids, "unlink", bid.ids)
        with self.assertRaises(UserError):
            self.rpc("test.opener1", model, "action_open", tender.ids, PHRASES["test.opener1"])
        self._take_findings()

    def test_dialogs(self):
        """S6 S7: no dialog of a tender shows what the user may not read."""
        tender = self._opened_tender()
        bid = tender.sudo().bid_ids[0]
        for model, values in (
            ("step", {"tender_id": tender.id, "step": "fail"}), ("scoring", {"tender_id": tender.id}),
            ("scoring.line", {"bid_id": bid.id, "criterion_id": tender.sudo().criterion_ids[0].id}),
            ("envelope", {"bid_id": bid.id}),
        ):
            with self.subTest(model=model), self.assertRaises(UserError):
                self.rpc("test.outsider", f"company.purchase.tender.{model}", "create", values)

    def test_bid_against_closing(self):
        """P12: while a bid is being written the tender is not closed; afterwards bids are refused."""
        tender = self._published_tender()
        bids = self.env["company.purchase.tender.bid"].with_user(self.portal_users[0])
        bids._get_bidding(tender.id, running=True)
        with self._after_deadline(tender):
            tender.action_close()
            with self.assertRaises(UserError):
                self._bid(tender, 1)
