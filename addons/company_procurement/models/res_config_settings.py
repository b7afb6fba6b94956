from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_urgent_factor = fields.Float(related="company_id.purchase_urgent_factor", readonly=False)
    purchase_dispatch_hours = fields.Float(related="company_id.purchase_dispatch_hours", readonly=False)
    purchase_start_days = fields.Float(related="company_id.purchase_start_days", readonly=False)
    purchase_sourcing_days = fields.Float(related="company_id.purchase_sourcing_days", readonly=False)
    purchase_auto_dispatch = fields.Boolean(related="company_id.purchase_auto_dispatch", readonly=False)
