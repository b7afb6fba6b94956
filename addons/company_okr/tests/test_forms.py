from datetime import date

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestForms(OkrCase):
    """What people do in the forms, field by field as the web client sends it."""

    def _fill_plan(self, form):
        for name in ("Quality", "Speed", "Learn"):
            with form.objective_ids.new() as objective:
                objective.name = name
                objective.weight = {"Quality": 50, "Speed": 30, "Learn": 20}[name]
                with objective.key_result_ids.new() as key_result:
                    key_result.name = f"{name} measured"
                    key_result.target_value = 10

    def test_plan(self):
        """O3 O4: a person fills in a new plan: unit, plan above, due dates and weights come by themselves."""
        above = self._new_plan(self.module_head_employee, "module", self.module)
        form = Form(self.env["company.okr.plan"].with_user(self.member))
        form.cycle_id = self.cycle
        self._fill_plan(form)
        plan = form.save()
        self.assertEqual((plan.level, plan.employee_id, plan.department_id, plan.parent_id),
                         ("position", self.member_employee, self.module, above))
        self.assertEqual(set(plan.objective_ids.key_result_ids.mapped("due_date")), {self.cycle.date_end})
        plan.action_submit()
        self.assertEqual(plan.state, "submitted")

    def test_company_plan(self):
        """O2: the general manager's form for the company's goals names no department and nothing above."""
        form = Form(self.env["company.okr.plan"].with_user(self.gm))
        form.level = "company"
        plan = form.save()
        self.assertFalse(plan.department_id | plan.parent_id.department_id)

    def test_published_plan(self):
        """O4 O5: in a published plan, and for those who may not write, the form takes no text."""
        plan = self._new_plan(self.member_employee)
        for user in (self.member2, self.outsider):
            with self.assertRaisesRegex(AssertionError, "readonly"):
                Form(plan.with_user(user)).note = "mine"
        plan.action_submit()
        self._decide_all(plan)
        for record, name in ((plan, "note"), (plan.objective_ids[0], "name"), (plan.objective_ids[0], "weight"),
                             (plan.objective_ids[0].key_result_ids, "target_value")):
            with self.subTest(name=name), self.assertRaisesRegex(AssertionError, "readonly"):
                setattr(Form(record.with_user(self.member)), name, 1)

    def test_review_and_cycle(self):
        """O1 O6: a review and a cycle are filled in and saved; a written review takes the notes of its head only."""
        plan = self._new_plan(self.member_employee)
        plan.action_submit()
        self._decide_all(plan)
        form = Form(self.env["company.okr.review"].with_user(self.member).with_context(default_plan_id=plan.id))
        with freeze_time("2026-05-10 04:00:00"):
            form.kind = "quarterly"
            self.assertEqual((form.period_start, form.period_end), (date(2026, 1, 1), date(2026, 3, 31)))
            form.kind = "monthly"
            self.assertEqual((form.period_start, form.period_end), (date(2026, 4, 1), date(2026, 4, 30)))
        for name in ("done", "problems", "next_plan"):
            setattr(form, name, "text")
        review = form.save()
        review.action_hand_in()
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(review).decisions = "mine"
        with Form(review.with_user(self.module_head)) as form:
            form.decisions = "data by the 5th"
        cycle = Form(self.env["company.okr.cycle"].with_user(self.hr))
        cycle.name, cycle.date_start, cycle.date_end = "2031", "2031-01-01", "2031-12-31"
        self.assertEqual(cycle.save().state, "draft")
