from odoo import fields, models


class CompanyOkrAdjustDialog(models.TransientModel):
    """Asks for ground and reason of an adjustment."""

    _name = "company.okr.adjust.dialog"
    _description = "Ask for an Adjustment"
    _inherit = ["company.wizard.mixin"]

    plan_id = fields.Many2one("company.okr.plan", "Plan", required=True, readonly=True)
    ground = fields.Selection(
        lambda self: self.env["company.okr.adjustment"]._fields["ground"]._description_selection(self.env),
        required=True)
    reason = fields.Text("What changes and why", required=True)

    def action_confirm(self):
        """Write and submit the application, see company.okr.plan.action_adjust."""
        self.ensure_one()
        adjustment_id = self.plan_id.action_adjust(self.ground, self.reason)
        return {"type": "ir.actions.act_window", "res_model": "company.okr.adjustment", "res_id": adjustment_id,
                "views": [(False, "form")]}
