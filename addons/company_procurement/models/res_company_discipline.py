from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_complaint_days = fields.Float(
        "Days to Answer a Complaint", default=15,
        help="Working days within which a complaint is handled and answered (R4 §五.2).")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_complaint_days = fields.Float(related="company_id.purchase_complaint_days", readonly=False)
