from odoo import api, models


class CompanySupplierQualificationReport(models.AbstractModel):
    _name = "report.company_procurement.report_supplier_qualification"
    _description = "Supplier Qualification Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env["company.supplier.qualification"].with_context(lang=lang).browse(docids)

        def label(record, name):
            return dict(record._fields[name]._description_selection(record.env)).get(record[name], "")
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang, "label": label}
