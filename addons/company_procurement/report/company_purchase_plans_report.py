from odoo import api, models


class CompanyPurchasePlanReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_plan"
    _description = "Distribution List"
    _document = "company.purchase.plan"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        documents = self.env[self._document].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": documents._name, "docs": documents, "form_lang": lang}


class CompanyPurchaseEmergencyStatementReport(models.AbstractModel):
    _name = "report.company_procurement.report_emergency_statement"
    _description = "Statement of an Emergency Purchase"
    _inherit = "report.company_procurement.report_purchase_plan"
    _document = "company.purchase.emergency.statement"
