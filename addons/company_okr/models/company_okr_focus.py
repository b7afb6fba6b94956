from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .company_okr_focus_goal import PERSPECTIVES

KINDS = [
    ("bcg", "Boston Matrix"), ("curve", "Value Curve"), ("map", "Strategy Map")]


class CompanyOkrFocus(models.Model):
    """Where the objectives come from: which products count, what to stress about them, how it hangs together (R14)."""

    _name = "company.okr.focus"
    _description = "Strategic Focus"
    _inherit = ["mail.thread"]
    _order = "cycle_id desc, kind, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    cycle_id = fields.Many2one("company.okr.cycle", "Cycle", index=True, check_company=True)
    kind = fields.Selection(KINDS, "Template", required=True, default="bcg")
    department_id = fields.Many2one("hr.department", "Department", index=True, check_company=True)
    growth_line = fields.Float("Growth Line (%)", default=10, help="Sales growth from which a product counts as fast.")
    share_line = fields.Float(
        "Share Line", default=1, help="Relative market share from which a product counts as strong; without market "
        "figures take its share of the company's own sales (R14 §1).")
    item_ids = fields.One2many("company.okr.focus.item", "focus_id", "Products and Services", copy=True)
    factor_ids = fields.One2many("company.okr.focus.factor", "focus_id", "Value Points", copy=True)
    goal_ids = fields.One2many("company.okr.focus.goal", "focus_id", "Goals of the Map", copy=True)
    chart = fields.Json(compute="_compute_chart")
    note = fields.Html("Conclusions")

    @api.constrains("share_line")
    def _check_share_line(self):
        if any(focus.share_line < 0 for focus in self):
            raise ValidationError(self.env._("The share line is not negative."))

    @api.depends("kind", "growth_line", "share_line", "item_ids.growth", "item_ids.share", "item_ids.revenue",
                 "item_ids.name", "factor_ids.own_level", "factor_ids.rival_level", "factor_ids.name",
                 "goal_ids.name", "goal_ids.perspective", "goal_ids.supports_ids")
    def _compute_chart(self):
        for focus in self:
            focus.chart = getattr(focus, f"_get_{focus.kind}_chart")()

    def _get_bcg_chart(self):
        return {
            "kind": "bcg", "growth": self.growth_line, "share": self.share_line,
            "items": [{"name": item.name, "x": item.share, "y": item.growth, "revenue": item.revenue,
                       "quadrant": item.quadrant, "chosen": item.is_chosen} for item in self.item_ids]}

    def _get_curve_chart(self):
        return {
            "kind": "curve", "labels": self.factor_ids.mapped("name"),
            "own": self.factor_ids.mapped("own_level"), "rival": self.factor_ids.mapped("rival_level"),
            "now": self.factor_ids.mapped("current_level")}

    def _get_map_chart(self):
        labels = dict(self.env["company.okr.focus.goal"]._fields["perspective"]._description_selection(self.env))
        return {
            "kind": "map", "rows": [{
                "label": labels[key], "goals": [
                    {"id": goal.id or str(goal.id), "name": goal.name, "supports": goal.supports_ids.mapped("name")}
                    for goal in self.goal_ids if goal.perspective == key]} for key, _label in PERSPECTIVES]}
