import io

import pdfplumber
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestFocus(OkrCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.focus = cls.env["company.okr.focus"].with_user(cls.hr)
        cls.matrix = cls.focus.create({
            "name": "Portfolio", "kind": "bcg", "cycle_id": cls.cycle.id, "item_ids": [
                Command.create({"name": name, "growth": growth, "share": share, "revenue": revenue})
                for name, growth, share, revenue in (
                    ("Houses", 3, 1.8, 600), ("Pipes", 10, 1, 300), ("Sensors", 42, .99, 75), ("Décor", -6, 0, 25))]})
        cls.curve = cls.focus.create({
            "name": "Curve", "kind": "curve", "cycle_id": cls.cycle.id, "factor_ids": [
                Command.create({"name": "In time", "emphasis": "stress", "own_level": 9, "is_chosen": True})]})
        cls.map = cls.focus.create({"name": "Map", "kind": "map", "cycle_id": cls.cycle.id, "goal_ids": [
            Command.create({"name": "Profit"}), Command.create({"name": "Owners content", "perspective": "customer"})]})
        cls.profit, cls.owners = cls.map.goal_ids
        cls.owners.supports_ids = cls.profit

    def test_quadrants(self):
        """O13: growth and share from the line upwards count as high (R14 §1)."""
        self.assertEqual(self.matrix.item_ids.mapped("quadrant"), ["cow", "star", "question", "dog"])
        self.assertEqual(self.matrix.chart["items"][1]["x"], 1)
        self.matrix.growth_line = 10.01
        self.assertEqual(self.matrix.item_ids[1].quadrant, "cow")

    def test_share_of_own_sales(self):
        """O13: without market figures the part in the own sales stands in (R14 §1)."""
        with Form(self.matrix) as form:
            form.share_basis = "sales"
        self.assertEqual(self.matrix.share_line, 20)
        self.assertEqual(self.matrix.item_ids.mapped("share_shown"), [60, 30, 7.5, 2.5])
        self.assertEqual(self.matrix.item_ids.mapped("quadrant"), ["cow", "star", "question", "dog"])
        self.matrix.item_ids[0].revenue = 0
        self.assertEqual(self.matrix.item_ids.mapped("share_shown"), [0, 75, 18.75, 6.25])
        self.assertEqual(self.matrix.item_ids.mapped("quadrant"), ["dog", "star", "question", "dog"])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.matrix.item_ids[0].revenue = -1
            self.env.flush_all()

    def test_map(self):
        """O13: lines of the map lead between goals of one map, in the chart and in a copy."""
        rows = self.map.chart["rows"]
        self.assertEqual([row["key"] for row in rows], ["financial", "customer", "process", "learning"])
        self.assertEqual(rows[1]["goals"][0]["supports"], [rows[0]["goals"][0]["key"]])
        twin = self.map.copy()
        self.assertEqual(twin.goal_ids[1].supports_ids, twin.goal_ids[0])
        with self.assertRaises(ValidationError):
            self.profit.supports_ids = twin.goal_ids[0]
        with self.assertRaises(ValidationError):
            self.profit.supports_ids = self.profit

    def test_make_objective(self):
        """O13: a line of each template becomes an objective of a draft that the user may write (R14 §2)."""
        plan = self._new_plan(self.dept_head_employee, "department", self.department)
        other = self._new_plan(self.hr_employee)
        dialogs = self.env["company.okr.objective.dialog"].with_user(self.dept_head)
        for key, line in (("item_id", self.matrix.item_ids[0]), ("factor_id", self.curve.factor_ids),
                          ("goal_id", self.profit)):
            dialog = Form(dialogs.with_context(**{f"default_{key}": line.id}))
            self.assertEqual((dialog.name, dialog.plan_id), (line.name, plan))
            action = dialog.save().action_confirm()
            objective = self.env["company.okr.objective"].browse(action["res_id"])
            self.assertEqual((objective.name, objective.plan_id), (line.name, plan))
            self.assertEqual(objective.source, f"{line.focus_id.name}: {line.name}")
        line = self.profit.with_user(self.dept_head)
        with self.assertRaises(AccessError):
            line.action_make_objective(other.id)
        for wrong in (False, True, 10 ** 8, "1", [plan.id]):
            with self.assertRaises(UserError):
                line.action_make_objective(wrong)
        plan.objective_ids[3:].unlink()
        plan.with_user(self.dept_head).action_submit()
        for context in ({}, {"default_state": "draft", "install_mode": True}):
            with self.assertRaises(UserError):
                line.with_context(**context).action_make_objective(plan.id)

    def test_other_company(self):
        """S6 O13: a sheet's line makes no objective of another company."""
        boss = self._new_employee("Boss B", "test.boss.b", company=self.company_b)
        boss.user_id.company_ids = self.company_a | self.company_b
        cycle = self.env["company.okr.cycle"].create({
            "name": "B", "company_id": self.company_b.id, "date_start": "2026-01-01", "date_end": "2026-12-31"})
        cycle._as_engine().write({"state": "open"})
        plan = self.env["company.okr.plan"].with_user(boss.user_id).with_context(
            allowed_company_ids=(self.company_b | self.company_a).ids).create({
                "cycle_id": cycle.id, "level": "position", "employee_id": boss.id, "company_id": self.company_b.id})
        with self.assertRaises(UserError):
            self.profit.with_env(plan.env).action_make_objective(plan.id)
        self.assertFalse(plan.objective_ids)

    def test_print(self):
        """O13 O17: matrix, curve and map print in Chinese, with quadrants, levels and the drawn map."""
        self.env["res.lang"]._activate_lang("zh_CN")
        words = {
            self.matrix: ("明星", "金牛", "问题", "瘦狗", "确保既有地位不丢失", "Houses"),
            self.curve: ("突出", "★Intime"), self.map: ("财务", "内部流程", "学习与成长", "Ownerscontent", "→支撑")}
        reports = self.env["ir.actions.report"]
        for focus, expected in words.items():
            pdf, kind = reports._render_qweb_pdf("company_okr.company_okr_focus_report", focus.ids)
            self.assertEqual(kind, "pdf")
            with pdfplumber.open(io.BytesIO(pdf)) as document:
                text = "".join(page.extract_text() for page in document.pages).replace(" ", "").replace("\n", "")
            for word in expected:
                self.assertIn(word, text)
