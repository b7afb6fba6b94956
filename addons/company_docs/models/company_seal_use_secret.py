from odoo import models

from .company_document_mixin import CLASSIFIED


class CompanySealUse(models.Model):
    """Sealing a classified paper: whoever takes part is cleared for its class, the keeper included (R6 §5.4)."""

    _name = "company.seal.use"
    _inherit = ["company.seal.use", "company.document.cleared.mixin"]

    def _freeze_application(self):
        for use in self:
            use._check_clearance(use.sudo().line_ids.seal_id.holder_user_id | use.requester_id)
        return super()._freeze_application()

    # ------------------------------------------------------------------
    # Downloads of its files, as of a document's (R6 §5.4)
    # ------------------------------------------------------------------

    def _needs_watermark(self):
        """PDF downloads of classified papers carry the reader's name; others leave as they were approved."""
        classified = self.sudo().filtered(lambda use: use.secrecy_level >= CLASSIFIED)
        return any(use.company_id.document_watermark in ("secret", "internal", "public") for use in classified)

    def _export_rows(self, fields, **options):
        rows = super()._export_rows(fields, **options)
        if not self.env.su:
            self.env["company.document.access"]._append(
                self.filtered(lambda use: use.secrecy_level >= CLASSIFIED), "export",
                ", ".join("/".join(path) for path in fields))
        return rows

    def _get_bare_name(self):
        """Class and number for the access log."""
        self.ensure_one()
        label = dict(self._fields["secrecy"]._description_selection(self.env))[self.secrecy]
        return self.env._("%(secrecy)s document %(number)s", secrecy=label, number=self.name)


class CompanySealRegister(models.Model):
    """A row that was written while the document was open disappears with it when its class is raised."""

    _name = "company.seal.register"
    _inherit = ["company.seal.register", "company.document.trace.mixin"]
