import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.bonus_sheet import make_workbook


class CompanyOkrGrading(models.Model):
    """The bonus coefficient table of grading sessions: workbook and paper (R2 §4.1.3, §5.6.1)."""

    _inherit = "company.okr.grading"

    def get_bonus_xlsx(self):
        """Bonus coefficient table of these sessions as XLSX; who took it is kept in the ledger.

        :return: base64 of the workbook; the row of the reader himself is left out
        :raise UserError: a session without a proposal
        :raise AccessError: not HR performance
        """
        return base64.b64encode(self._make_bonus_file()[1]).decode()

    def action_export_bonus(self):
        """Download of the workbook: {"type": "ir.actions.act_url"}."""
        self.ensure_one()
        self._get_bonus_lines()
        return {"type": "ir.actions.act_url", "target": "download",
                "url": f"/company_okr/bonus/session/{self.id}.xlsx?cids={self.company_id.id}"}

    def _get_bonus_lines(self):
        """Lines of the table as far as the user may read them: nobody of HR has his own."""
        self._check_hr()
        self._check_state("proposed", "confirmed")
        lines = self.env["company.okr.grading.line"].search(
            [("grading_id", "in", self.ids)], order="grading_id, rank, id")
        if not lines:
            raise UserError(self.env._("There is nobody in the bonus table."))
        return lines

    def _get_bonus_rows(self, lines):
        """Rows as dicts; a constant number of queries."""
        lines_sudo = lines.sudo()
        return [{
            "department": line.department_id.name or "", "person": line.employee_id.name,
            "job": line.employee_id.job_id.name or line.employee_id.job_title or "",
            "okr": line.appraisal_id.okr_score, "values": line.appraisal_id.values_score,
            "final": line.appraisal_id.final_score, "rank": line.rank, "grade": line.grade_id.name or "",
            "coefficient": line.coefficient, "base": line.bonus_base, "amount": line.bonus_amount,
        } for line in lines_sudo]

    def _get_bonus_labels(self):
        return {
            "place": self.env._("No."), "department": self.env._("Department"), "person": self.env._("Full Name"),
            "job": self.env._("Position"), "okr": self.env._("OKR Score"), "values": self.env._("Values Score"),
            "final": self.env._("Final Score"), "rank": self.env._("Rank"), "grade": self.env._("Grade"),
            "coefficient": self.env._("Bonus Coefficient"), "base": self.env._("Bonus Base"),
            "amount": self.env._("Bonus Amount"), "signature": self.env._("Signature"), "total": self.env._("Total"),
        }

    def _get_bonus_meta(self):
        """One line under the title: cycle, state, currency, day."""
        states = {session._get_state_label() for session in self}
        return "    ".join((
            self.env._("Cycle: %s", "、".join(self.cycle_id.mapped("name"))),
            self.env._("Sessions: %s", "、".join(self.mapped("name"))), "、".join(sorted(states)),
            self.env._("Currency: %s", self.company_id[:1].currency_id.name),
            self.env._("Date: %s", fields.Date.context_today(self))))

    def _get_bonus_notes(self, lines):
        notes = [self.env._("Bonus amount = bonus base × bonus coefficient (R2 §5.6.1)."),
                 self.env._("Prepared by:                    Checked by:                    Approved by:")]
        hidden = self.env["company.okr.grading.line"].sudo().search_count(
            [("grading_id", "in", self.ids)]) - len(lines)
        if hidden:
            notes.insert(0, self.env._("Your own row is not in this table; somebody else of HR takes it out."))
        return notes

    def _make_bonus_file(self):
        """(name without extension, bytes)"""
        sessions = self.with_context(lang=self.env["ir.actions.report"]._get_form_lang())
        lines = sessions._get_bonus_lines()
        title = sessions.env._("Bonus Coefficient Table")
        name = f"{title} {'、'.join(sessions.cycle_id.mapped('name'))}"
        content = make_workbook(
            title, f"{sessions.company_id[:1].name}    {sessions._get_bonus_meta()}", sessions._get_bonus_labels(),
            sessions._get_bonus_rows(lines), sessions._get_bonus_notes(lines))
        self._log_bonus(lines, "xlsx")
        return name, content

    def _log_bonus(self, lines, form):
        """Who took out whose table, never a figure of it (O15)."""
        for session, own in lines.grouped("grading_id").items():
            self.env["company.ledger.entry"]._append(
                "okr.bonus_table", session.sudo(), {"form": form, "people": len(own)})


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    def get_bonus_xlsx(self):
        """Bonus coefficient table of all confirmed grading sessions of a cycle, see company.okr.grading.

        :return: base64 of the workbook
        :raise UserError: no confirmed session
        :raise AccessError: not HR performance
        """
        return base64.b64encode(self._make_bonus_file()[1]).decode()

    def action_export_bonus(self):
        """Download of the workbook: {"type": "ir.actions.act_url"}."""
        self._get_bonus_sessions()
        return {"type": "ir.actions.act_url", "target": "download",
                "url": f"/company_okr/bonus/cycle/{self.id}.xlsx?cids={self.company_id.id}"}

    def _make_bonus_file(self):
        return self._get_bonus_sessions()._make_bonus_file()

    def _get_bonus_sessions(self):
        self.ensure_one()
        self._check_hr()
        sessions = self.env["company.okr.grading"].search([("cycle_id", "=", self.id), ("state", "=", "confirmed")])
        if not sessions:
            raise UserError(self.env._("%(cycle)s: no grading session is confirmed yet.", cycle=self.name))
        return sessions
