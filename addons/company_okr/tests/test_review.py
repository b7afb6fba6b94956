from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestReview(OkrCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-01-20 08:00:00"))
        cls.plan = cls._new_plan(cls.member_employee)
        cls.plan.action_submit()
        cls._decide_all(cls.plan)

    def _reviews(self, kind="monthly"):
        return self.env["company.okr.review"].search([("plan_id", "=", self.plan.id), ("kind", "=", kind)])

    def test_monthly_monitor(self):
        """O6: on the first of the month everybody's monitor of the month before is there, once, with the values."""
        self.plan.objective_ids[0].key_result_ids.with_user(self.member).action_check_in(75, "yellow", "two late")
        with freeze_time("2026-02-01 01:00:00"):
            for _time in range(2):
                self.env["company.okr.review"]._cron_open_reviews()
        review = self._reviews()
        self.assertEqual((review.period_start, review.period_end), (date(2026, 1, 1), date(2026, 1, 31)))
        self.assertEqual(review.progress, 25)
        line = review.line_ids[0]
        self.assertEqual((line.value, line.completion, line.confidence, line.note), (75, .5, "yellow", "two late"))
        self.assertFalse(self._reviews("quarterly"))
        todo = self.env["company.todo"].sudo().search([("kind", "=", "okr.review"), ("res_id", "=", review.id)])
        self.assertEqual(todo.user_id, self.member)
        review = review.with_user(self.member)
        with self.assertBlocked("OKR-REVIEW"):
            review.action_hand_in()
        review.write({"done": "12 sheets", "problems": "late data", "next_plan": "sheets 13 to 20"})
        review.action_hand_in()
        self.assertEqual(todo.state, "done")
        with self.assertRaises(AccessError):
            review.write({"done": "14 sheets"})
        with self.assertRaises(AccessError):
            review.action_review()
        review.with_user(self.module_head).action_review("data by the 5th")
        self.assertEqual(review.reviewed_by_id, self.module_head)

    def test_quarter(self):
        """O6: quarters have a page of their own that remembers where the key results stood before."""
        with freeze_time("2026-04-02 01:00:00"):
            self.env["company.okr.review"]._cron_open_reviews()
        self.plan.objective_ids[0].key_result_ids.with_user(self.member).action_check_in(90)
        with freeze_time("2026-07-01 01:00:00"):
            self.env["company.okr.review"]._cron_open_reviews()
        first, second = self._reviews("quarterly").sorted("period_end")
        self.assertEqual((first.progress, second.progress_before, second.progress), (0, 0, 50))
        self.assertEqual(second.line_ids[0].completion_before, 0)
        self.assertEqual(second.period_start, date(2026, 4, 1))

    def test_reading_and_writing(self):
        """O6 O15: reviews are read by the company and written by their people."""
        review = self.env["company.okr.review"].with_user(self.member).create({
            "plan_id": self.plan.id, "kind": "monthly", "period_start": "2026-01-01", "period_end": "2026-01-31"})
        self.assertTrue(review.with_user(self.outsider).read(["progress"]))
        for values in ({"done": "x"}, {"progress": 100}):
            with self.assertRaises(AccessError):
                review.with_user(self.outsider).write(values)
        with self.assertRaises(AccessError):
            review.write({"progress": 100})
        with self.assertRaises(UserError):
            self.env["company.okr.review"].with_user(self.outsider).create({
                "plan_id": self.plan.id, "kind": "half", "period_start": "2026-01-01", "period_end": "2026-06-30"})

    def test_overdue_check_in(self):
        """O6: overdue check-ins are asked for, once, and the to-do ends with the check-in."""
        with freeze_time("2026-03-15 01:00:00"):
            for _time in range(2):
                self.env["company.okr.key.result"]._cron_ask_check_ins()
            todo = self.env["company.todo"].sudo().search([("kind", "=", "okr.check_in")])
            self.assertEqual((todo.user_id, len(todo)), (self.member, 1))
            for one in self.plan.objective_ids.key_result_ids:
                one.with_user(self.member).action_check_in(80)
            self.env["company.okr.key.result"]._cron_ask_check_ins()
            self.assertEqual(todo.state, "done")
            self.assertLessEqual(todo.closed_on, fields.Datetime.now())
