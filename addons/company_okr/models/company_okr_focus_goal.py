from odoo import api, fields, models
from odoo.exceptions import ValidationError

PERSPECTIVES = [
    ("financial", "Financial"), ("customer", "Customers"), ("process", "Internal Processes"),
    ("learning", "Learning and Growth")]


class CompanyOkrFocusGoal(models.Model):
    """A goal in the strategy map and the goals it supports."""

    _name = "company.okr.focus.goal"
    _description = "Goal of a Strategy Map"
    _inherit = ["company.okr.focus.choice.mixin"]
    _order = "focus_id, sequence, id"
    _check_company_auto = True

    perspective = fields.Selection(PERSPECTIVES, required=True, default="financial")
    supports_ids = fields.Many2many(
        "company.okr.focus.goal", "company_okr_focus_goal_rel", "goal_id", "supported_id", "Supports", copy=False,
        domain="[('focus_id', '=', focus_id), ('id', '!=', id)]")

    def _get_key(self):
        """Name of the goal in the chart; goals that are not saved yet have one, too."""
        return str(self._origin.id or self.id)

    @api.constrains("supports_ids")
    def _check_supports(self):
        for goal in self:
            if goal in goal.supports_ids or goal.supports_ids.focus_id - goal.focus_id:
                raise ValidationError(self.env._(
                    "%(goal)s: a goal supports other goals of the same map.", goal=goal.name))
