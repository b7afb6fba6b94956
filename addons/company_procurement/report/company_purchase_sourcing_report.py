from odoo import api, models


class CompanyPurchaseSourcingReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_sourcing"
    _description = "Sourcing Case Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        cases = self.env["company.purchase.sourcing"].with_context(lang=lang).browse(docids)
        lines = self.env["company.purchase.sourcing.line"].with_context(lang=lang)
        return {
            "doc_ids": docids,
            "doc_model": cases._name,
            "docs": cases,
            "form_lang": lang,
            "verify_labels": dict(lines._fields["verify_result"]._description_selection(lines.env)),
        }


class PurchaseInquiryReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_inquiry"
    _description = "Inquiry Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        orders = self.env["purchase.order"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": orders._name, "docs": orders, "form_lang": lang}


class PurchaseOrderFormReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_order_form"
    _description = "Order Form"
    _inherit = "report.company_procurement.report_purchase_inquiry"
