from odoo import Command, api, fields, models
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
    share_basis = fields.Selection(
        [("market", "Relative Market Share"), ("sales", "Share of own Sales (%)")], "Measured by", required=True,
        default="market",
        help="Without market figures a product's share of the company's own sales stands in (R14 §1).")
    share_line = fields.Float(
        "Share Line", default=1, help="Share from which a product counts as strong: times the strongest competitor, "
        "or percent of the own sales.")
    item_ids = fields.One2many("company.okr.focus.item", "focus_id", "Products and Services", copy=True)
    factor_ids = fields.One2many("company.okr.focus.factor", "focus_id", "Value Points", copy=True)
    goal_ids = fields.One2many("company.okr.focus.goal", "focus_id", "Goals of the Map", copy=True)
    chart = fields.Json(compute="_compute_chart")
    note = fields.Html("Conclusions")

    @api.constrains("share_line")
    def _check_share_line(self):
        if any(focus.share_line < 0 for focus in self):
            raise ValidationError(self.env._("The share line is not negative."))

    @api.onchange("share_basis")
    def _onchange_share_basis(self):
        self.share_line = 1 if self.share_basis == "market" else 20

    @api.depends("kind", "growth_line", "share_line", "share_basis",
                 "item_ids.name", "item_ids.growth", "item_ids.share_shown", "item_ids.revenue", "item_ids.is_chosen",
                 "factor_ids.name", "factor_ids.own_level", "factor_ids.rival_level", "factor_ids.current_level",
                 "factor_ids.emphasis", "factor_ids.is_chosen",
                 "goal_ids.name", "goal_ids.perspective", "goal_ids.supports_ids", "goal_ids.is_chosen")
    @api.depends_context("lang")
    def _compute_chart(self):
        for focus in self:
            focus.chart = getattr(focus, f"_get_{focus.kind}_chart")()

    def copy(self, default=None):
        """The lines of a map lead between the copied goals."""
        copies = super().copy(default)
        for focus, twin in zip(self, copies, strict=True):
            twins = dict(zip(focus.goal_ids, twin.goal_ids, strict=False))
            for goal, new in twins.items():
                new.supports_ids = [Command.set([twins[above].id for above in goal.supports_ids])]
        return copies

    def _get_bcg_chart(self):
        return {
            "kind": "bcg", "growth": self.growth_line, "share": self.share_line, "basis": self.share_basis,
            "items": [{"name": item.name or "", "x": item.share_shown, "y": item.growth, "revenue": item.revenue,
                       "quadrant": item.quadrant, "chosen": item.is_chosen} for item in self.item_ids]}

    def _get_curve_chart(self):
        emphasis = dict(self.factor_ids._fields["emphasis"]._description_selection(self.env))
        return {"kind": "curve", "points": [{
            "name": factor.name or "", "emphasis": emphasis.get(factor.emphasis), "own": factor.own_level,
            "rival": factor.rival_level, "now": factor.current_level, "chosen": factor.is_chosen}
            for factor in self.factor_ids]}

    def _get_map_chart(self):
        labels = dict(self.goal_ids._fields["perspective"]._description_selection(self.env))
        return {
            "kind": "map", "rows": [{
                "key": key, "label": labels[key], "goals": [
                    {"key": goal._get_key(), "name": goal.name or "", "chosen": goal.is_chosen,
                     "supports": [above._get_key() for above in goal.supports_ids]}
                    for goal in self.goal_ids if goal.perspective == key]} for key, _label in PERSPECTIVES]}
