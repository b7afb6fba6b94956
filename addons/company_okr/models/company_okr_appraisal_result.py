from odoo import fields, models


class CompanyOkrAppraisal(models.Model):
    _inherit = "company.okr.appraisal"

    appeal_ids = fields.One2many("company.okr.appeal", "appraisal_id", "Appeals", readonly=True, copy=False)
    interview_ids = fields.One2many("company.okr.interview", "appraisal_id", "Interviews", readonly=True, copy=False)
    grade_id = fields.Many2one("company.okr.grade", "Grade", index=True, readonly=True, copy=False)
    rank = fields.Integer("Rank", readonly=True, copy=False, aggregator=False)

    def action_appeal(self, text):
        """Appeal against the own result after an interview that brought no agreement (R2 §5.7.1).

        :param str text: what is appealed, and why
        :return: id of the appeal
        :raise AccessError: somebody else's result
        :raise ControlError: OKR-APPEAL, no interview was held yet
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role("self")
        self._check_state("confirmed")
        text = self._check_text(text, self.env._("Say what you appeal against, and why."))
        if not any(interview.state in ("held", "disputed") for interview in self.sudo().interview_ids):
            self.env["company.control"]._enforce("OKR-APPEAL", self.sudo(), self.env._(
                "an appeal follows the interview; ask your assessor for it first."))
        appeal_sudo = self.env["company.okr.appeal"].sudo()._as_engine().create({
            "company_id": self.company_id.id, "appraisal_id": self.id, "employee_id": self.employee_id.id,
            "user_id": self.env.uid, "text": text})
        users = self.env["company.role"]._get_users("hr_performance", self.company_id)
        self.env["company.todo"]._open(     # auditors see all to-dos: no name of a person in it
            "okr.appeal", appeal_sudo, users - self.env.user, appeal_sudo.appraisal_id.cycle_id.name)
        return appeal_sudo.id
