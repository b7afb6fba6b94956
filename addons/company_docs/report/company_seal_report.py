from odoo import api, models


class CompanySealReportMixin(models.AbstractModel):
    """Values of the forms on seals: always in Chinese where it is installed, as the offices file them."""

    _name = "company.seal.report.mixin"
    _description = "Form on Seals"

    _form_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env[self._form_model].with_context(lang=lang, tz=self.env.user.tz or "Asia/Shanghai").browse(docids)
        docs.check_access("read")
        return {
            "doc_ids": docids, "doc_model": self._form_model, "docs": docs, "form_lang": lang,
            "label": lambda record, name: dict(
                record._fields[name]._description_selection(docs.env)).get(record[name], ""),
        }


class SealHandoverReport(models.AbstractModel):
    _name = "report.company_docs.report_seal_handover"
    _inherit = "company.seal.report.mixin"
    _description = "Handover Form of Seals"
    _form_model = "company.seal.handover"


class SealRegisterReport(models.AbstractModel):
    _name = "report.company_docs.report_seal_register"
    _inherit = "company.seal.report.mixin"
    _description = "Register of Seals"
    _form_model = "company.seal"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        docs = values["docs"].sorted(lambda seal: (seal.company_id.id, seal.sequence, seal.code))
        return dict(values, docs=docs)


class SealCountReport(models.AbstractModel):
    _name = "report.company_docs.report_seal_count"
    _inherit = "company.seal.report.mixin"
    _description = "Count Sheet of Seals and Certificates"
    _form_model = "company.seal.count"


class SealLossReport(models.AbstractModel):
    _name = "report.company_docs.report_seal_loss"
    _inherit = "company.seal.report.mixin"
    _description = "Notice of Loss"
    _form_model = "company.seal.loss"
