from odoo import api, models


class PurchaseComparisonReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_comparison"
    _description = "Comparison of Prices"
    _inherit = "report.company_procurement.report_purchase_sourcing"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        report = self.with_context(lang=values["form_lang"])
        buyers = ", ".join(values["docs"].sudo().buyer_id.mapped("name")) if len(docids) == 1 else ""
        rows = {
            "total": report.env._("Total, tax and freight included"),
            "saving": report.env._("Saved by Negotiation"),
            "lead_days": report.env._("Delivery in Days"),
            "payment_term": report.env._("Payment Terms"),
            "missing": report.env._("Lines without a Price"),
        }
        return {
            **values,
            "compare_rows": list(rows.items()),
            "compare_boxes": [
                {"label": report.env._("Buyer"), "name": buyers}, {"label": report.env._("Price Checker")},
                {"label": report.env._("Head of the Department")}, {"label": report.env._("Head of Purchasing")},
            ],
        }


class PurchasePriceCheckReport(models.AbstractModel):
    _name = "report.company_procurement.report_purchase_price_check"
    _description = "Price Check Form"
    _inherit = "report.company_procurement.report_purchase_sourcing"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        report = self.with_context(lang=values["form_lang"])
        case = values["docs"].sudo()[:1]
        time = case.company_id._format_local_time(case.price_checked_on)
        return {**values, "check_boxes": [
            {"label": report.env._("Price Checker"), "name": case.price_checked_by_id.name if len(docids) == 1 else "",
             "time": time if len(docids) == 1 else False},
            {"label": report.env._("Head of Finance")}, {"label": report.env._("General Manager")},
        ]}
