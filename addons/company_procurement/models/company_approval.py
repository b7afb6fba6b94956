from odoo import models


class CompanyApproval(models.Model):
    _inherit = "company.approval"

    def _prepare_step(self, entry):
        """An urgent document shortens the deadlines of its approval too (R4 §3.1.1.3)."""
        values = super()._prepare_step(entry)
        document_sudo = self._get_document().sudo()
        if hasattr(document_sudo, "_get_deadline_factor"):
            values["deadline_amount"] *= document_sudo._get_deadline_factor()
        return values
