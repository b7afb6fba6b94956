from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyOkrAppraisal(models.Model):
    _inherit = "company.okr.appraisal"

    appeal_ids = fields.One2many("company.okr.appeal", "appraisal_id", "Appeals", readonly=True, copy=False)
    interview_ids = fields.One2many("company.okr.interview", "appraisal_id", "Interviews", readonly=True, copy=False)
    grade_id = fields.Many2one("company.okr.grade", "Grade", index=True, readonly=True, copy=False, ondelete="restrict")
    effect_ids = fields.One2many("company.okr.effect", "appraisal_id", "Effects", readonly=True, copy=False)
    effect_count = fields.Integer("Number of Effects", compute="_compute_effect_count")
    rank = fields.Integer("Rank", readonly=True, copy=False, aggregator=False)

    @api.depends_context("uid")
    @api.depends("effect_ids.state")
    def _compute_effect_count(self):
        """With the rights of the caller: HR counts drafts, the person does not."""
        counts = dict(self.env["company.okr.effect"]._read_group(
            [("appraisal_id", "in", self.ids)], ["appraisal_id"], ["__count"]))
        for appraisal in self:
            appraisal.effect_count = counts.get(appraisal._origin, 0)

    def action_appeal(self, text):
        """Appeal against the own result after an interview that brought no agreement (R2 §5.7.1).

        :param str text: what is appealed, and why
        :return: id of the appeal
        :raise AccessError: somebody else's result
        :raise ControlError: OKR-APPEAL, no interview was held yet
        :raise UserError: not confirmed, no text, or ruled on already
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role("self")
        self._check_state("confirmed")
        text = self._check_text(text, self.env._("Say what you appeal against, and why."))
        if any(appeal.state in ("upheld", "changed") for appeal in self.sudo().appeal_ids):
            raise UserError(self.env._(
                "%(appraisal)s: HR performance has ruled on this result, and its ruling is final (R2 §5.7.2).",
                appraisal=self.display_name))
        if not any(interview.state in ("held", "disputed") for interview in self.sudo().interview_ids):
            self.env["company.control"]._enforce("OKR-APPEAL", self.sudo(), self.env._(
                "an appeal follows the interview; ask your assessor for it first."))
        return self.env["company.okr.appeal"]._file(self, text).id
