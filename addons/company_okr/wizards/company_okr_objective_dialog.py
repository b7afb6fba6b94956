from odoo import api, fields, models


class CompanyOkrObjectiveDialog(models.TransientModel):
    """Makes an objective of a line of the strategic focus."""

    _name = "company.okr.objective.dialog"
    _description = "Make an Objective"
    _inherit = ["company.wizard.mixin"]

    item_id = fields.Many2one("company.okr.focus.item", "Product", readonly=True)
    factor_id = fields.Many2one("company.okr.focus.factor", "Value Point", readonly=True)
    goal_id = fields.Many2one("company.okr.focus.goal", "Goal of the Map", readonly=True)
    choice_plan_ids = fields.Many2many(
        "company.okr.plan", compute="_compute_choice_plan_ids", help="Drafts the user may write, of the sheet's cycle.")
    plan_id = fields.Many2one(
        "company.okr.plan", "Plan", required=True, domain="[('id', 'in', choice_plan_ids)]",
        compute="_compute_plan_id", store=True, readonly=False, precompute=True)
    name = fields.Char("Objective", compute="_compute_name", store=True, readonly=False, precompute=True)
    weight = fields.Float("Weight (%)")

    def _get_line(self):
        return self.item_id or self.factor_id or self.goal_id

    @api.depends("item_id", "factor_id", "goal_id")
    def _compute_choice_plan_ids(self):
        for dialog in self:
            focus = dialog._get_line().focus_id
            domain = [("state", "in", ("draft", "adjusting")), ("company_id", "=", focus.company_id.id)]
            if focus.cycle_id:
                domain.append(("cycle_id", "=", focus.cycle_id.id))
            dialog.choice_plan_ids = self.env["company.okr.plan"].search(domain)._filtered_access("write")

    @api.depends("choice_plan_ids")
    def _compute_plan_id(self):
        for dialog in self:
            dialog.plan_id = dialog.choice_plan_ids if len(dialog.choice_plan_ids) == 1 else False

    @api.depends("item_id", "factor_id", "goal_id")
    def _compute_name(self):
        for dialog in self:
            dialog.name = dialog._get_line().name

    def action_confirm(self):
        """Make the objective, see action_make_objective of the lines."""
        self.ensure_one()
        objective_id = self._get_line().action_make_objective(self.plan_id.id, self.name or "", self.weight)
        return {"type": "ir.actions.act_window", "res_model": "company.okr.objective", "res_id": objective_id,
                "views": [(False, "form")]}
