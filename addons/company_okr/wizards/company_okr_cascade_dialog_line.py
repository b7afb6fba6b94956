from odoo import fields, models


class CompanyOkrCascadeDialogLine(models.TransientModel):
    """An objective below in the dialog."""

    _name = "company.okr.cascade.dialog.line"
    _description = "Objective below"
    _inherit = ["company.wizard.mixin"]

    dialog_id = fields.Many2one("company.okr.cascade.dialog", required=True, ondelete="cascade")
    cycle_id = fields.Many2one(related="dialog_id.cycle_id")
    plan_id = fields.Many2one(
        "company.okr.plan", "Plan", required=True,
        domain="[('cycle_id', '=', cycle_id), ('state', 'in', ('draft', 'adjusting'))]")
    name = fields.Char("Objective", required=True)
    weight = fields.Float("Weight (%)")
