from odoo import api, models

from ..engine.strategy_map import layout


class CompanyOkrPlanReport(models.AbstractModel):
    """Values of the printed forms; Chinese where the company has it, the forms being those of the regulation."""

    _name = "report.company_okr.report_okr_plan"
    _description = "OKR Plan Form"
    _form_model = "company.okr.plan"
    _form_labels = (
        ("company.okr.key.result", "kind"), ("company.okr.key.result", "confidence"),
        ("company.okr.appraisal", "level"), ("company.okr.interview", "state"))

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env[self._form_model].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang, "labels": {
            f"{model}.{name}": dict(self.env[model].with_context(lang=lang)._fields[name]._description_selection(
                self.env(context=dict(self.env.context, lang=lang))))
            for model, name in self._form_labels}}


class CompanyOkrReviewReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_review"
    _description = "OKR Review Form"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.review"


class CompanyOkrAppraisalReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_appraisal"
    _description = "Appraisal Sheet"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.appraisal"


class CompanyOkrInterviewReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_interview"
    _description = "Interview Record"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.interview"


class CompanyOkrBonusReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_bonus"
    _description = "Bonus Coefficient Table"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.grading"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Right, rows and notes of each session; the print is kept in the ledger like the workbook."""
        values = super()._get_report_values(docids, data)
        tables = []
        for session in values["docs"]:
            lines = session._get_bonus_lines()
            rows = session._get_bonus_rows(lines)
            session._log_bonus(lines, "pdf")
            tables.append({
                "session": session, "rows": rows, "meta": session._get_bonus_meta(),
                "notes": session._get_bonus_notes(lines), "labels": session._get_bonus_labels(),
                "total": sum(row["amount"] for row in rows), "base": sum(row["base"] for row in rows)})
        return {**values, "tables": tables}


class CompanyOkrFocusReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_focus"
    _description = "Sheet of the Strategic Focus"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.focus"
    _form_labels = (
        ("company.okr.focus", "kind"), ("company.okr.focus", "share_basis"), ("company.okr.focus.item", "quadrant"),
        ("company.okr.focus.factor", "emphasis"), ("company.okr.focus.goal", "perspective"))

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "draw_map": lambda focus: layout(focus.chart["rows"])}
