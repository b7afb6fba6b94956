from odoo import api, models

from ..models.company_document_mixin import CLASSIFIED


class SealUseReport(models.AbstractModel):
    _name = "report.company_docs.report_seal_use"
    _inherit = "company.seal.report.mixin"
    _description = "Seal Use Application Form"
    _form_model = "company.seal.use"


class SealUseRegisterReport(models.AbstractModel):
    _name = "report.company_docs.report_seal_use_register"
    _inherit = "company.seal.report.mixin"
    _description = "Seal Use Register Book"
    _form_model = "company.seal.register"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        docs = values["docs"].sorted("id")
        years = sorted(set(docs.mapped("year")))
        # the archived book is open to archivists: papers that were classified after their sealing stay masked
        masked = docs.filtered(lambda row: row.use_id.secrecy_level >= CLASSIFIED > row.secrecy_level) \
            if (data or {}).get("for_archive") else docs.browse()
        span = "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""
        return dict(values, docs=docs, masked=masked, years=span)


class CertificateLoanReport(models.AbstractModel):
    _name = "report.company_docs.report_certificate_loan"
    _inherit = "company.seal.report.mixin"
    _description = "Certificate Application Form"
    _form_model = "company.certificate.loan"


class CertificateRegisterReport(models.AbstractModel):
    _name = "report.company_docs.report_certificate_register"
    _inherit = "company.seal.report.mixin"
    _description = "Certificate Register Form"
    _form_model = "company.certificate"
