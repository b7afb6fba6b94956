import io

import pdfplumber

from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestPrint(OkrCase):

    def _text(self, report, records):
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(f"company_okr.{report}", records.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            text = "".join(page.extract_text() for page in document.pages)
        return text.replace(" ", "").replace("\n", "")

    def test_forms(self):
        """O17: 附件1 to 附件5, the appraisal sheet and the interview record print in Chinese."""
        self.env["res.lang"]._activate_lang("zh_CN")
        goals = self._new_plan(self.dept_head_employee, "department", self.department)
        plan = self._new_plan(self.member_employee)
        for one in goals | plan:
            one.with_user(one.user_id).action_submit()
            self._decide_all(one)
        text = self._text("company_okr_plan_report", goals)
        for word in ("附件1", f"2026年{self.department.name}年度目标", goals.name, "Quality",
                     self.gm_employee.name):
            self.assertIn(word.replace(" ", ""), text)
        text = self._text("company_okr_plan_report", plan)
        for word in ("附件2", f"{self.department.name}{self.module.name}".replace(" ", ""), "岗位OKR考核表"):
            self.assertIn(word, text)
        plan.objective_ids[0].key_result_ids.with_user(self.member).action_check_in(75, "yellow", "two late")
        for kind, level, title in (("monthly", plan, "岗位OKR目标月度监控"),
                                   ("quarterly", goals, "2026年度目标季度回顾"),
                                   ("quarterly", plan, "岗位OKR绩效回顾")):
            review = self.env["company.okr.review"].sudo().create({
                "plan_id": level.id, "kind": kind, "period_start": "2026-01-01", "period_end": "2026-03-31",
                "done": "twelve sheets"})
            text = self._text("company_okr_review_report", review)
            for word in (title, "twelvesheets", "下步计划", "所需帮助"):
                self.assertIn(word, text)
        self.cycle.with_user(self.hr).action_start_scoring()
        self.cycle.with_user(self.hr).action_create_appraisals()
        appraisal = self.env["company.okr.appraisal"].search([("employee_id", "=", self.member_employee.id)])
        appraisal.with_user(self.member).action_self_score(
            [{"objective_id": line.objective_id.id, "score": 91} for line in appraisal.line_ids])
        for user in (self.module_head, self.dept_head):
            appraisal.with_user(user).action_score(
                [{"objective_id": line.objective_id.id, "score": 88} for line in appraisal.line_ids],
                [{"criterion_id": row.criterion_id.id, "score": 77} for row in appraisal.value_ids])
        text = self._text("company_okr_appraisal_report", appraisal)
        for word in ("91.00", "88.00×60%+88.00×40%", "84.70", self.module_head_employee.name.replace(" ", "")):
            self.assertIn(word, text)
        interview = self.env["company.okr.interview"]._plan(appraisal)
        self.assertIn("绩效面谈", self._text("company_okr_interview_report", interview))
