from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OkrCase
from .scored_common import ScoredFixture


@tagged("post_install", "-at_install")
class TestSteps(ScoredFixture, OkrCase):

    def _step(self, code):
        return self.cycle.step_ids.filtered(lambda step: step.code == code).with_user(self.outsider)

    def test_completion(self):
        """O16: done, of, late and the open ones for each step of the calendar; numbers for all, records by right."""
        self._new_plan(self.member2_employee)
        steps = {step["step"]: step for step in self.cycle.with_user(self.outsider).action_view_steps()}
        self.assertEqual((steps["department_goals"]["done"], steps["department_goals"]["of"]), (1, 1))
        self.assertEqual((steps["agreement"]["done"], steps["agreement"]["of"]), (2, 3))
        self.assertEqual((steps["scoring"]["done"], steps["scoring"]["of"]), (2, 2))
        self.assertEqual((steps["interviews"]["done"], steps["interviews"]["of"]), (0, 0))
        agreement = self._step("agreement")
        agreement.sudo()._as_engine().write({"due_date": fields.Date.today() - timedelta(days=2)})
        self.env.invalidate_all()
        self.assertTrue(agreement.is_late)
        self.assertAlmostEqual(agreement.progress, 66.67, 2)
        action = agreement.action_view_open()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]).employee_id, self.member2_employee)
        self._confirm_and_grade()
        self.env.invalidate_all()
        action = self._step("interviews").action_view_open()
        talks = self.env[action["res_model"]]
        self.assertEqual(talks.with_user(self.hr).search_count(action["domain"]), 2)
        self.assertEqual(talks.with_user(self.outsider).search_count(action["domain"]), 0)

    def test_constant_queries(self):
        """O16 S9: the completion of all steps takes as many queries for many cycles as for one."""
        cycles = self.env["company.okr.cycle"].create([
            {"name": f"Y{year}", "date_start": f"{year}-01-01", "date_end": f"{year}-12-31"}
            for year in range(2030, 2040)])
        self.env.flush_all()
        counts = []
        for these in (cycles[0], cycles):
            some = self.env["company.okr.cycle.step"].search([("cycle_id", "in", these.ids)])
            some.mapped("progress")
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.mapped("progress")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_grades_against_shares(self):
        """O15 O16: HR sees the distribution in all and by department, a head his own people, others nothing."""
        self._confirm_and_grade()
        chart = self.env["company.okr.grade.chart"]
        data = chart.with_user(self.hr).get_data()
        self.assertEqual(data["cycle_id"], self.cycle.id)
        self.assertEqual([grade["quota"] for grade in data["grades"]], [10, 20, 50, 15, 5])
        self.assertEqual([(row["label"], row["people"]) for row in data["rows"][1:]], [(self.department.name, 2)])
        self.assertEqual(sum(data["rows"][0]["counts"]), 2)
        found = self.env["company.okr.appraisal"].search(data["rows"][1]["domain"])
        self.assertEqual(found, self.appraisals["dept_head"] | self.appraisal)
        self.assertEqual(chart.with_user(self.module_head).get_data()["rows"][0]["people"], 1)
        for user in (self.outsider, self.admin, self.auditor.user_id):
            self.assertEqual(chart.with_user(user).get_data()["rows"], [])
        with self.assertRaises(UserError):
            chart.with_user(self.outsider).get_data(self.cycle.id)

    def test_ratios_of_the_settings(self):
        """O9: shares of a pair that do not make 100 % are refused in the settings already."""
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.company_a.okr_okr_ratio = 60
            self.env.flush_all()
        self.company_a.write({"okr_okr_ratio": 60, "okr_values_ratio": 40})
        self.env.flush_all()
