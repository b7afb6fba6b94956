from odoo import fields, models
from odoo.exceptions import UserError


class CompanyOkrNoteDialog(models.TransientModel):
    """Asks for the text of a step: a reason, a comment, an appeal."""

    _name = "company.okr.note.dialog"
    _description = "Text of a Step"
    _inherit = ["company.wizard.mixin"]

    objective_id = fields.Many2one("company.okr.objective", "Objective", readonly=True)
    review_id = fields.Many2one("company.okr.review", "Review", readonly=True)
    appraisal_id = fields.Many2one("company.okr.appraisal", "Appraisal", readonly=True)
    interview_id = fields.Many2one("company.okr.interview", "Interview", readonly=True)
    effect_id = fields.Many2one("company.okr.effect", "Effect", readonly=True)
    step = fields.Selection([
        ("finish", "Objective finished"), ("drop", "Drop the Objective"), ("ask_change", "Ask for a Change"),
        ("return_review", "Back to the Author"), ("review", "Reviewed"), ("return_scores", "Back to the Assessors"),
        ("appeal", "Appeal"), ("disagree", "I do not agree"), ("withdraw_effect", "Withdraw the Effect"),
        ("skip_self_score", "Without the Own Score")],
        required=True, readonly=True)
    text = fields.Text()

    def action_confirm(self):
        """Take the step with the text, see the models."""
        self.ensure_one()
        text = self.text or ""
        steps = {
            "finish": lambda: self.objective_id.action_finish(text),
            "drop": lambda: self.objective_id.action_drop(text),
            "ask_change": lambda: self.objective_id.action_ask_change(text),
            "return_review": lambda: self.review_id.action_send_back(text),
            "review": lambda: self.review_id.action_review(text),
            "return_scores": lambda: self.appraisal_id.action_send_back(text),
            "skip_self_score": lambda: self.appraisal_id.action_skip_self_score(text),
            "appeal": lambda: self.appraisal_id.action_appeal(text),
            "disagree": lambda: self.interview_id.action_acknowledge(False, text),
            "withdraw_effect": lambda: self.effect_id.action_withdraw(text),
        }
        if not (self.objective_id or self.review_id or self.appraisal_id or self.interview_id
                or self.effect_id):
            raise UserError(self.env._("Open this dialog from the document it belongs to."))
        steps[self.step]()
        return {"type": "ir.actions.act_window_close"}
