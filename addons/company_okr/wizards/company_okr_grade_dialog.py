from odoo import fields, models


class CompanyOkrGradeDialog(models.TransientModel):
    """Changes a proposed grade in the calibration session."""

    _name = "company.okr.grade.dialog"
    _description = "Change a Grade"
    _inherit = ["company.wizard.mixin"]

    line_id = fields.Many2one("company.okr.grading.line", "Person in the Session", required=True, readonly=True)
    employee_id = fields.Many2one(related="line_id.employee_id")
    old_grade_id = fields.Many2one(related="line_id.grade_id", string="Grade before")
    grade_id = fields.Many2one("company.okr.grade", "Grade", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Change the grade, see company.okr.grading.action_change_grade."""
        self.ensure_one()
        self.line_id.grading_id.action_change_grade(self.line_id.id, self.grade_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
