from odoo import api, fields, models


class CompanyPurchaseTransportReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_transport"
    _description = "Transport Order Form"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env["company.purchase.transport"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang}


class CompanyTransportSettlementReport(models.AbstractModel):
    _name = "report.company_procurement.report_transport_settlement"
    _description = "Settlement List of Carriers"
    _inherit = "report.company_procurement.report_purchase_transport"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        groups = values["docs"].filtered("placed_on").sorted("placed_on").grouped(
            lambda one: (one.company_id, one.carrier_id, fields.Date.to_string(one.placed_on)[:7]))
        return {**values, "settlements": [{
            "company": company, "carrier": carrier.name, "month": month, "transports": own,
            "total": sum(own.mapped("amount")),
        } for (company, carrier, month), own in groups.items()]}
