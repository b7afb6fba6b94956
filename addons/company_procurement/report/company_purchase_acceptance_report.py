from odoo import api, models


class CompanyPurchaseAcceptanceReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_acceptance"
    _description = "Acceptance Certificate"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env["company.purchase.acceptance"].with_context(lang=lang).browse(docids)

        def labels(model, name):
            return dict(docs.env[model]._fields[name]._description_selection(docs.env))
        return {
            "doc_ids": docids,
            "doc_model": docs._name,
            "docs": docs,
            "form_lang": lang,
            "state_labels": labels("company.purchase.acceptance", "state"),
            "quality_labels": labels("company.purchase.acceptance.line", "quality"),
            "decision_labels": labels("company.purchase.nonconformity", "decision"),
        }


class CompanyPurchaseDeliveryReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_delivery"
    _description = "Delivery Note of Materials"
    _inherit = "report.company_procurement.report_purchase_acceptance"
