from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_advance_percent = fields.Float(related="company_id.purchase_advance_percent", readonly=False)
    purchase_advance_days = fields.Integer(related="company_id.purchase_advance_days", readonly=False)
