import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from ..engine.sheet import COLUMNS
from .common import OkrCase, OkrFixture

PLAN = "company.okr.plan"


@tagged("post_install", "-at_install")
class TestPlanAuthor(OkrCase):

    def _draft(self, user, level, employee, department=None):
        return self.env[PLAN].with_user(user).create({
            "cycle_id": self.cycle.id, "level": level, "employee_id": employee.id,
            "department_id": department.id if department else False})

    def _make_strategy_author(self):
        self.dept_head.group_ids |= self.env.ref("company_okr.group_head")

    def test_nobody_takes_the_goals_of_a_unit(self):
        """O2 O4: naming oneself responsible gives no member the goals of a module, a department or the company."""
        for level, unit in (("module", self.module), ("department", self.department), ("company", None)):
            for user, person in ((self.member, self.member_employee), (self.outsider, self.outsider_employee)):
                with self.subTest(level=level, user=user.login), self.assertBlocked("OKR-AUTHOR"):
                    self._draft(user, level, person, unit)
        with self.assertBlocked("OKR-AUTHOR"):
            self._draft(self.module_head, "department", self.module_head_employee, self.department)

    def test_heads_draft(self):
        """O2 O4: heads draft for their units and those below, the general manager and HR for all."""
        self._draft(self.module_head, "module", self.module_head_employee, self.module)
        self._draft(self.dept_head, "department", self.dept_head_employee, self.department)
        self._draft(self.dept_head, "position", self.member_employee, self.module)
        self._draft(self.gm, "company", self.gm_employee)
        self._draft(self.member2, "position", self.member2_employee, self.module)
        self._draft(self.hr, "department", self.hr_employee, self.hr_department)

    def test_strategy_author(self):
        """O2 O4: a strategy author drafts the company's goals for the general manager, who stays responsible."""
        with self.assertRaises(AccessError):
            self._draft(self.dept_head, "company", self.gm_employee)
        self._make_strategy_author()
        plan = self._draft(self.dept_head, "company", self.gm_employee)
        plan.write({"note": "draft", "objective_ids": [self._objective("Grow", 100)]})
        self.assertEqual(plan.objective_ids.key_result_ids.weight, 100)
        with self.assertBlocked("OKR-AUTHOR"):
            self._draft(self.dept_head, "department", self.dept_head_employee, self.hr_department)

    def test_draft_does_not_climb(self):
        """O2 O4: a draft of one's own becomes no plan of a unit by a write, a copy or another unit."""
        plan = self._draft(self.member, "position", self.member_employee, self.module)
        for values in ({"level": "module"}, {"level": "company"},
                       {"level": "department", "department_id": self.department.id}):
            with self.subTest(values=values), self.assertBlocked("OKR-AUTHOR"):
                plan.with_context(tracking_disable=True, install_mode=True).write(values)
        unit = self._draft(self.module_head, "module", self.module_head_employee, self.module)
        with self.assertBlocked("OKR-AUTHOR"):
            unit.with_user(self.member).copy({"employee_id": self.member_employee.id})
        with self.assertRaises(UserError):
            plan.with_user(self.member2).write({"employee_id": self.member2_employee.id})

    def test_import(self):
        """O4 O18: the sheet is no way around: nothing of it is kept."""
        book = openpyxl.Workbook()
        book.active.append(COLUMNS)
        book.active.append(["模块", self.module.name, self.member_employee.name, "Goal", 100, "Result", "数值", 0, 5,
                            "", 100, "2026-12-31"])
        stream = io.BytesIO()
        book.save(stream)
        content = base64.b64encode(stream.getvalue()).decode()
        plans = self.env[PLAN]
        with self.assertBlocked("OKR-AUTHOR"):
            plans.with_user(self.member).action_import(self.cycle.id, content)
        self.assertTrue(plans.with_user(self.module_head).action_import(self.cycle.id, content)["plan_ids"])

    def test_cascade_and_carry_forward(self):
        """O1 O14: a head breaks his key result down into drafts below; HR carries the rest into the next cycle."""
        above = self._new_plan(self.module_head_employee, "module", self.module)
        draft = self._draft(self.member, "position", self.member_employee, self.module)
        made = above.objective_ids.key_result_ids[0].with_user(self.module_head).action_cascade(
            [{"plan_id": draft.id, "name": "Part", "weight": 100}])
        self.assertEqual(draft.objective_ids.ids, made)
        above.action_submit()
        self._decide_all(above)
        after = self.cycle.with_user(self.hr).create(
            {"name": "2027", "date_start": "2027-01-01", "date_end": "2027-12-31"})
        self.assertEqual(self.cycle.with_user(self.hr).action_carry_forward(after.id), 3)

    def test_what_the_form_offers(self):
        """O4: the form offers the text while it may be changed, the steps to whom they belong."""
        plan = self._new_plan(self.member_employee)
        for user, expected in ((self.member, (True, True)), (self.module_head, (True, True)),
                               (self.hr, (True, True)), (self.member2, (False, False))):
            self.assertEqual((plan.with_user(user).can_write, plan.with_user(user).can_edit), expected, user.login)
        plan.action_submit()
        self._decide_all(plan)
        self.assertEqual((plan.with_user(self.member).can_write, plan.with_user(self.member).can_edit), (False, True))
        self.assertTrue(self.env[PLAN].with_user(self.member).new({}).can_write)


@tagged("post_install", "-at_install")
class TestPlanAuthorRpc(OkrFixture, RpcCase):

    @mute_logger("odoo.http")
    def test_over_rpc(self):
        """O4: by XML-RPC the refusal names plan, clause and way out."""
        values = {"cycle_id": self.cycle.id, "level": "department", "department_id": self.department.id,
                  "employee_id": self.member_employee.id}
        with self.assertRaises(UserError) as refusal:
            self.rpc("test.member", PLAN, "create", values)
        for words in ("OKR-AUTHOR", "§5.1.1", self.department.name, "Ask the head"):
            self.assertIn(words, str(refusal.exception))
