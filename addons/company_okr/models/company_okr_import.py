import base64
import binascii
import io
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from odoo import Command, models
from odoo.exceptions import UserError

from ..engine import sheet

MAX_ROWS = 5000


class CompanyOkrPlan(models.Model):
    """Import of OKRs from a spreadsheet: everything, or nothing and a list of what is wrong (REQUIREMENTS O18)."""

    _inherit = "company.okr.plan"

    def action_import(self, cycle_id, content):
        """Make drafts out of an XLSX sheet with the columns 层级 部门 姓名 目标 目标权重 关键结果
        类型 起始值 目标值 单位 权重 截止日期.

        :param int cycle_id: cycle of the plans
        :param str content: the file, base64
        :return: {"plan_ids": ids, "errors": [{"row", "column", "problem"}]}; with errors nothing was saved
        :raise UserError: not an XLSX file, too many rows
        :raise AccessError: a plan the user may not write
        """
        cycle = self.env["company.okr.cycle"].browse(cycle_id if isinstance(cycle_id, int) else ()).exists()
        if not cycle:
            raise UserError(self.env._("There is no such cycle."))
        cycle.check_access("read")
        plans, problems = sheet.parse(self._read_sheet(content))
        errors = [{"row": row, "column": column, "problem": self._get_problem_text(problem)}
                  for row, column, problem in problems]
        values = [self._prepare_imported(cycle, plan, errors) for plan in plans]
        if errors or not values:
            return {"plan_ids": [], "errors": errors or [
                {"row": 2, "column": "", "problem": self.env._("The sheet has no rows.")}]}
        return {"plan_ids": self.create(values).ids, "errors": []}

    def _read_sheet(self, content):
        try:
            book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(content, validate=True)), read_only=True,
                                          data_only=True)
        except (binascii.Error, TypeError, ValueError, KeyError, OSError, BadZipFile, InvalidFileException) as error:
            raise UserError(self.env._("This is not an XLSX file. Take the template and fill it in.")) from error
        rows = list(book.active.iter_rows(min_row=2, max_row=MAX_ROWS + 2, max_col=len(sheet.COLUMNS),
                                          values_only=True))
        if len(rows) > MAX_ROWS:
            raise UserError(self.env._("The sheet has more than %(most)s rows; split it.", most=MAX_ROWS))
        return rows

    def _get_problem_text(self, problem):
        return {
            "unknown": self.env._("unknown word"), "missing": self.env._("is missing"),
            "number": self.env._("is not a number"), "date": self.env._("is not a date (2026-12-31)"),
        }[problem]

    def _prepare_imported(self, cycle, plan, errors):
        department = self._find_one("hr.department", plan["unit"], cycle, plan["row"], "unit", errors)
        employee = self._find_one("hr.employee", plan["person"], cycle, plan["row"], "person", errors)
        return {
            "cycle_id": cycle.id, "company_id": cycle.company_id.id, "level": plan["level"],
            "department_id": department.id, "employee_id": (employee or department.manager_id).id,
            "objective_ids": [Command.create({
                "name": one["name"], "weight": one["weight"],
                "key_result_ids": [Command.create(key_result) for key_result in one["key_results"]]})
                for one in plan["objectives"]]}

    def _find_one(self, model, name, cycle, row, column, errors):
        records = self.env[model]
        if not name:
            return records
        records_sudo = self.env[model].sudo().search(
            [("name", "=", str(name).strip()), ("company_id", "in", (cycle.company_id.id, False))], limit=2)
        if len(records_sudo) != 1:
            errors.append({"row": row, "column": column, "problem": self.env._(
                "“%(name)s” is unknown", name=name) if not records_sudo else self.env._(
                "“%(name)s” exists more than once", name=name)})
            return records
        return records_sudo.sudo(False)
