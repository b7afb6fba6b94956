from odoo import api, models


class ArchiveReportMixin(models.AbstractModel):
    """Prints of the archive: in Chinese, by the rights of the reader."""

    _name = "report.company_docs.report_archive"
    _description = "Print of the Archive"

    _report_model = "company.document.archive.box"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env[self._report_model].with_context(lang=lang).browse(docids)
        docs.check_access("read")
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang}


class ArchiveCatalogueReport(models.AbstractModel):
    _name = "report.company_docs.report_archive_catalogue"
    _inherit = ["report.company_docs.report_archive"]
    _description = "Catalogue of Filed Documents"


class ArchiveLabelReport(models.AbstractModel):
    _name = "report.company_docs.report_archive_label"
    _inherit = ["report.company_docs.report_archive"]
    _description = "Label of a Box"


class ArchiveDisposalReport(models.AbstractModel):
    _name = "report.company_docs.report_archive_disposal"
    _inherit = ["report.company_docs.report_archive"]
    _description = "Printed Disposal List"
    _report_model = "company.document.archive.disposal"


class ArchiveLoanReport(models.AbstractModel):
    _name = "report.company_docs.report_archive_loan"
    _inherit = ["report.company_docs.report_archive"]
    _description = "Printed Lending Register"
    _report_model = "company.document.archive.loan"
