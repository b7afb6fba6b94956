from odoo import api, models

from .company_document_mixin import CLASSIFIED


class CompanyDocumentIncoming(models.Model):
    """Secrecy of incoming documents: the name that goes everywhere says nothing of the content."""

    _inherit = "company.document.incoming"

    @api.depends("secrecy_level")
    def _compute_display_name(self):
        super()._compute_display_name()
        for document in self.filtered(lambda document: document.secrecy_level >= CLASSIFIED):
            document.display_name = document._get_bare_name()

    def _get_secrecy_start(self):
        return self.document_date or super()._get_secrecy_start()

    @api.depends("document_date")
    def _compute_declassify_on(self):
        super()._compute_declassify_on()
