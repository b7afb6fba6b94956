from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase
from .tender_common import TenderFixture


@tagged("post_install", "-at_install")
class TestTender(TenderFixture, SourcingCase):
    """P12: the way of a tender from case to order."""

    def test_whole_way(self):
        """P12: plan, approval, publication, bids, opening by two, scores, award, approval, notices, order."""
        tender = self._awarded_tender()
        case = tender.sourcing_id
        self.assertEqual(tender.state, "awarded")
        self.assertEqual(case.state, "awarded")
        self.assertEqual(tender.winner_id, self.suppliers[1])
        self.assertEqual(case.award_ids.partner_id, self.suppliers[1])
        with self._after_deadline(tender):
            case.action_submit()
            self._approve(case)
            self.assertEqual(case.state, "approved")
            tender.action_notify()
        self.assertEqual(tender.state, "notified")
        self.assertEqual(len(tender.bidder_ids.filtered("result_told_on")), 3)

    def test_threshold(self):
        """P12 R1 §2.6: above the threshold inquiry and recorded quotes are closed; below it a tender is optional."""
        case = self._big_case()
        self.assertTrue(case.tender_needed)
        with self.assertBlocked("PUR-TENDER") as catcher:
            case.action_invite(self.suppliers[:3].ids)
        self.assertIn("Open a tender", str(catcher.exception))
        with self.assertBlocked("PUR-TENDER"):
            self._record(case, 0) if case.state == "inquiry" else case._start_step("invite")
        small = self._new_case()
        self.assertFalse(small.tender_needed)
        self.assertTrue(small.action_start_tender())
        with self.assertRaises(UserError):
            small.action_start_tender()
        with self.assertRaisesRegex(UserError, "ZB"):
            small.action_invite(self.suppliers[:3].ids)

    def test_award_needs_tender(self):
        """P12: an award that reaches the threshold without a tender is blocked; opening one voids the quotes."""
        case = self._checked_case()
        self.category.tender_threshold = 1000
        with self.assertBlocked("PUR-TENDER"):
            case.action_award(self._lowest(case))
        tender = self.env["company.purchase.tender"].with_user(self.buyer).browse(case.action_start_tender())
        self.assertEqual(case.state, "inquiry")
        self.assertFalse(case.sudo()._get_live_quotes())
        self.assertEqual(tender.sudo().criterion_ids.mapped("weight"), [60, 25, 10, 5])

    def test_award_is_that_of_the_tender(self):
        """P12: the case is awarded in its tender only, to the proposed bid only."""
        tender = self._ranked_tender()
        case = tender.sourcing_id
        with self._after_deadline(tender):
            self._check_prices(case, price=70000.0)
            with self.assertRaisesRegex(UserError, "awarded in its tender"):
                case.action_award(self._lowest(case))
            second = tender.sudo().bid_ids.filtered(lambda bid: bid.rank == 2)
            with self.assertBlocked("PUR-RANKED"):
                tender.action_award(second.id)
            tender.action_award(second.id, "The first can't deliver before winter")
            self.assertEqual(case.award_ids.quote_id, second.quote_id)
            other = tender.sudo().bid_ids.filtered(lambda bid: bid.rank == 1).quote_id
            with self.assertRaises(UserError), self.env.cr.savepoint():
                case.action_award([{"quote_id": other.id, "reason": "mine"}])
            tender.action_award()
            self.assertEqual(tender.winner_bid_id.rank, 1)

    def test_rejected_award(self):
        """P12: a rejected award makes the tender ranked again; it can fail and be tendered again."""
        tender = self._awarded_tender()
        case = tender.sourcing_id
        with self._after_deadline(tender):
            case.action_submit()
            approval = case.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_reject("Too dear")
            self.assertEqual(tender.state, "ranked")
            self.assertFalse(tender.winner_bid_id)
            tender.with_user(self.purchase_head).action_fail("No acceptable bid")
            self.assertEqual(case.state, "inquiry")
            self.assertFalse(case.sudo()._get_live_quotes())
            new = self.env["company.purchase.tender"].browse(
                tender.action_retender(fields.Datetime.now() + timedelta(days=5)))
        self.assertEqual(new.previous_id, tender)
        self.assertEqual(new.sudo().opener_ids.user_id, self.openers)
        self.assertFalse(any(new.sudo().opener_ids.mapped("key_set_on")))
        self.assertEqual(len(new.sudo().member_ids), 3)

    def test_ranking(self):
        """P12: weighted scores, reproducible; bids become quotes with the bidders' prices."""
        tender = self._ranked_tender()
        bids = tender.sudo().bid_ids.sorted("rank")
        self.assertEqual(bids.mapped("rank"), [1, 2, 3])
        self.assertEqual([row["bid_id"] for row in tender.sudo().ranking], bids.ids)
        self.assertEqual(bids[0].partner_id, self.suppliers[1])
        self.assertAlmostEqual(bids[0].amount_total, 580960.0)
        self.assertEqual(bids[0].quote_id.quote_status, "received")
        self.assertEqual(bids[0].technical_note, "Proposal 1")
        self.assertEqual(tender.sourcing_id.state, "compared")

    def test_steps_by_person_and_state(self):
        """P12 S7: each step by its person, in its state; direct writes are refused."""
        tender = self._new_tender()
        for user, method, args in (
            (self.buyer, "action_publish", ()), (self.buyer, "action_open", ("x" * 12,)),
            (self.buyer, "action_close", ()), (self.buyer, "action_award", ()), (self.buyer, "action_notify", ()),
            (self.purchase_head, "action_fail", ("why",)), (self.buyer, "action_set_passphrase", ("x1y2z3" * 3,)),
            (self.buyer, "action_score", ([],)), (self.buyer, "action_retender", ("2030-01-01",)),
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(tender.with_user(user), method)(*args)
        for values in ({"state": "published"}, {"public_key": "x"}, {"winner_bid_id": 1},
                       {"few_bidders_allowed": True}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                tender.write(values)
        with self.assertRaises(AccessError):
            self.env["company.purchase.tender"].with_user(self.buyer).create({"subject": "x"})
        with self.assertRaises(AccessError):
            tender.copy()
        with self.assertRaises(AccessError):
            tender.with_user(self.outsider).read(["name"])
        published = self._published_tender(case=self._big_case())
        for values in ({"bid_deadline": fields.Datetime.now()}, {"bidder_ids": [Command.clear()]},
                       {"opener_ids": [Command.create({"user_id": self.buyer.id})]},
                       {"criterion_ids": [Command.update(published.criterion_ids[0].id, {"weight": 1})]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                published.write(values)
        for record, values in ((published.criterion_ids[0], {"weight": 1}), (published.opener_ids[0], {"user_id": 2}),
                               (published.member_ids[0], {"user_id": 2})):
            with self.subTest(record=record), self.assertRaises(UserError):
                record.with_user(self.buyer).write(values)

    def test_few_bidders(self):
        """P12: with two bids the opening is blocked; tender again, or an exception of the general manager."""
        tender = self._closed_tender(count=2)
        with self._after_deadline(tender):
            with self.assertBlocked("PUR-BIDDERS"):
                self._open(tender, 0)
            tender.with_user(self.purchase_head).action_fail("Two bidders only")
        self.assertEqual(tender.state, "failed")
        self.assertEqual(set(tender.sudo().bid_ids.mapped("state")), {"submitted"})

    def test_few_bidders_exception(self):
        """P12: an allowed exception opens two bids and lets them be awarded."""
        tender = self._closed_tender(count=2)
        with self._after_deadline(tender):
            with self.assertRaises(UserError):
                self._open(tender, 0)
            finding = self._take_findings().filtered(lambda row: row.control_code == "PUR-BIDDERS")
            finding.with_user(self.gm).action_override("The market has two makers only")
            self._open(tender, 0)
            self._open(tender, 2)
        self.assertTrue(tender.few_bidders_allowed)
        for user in tender.sudo()._get_members().user_id:
            tender.with_user(user).action_declare(True)
        with self._after_deadline(tender):
            tender.action_start_scoring()
            for user in tender.sudo()._get_members().user_id:
                tender.with_user(user).action_score(self._sheet(tender))
            tender.action_close_scoring()
            self._check_prices(tender.sourcing_id, price=70000.0)
            tender.action_award()
        self.assertEqual(tender.sourcing_id.state, "awarded")

    def test_cancel_case(self):
        """P12 P4: a cancelled case ends its tender."""
        tender = self._published_tender()
        tender.sourcing_id.with_user(self.buyer).action_cancel("Not needed any more")
        self.assertEqual(tender.state, "cancelled")

    def test_cron(self):
        """P12 S8: the scheduler closes at the deadline and ends the scoring; it may run twice."""
        tender = self._published_tender()
        self._bid(tender, 0)
        cron = self.env["company.purchase.tender"]
        cron._cron_close()
        self.assertEqual(tender.state, "published")
        with self._after_deadline(tender):
            cron._cron_close()
            cron._cron_close()
        self.assertEqual(tender.state, "closed")
