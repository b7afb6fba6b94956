from odoo import fields, models


class CompanyOkrCascadeDialog(models.TransientModel):
    """Breaks a key result down into objectives of lower plans."""

    _name = "company.okr.cascade.dialog"
    _description = "Break a Key Result down"
    _inherit = ["company.wizard.mixin"]

    key_result_id = fields.Many2one("company.okr.key.result", "Key Result", required=True, readonly=True)
    cycle_id = fields.Many2one(related="key_result_id.cycle_id")
    line_ids = fields.One2many("company.okr.cascade.dialog.line", "dialog_id", "Objectives below")

    def action_confirm(self):
        """Make the objectives, see company.okr.key.result.action_cascade."""
        self.ensure_one()
        self.key_result_id.action_cascade([
            {"plan_id": line.plan_id.id, "name": line.name, "weight": line.weight} for line in self.line_ids])
        return {"type": "ir.actions.act_window_close"}
