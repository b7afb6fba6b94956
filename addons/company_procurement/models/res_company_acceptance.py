from odoo import fields, models

SEQUENCES = (
    ("company.purchase.acceptance", "Acceptance of a Delivery", "DH%(year)s%(month)s-"),
    ("company.purchase.nonconformity", "Non-conformity Report", "BHG%(year)s%(month)s-"),
    ("company.purchase.transport", "Transport Order", "WL%(year)s%(month)s-"),
)


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

    def _create_procurement_sequences(self):
        super()._create_procurement_sequences()
        sequence_sudo = self.env["ir.sequence"].sudo()
        known = set(sequence_sudo._read_group(
            [("code", "in", [code for code, _name, _prefix in SEQUENCES]), ("company_id", "in", self.ids)],
            ["company_id", "code"]))
        sequence_sudo.create([
            {"name": name, "code": code, "prefix": prefix, "padding": 4, "company_id": company.id}
            for company in self for code, name, prefix in SEQUENCES if (company, code) not in known
        ])


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_stock_in_days = fields.Float(related="company_id.purchase_stock_in_days", readonly=False)
    purchase_alert_days_before = fields.Integer(related="company_id.purchase_alert_days_before", readonly=False)
    purchase_alert_days_after = fields.Integer(related="company_id.purchase_alert_days_after", readonly=False)
    purchase_transport_limit = fields.Float(related="company_id.purchase_transport_limit", readonly=False)
