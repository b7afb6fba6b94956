from odoo import api, fields, models

from ..engine.matrix import quadrant, sales_share

QUADRANTS = [("star", "Star"), ("cow", "Cash Cow"), ("question", "Question Mark"), ("dog", "Dog")]


class CompanyOkrFocusItem(models.Model):
    """A product or service in the Boston matrix."""

    _name = "company.okr.focus.item"
    _description = "Product in the Boston Matrix"
    _inherit = ["company.okr.focus.choice.mixin"]
    _order = "focus_id, sequence, id"
    _check_company_auto = True

    growth = fields.Float("Sales Growth (%)")
    share = fields.Float("Relative Market Share")
    revenue = fields.Float("Sales (10,000)")
    share_shown = fields.Float(
        "Share in the Matrix", compute="_compute_share_shown", store=True,
        help="Relative market share, or percentage of the own sales.")
    quadrant = fields.Selection(QUADRANTS, compute="_compute_quadrant", store=True)
    advice = fields.Char(compute="_compute_advice")

    _figures = models.Constraint("CHECK(share >= 0 AND revenue >= 0)", "Shares and sales are not negative.")

    @api.depends("share", "revenue", "focus_id.share_basis", "focus_id.item_ids.revenue")
    def _compute_share_shown(self):
        for item in self:
            focus = item.focus_id
            item.share_shown = item.share if focus.share_basis == "market" else sales_share(
                item.revenue, focus.item_ids.mapped("revenue"))

    @api.depends("growth", "share_shown", "focus_id.growth_line", "focus_id.share_line")
    def _compute_quadrant(self):
        for item in self:
            focus = item.focus_id
            item.quadrant = quadrant(item.growth, item.share_shown, focus.growth_line, focus.share_line)

    @api.depends("quadrant")
    @api.depends_context("lang")
    def _compute_advice(self):
        advice = {
            "star": self.env._("Develop into a cash cow while means allow"),
            "cow": self.env._("Keep its position first of all"),
            "question": self.env._("Decide: invest or leave"),
            "dog": self.env._("Give up or let run out"),
        }
        for item in self:
            item.advice = advice.get(item.quadrant)
