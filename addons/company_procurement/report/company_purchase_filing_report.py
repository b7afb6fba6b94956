from odoo import api, models


class CompanyPurchaseFilingReport(models.AbstractModel):
    _name = "report.company_procurement.report_filing_list"
    _description = "List of Papers Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        filings = self.env["company.purchase.filing"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": filings._name, "docs": filings, "form_lang": lang}


class StockInSlipReport(models.AbstractModel):
    _name = "report.company_procurement.report_stock_in_slip"
    _description = "Stock-in Slip Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        pickings = self.env["stock.picking"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": pickings._name, "docs": pickings, "form_lang": lang}
