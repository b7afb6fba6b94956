from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestAppraisal(OkrCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = {}
        for name, employee, level, unit in (
            ("dept_head", cls.dept_head_employee, "department", cls.department),
            ("module_head", cls.module_head_employee, "module", cls.module),
            ("member", cls.member_employee, "position", cls.module),
        ):
            plan = cls._new_plan(employee, level, unit)
            plan.action_submit()
            cls._decide_all(plan)
            cls.plans[name] = plan
        cls.cycle.with_user(cls.hr).action_start_scoring()
        cls.cycle.with_user(cls.hr).action_create_appraisals()
        cls.appraisals = {
            name: cls.env["company.okr.appraisal"].search([("employee_id", "=", plan.employee_id.id)])
            for name, plan in cls.plans.items()}

    def _score(self, name, user, objectives, values):
        appraisal = self.appraisals[name].with_user(user)
        return appraisal.action_score(
            [{"objective_id": line.objective_id.id, "score": score}
             for line, score in zip(appraisal.line_ids, objectives, strict=True)],
            [{"criterion_id": row.criterion_id.id, "score": score}
             for row, score in zip(appraisal.value_ids, values, strict=True)])

    def _self_score(self, name, scores):
        appraisal = self.appraisals[name].with_user(self.appraisals[name].user_id)
        return appraisal.action_self_score([
            {"objective_id": line.objective_id.id, "score": score}
            for line, score in zip(appraisal.line_ids, scores, strict=True)])

    def test_whole_chain_by_hand(self):
        """O8 O9: the example of docs/okr.md: 6:4, 70/30, 80/20, worked by hand."""
        for name in ("dept_head", "module_head", "member"):
            self._self_score(name, (90, 90, 90))
        # the department's goals: (80 × 50 + 90 × 30 + 70 × 20) ÷ 100 = 81
        self._score("dept_head", self.gm, (80, 90, 70), (90, 90, 90))
        self.assertEqual(self.appraisals["dept_head"].okr_score, 81)
        self.assertEqual(self.appraisals["dept_head"].final_score, 83.7)        # 81 × 70 % + 90 × 30 %
        self.appraisals["dept_head"].with_user(self.hr).action_confirm()
        # the module head is scored by the department head alone: (88 × 50 + 76 × 30 + 92 × 20) ÷ 100 = 85.2
        self._score("module_head", self.dept_head, (88, 76, 92), (85, 95, 80))
        self.assertEqual(self.appraisals["module_head"].okr_score, 85.2)
        self.assertEqual(self.appraisals["module_head"].values_score, 86.5)     # 85 × 40 + 95 × 30 + 80 × 30
        self.assertEqual(self.appraisals["module_head"].personal_score, 85.59)  # 85.2 × 70 % + 86.5 × 30 %
        self.assertEqual(self.appraisals["module_head"].final_score, 84.67)     # 85.59 × 80 % + 81 × 20 % = 84.672
        # the member: 90/80 → 86, 70/85 → 76, 95/90 → 93; (86 × 50 + 76 × 30 + 93 × 20) ÷ 100 = 84.4
        self.assertEqual(self._score("member", self.module_head, (90, 70, 95), (80, 80, 80))["state"], "scoring")
        self.assertEqual(self._score("member", self.dept_head, (80, 85, 90), (90, 90, 90))["state"], "scored")
        member = self.appraisals["member"]
        self.assertEqual(member.line_ids.mapped("score"), [86, 76, 93])
        self.assertEqual(member.okr_score, 84.4)
        self.assertEqual(member.values_score, 84)                               # 80 × 60 % + 90 × 40 %
        self.assertEqual(member.personal_score, 84.28)                          # 84.4 × 70 % + 84 × 30 %
        self.assertEqual(member.final_score, 83.62)                             # 84.28 × 80 % + 81 × 20 % = 83.624
        self.assertEqual(member.trace[-1]["formula"], "84.28 × 80% + 81.00 × 20%")

    def test_yearly_average_of_stages(self):
        """O8: objectives of stages count by their average under the overarching one's weight (R2 §5.4.3)."""
        appraisal = self.appraisals["member"].sudo()
        first, second, third = appraisal.line_ids
        for line, over in ((second, first), (third, first)):
            line._as_engine().write({"overarching_id": over.objective_id.id})
        first._as_engine().write({"weight": 100, "is_counted": False})
        self._self_score("member", (0, 60, 80))
        self.assertEqual(appraisal.self_score, 70)

    def test_department_score_arrives_late(self):
        """O9 O15: the final score of a year waits for the department's, which nobody of the department learns before it
        is confirmed.
        """
        for name in ("dept_head", "module_head"):
            self._self_score(name, (90, 90, 90))
        self._score("module_head", self.dept_head, (80, 80, 80), (80, 80, 80))
        head = self.appraisals["module_head"]
        self.assertFalse(head.has_final_score)
        with self.assertRaises(UserError):
            head.with_user(self.hr).action_confirm()
        self._score("dept_head", self.gm, (90, 90, 90), (90, 90, 90))
        self.assertEqual((head.department_score, head.has_final_score), (0, False))
        (head | self.appraisals["dept_head"]).with_user(self.hr).action_confirm()
        self.assertEqual((head.department_score, head.final_score), (90, 82))

    def test_who_scores_what(self):
        """O8 O15 S7: each writes the own scores at their time only; nobody writes results."""
        member = self.appraisals["member"]
        line = member.line_ids[0]
        for user, values in (
            (self.member, {"module_head_score": 100}), (self.member, {"score": 100}),
            (self.module_head, {"self_score": 100}), (self.module_head, {"module_head_score": 100}),
        ):
            with self.assertRaises(AccessError):
                line.with_user(user).write(values)
        for values in ({"okr_score": 100}, {"final_score": 100}, {"state": "confirmed"}):
            with self.assertRaises(AccessError):
                member.with_user(self.hr).write(values)
        self._self_score("member", (90, 90, 90))
        with self.assertRaises(AccessError):
            line.with_user(self.module_head).write({"department_head_score": 1})
        with self.assertRaises(AccessError):
            member.with_user(self.outsider).action_score([])
        with self.assertRaises(UserError):
            line.with_user(self.module_head).write({"module_head_score": 101})
        with self.assertRaises(UserError):
            member.with_user(self.module_head).action_score()

    def test_privacy(self):
        """O15: scores between self-score and confirmation are read by assessors, heads above and HR only."""
        member = self.appraisals["member"]
        model = self.env["company.okr.appraisal"]
        self.assertIn(member, model.with_user(self.member).search([]))
        for user in (self.member2, self.outsider):
            self.assertFalse(model.with_user(user).search([("employee_id", "=", self.member_employee.id)]))
            with self.assertRaises(AccessError):
                member.with_user(user).read(["okr_score"])
        self._self_score("member", (90, 90, 90))
        self.assertFalse(model.with_user(self.member).search([("employee_id", "=", self.member_employee.id)]))
        for user in (self.auditor.user_id, self.control_manager.user_id):
            with self.assertRaises(AccessError):
                member.with_user(user).read(["okr_score"])
        for user in (self.module_head, self.dept_head, self.hr):
            self.assertIn(member, model.with_user(user).search([]))

    def test_flat_queries(self):
        """O18: scores of many people take as many queries as those of two."""
        def queries(appraisals):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            appraisals._write_scores()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        people = [self._new_employee(f"Person {i}", f"test.p{i}", department=self.module) for i in range(12)]
        plans = self.env["company.okr.plan"].create([
            {"cycle_id": self.cycle.id, "level": "position", "employee_id": person.id, "department_id": self.module.id,
             "objective_ids": [Command.create({"name": "O", "weight": 100})]} for person in people])
        made = self.env["company.okr.appraisal"]._make(self.cycle, plans.sudo())
        made[:2]._write_scores()
        self.assertEqual(queries(made[:2]), queries(made))

    def test_cycle_ratios_stay(self):
        """O1 O9: a cycle keeps the ratios it was made with; both parts make 100 %."""
        self.company_a.okr_okr_ratio, self.company_a.okr_values_ratio = 60, 40
        self.assertEqual(self.cycle.okr_ratio, 70)
        cycle = self.env["company.okr.cycle"].with_user(self.hr).create({
            "name": "2027", "date_start": date(2027, 1, 1), "date_end": date(2027, 12, 31)})
        self.assertEqual(cycle.okr_ratio, 60)
        with self.assertRaises(UserError):
            cycle.write({"okr_ratio": 61})
        self.assertEqual(
            {step.code: step.due_date for step in cycle.step_ids},
            {"department_goals": date(2026, 12, 31), "agreement": date(2027, 1, 31),
             "scoring": date(2028, 1, 31), "interviews": date(2028, 2, 29)})
