from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_over_budget = fields.Selection(
        [("block", "Blocked"), ("company_head", "Decided by the head of the company")], default="block",
        help="What happens to a request that its budget does not cover (R4 §3.1.1.2, §3.1.2).")
    purchase_market_percent = fields.Float(
        default=10, help="A contract price this many percent above the market price is negotiated (R4 §3.2.4.5).")
    purchase_market_days = fields.Integer(
        default=90, help="Market prices older than so many days do not count (R4 §3.2.4.5, §5.1.2).")
    purchase_contract_remind_days = fields.Integer(
        default=30, help="Days before the end of a contract on which its buyer and the legal department are reminded.")

    _contract_settings_positive = models.Constraint(
        """CHECK(COALESCE(purchase_market_percent, 0) >= 0 AND COALESCE(purchase_market_days, 1) > 0
            AND COALESCE(purchase_contract_remind_days, 0) >= 0)""",
        "Percentages and days of the contract settings cannot be negative.")
