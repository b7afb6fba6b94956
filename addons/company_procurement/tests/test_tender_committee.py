import io

import pdfplumber

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase
from .tender_common import TenderFixture


@tagged("post_install", "-at_install")
class TestTenderCommittee(TenderFixture, SourcingCase):
    """P12: committee, scores, dissent, silence, notices, questions."""

    def test_committee_rules(self):
        """P12: odd, three at least, not the buyer, nobody related to a bidder."""
        tender = self._new_tender(member_ids=[Command.create({"user_id": user.id}) for user in self.members])
        with self.assertBlocked("PUR-COMMITTEE"):
            tender.action_submit()
        tender.member_ids[-1].unlink()
        tender.member_ids[0].user_id = self.buyer
        with self.assertBlocked("PUR-COMMITTEE"):
            tender.action_submit()
        tender.member_ids[0].user_id = self.members[0]
        self.members[0].employee_ids.mobile_phone = self.suppliers[1].phone
        with self.assertBlocked("PUR-COMMITTEE") as catcher:
            tender.action_submit()
        self.assertIn(self.members[0].name, str(catcher.exception))
        self.members[0].employee_ids.mobile_phone = False
        self.suppliers[2].legal_representative = self.openers[0].name
        with self.assertBlocked("PUR-OPENERS"):
            tender.action_submit()
        self.suppliers[2].legal_representative = "Someone"
        tender.criterion_ids[0].weight = 50
        with self.assertRaisesRegex(UserError, "sum to 100"), self.env.cr.savepoint():
            tender.action_submit()
        tender.criterion_ids[0].weight = 60
        tender.action_submit()
        self.assertEqual(tender.state, "approval")

    def test_openers_rules(self):
        """P12: two openers at least, neither requester nor buyer."""
        tender = self._new_tender(opener_ids=[Command.create({"user_id": self.openers[0].id})])
        with self.assertBlocked("PUR-OPENERS"):
            tender.action_submit()
        tender.opener_ids = [Command.create({"user_id": self.requester.id})]
        with self.assertBlocked("PUR-OPENERS"):
            tender.action_submit()

    def test_declaration(self):
        """P12: bids are seen after the declaration only; a conflict needs another member."""
        tender = self._opened_tender()
        member, second = self.members[0], self.members[1]
        bids = self.env["company.purchase.tender.bid"]
        self.assertFalse(bids.with_user(member).search([("tender_id", "=", tender.id)]))
        with self.assertBlocked("PUR-COMMITTEE"), self._after_deadline(tender):
            tender.action_start_scoring()
        tender.with_user(member).action_declare(True)
        self.assertEqual(len(bids.with_user(member).search([("tender_id", "=", tender.id)])), 3)
        with self.assertRaises(UserError):
            tender.with_user(second).action_declare(False)
        tender.with_user(second).action_declare(False, "My brother works there")
        tender.with_user(self.members[2]).action_declare(True)
        with self.assertBlocked("PUR-COMMITTEE"):
            tender.action_start_scoring()
        row = tender.sudo().member_ids.filtered(lambda line: line.user_id == second)
        with self.assertRaises(UserError):
            tender.with_user(self.buyer2).action_replace_member(row.id, self.members[3].id, "Conflict")
        tender.with_user(self.purchase_head).action_replace_member(row.id, self.members[3].id, "Conflict")
        self.assertFalse(bids.with_user(second).search([("tender_id", "=", tender.id)]))
        tender.with_user(self.members[3]).action_declare(True)
        with self._after_deadline(tender):
            tender.action_start_scoring()
        self.assertEqual(tender.state, "scoring")

    def test_hidden_scores(self):
        """P12: everyone scores alone: others' scores show after the closing; no score changes."""
        tender = self._scoring_tender()
        with self._after_deadline(tender):
            first, second = self.members[0], self.members[1]
            tender.with_user(first).action_score(self._sheet(tender))
            scores = self.env["company.purchase.tender.score"]
            domain = [("tender_id", "=", tender.id)]
            self.assertTrue(scores.with_user(first).search(domain))
            for user in (second, self.buyer, self.purchase_head, self.auditor.user_id):
                self.assertFalse(scores.with_user(user).search(domain))
            with self.assertRaises(UserError):
                tender.with_user(first).action_score(self._sheet(tender, 10))
            with self.assertRaises(AccessError):
                scores.sudo().search(domain)[0].write({"score": 1})
            sheet = self._sheet(tender)
            for wrong in (sheet[:-1], [{**sheet[0], "score": 101}, *sheet[1:]], [{**sheet[0], "bid_id": 0}, *sheet[1:]],
                          [*sheet, sheet[0]], "x", [{**sheet[0], "score": True}, *sheet[1:]]):
                with self.subTest(wrong=str(wrong)[:60]), self.assertRaises(UserError):
                    tender.with_user(second).action_score(wrong)
            for user in (self.buyer, self.openers[0]):
                with self.assertRaises(UserError):
                    tender.with_user(user).action_score(sheet)
            with self.assertRaisesRegex(UserError, "can score until"):
                tender.action_close_scoring()
            for user in (second, self.members[2]):
                tender.with_user(user).action_score(sheet)
            tender.action_close_scoring()
            self.assertEqual(len(scores.with_user(self.buyer).search(domain)), 18)

    def test_silence_and_dissent(self):
        """P12: silence until the deadline is consent to the others' average; dissent is written; a quorum is needed."""
        tender = self._scoring_tender()
        with self._after_deadline(tender):
            tender.with_user(self.members[0]).action_score(self._sheet(tender, 90), "The second is better made")
        with self._after_deadline(tender, hours=24 * 20):
            with self.assertRaisesRegex(UserError, "More than half|more than half"):
                tender.action_close_scoring()
            with self.assertRaisesRegex(UserError, "time for scoring is over"):
                tender.with_user(self.members[1]).action_score(self._sheet(tender))
        with self._after_deadline(tender):
            tender.with_user(self.members[1]).action_score(self._sheet(tender, 80))
        with self._after_deadline(tender, hours=24 * 20):
            tender._cron_close()
            self.assertEqual(tender.state, "ranked")
            tender.with_user(self.members[1]).action_dissent("Service was not weighed")
        members = tender.sudo().member_ids
        self.assertEqual(members.mapped("silent"), [False, False, True])
        self.assertEqual([bool(member.dissent) for member in members], [True, True, False])
        technical = tender.sudo().criterion_ids.filtered(lambda row: row.kind == "technical")
        first_bid = tender.sudo().bid_ids.sorted("id")[0]
        row = next(row for row in tender.sudo().ranking if row["bid_id"] == first_bid.id)
        self.assertEqual(row["scores"][technical.name], 85.0)

    def test_invalid_bid(self):
        """P12: a bid that fails the formal review is not scored and is no quote; fewer quotes then count."""
        tender = self._opened_tender()
        bid = tender.sudo().bid_ids.sorted("id")[2]
        with self.assertRaises(UserError):
            tender.with_user(self.buyer).action_reject_bid(bid.id, "unsigned")
        tender.with_user(self.openers[1]).action_reject_bid(bid.id, "The bid is not signed")
        self.assertEqual((bid.state, bid.quote_id.quote_status), ("invalid", "void"))

    def test_questions(self):
        """P12: questions are anonymous, answers go to all bidders."""
        tender = self._published_tender()
        questions = self.env["company.purchase.tender.question"]
        question_id = questions.with_user(self.portal_users[0]).action_ask(tender.id, "Which standard?")
        question = questions.with_user(self.buyer).browse(question_id)
        with self.assertRaises(AccessError):
            question.read(["partner_id"])
        with self.assertRaises(AccessError):
            questions.with_user(self.portal_users[3]).action_ask(tender.id, "Me too?")
        with self.assertRaises(UserError):
            question.with_user(self.buyer2).action_answer("GB/T 11263")
        before = self.env["mail.message"].search_count([("partner_ids", "in", self.suppliers[2].ids)])
        question.action_answer("GB/T 11263")
        after = self.env["mail.message"].search_count([("partner_ids", "in", self.suppliers[2].ids)])
        self.assertEqual(after, before + 1)
        details = self.env["company.purchase.tender.bid"].with_user(self.portal_users[1]).get_my_tender(tender.id)
        self.assertEqual(details["questions"][0]["answer"], "GB/T 11263")
        with self.assertRaises(UserError):
            question.action_answer("again")

    def test_todos(self):
        """P12 S9: openers, committee, head and buyer find their steps in the inbox."""
        def has(user, kind):
            return bool(self.env["company.todo"].sudo().search_count([
                ("user_id", "=", user.id), ("kind", "=", kind), ("state", "=", "open"), ("res_id", "=", tender.id)]))
        tender = self._approved_tender()
        self.assertTrue(has(self.openers[0], "purchase.tender_key"))
        for user in self.openers:
            tender.with_user(user).action_set_passphrase("three kings of orient")
        self.assertFalse(has(self.openers[0], "purchase.tender_key"))
        self.assertTrue(has(self.purchase_head, "purchase.tender"))
        tender.with_user(self.purchase_head).action_publish()
        self.assertFalse(has(self.purchase_head, "purchase.tender"))
        self.assertTrue(has(self.members[0], "purchase.tender_member"))
        for index in range(3):
            self._bid(tender, index)
        with self._after_deadline(tender):
            tender.action_close()
        self.assertTrue(has(self.openers[0], "purchase.tender_open"))

    def test_prints_and_notices(self):
        """P12 S4: opening record with openers and prices, evaluation report, notices to winner and losers."""
        tender = self._awarded_tender()
        case = tender.sourcing_id
        with self._after_deadline(tender):
            with self.assertRaisesRegex(UserError, "not approved yet"):
                tender.action_notify()
            case.action_submit()
            self._approve(case)
            tender.action_notify()
        text = self._text("company_procurement.company_purchase_tender_opening_report", tender)
        for part in ("Opener 1", "Opener 2", "Supplier 1", "580960.00", "601000.00"):
            self.assertIn(part, text)
        text = self._text("company_procurement.company_purchase_tender_ranking_report", tender)
        for part in ("Member 1", "Supplier 2"):
            self.assertIn(part, text)
        loser = tender.sudo().bid_ids.filtered(lambda bid: bid.partner_id == self.suppliers[0])
        self.assertIn("Supplier 2", self._text("company_procurement.company_purchase_tender_notice_report", loser))
        bids = self.env["company.purchase.tender.bid"]
        self.assertTrue(bids.with_user(self.portal_users[1]).get_my_tender(tender.id)["result"]["won"])
        self.assertFalse(bids.with_user(self.portal_users[0]).get_my_tender(tender.id)["result"]["won"])
        self.assertTrue(bids.with_user(self.portal_users[0])._get_notice(tender.id).startswith(b"%PDF"))
        with self.assertRaises(AccessError):
            bids.with_user(self.portal_users[3])._get_notice(tender.id)

    def _text(self, report, records):
        content, _kind = self.env["ir.actions.report"].sudo()._render_qweb_pdf(report, records.ids)
        with pdfplumber.open(io.BytesIO(content)) as document:
            return "".join(page.extract_text() for page in document.pages)
