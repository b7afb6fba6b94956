from odoo import fields, models

PERSPECTIVES = [
    ("financial", "Financial"), ("customer", "Customers"), ("process", "Processes"), ("learning", "Learning")]


class CompanyOkrFocusGoal(models.Model):
    """A goal in the strategy map and the goals it supports."""

    _name = "company.okr.focus.goal"
    _description = "Goal of a Strategy Map"
    _inherit = ["company.okr.focus.choice.mixin"]
    _order = "focus_id, sequence, id"
    _check_company_auto = True

    perspective = fields.Selection(PERSPECTIVES, required=True, default="financial")
    supports_ids = fields.Many2many(
        "company.okr.focus.goal", "company_okr_focus_goal_rel", "goal_id", "supported_id", "Supports",
        domain="[('focus_id', '=', focus_id)]")
