from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "okr.plan": self.env._("Draft and submit an OKR plan"),
            "okr.review": self.env._("Write a review"),
            "okr.check_in": self.env._("Check in on key results"),
            "okr.self_score": self.env._("Self-score"),
            "okr.score": self.env._("Score an appraisal"),
            "okr.interview": self.env._("Hold the performance interview"),
            "okr.interview_answer": self.env._("Answer the interview record"),
            "okr.flag": self.env._("Two lowest grades running"),
            "okr.appeal": self.env._("Decide an appeal"),
        }
