from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_advance_percent = fields.Float(
        default=30.0, help="Largest share of an order that is paid before delivery when the contract has no payment "
        "schedule of its own (R4 §3.2.4.4).")
    purchase_advance_days = fields.Integer(
        default=30, help="Days after paying out within which an advance is settled (R4 §3.1.6.4).")

    _purchase_advance_range = models.Constraint(
        "CHECK(COALESCE(purchase_advance_percent, 0) BETWEEN 0 AND 100 AND COALESCE(purchase_advance_days, 0) >= 0)",
        "The share paid in advance lies between 0 and 100 percent, the days for settling are not negative.")
