from odoo import api, models

from ..models.company_purchase_report_line import DIMENSIONS


class CompanyPurchaseReportReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_report"
    _description = "Purchase Report Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        reports = self.env["company.purchase.report"].with_context(lang=lang).browse(docids)
        lines = self.env["company.purchase.report.line"].with_context(lang=lang)
        labels = dict(lines._fields["dimension"]._description_selection(lines.env))
        return {
            "doc_ids": docids, "doc_model": reports._name, "docs": reports, "form_lang": lang,
            "dimensions": [(name, labels[name]) for name, _label in DIMENSIONS],
        }
