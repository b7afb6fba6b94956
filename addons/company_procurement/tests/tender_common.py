"""Helpers of the tender tests: people, bidders with portal users, a tender at every stage."""
import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import new_test_user

from .sourcing_common import PDF, SourcingFixture

PHRASES = {"test.opener1": "three kings of orient", "test.opener2": "follow yonder star",
           "test.opener3": "far and farther"}
OFFERS = {0: (60000.0, 250.0), 1: (58000.0, 240.0), 2: (61000.0, 263.0)}
FILE = base64.b64encode(PDF + b"bid").decode()


class TenderFixture(SourcingFixture):
    """A case of 600,000 whose category asks for a tender from 200,000 on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.openers = cls.env["res.users"].concat(*(
            cls._new_employee(f"Opener {index}", f"test.opener{index}").user_id for index in (1, 2, 3)))
        cls.members = cls.env["res.users"].concat(*(
            cls._new_employee(f"Member {index}", f"test.member{index}").user_id for index in (1, 2, 3, 4)))
        cls.portal_users = cls.env["res.users"].concat(*(
            cls._new_portal(supplier, index) for index, supplier in enumerate(cls.suppliers, start=1)))

    @classmethod
    def _new_portal(cls, supplier, index):
        user = new_test_user(cls.env, login=f"bidder{index}", groups="base.group_portal", name=f"Bidder {index}",
                             password=f"bidder{index}-Pass1", company_id=cls.company_a.id,
                             company_ids=[Command.set(cls.company_a.ids)], email=f"bidder{index}@bidders.example.com")
        user.partner_id.parent_id = supplier
        return user

    def _big_case(self, **values):
        return self._new_case(lines=[
            self._line(quantity=10.0, estimated_price=60000.0),
            self._line(self.product_b, 4.0, estimated_price=250.0)], **values)

    def _new_tender(self, case=None, **values):
        """A complete plan in draft; ``values`` replace its parts."""
        case = case or self._big_case()
        tender = self.env["company.purchase.tender"].with_user(self.buyer).browse(case.action_start_tender())
        tender.write({
            "bid_deadline": fields.Datetime.now() + timedelta(days=10),
            "bidder_ids": [Command.create({"partner_id": partner.id}) for partner in self.suppliers[:3]],
            "opener_ids": [Command.create({"user_id": user.id}) for user in self.openers],
            "member_ids": [Command.create({"user_id": user.id}) for user in self.members[:3]],
            **values})
        return tender

    def _approved_tender(self, **values):
        tender = self._new_tender(**values)
        tender.action_submit()
        self._approve(tender)
        return tender

    def _published_tender(self, **values):
        tender = self._approved_tender(**values)
        for user in tender.sudo().opener_ids.user_id:
            tender.with_user(user).action_set_passphrase(PHRASES[user.login])
        tender.with_user(self.purchase_head).action_publish()
        return tender

    def _bid_lines(self, tender, prices, days=20):
        return [{"sourcing_line_id": line.id, "price_unit": price, "lead_days": days}
                for line, price in zip(tender.sudo().line_ids, prices, strict=True)]

    def _bid(self, tender, index, prices=None, **terms):
        bids = self.env["company.purchase.tender.bid"].with_user(self.portal_users[index])
        files = [{"name": "bid.pdf", "data": base64.b64encode(PDF + b"bid %d" % index).decode()}]
        return bids.action_submit_bid(
            tender.id, self._bid_lines(tender, prices or OFFERS[index], 20 + index), files,
            {"technical_note": f"Proposal {index}", **terms})

    def _after_deadline(self, tender, hours=1):
        return freeze_time(tender.sudo().bid_deadline + timedelta(hours=hours))

    def _closed_tender(self, count=3, **values):
        tender = self._published_tender(**values)
        for index in range(count):
            self._bid(tender, index)
        with self._after_deadline(tender):
            tender.action_close()
        return tender

    def _open(self, tender, index):
        user = self.openers[index]
        return tender.with_user(user).action_open(PHRASES[user.login])

    def _opened_tender(self, **values):
        tender = self._closed_tender(**values)
        with self._after_deadline(tender):
            self._open(tender, 0)
            self._open(tender, 1)
        return tender

    def _scoring_tender(self, **values):
        tender = self._opened_tender(**values)
        for user in tender.sudo()._get_members().user_id:
            tender.with_user(user).action_declare(True)
        with self._after_deadline(tender):
            tender.action_start_scoring()
        return tender

    def _sheet(self, tender, base=80):
        """Scores of one member: later bids get less."""
        tender = tender.sudo()
        return [{"bid_id": bid.id, "criterion_id": criterion.id, "score": base - 5 * position}
                for position, bid in enumerate(tender._get_valid_bids().sorted("id"))
                for criterion in tender._get_scored_criteria()]

    def _ranked_tender(self, **values):
        tender = self._scoring_tender(**values)
        with self._after_deadline(tender):
            for user in tender.sudo()._get_members().user_id:
                tender.with_user(user).action_score(self._sheet(tender))
            tender.action_close_scoring()
        return tender

    def _awarded_tender(self, **values):
        tender = self._ranked_tender(**values)
        case = tender.sourcing_id
        with self._after_deadline(tender):
            self._check_prices(case, price=70000.0)
            tender.action_award()
        return tender
