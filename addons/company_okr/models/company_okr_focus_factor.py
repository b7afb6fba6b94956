from odoo import fields, models

EMPHASIS = [("stress", "Stress"), ("pass", "Good enough"), ("drop", "Leave out")]


class CompanyOkrFocusFactor(models.Model):
    """A value point of a product line: what to stress, what is good enough, what to leave out (R14 §2)."""

    _name = "company.okr.focus.factor"
    _description = "Value Point"
    _inherit = ["company.okr.focus.choice.mixin"]
    _order = "focus_id, sequence, id"
    _check_company_auto = True

    emphasis = fields.Selection(EMPHASIS, required=True, default="pass")
    current_level = fields.Float("Today", help="0 … 10, as the customer sees it.")
    own_level = fields.Float("Wanted", help="0 … 10")
    rival_level = fields.Float("Competitors", help="0 … 10")

    _levels = models.Constraint(
        """CHECK(LEAST(current_level, own_level, rival_level) >= 0
            AND GREATEST(current_level, own_level, rival_level) <= 10)""",
        "Levels lie between 0 and 10.")
