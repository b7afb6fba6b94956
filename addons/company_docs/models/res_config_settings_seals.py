from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    seal_appointment_hours = fields.Float(related="company_id.seal_appointment_hours", readonly=False)
    seal_outing_hours = fields.Float(related="company_id.seal_outing_hours", readonly=False)
    seal_return_hours = fields.Float(related="company_id.seal_return_hours", readonly=False)
    seal_duty_days = fields.Integer(related="company_id.seal_duty_days", readonly=False)
    seal_register_open = fields.Boolean(related="company_id.seal_register_open", readonly=False)
