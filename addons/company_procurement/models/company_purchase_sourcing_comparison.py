from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import comparison


class CompanyPurchaseSourcing(models.Model):
    """The comparison: lines × suppliers on one footing, with history and budget beside it."""

    _inherit = "company.purchase.sourcing"

    comparison_data = fields.Json("Comparison", compute="_compute_comparison_data")
    valid_quote_count = fields.Integer("Valid Quotes", compute="_compute_quote_health")
    required_quote_count = fields.Integer("Quotes Needed", compute="_compute_quote_health")
    quote_problem = fields.Char("What the Quotes Lack", compute="_compute_quote_health")

    @api.depends("state", "quote_ids.quote_round", "quote_ids.quote_status", "quote_ids.quote_scan_id", "award_ids",
                 "line_ids.verified_price")
    @api.depends_context("lang")
    def _compute_comparison_data(self):
        for case in self:
            case.comparison_data = case._get_comparison() if case.id else False

    @api.depends("quote_ids.quote_round", "quote_ids.quote_status", "quote_ids.quote_scan_id", "single_source",
                 "single_source_reason")
    @api.depends_context("lang")
    def _compute_quote_health(self):
        saved = self.filtered("id")
        assessments = saved._assess_quotes()
        for case in self:
            assessment = assessments.get(case._origin.id)
            case.valid_quote_count = assessment["valid"] if assessment else 0
            case.required_quote_count = assessment["required"] if assessment else 0
            case.quote_problem = case._get_quotes_problem(assessment)[0] if assessment else False

    def get_comparison(self):
        """The comparison of one case as data. Read right on the case.

        Returns {currency, state, required, valid, problem, suspicious: [text], suppliers: [{quote_id, supplier, status,
        valid, defects, total, ...}], lines: [{id, name, quantity, last, average, budget, cells: [{line_id, landed,
        lowest, change_last, ...}]}]}; the cells of a line stand in the order of the suppliers, False for no price.
        """
        self.ensure_one()
        self.check_access("read")
        return comparison.without_none(self._get_comparison())

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _get_cells(self):
        """{line id: {quote line id: {landed, record}}} of the recorded quotes, in company currency."""
        self.ensure_one()
        cells = defaultdict(dict)
        received = self.sudo()._get_live_quotes().filtered(lambda quote: quote.quote_status == "received")
        for quote, lines in received.order_line.filtered("sourcing_line_id").grouped("order_id").items():
            freight = comparison.share_freight(quote.freight_amount, {line.id: line.price_total for line in lines})
            for line in lines:
                wanted = line.sourcing_line_id
                quantity = line.product_uom_id._compute_quantity(line.product_qty, wanted.uom_id, round=False)
                cells[wanted.id][line.id] = {
                    "record": line,
                    "landed": comparison.landed(quantity, line.price_total, quote.currency_rate, freight[line.id]),
                }
        return cells

    def _get_lowest_prices(self, cells=None, assessment=None):
        """{line id: lowest landed price}: of valid quotes, or of all where none is valid (emergency)."""
        cells = self._get_cells() if cells is None else cells
        defects = (assessment or self._assess_quotes()[self.id])["defects"]
        lowest = {}
        for line_id, row in cells.items():
            valid = {key: cell["landed"] for key, cell in row.items()
                     if not set(defects.get(cell["record"].order_id.id, ["void"])) - {"related"}}
            prices = valid if any(valid.values()) else {key: cell["landed"] for key, cell in row.items()}
            best = comparison.lowest(prices)
            if best:
                lowest[line_id] = prices[best[0]]
        return lowest

    def _get_price_history(self):
        """{line id: {last, last_date, average}} from confirmed orders: tax included, per unit of the line."""
        self.ensure_one()
        lines = self.sudo().line_ids
        products = lines.product_id
        rows = self._read_price_history(products, self.company_id) if products else {}
        history = {}
        for line in lines:
            last, last_date, average = rows.get(line.product_id.id, (None, None, None))
            unit = line.product_id.uom_id
            factor = unit._compute_quantity(1, line.uom_id, round=False) if unit and line.uom_id != unit else 1
            history[line.id] = {
                "last": last / factor if last else None,
                "last_date": last_date,
                "average": average / factor if average else None,
            }
        return history

    @api.model
    def _read_price_history(self, products, company):
        """{product id: (last price, date, 12-month average)} per reference unit, in one query."""
        self.env["purchase.order.line"].flush_model(
            ["product_id", "company_id", "price_total", "product_uom_qty", "order_id"])
        self.env["purchase.order"].flush_model(["state", "date_approve", "currency_rate", "is_quote"])
        rows = self.env.execute_query(SQL(
            """
            SELECT line.product_id,
                   (array_agg(line.price_total / po.currency_rate / line.product_uom_qty
                              ORDER BY po.date_approve DESC, line.id DESC))[1],
                   max(po.date_approve),
                   sum(line.price_total / po.currency_rate) FILTER (WHERE po.date_approve >= %(since)s)
                   / NULLIF(sum(line.product_uom_qty) FILTER (WHERE po.date_approve >= %(since)s), 0)
              FROM purchase_order_line line
              JOIN purchase_order po ON po.id = line.order_id
             WHERE line.product_id IN %(products)s AND line.company_id = %(company)s AND po.state = 'purchase'
               AND line.product_uom_qty > 0 AND line.price_total > 0 AND po.currency_rate > 0
          GROUP BY line.product_id
            """,
            since=fields.Datetime.subtract(fields.Datetime.now(), months=12), products=tuple(products.ids),
            company=company.id))
        return {row[0]: tuple(float(value) if index != 1 and value is not None else value
                              for index, value in enumerate(row[1:])) for row in rows}

    # ------------------------------------------------------------------
    # Data for the grid, the print and clients
    # ------------------------------------------------------------------

    def _get_comparison(self):
        self.ensure_one()
        case_sudo = self.sudo()
        assessment = self._assess_quotes()[self.id]
        cells = self._get_cells()
        quotes = case_sudo._get_live_quotes().sorted(lambda quote: (quote.quote_status != "received", quote.id))
        history = self._get_price_history()
        lowest = self._get_lowest_prices(cells, assessment)
        lacks = assessment["defects"]
        counting = quotes.filtered(lambda quote: not set(lacks.get(quote.id, ())) - {"related"}) or quotes
        return {
            "currency": {"id": self.currency_id.id, "symbol": self.currency_id.symbol,
                         "position": self.currency_id.position, "digits": self.currency_id.decimal_places},
            "state": self.state,
            "required": assessment["required"],
            "valid": assessment["valid"],
            "problem": self._get_quotes_problem(assessment)[0] or "",
            "suspicious": [self._explain_sign(*sign) for sign in case_sudo._get_collusion_signs()],
            "suppliers": [self._prepare_supplier_column(quote, assessment, cells) for quote in quotes],
            "lines": [self._prepare_comparison_row(line, quotes, counting, cells, history, lowest)
                      for line in case_sudo.line_ids],
        }

    def _prepare_supplier_column(self, quote, assessment, cells):
        codes = assessment["defects"].get(quote.id, [])
        totals = [cell["landed"] * line.quantity for line in self.sudo().line_ids
                  for cell in cells.get(line.id, {}).values()
                  if cell["record"].order_id == quote and cell["landed"] is not None]
        received = quote.quote_status == "received"
        status = dict(quote._fields["quote_status"]._description_selection(self.env))
        return {
            "quote_id": quote.id,
            "quote": quote.name,
            "partner_id": quote.partner_id.id,
            "supplier": quote.partner_id.name,
            "status": quote.quote_status,
            "status_label": status.get(quote.quote_status, ""),
            "valid": not codes,
            "codes": codes,
            "defects": [self._explain_defect(code) for code in codes],
            "total": round(sum(totals), 2) if received else None,
            "freight": quote.freight_amount,
            "currency": quote.currency_id.name,
            "valid_until": fields.Date.to_string(quote.quote_valid_until) or "",
            "round": quote.quote_round,
            "late_reason": quote.quote_late_reason or "",
            "remark": quote.quote_remark or "",
            "scan_id": quote.quote_scan_id.id or 0,
            "payment_term": quote.payment_term_id.name or "",
            "awarded": sum(award.amount for award in self.sudo().award_ids if award.quote_id == quote),
        }

    def _prepare_comparison_row(self, line, quotes, counting, cells, history, lowest):
        row = cells.get(line.id, {})
        by_quote = {cell["record"].order_id.id: cell for cell in row.values()}
        past = history[line.id]
        return {
            "id": line.id,
            "name": line.description,
            "specification": " ".join(filter(None, (line.specification, line.model_number))),
            "quantity": line.quantity,
            "uom": line.uom_id.name,
            "needed_date": fields.Date.to_string(line.needed_date) or "",
            "last": past["last"],
            "last_date": fields.Date.to_string(past["last_date"]) or "",
            "average": past["average"],
            "budget": line.estimated_price or None,
            "verified": line.verified_price or None,
            "verify_result": line.verify_result or "",
            "cells": [self._prepare_cell(line, by_quote.get(quote.id), past, lowest.get(line.id), quote in counting)
                      for quote in quotes],
        }

    def _prepare_cell(self, line, cell, past, best, counts):
        if not cell or cell["landed"] is None:
            return None
        quoted, landed = cell["record"], cell["landed"]
        days = (quoted.date_planned - (quoted.order_id.quote_received_on or fields.Datetime.now())).days
        awards = line.award_ids.filtered(lambda award: award.quote_line_id == quoted)
        return {
            "line_id": quoted.id,
            "price_unit": quoted.price_unit,
            "uom": quoted.product_uom_id.name,
            "taxes": ", ".join(quoted.tax_ids.mapped("name")),
            "landed": landed,
            "total": round(landed * line.quantity, 2),
            "date": fields.Date.to_string(fields.Datetime.context_timestamp(self, quoted.date_planned).date()),
            "lead_days": max(days, 0),
            "lowest": counts and best is not None and landed <= best + 1e-6,
            "first_price": quoted.first_price_unit,
            "change_first": comparison.change(quoted.price_unit, quoted.first_price_unit)
            if quoted.order_id.quote_round > 1 else None,
            "change_last": comparison.change(landed, past["last"]),
            "change_average": comparison.change(landed, past["average"]),
            "change_budget": comparison.change(landed, line.estimated_price or None),
            "awarded": sum(awards.mapped("quantity")),
            "reason": ", ".join(filter(None, awards.mapped("reason"))),
            "remark": quoted.quote_remark or "",
        }
