from odoo import api, models


class CompanyPurchaseTenderOpeningReport(models.AbstractModel):
    _name = "report.company_procurement.report_tender_opening"
    _description = "Opening Record"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        tenders = self.env["company.purchase.tender"].with_context(lang=lang).browse(docids)
        bids = self.env["company.purchase.tender.bid"].with_context(lang=lang)
        return {
            "doc_ids": docids, "doc_model": tenders._name, "docs": tenders, "form_lang": lang,
            "bid_states": dict(bids._fields["state"]._description_selection(bids.env)),
            "bid_kinds": dict(bids._fields["kind"]._description_selection(bids.env)),
        }


class CompanyPurchaseTenderRankingReport(models.AbstractModel):
    _name = "report.company_procurement.report_tender_ranking"
    _description = "Evaluation Report"
    _inherit = "report.company_procurement.report_tender_opening"


class CompanyPurchaseTenderNoticeReport(models.AbstractModel):
    _name = "report.company_procurement.report_tender_notice"
    _description = "Result Notice"

    @api.model
    def _get_report_values(self, docids, data=None):
        lang = self.env["ir.actions.report"]._get_form_lang()
        bids = self.env["company.purchase.tender.bid"].with_context(lang=lang).browse(docids)
        return {"doc_ids": docids, "doc_model": bids._name, "docs": bids, "form_lang": lang}
