import base64
import io

import openpyxl
import pdfplumber

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from ..engine.rounding import exact, shown
from .common import OkrCase
from .scored_common import ScoredFixture


class BonusFixture(ScoredFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.appraisals["dept_head"] | cls.appraisal).with_user(cls.hr).action_confirm()
        cls.grading = cls.env["company.okr.grading"].with_user(cls.hr).create({
            "name": "All", "cycle_id": cls.cycle.id, "department_ids": [(6, 0, cls.department.ids)]})
        cls.grading.action_propose()
        for place, line in enumerate(cls.grading.line_ids):
            line.bonus_base = 1000.01 + 1234.56 * place
        cls.grading.action_confirm()

    def _get_kept(self, form):
        entries = self.env["company.ledger.entry"].sudo().search([("kind", "=", "okr.bonus_table")])
        return [entry for entry in entries if f'"{form}"' in entry.payload]


@tagged("post_install", "-at_install")
class TestBonus(BonusFixture, OkrCase):

    def _get_sheet(self, content):
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(content))).active

    def test_workbook(self):
        """O11 R2 §5.6.1: title, company, cycle, people; amounts and totals are formulas that give what is stored."""
        sheet = self._get_sheet(self.grading.get_bonus_xlsx())
        self.assertEqual(sheet["A1"].value, "奖金系数表")
        self.assertIn(self.company_a.name, sheet["A2"].value)
        self.assertIn("2026", sheet["A2"].value)
        heads = [cell.value for cell in sheet[3]]
        self.assertEqual(heads[1:4] + heads[8:], [
            "部门", "姓名", "岗位", "等级", "奖金系数", "奖金基数", "奖金金额", "签字"])
        lines, total = self.grading.line_ids, 0
        for row, line in enumerate(lines, 4):
            self.assertEqual(sheet.cell(row, 3).value, line.employee_id.name)
            self.assertEqual(sheet.cell(row, 12).value, f"=ROUND(J{row}*K{row},2)")
            amount = shown(exact(sheet.cell(row, 10).value) * exact(sheet.cell(row, 11).value))
            self.assertEqual(amount, shown(line.bonus_amount))
            total += amount
        last = 3 + len(lines)
        self.assertEqual(sheet.cell(last + 1, 12).value, f"=SUM(L4:L{last})")
        self.assertEqual(total, shown(sum(lines.mapped("bonus_amount"))))
        self.assertEqual(self._get_sheet(self.cycle.with_user(self.hr).get_bonus_xlsx())["C4"].value,
                         lines[0].employee_id.name)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_hr_and_kept(self):
        """O11 O15: nobody but HR performance takes the table out; who did stands in the ledger without a figure."""
        report = self.env["ir.actions.report"]
        for user in (self.member, self.dept_head, self.gm, self.admin, self.auditor.user_id):
            with self.assertRaises(AccessError):
                self.grading.with_user(user).get_bonus_xlsx()
            with self.assertRaises(AccessError):
                self.cycle.with_user(user).get_bonus_xlsx()
            with self.assertRaises(AccessError):
                report.with_user(user)._render_qweb_html("company_okr.report_okr_bonus", self.grading.ids)
            with self.assertRaises(AccessError):
                self.grading.line_ids[0].with_user(user).write({"bonus_base": 1})
        self.assertFalse(self._get_kept("xlsx") + self._get_kept("pdf"))
        self.grading.get_bonus_xlsx()
        [entry] = self._get_kept("xlsx")
        self.assertEqual(entry.user_id, self.hr)
        self.assertNotIn("1000", entry.payload)

    def test_base_in_the_session(self):
        """O11: HR enters the base in the form of the session, before and after its confirmation, and nothing else."""
        line = self.grading.line_ids[0]
        self.grading.write({"line_ids": [(1, line.id, {"bonus_base": 8000})]})
        self.assertEqual(line.bonus_amount, 8000 * line.coefficient)
        for values in ({"score": 99}, {"grade_id": self.env.ref("company_okr.grade_s").id}, {"rank": 1}):
            with self.assertRaises(AccessError):
                self.grading.write({"line_ids": [(1, line.id, values)]})
        for command in ((0, 0, {"bonus_base": 1}), (2, line.id)):
            with self.assertRaises(UserError):
                self.grading.write({"line_ids": [command]})
        draft = self.grading.create({"name": "New", "cycle_id": self.cycle.id})
        with self.assertRaises(UserError):
            draft.get_bonus_xlsx()

    def test_own_row_is_left_out(self):
        """O15: nobody of HR takes out his own row; the table says that it is missing."""
        line = self.grading.line_ids[0]
        line.sudo()._as_engine().write({"employee_id": self.hr_employee.id})
        self.env.invalidate_all()
        sheet = self._get_sheet(self.grading.get_bonus_xlsx())
        text = " ".join(str(cell.value) for row in sheet.rows for cell in row if cell.value)
        self.assertNotIn(self.hr_employee.name, text)
        self.assertIn("本人", text)

    def test_print(self):
        """O11 O17: the same table on paper, kept in the ledger as well."""
        pdf, _kind = self.env["ir.actions.report"].with_user(self.hr)._render_qweb_pdf(
            "company_okr.report_okr_bonus", self.grading.ids)
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            text = "".join(page.extract_text() for page in document.pages).replace(" ", "").replace("\n", "")
        for word in ("奖金系数表", "签字", f"{sum(self.grading.line_ids.mapped('bonus_amount')):,.2f}"):
            self.assertIn(word, text)
        self.assertEqual(len(self._get_kept("pdf")), 1)


@tagged("post_install", "-at_install")
class TestBonusRpc(BonusFixture, RpcCase):

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers.xmlrpc")
    def test_doors(self):
        """O11 O15: by XML-RPC and by the download, for HR only."""
        self.assertTrue(self.rpc("test.hr", "company.okr.grading", "get_bonus_xlsx", self.grading.ids))
        with self.assertRaises(AccessError):
            self.rpc("test.module", "company.okr.grading", "get_bonus_xlsx", self.grading.ids)
        url = f"/company_okr/bonus/session/{self.grading.id}.xlsx"
        self.authenticate("test.hr", self._get_password("test.hr"))
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.content[:2]), (200, b"PK"))
        self.assertEqual(len(self._get_kept("xlsx")), 2)
        self.authenticate("test.member", self._get_password("test.member"))
        self.assertNotEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self.url_open("/company_okr/bonus/user/1.xlsx").status_code, 404)
