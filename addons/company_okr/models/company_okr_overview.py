from odoo import api, models


class CompanyOkrOverview(models.AbstractModel):
    """What a manager opens first: who has no plan yet, what is at risk, how far the cycle is (S10, O16)."""

    _name = "company.okr.overview"
    _description = "OKR Overview"
    _inherit = ["company.overview.mixin"]

    @api.model
    def _get_title(self):
        return self.env._("OKR Overview")

    @api.model
    def _get_labels(self):
        return {
            "drafts": self.env._("Plans in Draft"),
            "approval": self.env._("Plans in Approval"),
            "published": self.env._("Plans published"),
            "risk": self.env._("Key Results at risk"),
            "stale": self.env._("Check-ins overdue"),
            "reviews": self.env._("Reviews to be written"),
            "meeting": self.env._("Reviews for the Meeting"),
            "scoring": self.env._("Appraisals in Scoring"),
            "interviews": self.env._("Interviews to be held"),
            "appeals": self.env._("Appeals open"),
            "departments": self.env._("Progress by Department (%)"),
            "levels": self.env._("Progress by Level (%)"),
            "confidence": self.env._("Key Results by Confidence"),
            "grades": self.env._("People by Grade"),
        }

    @api.model
    def _get_tile_specs(self):
        plan, result, review = "company.okr.plan", "company.okr.key.result", "company.okr.review"
        running = [("plan_id.state", "in", ("published", "adjusting")), ("objective_id.state", "=", "running")]
        return [
            ("drafts", plan, [("state", "in", ("draft", "adjusting")), ("cycle_id.state", "=", "open")], False),
            ("approval", plan, [("state", "=", "submitted")], False),
            ("published", plan, [("state", "=", "published"), ("cycle_id.state", "=", "open")], False),
            ("risk", result, [*running, ("confidence", "in", ("yellow", "red"))], True),
            ("stale", result, [("is_stale", "=", True)], True),
            ("reviews", review, [("state", "=", "draft")], False),
            ("meeting", review, [("state", "=", "written")], False),
            ("scoring", "company.okr.appraisal", [("state", "in", ("draft", "scoring"))], False),
            ("interviews", "company.okr.interview", [("state", "=", "planned")], False),
            ("appeals", "company.okr.appeal", [("state", "in", ("filed", "investigating"))], True),
        ]

    @api.model
    def _get_chart_specs(self):
        running = [("state", "in", ("published", "adjusting")), ("cycle_id.state", "=", "open")]
        return [
            ("departments", "company.okr.plan", [*running, ("level", "!=", "company")], "department_id",
             "progress:avg"),
            ("levels", "company.okr.plan", running, "level", "progress:avg"),
            ("confidence", "company.okr.key.result", [
                ("plan_id.state", "in", ("published", "adjusting")),
                ("plan_id.cycle_id.state", "=", "open")], "confidence", "__count"),
            ("grades", "company.okr.appraisal", [("grade_id", "!=", False)], "grade_id", "__count"),
        ]
