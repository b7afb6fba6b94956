from odoo import api, models

from ..engine.strategy_map import layout


class CompanyOkrPlanReport(models.AbstractModel):
    """Values of the printed forms; Chinese where the company has it, the forms being those of the regulation."""

    _name = "report.company_okr.report_okr_plan"
    _description = "OKR Plan Form"
    _form_model = "company.okr.plan"
    _has_annex = True
    _form_labels = (
        ("company.okr.key.result", "kind"), ("company.okr.key.result", "confidence"),
        ("company.okr.appraisal", "level"), ("company.okr.interview", "state"))

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env[self._form_model].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang, "head": {
            doc.id: self._get_head(doc) if self._has_annex else (0, "") for doc in docs}, "labels": {
            f"{model}.{name}": dict(self.env[model].with_context(lang=lang)._fields[name]._description_selection(
                self.env(context=dict(self.env.context, lang=lang))))
            for model, name in self._form_labels}}

    @api.model
    def _get_head(self, plan):
        """(number of the annex, title) as the regulation names its forms.

        附件1 XX年XX部门年度目标, 附件2 XX部门XX模块XX岗位OKR考核表 (R2 §6).
        """
        parts = self._get_parts(plan)
        if plan.level == "company":
            return 0, plan.env._("Company Goals %(year)s", **parts)
        if plan.level == "department":
            return 1, plan.env._("Yearly Goals of %(unit)s %(year)s", **parts)
        if plan.level == "module":
            return 2, plan.env._("OKR Sheet of %(unit)s", **parts)
        return 2, plan.env._("OKR Sheet of the Position %(position)s in %(unit)s", **parts)

    @api.model
    def _get_parts(self, plan):
        plan_sudo = plan.sudo()
        unit = plan_sudo.department_id
        return {
            "year": plan_sudo.cycle_id.date_end.year,
            "unit": f"{unit.parent_id.name}{unit.name}" if unit.is_okr_module else unit.name or "",
            "position": plan_sudo.job_id.name or plan_sudo.employee_id.job_title or plan_sudo.employee_id.name or ""}


class CompanyOkrReviewReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_review"
    _description = "OKR Review Form"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.review"

    @api.model
    def _get_head(self, review):
        """附件3 月度监控, 附件4 XX部门XX年度目标季度回顾, 附件5 XX部门XX岗位OKR绩效回顾."""
        parts = self._get_parts(review.plan_id)
        if review.kind == "monthly" and review.level == "position":
            return 3, review.env._(
                "Monthly Monitor of the OKR Goals of the Position %(position)s in %(unit)s", **parts)
        if review.kind == "monthly":
            return 3, review.env._("Monthly Monitor of the OKR Goals of %(unit)s", **parts)
        if review.level == "position":
            return 5, review.env._(
                "OKR Performance Review of the Position %(position)s in %(unit)s", **parts)
        if review.level == "module":
            return 5, review.env._("OKR Performance Review of %(unit)s", **parts)
        if review.kind == "half":
            return 4, review.env._("Half-year Review of the Goals of %(unit)s %(year)s", **parts)
        return 4, review.env._("Quarterly Review of the Goals of %(unit)s %(year)s", **parts)


class CompanyOkrAppraisalReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_appraisal"
    _description = "Appraisal Sheet"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.appraisal"
    _has_annex = False


class CompanyOkrInterviewReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_interview"
    _description = "Interview Record"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.interview"
    _has_annex = False


class CompanyOkrBonusReport(models.AbstractModel):
    _name = "report.company_okr.report_okr_bonus"
    _description = "Bonus Coefficient Table"
    _inherit = "report.company_okr.report_okr_plan"
    _form_model = "company.okr.grading"
    _has_annex = False

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
    _has_annex = False
    _form_labels = (
        ("company.okr.focus", "kind"), ("company.okr.focus", "share_basis"), ("company.okr.focus.item", "quadrant"),
        ("company.okr.focus.factor", "emphasis"), ("company.okr.focus.goal", "perspective"))

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "draw_map": lambda focus: layout(focus.chart["rows"])}
