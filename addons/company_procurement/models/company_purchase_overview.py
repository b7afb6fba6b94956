from datetime import timedelta

from odoo import api, fields, models

from ..engine import report_figures
from .company_purchase_report_figures import STAGES

MONTHS = 12


class CompanyPurchaseOverview(models.AbstractModel):
    """What a manager opens first: what waits, what is late, what was spent and saved (S10)."""

    _name = "company.purchase.overview"
    _description = "Purchase Overview"
    _inherit = ["company.overview.mixin"]

    @api.model
    def _get_title(self):
        return self.env._("Purchase Overview")

    # ------------------------------------------------------------------
    # Tiles
    # ------------------------------------------------------------------

    @api.model
    def _get_labels(self):
        return {
            "requests": self.env._("Requests in Approval"),
            "queue": self.env._("Waiting for Dispatch"),
            "inquiries": self.env._("Running Inquiries"),
            "price_checks": self.env._("Waiting for Price Check"),
            "awards": self.env._("Awards in Approval"),
            "overdue": self.env._("Cases Overdue"),
            "late": self.env._("Deliveries Late"),
            "filings": self.env._("To be Filed"),
            "findings": self.env._("Findings of 30 Days"),
            "months": self.env._("Ordered by Month"),
            "categories": self.env._("Ordered by Purchase Category"),
            "suppliers": self.env._("Largest Suppliers"),
            "stages": self.env._("Average Days of Each Stage"),
        }

    @api.model
    def _get_tile_specs(self):
        """What waits at each desk, what is late, what was found."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        month = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=30))
        request, case = "company.purchase.request", "company.purchase.sourcing"
        return [
            ("requests", request, [("state", "=", "submitted")], False),
            ("queue", request, [("state", "=", "approved")], False),
            ("inquiries", case, [("state", "=", "inquiry")], False),
            ("price_checks", case, [("state", "=", "compared")], False),
            ("awards", case, [("state", "=", "approval")], False),
            ("overdue", case, [("state", "not in", ("ordered", "done", "cancelled")), ("deadline", "<", now)], True),
            ("late", "purchase.order", [
                ("sourcing_id", "!=", False), ("is_quote", "=", False), ("state", "=", "purchase"),
                ("date_planned", "<", now), ("receipt_status", "in", ("pending", "partial"))], True),
            ("filings", "company.purchase.filing", [("state", "!=", "filed")], False),
            ("findings", "company.control.finding", [
                ("control_id.addon", "=", "company_procurement"), ("date", ">=", month)], True),
        ]

    # ------------------------------------------------------------------
    # Amounts and charts: of the orders of twelve months, for those who read the analysis
    # ------------------------------------------------------------------

    @api.model
    def _get_domain(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), months=MONTHS)
        return [("company_id", "=", self.env.company.id), ("date_order", ">=", since)]

    @api.model
    def _get_figures(self):
        """What was saved, in money and percent."""
        analysis = self.env["company.purchase.analysis"]
        if not analysis.has_access("read"):
            return []
        labels = {"first": self.env._("Saved against the first quotes (12 months)"),
                  "last": self.env._("Saved against the last prices (12 months)"),
                  "budget": self.env._("Saved against the estimates (12 months)")}
        sums = analysis._read_group(
            self._get_domain(), [], [f"{kind}_{key}:sum" for key in labels for kind in ("saving", "reference")])[0]
        return [{
            "key": key, "label": label, "amount": sums[2 * index] or 0, "currency_id": self.env.company.currency_id.id,
            "note": f"{report_figures.rate(sums[2 * index] or 0, sums[2 * index + 1] or 0) or 0} %",
            "action": "company_procurement.company_purchase_analysis_action",
        } for index, (key, label) in enumerate(labels.items())]

    @api.model
    def _get_charts(self):
        analysis = self.env["company.purchase.analysis"]
        if not analysis.has_access("read"):
            return []
        months = analysis._read_group(
            self._get_domain(), ["date_order:month"], ["amount:sum"], order="date_order:month")
        rows = {
            "months": [[month.strftime("%Y-%m"), amount] for month, amount in months if month],
            "categories": self._get_top("category_id"),
            "suppliers": self._get_top("partner_id"),
            "stages": self._get_stages(),
        }
        labels, currency = self._get_labels(), self.env.company.currency_id.id
        return [{"key": key, "title": labels[key], "flat": key != "months", "rows": own,
                 "currency_id": key != "stages" and currency} for key, own in rows.items() if own]

    @api.model
    def _get_stages(self):
        analysis = self.env["company.purchase.analysis"]
        names = [name for name in STAGES if name != "days_total"]
        [days] = analysis._read_group(self._get_domain(), [], [f"{name}:avg" for name in names])
        return [[analysis._fields[name]._description_string(self.env), round(own or 0, 1)]
                for name, own in zip(names, days, strict=True)]

    @api.model
    def _get_top(self, name, count=8):
        rows = self.env["company.purchase.analysis"]._read_group(
            self._get_domain(), [name], ["amount:sum"], order="amount:sum desc", limit=count)
        return [[group.sudo().display_name or self.env._("Without"), amount or 0] for group, amount in rows]
