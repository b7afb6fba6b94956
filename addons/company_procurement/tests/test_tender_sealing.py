import json

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine import sealing
from .sourcing_common import PDF, SourcingCase
from .tender_common import FILE, OFFERS, PHRASES, TenderFixture

HOSTILE = {"_company_engine": True, "default_state": "opened", "default_tender_id": 1, "install_mode": True,
           "tracking_disable": True, "bin_size": False}


@tagged("post_install", "-at_install")
class TestTenderSealing(TenderFixture, SourcingCase):
    """P12: bids stay sealed until two openers open them after the deadline."""

    def _rows(self, table):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT * FROM {table}")
        return json.dumps(self.env.cr.dictfetchall(), default=str)

    def test_nobody_reads(self):
        """P12: neither SQL nor the administrator nor a file finds a price before the opening."""
        tender = self._published_tender()
        prices = (51234.56, 98765.43)
        self._bid(tender, 0, prices, technical_note="secret method")
        admin = self.env.ref("base.user_admin")
        admin.write({"company_ids": [Command.link(self.company_a.id)], "company_id": self.company_a.id})
        tables = ("company_purchase_tender_bid", "company_purchase_tender", "company_purchase_tender_opener",
                  "purchase_order_line", "mail_message", "company_ledger_entry")
        for table in tables:
            text = self._rows(table)
            for secret in ("51234.56", "98765.43", "secret method", *PHRASES.values()):
                self.assertTrue(secret not in text, f"{secret} in {table}")
        bid = tender.sudo().bid_ids
        for attachment in bid._get_sealed_files():
            self.assertNotIn(b"%PDF", attachment.raw)
            self.assertNotIn(PDF, attachment.raw)
        self.assertFalse(bid.amount_total)
        self.assertFalse(tender.sudo().sourcing_id.quote_ids)
        for user in (admin, self.buyer, self.purchase_head):
            with self.assertRaises(AccessError):
                bid.with_user(user).read(["sealed_content"])
            with self.assertRaises(AccessError):
                tender.with_user(user).read(["key_shares"])
            with self.assertRaises(AccessError):
                tender.opener_ids.with_user(user).read(["key"])
            with self.assertRaises(AccessError):
                bid.with_user(user).with_context(HOSTILE).write({"amount_total": 1})

    def test_opening_by_two(self):
        """P12: not early, not by one person twice, not by outsiders, not with a wrong passphrase."""
        tender = self._published_tender()
        for index in range(3):
            self._bid(tender, index)
        with self.assertRaises(UserError):
            self._open(tender, 0)
        with self.assertRaises(UserError):
            tender.action_close()
        with self._after_deadline(tender):
            tender.action_close()
            for user in (self.buyer, self.purchase_head, self.members[0]):
                with self.assertRaises(UserError):
                    tender.with_user(user).action_open("three kings of orient")
            with self.assertRaisesRegex(UserError, "passphrase is wrong"):
                tender.with_user(self.openers[0]).action_open("another passphrase 1")
            self.assertFalse(self._open(tender, 0)["opened"])
            with self.assertBlocked("PUR-OPENERS"):
                self._open(tender, 0)
            with self.assertRaises(UserError):
                tender.with_user(self.openers[2]).action_open(PHRASES["test.opener1"])
            self.assertEqual(tender.state, "closed")
            result = self._open(tender, 2)
        self.assertEqual(result, {"opened": True, "valid": 3, "invalid": 0})
        self.assertEqual((tender.first_opener_id, tender.second_opener_id), (self.openers[0], self.openers[2]))
        entry = self.env["company.ledger.entry"].sudo().search([
            ("kind", "=", "purchase.tender_opened"), ("res_id", "=", tender.id)])
        self.assertTrue(entry)

    def test_early_opening(self):
        """P12: a tender that was closed by force of nature is still not opened before its deadline."""
        tender = self._closed_tender()
        with self.assertBlocked("PUR-BIDTIME"):
            self._open(tender, 0)

    def test_tampering(self):
        """P12: a bid changed in the database is invalid, the others are opened; a swapped one too."""
        tender = self._closed_tender()
        first, second, third = tender.sudo().bid_ids.sorted("id")
        self.env.flush_all()
        self.env.cr.execute("UPDATE company_purchase_tender_bid SET sealed_content = %s WHERE id = %s",
                            [first.sealed_content[:-8] + "AAAAAAA=", first.id])
        self.env.cr.execute(
            "UPDATE company_purchase_tender_bid b SET sealed_content = o.sealed_content, sealed_files = o.sealed_files,"
            " digest = o.digest FROM company_purchase_tender_bid o WHERE b.id = %s AND o.id = %s",
            [second.id, third.id])
        self.env.invalidate_all()
        with self._after_deadline(tender):
            self._open(tender, 0)
            result = self._open(tender, 1)
        self.assertEqual((result["valid"], result["invalid"]), (1, 2))
        self.assertEqual((first.state, second.state, third.state), ("invalid", "invalid", "opened"))
        self.assertIn("changed", first.invalid_reason)

    def test_replace_and_withdraw(self):
        """P12: replaced and withdrawn bids are never opened; after the deadline nothing moves."""
        tender = self._published_tender()
        first = self._bid(tender, 0)
        second = self._bid(tender, 0, (59000.0, 200.0))
        self.assertNotEqual(first["digest"], second["digest"])
        self._bid(tender, 1)
        bids = self.env["company.purchase.tender.bid"]
        self.assertTrue(bids.with_user(self.portal_users[1]).action_withdraw_bid(tender.id))
        with self.assertRaises(UserError):
            bids.with_user(self.portal_users[1]).action_withdraw_bid(tender.id)
        self.assertEqual(tender.sudo().bid_ids.sorted("id").mapped("state"), ["replaced", "submitted", "withdrawn"])
        with self._after_deadline(tender, hours=0):
            with self.assertBlocked("PUR-BIDTIME"):
                self._bid(tender, 2)
            with self.assertBlocked("PUR-BIDTIME"):
                bids.with_user(self.portal_users[0]).action_withdraw_bid(tender.id)
        self.assertEqual(tender.live_bid_count, 1)

    def test_foreign_bidders(self):
        """P12: portal users reach nothing of other bidders, staff does not bid, outsiders see no tender."""
        tender = self._published_tender()
        self._bid(tender, 0)
        bids = self.env["company.purchase.tender.bid"]
        outsider = self.portal_users[3]
        for user in (outsider, self.buyer, self.purchase_head):
            with self.assertRaises(AccessError):
                bids.with_user(user).action_submit_bid(tender.id, self._bid_lines(tender, OFFERS[0]),
                                                       [{"name": "x.pdf", "data": FILE}])
            with self.assertRaises(AccessError):
                bids.with_user(user).get_my_tender(tender.id)
            self.assertFalse(bids.with_user(user).get_my_tenders())
        rival = self.portal_users[1]
        for model in ("", ".bid", ".bidder", ".opener", ".member", ".criterion", ".question", ".score"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f"company.purchase.tender{model}"].with_user(rival).search_read([], ["id"])
        details = json.dumps(bids.with_user(rival).get_my_tender(tender.id))
        self.assertNotIn(self.suppliers[0].name, details)
        self.assertNotIn(tender.sudo().bid_ids.digest, details)
        with self.assertRaises(UserError):
            bids.with_user(rival).action_withdraw_bid(tender.id)
        foreign = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"x"})
        tender.sudo()._approval_engine().write({"document_ids": [Command.link(foreign.id)]})
        with self.assertRaises(AccessError):
            bids.with_user(rival)._get_document(tender.id, foreign.id)

    def test_bid_content(self):
        """P12: a bid has a price and days for every line and a scan; nothing else is taken."""
        tender = self._published_tender()
        bids = self.env["company.purchase.tender.bid"].with_user(self.portal_users[0])
        lines, file = self._bid_lines(tender, OFFERS[0]), {"name": "x.pdf", "data": FILE}
        for wrong in (
            (lines[:1], [file]), ([{**lines[0], "price_unit": 0}, lines[1]], [file]),
            ([{**lines[0], "price_unit": "1"}], [file]), ([{**lines[0], "lead_days": 0}, lines[1]], [file]),
            ([{**lines[0], "sourcing_line_id": 0}], [file]),
            (lines, []), (lines, [{"name": "x.pdf", "data": "?"}]), (lines, [{"name": "x.txt", "data": "aGVsbG8="}]),
            ("x", [file]), (lines, "x"),
        ):
            with self.subTest(wrong=str(wrong)[:80]), self.assertRaises(UserError):
                bids.action_submit_bid(tender.id, *wrong)
        with self.assertRaises(UserError):
            bids.action_submit_bid(tender.id, lines, [file], {"freight_amount": -1})
        self.assertFalse(tender.sudo().bid_ids)

    def test_open_notice(self):
        """P12: an open notice lets every qualified supplier bid; a candidate doesn't."""
        tender = self._published_tender(mode="open", bidder_ids=[])
        self._bid(tender, 3, (60500.0, 210.0))
        self.assertEqual(tender.sudo().bidder_ids.partner_id, self.suppliers[3])
        self._set_supplier_state(self.suppliers[2], "suspended")
        with self.assertRaises(AccessError):
            self._bid(tender, 2)

    def test_paper_envelopes(self):
        """P12: a paper envelope is registered sealed, entered at the opening, handed back on wish; late is refused."""
        tender = self._published_tender()
        paper = tender.action_register_envelope(self.suppliers[0].id, "R-1", True)
        with self.assertRaises(UserError):
            tender.action_register_envelope(self.suppliers[0].id, "R-2", True)
        with self.assertRaises(UserError):
            self._bid(tender, 0)
        tender.action_return_envelope(paper, "Bidder asked")
        paper = tender.action_register_envelope(self.suppliers[0].id, "R-3", True)
        damaged = tender.action_register_envelope(self.suppliers[1].id, "R-4", False)
        self.assertEqual(self.env["company.purchase.tender.bid"].browse(damaged).state, "late")
        self._bid(tender, 1)
        self._bid(tender, 2)
        with self._after_deadline(tender):
            late = tender.action_register_envelope(self.suppliers[0].id, "R-5", True)
            self.assertEqual(self.env["company.purchase.tender.bid"].browse(late).state, "late")
            tender.action_close()
            self._open(tender, 0)
            self._open(tender, 1)
            with self.assertRaisesRegex(UserError, "not entered"):
                tender.action_start_scoring()
            arguments = (paper, self._bid_lines(tender, OFFERS[0]), [{"name": "scan.pdf", "data": FILE}])
            with self.assertRaises(UserError):
                tender.with_user(self.buyer).action_enter_envelope(*arguments)
            tender.with_user(self.openers[0]).action_enter_envelope(*arguments)
        bid = self.env["company.purchase.tender.bid"].browse(paper)
        self.assertEqual(bid.state, "opened")
        self.assertAlmostEqual(bid.amount_total, 601000.0)

    def test_passphrases(self):
        """P12: only openers set theirs, before publication only; weak ones are refused; all are needed."""
        tender = self._approved_tender()
        opener = self.openers[0]
        for weak in ("short", "aaaaaaaaaaaaaaaa", 7, None):
            with self.assertRaises(UserError):
                tender.with_user(opener).action_set_passphrase(weak)
        with self.assertRaises(UserError):
            tender.with_user(self.buyer).action_set_passphrase("three kings of orient")
        tender.with_user(opener).action_set_passphrase(PHRASES[opener.login])
        with self.assertBlocked("PUR-OPENERS"):
            tender.with_user(self.purchase_head).action_publish()
        for user in self.openers[1:]:
            tender.with_user(user).action_set_passphrase(PHRASES[user.login])
        with self.assertRaises(UserError):
            tender.with_user(self.buyer).action_publish()
        tender.with_user(self.purchase_head).action_publish()
        with self.assertRaises(UserError):
            tender.with_user(opener).action_set_passphrase("another passphrase")

    def test_deadline(self):
        """P12: the deadline moves forward only, with a reason, and every bidder is told."""
        tender = self._published_tender()
        old = tender.bid_deadline
        with self.assertBlocked("PUR-BIDTIME"):
            tender.action_extend(fields.Datetime.subtract(old, hours=1), "sooner")
        with self.assertRaises(UserError):
            tender.action_extend(fields.Datetime.add(old, days=1), " ")
        tender.action_extend(fields.Datetime.to_string(fields.Datetime.add(old, days=2)), "More time asked for")
        self.assertEqual(tender.bid_deadline, fields.Datetime.add(old, days=2))
        with self._after_deadline(tender), self.assertBlocked("PUR-BIDTIME"):
            tender.action_extend(fields.Datetime.add(tender.bid_deadline, days=5), "again")

    def test_lock(self):
        """P12: bidders share the row of the tender; who closes has to wait, and who comes after is refused."""
        tender = self._published_tender()
        self.env.flush_all()
        bids = self.env["company.purchase.tender.bid"].with_user(self.portal_users[0])
        with self._after_deadline(tender, hours=0), self.assertRaises(UserError):
            bids._get_bidding(tender.id, running=True)
        tender_sudo, partner = bids._get_bidding(tender.id, running=True)
        self.assertEqual((tender_sudo.id, partner), (tender.id, self.suppliers[0]))
        self.assertEqual(sealing.MIN_PASSPHRASE, 10)
