from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import OkrCase, OkrFixture

REVIEW, RESULT = "company.okr.review", "company.okr.key.result"


class MeetingFixture(OkrFixture):
    """A published plan with two handed-in quarterly reviews."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-01-20 08:00:00"))
        cls.plan = cls._new_plan(cls.member_employee)
        cls.plan.action_submit()
        cls._decide_all(cls.plan)
        cls.first, cls.second = cls._review("2026-01-01", "2026-03-31"), cls._review("2026-04-01", "2026-06-30")

    @classmethod
    def _review(cls, start, end, kind="quarterly"):
        review = cls.env[REVIEW].with_user(cls.member).create({
            "plan_id": cls.plan.id, "kind": kind, "period_start": start, "period_end": end, "done": "12 sheets",
            "problems": "late data", "next_plan": f"sheets after {end}"})
        review.action_hand_in()
        return review


@tagged("post_install", "-at_install")
class TestMeeting(MeetingFixture, OkrCase):

    def test_promises_of_the_last_review(self):
        """O6: a page shows what the review of the same kind before promised; drafts of other kinds don't count."""
        monthly = self._review("2026-05-01", "2026-05-31", "monthly")
        self.assertEqual(self.second.previous_id, self.first)
        self.assertFalse(self.first.previous_id | monthly.previous_id)
        with self.assertQueryCount(2):
            (self.first | self.second | monthly).mapped("previous_id")
            self.env.invalidate_all()

    def test_notes_by_who_leads(self):
        """O6: notes and decisions by the head, the general manager or HR, before it is discussed; not by the author."""
        values = {"meeting_notes": "data came late", "decisions": "data by the 5th"}
        for user in (self.module_head, self.dept_head, self.gm, self.hr):
            self.assertTrue(self.second.with_user(user).can_review)
        for user in (self.module_head, self.hr):
            self.second.with_user(user).write(values)
        for user in (self.member, self.member2, self.outsider):
            self.assertFalse(self.second.with_user(user).can_review)
            for context in ({}, {"install_mode": True, "tracking_disable": True}):
                with self.assertRaises(AccessError):
                    self.second.with_user(user).with_context(**context).write({"decisions": "mine"})
        with self.assertRaises(AccessError):
            self.second.with_user(self.module_head).write({"done": "nothing"})
        self.second.with_user(self.module_head).action_review()
        self.assertEqual((self.second.state, self.second.decisions), ("reviewed", "data by the 5th"))
        with self.assertRaises(AccessError):
            self.second.with_user(self.module_head).write(values)

    def test_nobody_reviews_his_own(self):
        """O6: a review of one's own is discussed by the head above, not by oneself."""
        plan = self._new_plan(self.module_head_employee, "module", self.module)
        plan.action_submit()
        self._decide_all(plan)
        review = self.env[REVIEW].with_user(self.module_head).create({
            "plan_id": plan.id, "kind": "monthly", "period_start": "2026-01-01", "period_end": "2026-01-31",
            "done": "a", "problems": "b", "next_plan": "c"})
        review.action_hand_in()
        for step in (lambda: review.action_review(), lambda: review.action_send_back("again")):
            with self.assertRaises(AccessError):
                step()
        review.with_user(self.dept_head).action_review()
        self.assertEqual(review.reviewed_by_id, self.dept_head)

    def test_which_reviews(self):
        """O6: the meeting takes the selected rows, or the filter, or all that wait for it."""
        reviews = self.env[REVIEW].with_user(self.module_head)
        self.assertEqual(self.first.with_user(self.module_head).action_meeting()["params"]["ids"], self.first.ids)
        domain = [("id", "=", self.second.id)]
        self.assertEqual(reviews.with_context(active_domain=domain).action_meeting()["params"]["ids"], self.second.ids)
        self.second.with_user(self.hr).action_review()
        waiting = reviews.action_meeting()["params"]["ids"]
        self.assertIn(self.first.id, waiting)
        self.assertNotIn(self.second.id, waiting)

    def test_all_check_ins_at_once(self):
        """O6: the values of a week in one step; one refused value keeps all of them out and is named."""
        results = self.plan.objective_ids.key_result_ids.with_user(self.member)
        reports = [{"key_result_id": one.id, "value": 70 + place} for place, one in enumerate(results)]
        self.assertEqual(len(results.browse().action_check_in_all(reports)), 3)
        self.assertEqual(results.mapped("current_value"), [70, 71, 72])
        bad = [{**reports[0], "value": 90}, {**reports[1], "confidence": "red"}, {**reports[2], "value": "many"}]
        with self.assertRaises(UserError) as refusal:
            results.browse().action_check_in_all(bad)
        self.assertEqual(str(refusal.exception).count("\n"), 1)
        self.assertEqual(results.mapped("current_value"), [70, 71, 72])
        for wrong in ([], "x", [1], [reports[0], reports[0]], [{"value": 1}]):
            with self.assertRaises(UserError):
                results.browse().action_check_in_all(wrong)
        with self.assertRaises(UserError):
            self.env[RESULT].with_user(self.outsider).action_check_in_all(reports[:1])

    def test_who_may_check_in(self):
        """O6: the button stands where the server takes a value."""
        one = self.plan.objective_ids[0].key_result_ids
        draft = self._new_plan(self.member2_employee).objective_ids[0].key_result_ids
        for user, expected in ((self.member, True), (self.module_head, True), (self.hr, True), (self.outsider, False)):
            self.assertEqual(one.with_user(user).can_check_in, expected, user.login)
            self.assertFalse(draft.with_user(user).can_check_in)


@tagged("post_install", "-at_install")
class TestMeetingRpc(MeetingFixture, RpcCase):

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_over_rpc(self):
        """O6: a meeting over XML-RPC: notes, discussed, and the author kept out."""
        key = self.second.ids
        self.assertTrue(self.rpc("test.module", REVIEW, "write", key, {"decisions": "data by the 5th"}))
        for call in (("write", key, {"decisions": "mine"}), ("action_review", key)):
            with self.assertRaises(UserError):
                self.rpc("test.member", REVIEW, *call)
        self.assertTrue(self.rpc("test.module", REVIEW, "action_review", key))
        result = self.plan.objective_ids[0].key_result_ids
        self.assertTrue(self.rpc("test.member", RESULT, "action_check_in_all",
                                 [{"key_result_id": result.id, "value": 80.5}]))
