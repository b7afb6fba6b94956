from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_urgent_factor = fields.Float(
        default=0.5, help="An urgent request multiplies every deadline of its flow by this factor (R4 §3.1.1.3)."
    )
    purchase_dispatch_hours = fields.Float(default=8, help="Working hours for dispatching an approved request (R1).")
    purchase_start_days = fields.Float(default=1, help="Working days from dispatch to the first inquiry (R1 §3.3).")
    purchase_sourcing_days = fields.Float(default=7, help="Working days from inquiry to order (R1 §3.3, R4 §3.1.5).")
    purchase_auto_dispatch = fields.Boolean(
        default=True, help="Approved requests go to a buyer by the dispatch rules without a hand (R1)."
    )

    _urgent_factor_range = models.Constraint(
        "CHECK(purchase_urgent_factor IS NULL OR (purchase_urgent_factor > 0 AND purchase_urgent_factor <= 1))",
        "The factor of urgent purchases lies above 0 and is 1 at most.",
    )
    _purchase_deadlines_positive = models.Constraint(
        """CHECK(COALESCE(purchase_dispatch_hours, 1) > 0 AND COALESCE(purchase_start_days, 1) > 0
            AND COALESCE(purchase_sourcing_days, 1) > 0)""",
        "Deadlines of the purchase flow must be positive.",
    )
