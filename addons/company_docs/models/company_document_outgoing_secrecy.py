from odoo import api, models

from .company_document_mixin import CLASSIFIED


class CompanyDocumentOutgoing(models.Model):
    """Secrecy of outgoing documents: the name that goes everywhere says nothing of the content."""

    _inherit = "company.document.outgoing"

    @api.depends("secrecy_level")
    def _compute_display_name(self):
        super()._compute_display_name()
        for document in self.filtered(lambda document: document.secrecy_level >= CLASSIFIED):
            document.display_name = document._get_bare_name()

    def _get_document_number(self):
        return self.name if self.name != "/" else self.draft_no

    def _get_secrecy_start(self):
        return self.signed_on or super()._get_secrecy_start()

    @api.depends("signed_on")
    def _compute_declassify_on(self):
        super()._compute_declassify_on()
