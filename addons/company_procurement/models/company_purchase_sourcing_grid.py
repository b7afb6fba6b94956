from odoo import fields, models

from ..engine import comparison

REFERENCES = ("last", "average", "median", "low", "budget", "survey")


class CompanyPurchaseSourcing(models.Model):
    """The comparison as data: for the grid on the case, the prints and clients."""

    _inherit = "company.purchase.sourcing"

    def _get_comparison(self):
        self.ensure_one()
        case_sudo = self.sudo()
        assessment = self._assess_quotes()[self.id]
        cells = self._get_cells()
        quotes = case_sudo._get_live_quotes().sorted(lambda quote: (quote.quote_status != "received", quote.id))
        history = self._get_price_history()
        lowest = self._get_lowest_prices(cells, assessment)
        lacks = assessment["defects"]
        counting = {quote.id for quote in quotes if not set(lacks.get(quote.id, ())) - {"related"}} or set(quotes.ids)
        lines = [self._prepare_comparison_row(line, quotes, counting, cells, history, lowest)
                 for line in case_sudo.line_ids]
        figures = self._get_comparison_totals(lines, quotes, counting)
        suspicious = [self._explain_sign(*sign) for sign in case_sudo._get_collusion_signs()]
        return {
            "currency": {"id": self.currency_id.id, "symbol": self.currency_id.symbol,
                         "position": self.currency_id.position, "digits": self.currency_id.decimal_places},
            "state": self.state,
            "required": assessment["required"],
            "valid": assessment["valid"],
            "problem": self._get_quotes_problem(assessment)[0] or "",
            "suspicious": suspicious,
            "collusion_answer": self.collusion_answer or "" if suspicious else "",
            "totals": figures["totals"],
            "suppliers": [self._prepare_supplier_column(quote, assessment, figures, lines, place)
                          for place, quote in enumerate(quotes)],
            "lines": lines,
        }

    # ------------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------------

    def _get_comparison_totals(self, lines, quotes, counting):
        """Totals of the quotes that count, best combination and savings; of all quotes for their own columns."""
        every = [{
            "quantity": line["quantity"],
            "prices": {quote.id: cell["landed"] if cell else None
                       for quote, cell in zip(quotes, line["cells"], strict=True) if quote.quote_status == "received"},
            "references": {name: line[name] for name in REFERENCES},
        } for line in lines]
        valid = comparison.totals([
            {**line, "prices": {key: price for key, price in line["prices"].items() if key in counting}}
            for line in every])
        own = comparison.totals(every)["quotes"]
        whole = min((own[key]["total"] for key in valid["whole"]), default=None)
        awarded = self.sudo().amount_awarded or None
        return {
            "quotes": own,
            "whole": valid["whole"],
            "totals": {
                "best": valid["best"],
                "whole": whole,
                "split_saving": comparison.saving(whole, valid["best"]),
                "awarded": awarded,
                "references": {name: valid["references"].get(name) for name in REFERENCES},
            },
        }

    def _prepare_supplier_column(self, quote, assessment, figures, lines, place):
        codes = assessment["defects"].get(quote.id, [])
        received = quote.quote_status == "received"
        status = dict(quote._fields["quote_status"]._description_selection(self.env))
        own = figures["quotes"].get(quote.id, {"total": 0.0, "missing": len(lines)})
        cells = [line["cells"][place] for line in lines]
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
            "total": own["total"] if received else None,
            "missing": own["missing"] if received else 0,
            "cheapest": quote.id in figures["whole"],
            "lowest_count": sum(1 for cell in cells if cell and cell["lowest"]),
            "lead_days": max((cell["lead_days"] for cell in cells if cell), default=None),
            "late_lines": sum(1 for cell in cells if cell and cell["late"]),
            "saving": round(sum(cell["saving_first"] or 0.0 for cell in cells if cell), 2) if received else None,
            "freight": quote.freight_amount,
            "currency": quote.currency_id.name,
            "rate": quote._get_quote_rate() if received else 1.0,
            "valid_until": fields.Date.to_string(quote.quote_valid_until) or "",
            "round": quote.quote_round,
            "late_reason": quote.quote_late_reason or "",
            "remark": quote.quote_remark or "",
            "scan_id": quote.quote_scan_id.id or 0,
            "payment_term": quote.payment_term_id.name or "",
            "awarded": sum(award.amount for award in self.sudo().award_ids if award.quote_id == quote),
        }

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    def _prepare_comparison_row(self, line, quotes, counting, cells, history, lowest):
        by_quote = {cell["quote"]: cell for cell in cells.get(line.id, {}).values()}
        past = history[line.id]
        return {
            "id": line.id,
            "name": line.description,
            "specification": " ".join(filter(None, (line.specification, line.model_number))),
            "quantity": line.quantity,
            "uom": line.uom_id.name,
            "needed_date": fields.Date.to_string(line.needed_date) or "",
            **{name: past[name] for name in ("last", "average", "median", "low", "survey", "count")},
            "last_date": fields.Date.to_string(past["last_date"]) or "",
            "budget": line.estimated_price or None,
            "best": lowest.get(line.id),
            "verified": line.verified_price or None,
            "verify_result": line.verify_result or "",
            "verify_opinion": line.verify_opinion or "",
            "cells": [self._prepare_cell(line, by_quote.get(quote.id), past, lowest.get(line.id), counting)
                      for quote in quotes],
        }

    def _prepare_cell(self, line, cell, past, best, counting):
        if not cell or cell["landed"] is None:
            return None
        quoted, landed, quote = cell["record"], cell["landed"], cell["record"].order_id
        days = (quoted.date_planned - (quote.quote_received_on or fields.Datetime.now())).days
        date = fields.Datetime.context_timestamp(self, quoted.date_planned).date()
        awards = line.award_ids.filtered(lambda award: award.quote_line_id == quoted)
        first, price = quoted.first_price_unit, quoted.price_unit
        negotiated = quote.quote_round > 1 and first
        return {
            "line_id": quoted.id,
            "price_unit": price,
            "uom": quoted.product_uom_id.name,
            "taxes": ", ".join(tax.name for tax in quoted.tax_ids),
            "landed": landed,
            "total": round(landed * line.quantity, 2),
            "date": fields.Date.to_string(date),
            "lead_days": max(days, 0),
            "late": bool(line.needed_date and date > line.needed_date),
            "lowest": cell["quote"] in counting and best is not None and landed <= best + 1e-6,
            "first_price": first,
            "change_first": comparison.change(price, first) if negotiated else None,
            "saving_first": comparison.saving(first / price * landed, landed, line.quantity)
            if negotiated and price else None,
            "change_last": comparison.change(landed, past["last"]),
            "change_average": comparison.change(landed, past["average"]),
            "change_median": comparison.change(landed, past["median"]),
            "change_low": comparison.change(landed, past["low"]),
            "change_survey": comparison.change(landed, past["survey"]),
            "change_budget": comparison.change(landed, line.estimated_price or None),
            "awarded": sum(award.quantity for award in awards),
            "reason": ", ".join(filter(None, awards.mapped("reason"))),
            "remark": quoted.quote_remark or "",
        }
