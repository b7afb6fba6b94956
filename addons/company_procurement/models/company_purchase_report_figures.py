from datetime import datetime, time, timedelta

import pytz

from odoo import models

from ..engine import report_figures
from .company_purchase_report_line import DIMENSIONS

SUMS = ("line_count", "amount", "saving_first", "saving_last", "saving_budget", "reference_first", "reference_last",
        "reference_budget", "due_count", "on_time_count", "late_count", "shortage_count", "accepted_count",
        "rejected_count", "late_inspection_count")
STAGES = ("days_approval", "days_dispatch", "days_sourcing", "days_award", "days_order", "days_delivery", "days_total")
SHOWN = 10


class CompanyPurchaseReport(models.Model):
    """The figures: one grouping query for the whole and one for each dimension, however many orders."""

    _inherit = "company.purchase.report"

    def _get_bounds(self):
        """First moment of the period and first moment after it, in UTC, by the company's clock."""
        zone = pytz.timezone(self.company_id.partner_id.tz or "UTC")

        def moment(day):
            return zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
        return moment(self.date_from), moment(self.date_to + timedelta(days=1))

    def _get_domain(self):
        begin, end = self._get_bounds()
        return [("company_id", "=", self.company_id.id), ("date_order", ">=", begin), ("date_order", "<", end)]

    def _take_figures(self):
        """Read the figures of the period and keep them on the report (superuser, draft)."""
        self.ensure_one()
        whole, groups = self._read_figures()
        lines = [
            {"report_id": self.id, "dimension": name, "label": label, **self._prepare_rates(figures)}
            for name, rows in groups.items() for label, figures in rows]
        begin, end = self._get_bounds()
        company = ("company_id", "=", self.company_id.id)
        counts = {
            "requests": self.env["company.purchase.request"].search_count([
                company, ("submitted_on", ">=", begin), ("submitted_on", "<", end)]),
            "cases": self.env["company.purchase.sourcing"].search_count([
                company, ("create_date", ">=", begin), ("create_date", "<", end)]),
            "orders": whole["orders"],
            "findings": self.env["company.control.finding"].search_count([
                company, ("control_id.addon", "=", "company_procurement"), ("date", ">=", begin),
                ("date", "<", end)]),
        }
        self.line_ids._as_engine().unlink()
        self.env["company.purchase.report.line"].sudo()._as_engine().create(lines)
        self._as_engine().write({
            "generated_on": self.env.cr.now(), "request_count": counts["requests"], "order_count": whole["orders"],
            "figures": {"counts": counts, **{name: whole[name] for name in (*SUMS, *STAGES)}},
            **{name: value for name, value in self._prepare_rates(whole).items() if name != "line_count"},
        })

    def _read_figures(self):
        """Figures of the whole, and {dimension: [(label, figures)]} of its largest groups, in one query."""
        names = [name for name, _title in DIMENSIONS]
        whole, *groups = self.env["company.purchase.analysis"].sudo()._read_grouping_sets(
            self._get_domain(), [[], *([name] for name in names)],
            [*(f"{name}:sum" for name in SUMS), *(f"{name}:avg" for name in STAGES), "order_id:count_distinct"])
        found = {}
        for name, rows in zip(names, groups, strict=True):
            figures = [(row[0], self._name_figures(row[1:])) for row in rows]
            largest = sorted(figures, key=lambda row: -row[1]["amount"])[:SHOWN]
            found[name] = [(group.display_name or "-", values) for group, values in largest]
        return self._name_figures(whole[0] if whole else [0] * (len(SUMS) + len(STAGES) + 1)), found

    @staticmethod
    def _name_figures(row):
        return {
            "orders": row[-1],
            **{name: value or 0 for name, value in zip(SUMS, row, strict=False)},
            **{name: round(value or 0, 2) for name, value in zip(STAGES, row[len(SUMS):], strict=False)},
        }

    def _prepare_rates(self, figures):
        return {
            "line_count": figures["line_count"],
            **{name: figures[name] for name in ("amount", "saving_first", "saving_last", "saving_budget",
                                                "days_total")},
            "on_time_rate": report_figures.rate(
                figures["on_time_count"], figures["on_time_count"] + figures["late_count"]) or 0,
            "shortage_rate": report_figures.rate(figures["shortage_count"], figures["due_count"]) or 0,
            "reject_rate": report_figures.rate(figures["rejected_count"], figures["accepted_count"]) or 0,
            "late_inspection_rate": report_figures.rate(
                figures["late_inspection_count"], figures["accepted_count"]) or 0,
        }

    # ------------------------------------------------------------------
    # For the print
    # ------------------------------------------------------------------

    def _get_stage_rows(self):
        """(label, days, width of the bar in percent) of each stage."""
        labels = {
            "days_approval": self.env._("Request to approval"),
            "days_dispatch": self.env._("Approval to dispatch"),
            "days_sourcing": self.env._("Dispatch to price check"),
            "days_award": self.env._("Price check to approved award"),
            "days_order": self.env._("Award to order"),
            "days_delivery": self.env._("Order to receipt"),
        }
        days = [(self.figures or {}).get(name) or 0 for name in labels]
        return list(zip(labels.values(), days, report_figures.bars(days), strict=True))

    def _get_saving_rows(self):
        """(label, amount, percent) of the three savings."""
        figures = self.figures or {}
        return [
            (label, figures.get(f"saving_{key}") or 0,
             report_figures.rate(figures.get(f"saving_{key}") or 0, figures.get(f"reference_{key}") or 0))
            for key, label in (
                ("first", self.env._("against the first quotes")),
                ("last", self.env._("against the last prices")),
                ("budget", self.env._("against the estimates")))]

    def _get_group_rows(self, dimension):
        """(line, width of the bar in percent) of one dimension."""
        lines = self.line_ids.filtered(lambda line: line.dimension == dimension)
        return list(zip(lines, report_figures.bars(lines.mapped("amount")), strict=True))
