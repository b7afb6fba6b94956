from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_inquiry_days = fields.Float(related="company_id.purchase_inquiry_days", readonly=False)
    purchase_inquiry_reminders = fields.Char(related="company_id.purchase_inquiry_reminders", readonly=False)
    purchase_auto_close = fields.Boolean(related="company_id.purchase_auto_close", readonly=False)
    purchase_portal_scan_required = fields.Boolean(related="company_id.purchase_portal_scan_required", readonly=False)
    purchase_scan_max_mb = fields.Integer(related="company_id.purchase_scan_max_mb", readonly=False)
    purchase_validity_reminder_days = fields.Integer(
        related="company_id.purchase_validity_reminder_days", readonly=False)
