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
    def get_data(self):
        """The overview of the current company with the rights of the caller.

        Returns {company, currency_id, tiles: [{key, label, count, model, domain, alarm}], charts: {months,
        categories, suppliers: [[label, amount]], stages: [[label, days]]}, savings: [[label, amount, percent]]};
        tiles of models that the caller can't read are left out, charts are empty without a right on the analysis.
        """
        analysis = self.env["company.purchase.analysis"]
        readable = analysis.has_access("read")
        return {
            "company": self.env.company.name,
            "currency_id": self.env.company.currency_id.id,
            "tiles": self._get_tiles(),
            "charts": self._get_charts() if readable else {},
            "savings": self._get_savings() if readable else [],
        }

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
        }

    @api.model
    def _get_tile_specs(self):
        """List of (key, model, domain, alarm): other parts append theirs."""
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
    # Charts
    # ------------------------------------------------------------------

    @api.model
    def _get_domain(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), months=MONTHS)
        return [("company_id", "=", self.env.company.id), ("date_order", ">=", since)]

    @api.model
    def _get_charts(self):
        analysis = self.env["company.purchase.analysis"]
        domain = self._get_domain()
        months = analysis._read_group(domain, ["date_order:month"], ["amount:sum"], order="date_order:month")
        stages = analysis._read_group(domain, [], [f"{name}:avg" for name in STAGES if name != "days_total"])[0]
        return {
            "months": [[month.strftime("%Y-%m"), amount] for month, amount in months if month],
            "categories": self._get_top("category_id"),
            "suppliers": self._get_top("partner_id"),
            "stages": [[analysis._fields[name]._description_string(self.env), round(days or 0, 1)]
                       for name, days in zip((name for name in STAGES if name != "days_total"), stages, strict=True)],
        }

    @api.model
    def _get_top(self, name, count=8):
        rows = self.env["company.purchase.analysis"]._read_group(
            self._get_domain(), [name], ["amount:sum"], order="amount:sum desc", limit=count)
        return [[group.sudo().display_name or self.env._("Without"), amount or 0] for group, amount in rows]

    @api.model
    def _get_savings(self):
        labels = {"first": self.env._("against the first quotes"), "last": self.env._("against the last prices"),
                  "budget": self.env._("against the estimates")}
        sums = self.env["company.purchase.analysis"]._read_group(
            self._get_domain(), [], [f"{kind}_{key}:sum" for key in labels for kind in ("saving", "reference")])[0]
        return [[label, sums[2 * index] or 0,
                 report_figures.rate(sums[2 * index] or 0, sums[2 * index + 1] or 0) or 0]
                for index, label in enumerate(labels.values())]
