from odoo import api, models

from ..models.company_purchase_request_copies import COPIES


class CompanyPurchaseRequestReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_request"
    _description = "Purchase Request Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        requests = self.env["company.purchase.request"].browse(docids)
        wanted = (data or {}).get("copies") or COPIES
        lang = self.env["ir.actions.report"]._get_form_lang()
        return {
            "doc_ids": docids,
            "doc_model": requests._name,
            "docs": requests.with_context(lang=lang),
            "form_lang": lang,
            "copies": [copy for copy in COPIES if copy in wanted],
        }
