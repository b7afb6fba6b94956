from odoo import Command, api, fields, models


class CompanyOkrRulingDialog(models.TransientModel):
    """The final ruling on an appeal, with the scores it changes."""

    _name = "company.okr.ruling.dialog"
    _description = "Rule on an Appeal"
    _inherit = ["company.wizard.mixin"]

    appeal_id = fields.Many2one("company.okr.appeal", "Appeal", required=True, readonly=True)
    ruling = fields.Text(required=True)
    old_grade_id = fields.Many2one(related="appeal_id.appraisal_id.grade_id", string="Grade before")
    grade_id = fields.Many2one("company.okr.grade", "Grade by Ruling", help="Empty: the grade stands.")
    line_ids = fields.One2many(
        "company.okr.ruling.dialog.line", "dialog_id", "Scores", compute="_compute_line_ids", store=True,
        readonly=False)

    @api.depends("appeal_id")
    def _compute_line_ids(self):
        for dialog in self:
            appraisal = dialog.appeal_id.appraisal_id
            dialog.line_ids = [Command.clear(), *(
                Command.create({"line_id": row.id, "new_score": row.score})
                for row in appraisal.line_ids if row.is_counted), *(
                Command.create({"value_id": row.id, "new_score": row.score})
                for row in appraisal.value_ids)]

    def action_confirm(self):
        """Rule, see company.okr.appeal.action_rule: rows whose score was not touched stay as they are."""
        self.ensure_one()
        changed = self.line_ids.filtered(lambda one: one.new_score != one.old_score)
        self.appeal_id.action_rule(
            self.ruling,
            [{"objective_id": one.line_id.objective_id.id, "score": one.new_score} for one in changed if one.line_id],
            [{"criterion_id": one.value_id.criterion_id.id, "score": one.new_score} for one in changed if one.value_id],
            self.grade_id.id or None)
        return {"type": "ir.actions.act_window_close"}
