from odoo import api, models


class CompanyControl(models.Model):
    """Findings on classified documents say no more than class and number."""

    _inherit = "company.control"

    @api.model
    def _get_record_name(self, record):
        if hasattr(record, "_get_masked_name"):
            return record.sudo()._get_masked_name()
        return super()._get_record_name(record)
