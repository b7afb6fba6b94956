from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import OkrCase

FEW, MANY = 3, 15


@tagged("post_install", "-at_install")
class TestOkrSpeed(OkrCase):
    """O18 N1: what runs for everybody takes as many queries for many people as for a few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls._new_employee(f"Person {number}", f"test.speed{number}", department=cls.module)
                      for number in range(FEW + MANY)]

    def _plans(self, people, state="published"):
        plans = self.env["company.okr.plan"].create([{
            "cycle_id": self.cycle.id, "level": "position", "employee_id": person.id, "department_id": self.module.id,
            "objective_ids": [Command.create({"name": "O", "weight": 100, "key_result_ids": [self._key_result()]})]}
            for person in people])
        plans._as_engine().write({"state": state, "published_on": date(2026, 1, 5)})
        self.env.flush_all()
        return plans

    def _queries(self, door):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        door()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _compare(self, prepare, door):
        """Run for a few, then for many more; the first run warms the caches up."""
        counts = []
        for people in (self.people[:1], self.people[1:FEW], self.people[FEW:]):
            prepare(people)
            counts.append(self._queries(door))
        self.assertEqual(counts[1], counts[2], counts)

    def test_appraisals(self):
        """O18: appraisals with rows and to-dos for everybody."""
        self.cycle.with_user(self.hr).action_start_scoring()
        model = self.env["company.okr.appraisal"]
        self._compare(lambda people: setattr(self, "made", self._plans(people)),
                      lambda: model._make(self.cycle, self.made.sudo()))
        self.assertEqual(model.search_count([("cycle_id", "=", self.cycle.id)]), FEW + MANY)
        todos = self.env["company.todo"].sudo().search([("kind", "=", "okr.self_score")])
        self.assertEqual(todos.user_id, self.env["res.users"].union(*(one.user_id for one in self.people)))

    def test_reviews(self):
        """O6: the reviews of a period, with the values of before, and their to-dos."""
        model = self.env["company.okr.review"]
        with freeze_time("2026-03-02 02:00:00"):
            self._compare(self._plans, model._cron_open_reviews)
        self.assertEqual(model.search_count([("cycle_id", "=", self.cycle.id)]), FEW + MANY)
        first = model.search([("cycle_id", "=", self.cycle.id)], limit=1)
        first.plan_id.objective_ids.key_result_ids.with_user(first.user_id).action_check_in(90)
        with freeze_time("2026-04-02 02:00:00"):
            model._cron_open_reviews()
        following = model.search([("plan_id", "=", first.plan_id.id), ("kind", "=", "monthly")], order="id")
        self.assertEqual(following.mapped("progress"), [0, 100])
        self.assertEqual(following.mapped("progress_before"), [0, 0])
        with freeze_time("2026-05-06 02:00:00"):
            model._cron_open_reviews()
        self.assertEqual(model.search([("plan_id", "=", first.plan_id.id), ("kind", "=", "monthly")],
                                      order="id").mapped("progress_before"), [0, 0, 100])

    def test_overdue_check_ins(self):
        """O6: everybody's overdue check-ins are in the to-dos, of the owner where one is named."""
        with freeze_time("2026-03-02 02:00:00"):
            self._compare(self._plans, self.env["company.okr.key.result"]._cron_ask_check_ins)
        todos = self.env["company.todo"].sudo().search([("kind", "=", "okr.check_in"), ("state", "=", "open")])
        self.assertEqual(len(todos), FEW + MANY)

    def test_reminders(self):
        """O1: everybody who is late with a plan."""
        with freeze_time("2026-01-28 02:00:00"):
            self._compare(lambda people: self._plans(people, "draft"), self.env["company.okr.cycle"]._cron_remind)
        todos = self.env["company.todo"].sudo().search([("kind", "=", "okr.plan"), ("state", "=", "open")])
        self.assertEqual(len(todos), FEW + MANY)

    def test_stale_and_not(self):
        """O6: overdue key results and the others make all of them."""
        self._plans(self.people)
        model = self.env["company.okr.key.result"].with_context(allowed_company_ids=self.company_a.ids)
        stale = model.search([("is_stale", "=", True)])
        rest = model.search([("is_stale", "=", False)])
        self.assertTrue(stale)
        self.assertEqual(len(stale) + len(rest), model.search_count([]))
        self.assertFalse(stale & rest)
