from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    supplier_remind_days = fields.Integer(
        default=30, help="Days before the expiry of a paper at which its buyer is reminded (R4 §3.1.3.2).")
    supplier_remind_last_days = fields.Integer(
        default=7, help="Days before the expiry of a paper at which its buyer is reminded again (R4 §3.1.3.2).")
    supplier_check_days = fields.Integer(
        default=180, help="For so many days a check of the legal status counts (R4 §3.1.3.2). 0: without limit.")
    supplier_coverage_min = fields.Integer(
        default=5, help="Candidate suppliers wanted for each material, at least (R1 §4.1).")
    supplier_coverage_max = fields.Integer(
        default=10, help="Candidate suppliers wanted for each material, at most (R1 §4.1).")
    supplier_preferred_score = fields.Float(
        default=80, help="Score from which a supplier becomes preferred without a further reason (R4 §3.2.4.2).")
    supplier_weight_on_time = fields.Float(default=35, help="Weight of deliveries on time in the score card (R1 §2.4).")
    supplier_weight_accepted = fields.Float(default=35, help="Weight of the accepted quantity (R1 §2.4).")
    supplier_weight_price = fields.Float(default=20, help="Weight of prices against the average (R1 §2.4).")
    supplier_weight_papers = fields.Float(default=10, help="Weight of complete papers (R4 §3.1.3.2).")
    survey_days = fields.Integer(
        default=90, help="A material bought regularly is surveyed at least every so many days (R4 §5.1.2). 0: never.")
    survey_min_orders = fields.Integer(
        default=3, help="Orders within twelve months that make a material “bought regularly” (R4 §5.1.2).")

    _supplier_figures = models.Constraint(
        """CHECK(COALESCE(supplier_remind_days, 0) >= 0 AND COALESCE(supplier_remind_last_days, 0) >= 0
            AND COALESCE(supplier_check_days, 0) >= 0 AND COALESCE(supplier_coverage_min, 0) >= 0
            AND COALESCE(supplier_coverage_max, 0) >= COALESCE(supplier_coverage_min, 0)
            AND COALESCE(survey_days, 0) >= 0 AND COALESCE(survey_min_orders, 1) > 0)""",
        "Days and numbers of suppliers can't be negative; the most wanted is not below the least.")
    _supplier_weights = models.Constraint(
        """CHECK(COALESCE(supplier_weight_on_time, 0) >= 0 AND COALESCE(supplier_weight_accepted, 0) >= 0
            AND COALESCE(supplier_weight_price, 0) >= 0 AND COALESCE(supplier_weight_papers, 0) >= 0)""",
        "Weights of the score card can't be negative.")

    def _get_score_weights(self):
        """{dimension: weight} of the score card."""
        self.ensure_one()
        return {name: self[f"supplier_weight_{name}"] for name in ("on_time", "accepted", "price", "papers")}
