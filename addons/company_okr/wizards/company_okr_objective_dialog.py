from odoo import fields, models


class CompanyOkrObjectiveDialog(models.TransientModel):
    """Makes an objective of a line of the strategic focus."""

    _name = "company.okr.objective.dialog"
    _description = "Make an Objective"
    _inherit = ["company.wizard.mixin"]

    item_id = fields.Many2one("company.okr.focus.item", "Product", readonly=True)
    factor_id = fields.Many2one("company.okr.focus.factor", "Value Point", readonly=True)
    goal_id = fields.Many2one("company.okr.focus.goal", "Goal of the Map", readonly=True)
    plan_id = fields.Many2one(
        "company.okr.plan", "Plan", required=True, domain="[('state', 'in', ('draft', 'adjusting'))]")
    name = fields.Char("Objective")
    weight = fields.Float("Weight (%)")

    def action_confirm(self):
        """Make the objective, see action_make_objective of the lines."""
        self.ensure_one()
        line = self.item_id or self.factor_id or self.goal_id
        objective_id = line.action_make_objective(self.plan_id.id, self.name or "", self.weight)
        return {"type": "ir.actions.act_window", "res_model": "company.okr.objective", "res_id": objective_id,
                "views": [(False, "form")]}
