from odoo import fields, models


class CompanyOkrRulingDialogLine(models.TransientModel):
    """A score in the ruling."""

    _name = "company.okr.ruling.dialog.line"
    _description = "Score in a Ruling"
    _inherit = ["company.wizard.mixin"]

    dialog_id = fields.Many2one("company.okr.ruling.dialog", required=True, ondelete="cascade")
    line_id = fields.Many2one("company.okr.appraisal.line", "Objective", readonly=True)
    value_id = fields.Many2one("company.okr.appraisal.value", "Criterion", readonly=True)
    name = fields.Char(readonly=True)
    old_score = fields.Float("Score", readonly=True, digits=(16, 2))
    new_score = fields.Float("By Ruling", digits=(16, 2))
