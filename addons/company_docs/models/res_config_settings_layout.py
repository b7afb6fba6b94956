from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    document_record_on_even_page = fields.Boolean(
        related="company_id.document_record_on_even_page", readonly=False)
