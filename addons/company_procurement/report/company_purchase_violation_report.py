from odoo import api, models


class PurchaseViolationReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_violation"
    _description = "Violation Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env["company.purchase.violation"].with_context(lang=lang).browse(docids)
        docs.check_access("read")
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang}
