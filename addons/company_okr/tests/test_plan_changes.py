import base64
import io
from datetime import date

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestPlanChanges(OkrCase):

    def _published(self, employee=None, level="position", **values):
        plan = self._new_plan(employee or self.member_employee, level, **values)
        plan.action_submit()
        self._decide_all(plan)
        return plan

    def test_department_goals_change_for_a_to_d(self):
        """O5: a department's goals change for the reasons A to D, after HR's assessment, by the CEO."""
        plan = self._published(self.dept_head_employee, "department", department=self.department)
        with self.assertBlocked("OKR-ADJUST"):
            plan.with_user(self.dept_head).action_adjust("stage", "a stage is over")
        adjustment = self.env["company.okr.adjustment"].browse(
            plan.with_user(self.dept_head).action_adjust("market", "the bridge tender was cancelled"))
        users = [step.assignment_ids.user_id for step in adjustment.sudo().approval_id.step_ids]
        self.assertEqual(users, [self.hr, self.gm])
        self._decide_all(adjustment)
        self.assertEqual(plan.state, "adjusting")
        plan.objective_ids[0].with_user(self.dept_head).write({"name": "Quality of tunnels", "weight": 50})
        plan.with_user(self.dept_head).action_submit()
        self._decide_all(plan)
        self.assertEqual(plan.state, "published")
        self.assertEqual(adjustment.state, "done")
        newest = plan.version_ids.sorted("number")[-1]
        self.assertEqual(newest.number, 2)
        self.assertIn("<del>Quality</del>", newest.difference)
        self.assertIn("Quality of tunnels", newest.difference)
        self.assertIn("<td>O1 Objective</td>", newest.difference)
        self.assertEqual(newest.reason, "the bridge tender was cancelled")

    def test_lower_levels_follow(self):
        """O5: positions change after their department did, or after a finished stage, not before."""
        above = self._published(self.dept_head_employee, "department", department=self.department)
        plan = self._published(parent_id=above.id)
        with self.assertBlocked("OKR-ADJUST"):
            plan.with_user(self.member).action_adjust("department", "follows")
        with self.assertBlocked("OKR-ADJUST"):
            plan.with_user(self.member).action_adjust("stage", "finished")
        plan.objective_ids[0].with_user(self.member).action_finish("all drawings are out")
        adjustment = plan.with_user(self.member).action_adjust("stage", "finished")
        self._decide_all(self.env["company.okr.adjustment"].browse(adjustment))
        self.assertEqual(plan.state, "adjusting")
        plan.objective_ids[1].key_result_ids.with_user(self.member).action_check_in(70)
        with self.assertRaises(UserError):
            self.outsider and plan.with_user(self.outsider).action_adjust("stage", "mine")

    def test_cascade(self):
        """O14: a key result is broken down in place; what comes of it rolls up beside its own value."""
        above = self._published(self.dept_head_employee, "department", department=self.department)
        key_result = above.objective_ids[0].key_result_ids
        draft = self._new_plan(self.member_employee, objective_ids=[])
        [objective_id] = key_result.with_user(self.dept_head).action_cascade(
            [{"plan_id": draft.id, "name": "Check drawings twice", "weight": 40}])
        objective = draft.objective_ids
        self.assertEqual(objective.id, objective_id)
        self.assertEqual(draft.parent_id, above)
        objective.key_result_ids = [self._key_result(start_value=0, target_value=10)]
        self.assertEqual(key_result.contribution, 0)
        with self.assertRaises(AccessError):
            key_result.with_user(self.outsider).action_cascade([{"plan_id": draft.id}])
        with self.assertRaises(UserError):
            key_result.with_user(self.dept_head).action_cascade([{"plan_id": above.id}])
        with self.assertRaises(UserError):
            above.objective_ids[0].with_user(self.dept_head).parent_key_result_id = objective.key_result_ids

    def test_carry_forward(self):
        """O1: what is unfinished goes on in the next cycle from the value it reached, once."""
        plan = self._published()
        first, second, third = plan.objective_ids
        first.key_result_ids.with_user(self.member).action_check_in(90)
        second.key_result_ids.with_user(self.member).action_check_in(70)
        third.with_user(self.member).action_drop("no longer needed")
        following = self.env["company.okr.cycle"].with_user(self.hr).create({
            "name": "2027", "date_start": date(2027, 1, 1), "date_end": date(2027, 12, 31)})
        cycle = self.cycle.with_user(self.hr)
        self.assertEqual(cycle.action_carry_forward(following.id), 1)
        self.assertEqual(cycle.action_carry_forward(following.id), 0)
        carried = self.env["company.okr.objective"].search([("carried_from_id", "=", second.id)])
        self.assertEqual(carried.key_result_ids.start_value, 70)
        self.assertEqual(carried.plan_id.state, "draft")
        with self.assertRaises(AccessError):
            self.cycle.with_user(self.member).action_carry_forward(following.id)

    def _sheet(self, *rows):
        book = openpyxl.Workbook()
        heading = ["层级", "部门", "姓名", "目标", "目标权重", "关键结果",
                   "类型", "起始值", "目标值", "单位", "权重", "截止日期"]
        for row in (heading, *rows):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return base64.b64encode(stream.getvalue()).decode()

    def test_import(self):
        """O18: a sheet makes drafts, or nothing and a list of rows, columns and problems."""
        model = self.env["company.okr.plan"].with_user(self.hr)
        good = ["岗位", "Structural Design", "Xu Member", "Quality", 100,
                "Rework", "百分比", 10, 2, "%", 60, "2026-12-31"]
        result = model.action_import(self.cycle.id, self._sheet(
            good, [None] * 5 + ["Claims", "数值", 0, 5, "", 40, date(2026, 6, 30)]))
        self.assertEqual(result["errors"], [])
        plan = model.browse(result["plan_ids"])
        self.assertEqual(plan.employee_id, self.member_employee)
        self.assertEqual(plan.objective_ids.key_result_ids.mapped("weight"), [60, 40])
        self.assertTrue(plan.objective_ids.key_result_ids[0].falling)
        bad = model.action_import(self.cycle.id, self._sheet(
            ["岗位", "Structural Design", "Nobody", "Quality", 100, "Rework", "百分比", "x", 2, "%", 60, "2026-12-31"]))
        self.assertEqual(bad["plan_ids"], [])
        self.assertEqual({(one["row"], one["column"]) for one in bad["errors"]}, {(2, "start"), (2, "person")})
        with self.assertRaises(UserError):
            model.action_import(self.cycle.id, "bm90IGEgc2hlZXQ=")
        with self.assertRaises(AccessError):
            model.with_user(self.outsider).action_import(self.cycle.id, self._sheet(
                ["岗位", "Structural Design", "Huang Member", *good[3:]]))

    def test_reminders(self):
        """O1: drafts near a last day of the calendar are in their people's to-dos, once, until submitted."""
        plan = self._new_plan(self.member_employee)
        self.startPatcher(self._frozen("2026-01-28 08:00:00"))
        for _time in range(2):
            self.env["company.okr.cycle"]._cron_remind()
        todos = self.env["company.todo"].sudo().search([("kind", "=", "okr.plan"), ("state", "=", "open")])
        self.assertEqual(todos.user_id, self.member)
        self.assertEqual(len(todos), 1)
        plan.action_submit()
        self.env["company.okr.cycle"]._cron_remind()
        self.assertEqual(todos.state, "done")
        steps = {one["step"]: one for one in self.cycle.action_view_steps()}
        self.assertEqual((steps["agreement"]["done"], steps["agreement"]["of"]), (0, 1))

    def _frozen(self, moment):
        from freezegun import freeze_time
        return freeze_time(moment)

    def test_overarching(self):
        """O3: objectives of stages stand under an overarching one of their plan and have no weight of their own."""
        plan = self._new_plan(self.member_employee, objective_ids=[
            Command.create({"name": "The year", "weight": 100, "is_overarching": True,
                            "key_result_ids": [self._key_result()]})])
        over = plan.objective_ids
        plan.objective_ids = [Command.create({
            "name": name, "overarching_id": over.id, "key_result_ids": [self._key_result()]}) for name in "abc"]
        self.assertEqual(plan.weight_total, 100)
        plan.action_submit()
        self.assertEqual(plan.state, "submitted")
