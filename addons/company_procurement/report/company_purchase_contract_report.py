from odoo import api, models


class CompanyPurchaseContractReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_contract"
    _description = "Contract Approval Form"
    _form_model = "company.purchase.contract"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        docs = self.env[self._form_model].with_context(lang=lang).browse(docids)
        contract = self.env["company.purchase.contract"].with_context(lang=lang)
        instalment = self.env["company.purchase.contract.instalment"].with_context(lang=lang)
        return {
            "doc_ids": docids, "doc_model": docs._name, "docs": docs, "form_lang": lang,
            "labels": {
                "kind": dict(contract._fields["kind"]._description_selection(contract.env)),
                "settlement": dict(contract._fields["settlement"]._description_selection(contract.env)),
                "due_on": dict(instalment._fields["due_on"]._description_selection(instalment.env)),
            },
        }


class CompanyPurchaseSettlementReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_settlement"
    _description = "Settlement Statement Form"
    _inherit = "report.company_procurement.report_purchase_contract"
    _form_model = "company.purchase.settlement"


class CompanyPurchaseAnnualDemandReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_annual_demand"
    _description = "Annual Demand Form"
    _inherit = "report.company_procurement.report_purchase_contract"
    _form_model = "company.purchase.annual.demand"
