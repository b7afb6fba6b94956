from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_stock_in_days = fields.Float(
        default=3, help="Working days from taking goods into use to their stock-in (R4 §3.1.6.3).")
    purchase_alert_days_before = fields.Integer(
        default=3, help="Days before the planned delivery on which the buyer is reminded; urgent orders sooner, by the "
                        "factor of urgent requests (R1 §2.7, R4 §5.1.4).")
    purchase_alert_days_after = fields.Integer(
        default=0, help="Days after the planned delivery before a line counts as late (R1 §2.7).")
    purchase_transport_limit = fields.Float(
        default=5000, help="Transport orders from this price on are approved by the head of purchasing (R1 §3.6).")

    _purchase_follow_positive = models.Constraint(
        """CHECK(COALESCE(purchase_stock_in_days, 1) > 0 AND COALESCE(purchase_alert_days_before, 0) >= 0
            AND COALESCE(purchase_alert_days_after, 0) >= 0 AND COALESCE(purchase_transport_limit, 0) >= 0)""",
        "Days and limits of deliveries cannot be negative.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_stock_in_days = fields.Float(related="company_id.purchase_stock_in_days", readonly=False)
    purchase_alert_days_before = fields.Integer(related="company_id.purchase_alert_days_before", readonly=False)
    purchase_alert_days_after = fields.Integer(related="company_id.purchase_alert_days_after", readonly=False)
    purchase_transport_limit = fields.Float(related="company_id.purchase_transport_limit", readonly=False)
