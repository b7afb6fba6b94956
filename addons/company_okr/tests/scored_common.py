"""A scored member, for the tests of who sees and who changes what."""
from odoo import Command

from .common import OkrFixture


class ScoredFixture(OkrFixture):
    """A member between scoring and confirmation, and people who have nothing to do with him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign_head_employee = cls._new_employee("Lin Foreign", "test.foreign", department=cls.hr_department)
        cls.hr_department.manager_id = cls.foreign_head_employee
        cls.admin_employee = cls._new_employee("Admin", "test.settings", groups=("base.group_system",))
        cls.foreign_head, cls.admin = cls.foreign_head_employee.user_id, cls.admin_employee.user_id
        cls.plans = {}
        for name, employee, level, unit in (
            ("dept_head", cls.dept_head_employee, "department", cls.department),
            ("member", cls.member_employee, "position", cls.module),
        ):
            cls.plans[name] = cls._new_plan(employee, level, unit)
            cls.plans[name].action_submit()
            cls._decide_all(cls.plans[name])
        cycle = cls.cycle.with_user(cls.hr)
        cycle.action_start_scoring()
        cycle.action_create_appraisals()
        cls.appraisals = {name: cls.env["company.okr.appraisal"].search(
            [("employee_id", "=", plan.employee_id.id)]) for name, plan in cls.plans.items()}
        cls.appraisal = cls.appraisals["member"]
        for name, scorers in (("dept_head", (cls.gm,)), ("member", (cls.module_head, cls.dept_head))):
            appraisal = cls.appraisals[name]
            appraisal.with_user(appraisal.user_id).action_self_score(
                [{"objective_id": row.objective_id.id, "score": 90} for row in appraisal.line_ids])
            for user in scorers:
                appraisal.with_user(user).action_score(
                    [{"objective_id": row.objective_id.id, "score": 77} for row in appraisal.line_ids],
                    [{"criterion_id": row.criterion_id.id, "score": 66} for row in appraisal.value_ids])

    def _confirm_and_grade(self):
        """The results stand; one session grades all. Returns the interview of the member."""
        both = self.appraisals["dept_head"] | self.appraisal
        both.with_user(self.hr).action_confirm()
        session = self.env["company.okr.grading"].with_user(self.hr).create({
            "name": "All", "cycle_id": self.cycle.id, "department_ids": [Command.set(self.department.ids)]})
        session.action_propose()
        session.action_confirm()
        return self.env["company.okr.interview"].search([("appraisal_id", "=", self.appraisal.id)])
