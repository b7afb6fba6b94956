from collections import defaultdict

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
        facts = self._get_cell_facts(cells, quotes)
        lines = [self._prepare_comparison_row(line, quotes, counting, cells, history, lowest.get(line.id), facts)
                 for line in case_sudo.line_ids]
        figures = self._get_comparison_totals(lines, quotes, counting)
        suspicious = [self._explain_sign(*sign) for sign in case_sudo._get_collusion_signs(cells)]
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

    def _get_cell_facts(self, cells, quotes):
        """What the cells of all lines share: names, dates and awards, each looked up once."""
        values = [cell["values"] for row in cells.values() for cell in row.values()]
        taxes = self.env["account.tax"].sudo().browse({tax for row in values for tax in row["tax_ids"]})
        units = self.env["uom.uom"].browse({row["product_uom_id"] for row in values})
        awards = defaultdict(lambda: self.env["company.purchase.sourcing.award"].sudo())
        for award in self.sudo().award_ids:
            awards[award.quote_line_id.id] |= award
        return {
            "taxes": {tax.id: tax.name for tax in taxes},
            "units": {unit.id: unit.name for unit in units},
            "dates": {moment: fields.Datetime.context_timestamp(self, moment).date()
                      for moment in {row["date_planned"] for row in values} if moment},
            "quotes": {quote.id: (quote.quote_received_on or fields.Datetime.now(), quote.quote_round)
                       for quote in quotes},
            "awards": awards,
        }

    def _prepare_comparison_row(self, line, quotes, counting, cells, history, best, facts):
        by_quote = {cell["quote"]: cell for cell in cells.get(line.id, {}).values()}
        past, quantity, needed = history[line.id], line.quantity, line.needed_date
        references = {**past, "budget": line.estimated_price or None}
        return {
            "id": line.id,
            "name": line.description,
            "specification": " ".join(filter(None, (line.specification, line.model_number))),
            "quantity": quantity,
            "uom": line.uom_id.name,
            "needed_date": fields.Date.to_string(needed) or "",
            **{name: past[name] for name in ("last", "average", "median", "low", "survey", "count")},
            "last_date": fields.Date.to_string(past["last_date"]) or "",
            "budget": references["budget"],
            "best": best,
            "verified": line.verified_price or None,
            "verify_result": line.verify_result or "",
            "verify_opinion": line.verify_opinion or "",
            "cells": [self._prepare_cell(by_quote.get(quote), quantity, needed, references, best, counting, facts)
                      for quote in quotes._ids],
        }

    def _prepare_cell(self, cell, quantity, needed, references, best, counting, facts):
        if not cell or cell["landed"] is None:
            return None
        values, landed = cell["values"], cell["landed"]
        received, number = facts["quotes"][cell["quote"]]
        planned, first, price = values["date_planned"], values["first_price_unit"], values["price_unit"]
        date = facts["dates"].get(planned)
        negotiated = number > 1 and first
        awards = facts["awards"].get(values["id"], ())
        return {
            "line_id": values["id"],
            "price_unit": price,
            "uom": facts["units"][values["product_uom_id"]],
            "taxes": ", ".join(facts["taxes"][tax] for tax in values["tax_ids"]),
            "landed": landed,
            "total": round(landed * quantity, 2),
            "date": date.isoformat() if date else "",
            "lead_days": max((planned - received).days, 0) if planned else 0,
            "late": bool(needed and date and date > needed),
            "lowest": cell["quote"] in counting and best is not None and landed <= best + 1e-6,
            "first_price": first,
            "change_first": comparison.change(price, first) if negotiated else None,
            "saving_first": comparison.saving(first / price * landed, landed, quantity)
            if negotiated and price else None,
            **{f"change_{name}": comparison.change(landed, references[name]) for name in REFERENCES},
            "awarded": sum(award.quantity for award in awards),
            "reason": ", ".join(award.reason for award in awards if award.reason),
            "remark": values["quote_remark"] or "",
        }
