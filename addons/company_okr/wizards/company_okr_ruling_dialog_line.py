from odoo import api, fields, models


class CompanyOkrRulingDialogLine(models.TransientModel):
    """A score in the ruling. What is named and compared is read from the row: a client does not send it."""

    _name = "company.okr.ruling.dialog.line"
    _description = "Score in a Ruling"
    _inherit = ["company.wizard.mixin"]

    dialog_id = fields.Many2one("company.okr.ruling.dialog", required=True, ondelete="cascade")
    line_id = fields.Many2one("company.okr.appraisal.line", "Objective")
    value_id = fields.Many2one("company.okr.appraisal.value", "Criterion")
    name = fields.Char(compute="_compute_row")
    old_score = fields.Float("Score", compute="_compute_row", digits=(16, 2))
    new_score = fields.Float("By Ruling", digits=(16, 2))

    @api.depends("line_id", "value_id")
    def _compute_row(self):
        for line in self:
            row = line.line_id or line.value_id
            line.name, line.old_score = row.name, row.score
