from odoo import models

from .company_document_mixin import CLASSIFIED


class CompanyDocumentMixin(models.AbstractModel):
    """Copying and exporting classified documents is logged like opening them (R6 §5.8.1.5)."""

    _inherit = "company.document.mixin"

    def _export_rows(self, fields, **options):
        """Also of rows that an export of other records reaches through their link to a document."""
        rows = super()._export_rows(fields, **options)
        if not self.env.su:
            self.filtered(lambda document: document.secrecy_level >= CLASSIFIED)._note_access(
                "export", ", ".join("/".join(path) for path in fields))
        return rows

    def copy(self, default=None):
        self.check_access("read")
        copies = super().copy(default)
        self.filtered(lambda document: document.secrecy_level >= CLASSIFIED)._note_access("copy")
        return copies

    def _needs_watermark(self):
        """Whether prints and PDF downloads of any of these documents carry the reader's name and the time."""
        levels = {"secret": CLASSIFIED, "internal": 1, "public": 0}
        return any(document.company_id.document_watermark in levels
                   and document.secrecy_level >= levels[document.company_id.document_watermark]
                   for document in self.sudo())
