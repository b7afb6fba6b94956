from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    document_days_extra_urgent = fields.Integer(related="company_id.document_days_extra_urgent", readonly=False)
    document_days_urgent = fields.Integer(related="company_id.document_days_urgent", readonly=False)
    document_days_normal = fields.Integer(related="company_id.document_days_normal", readonly=False)
    document_remind_hours = fields.Integer(related="company_id.document_remind_hours", readonly=False)
    document_escalate_hours = fields.Integer(related="company_id.document_escalate_hours", readonly=False)
    document_unread_days = fields.Integer(related="company_id.document_unread_days", readonly=False)
    document_urge_hours = fields.Integer(related="company_id.document_urge_hours", readonly=False)
    document_alias_name = fields.Char(related="company_id.document_alias_name", readonly=False)
    document_alias_domain = fields.Char(related="company_id.alias_domain_id.name", string="Domain of the Address")
