from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The countdown of the supplier portal speaks the supplier's language."""
        return [*super()._get_translation_frontend_modules_name(), "company_procurement"]
