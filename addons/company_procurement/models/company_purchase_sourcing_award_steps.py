from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..engine import comparison


class CompanyPurchaseSourcing(models.Model):
    """Who delivers what."""

    _inherit = "company.purchase.sourcing"

    # ------------------------------------------------------------------
    # Award
    # ------------------------------------------------------------------

    def action_award(self, lines):
        """Choose who delivers. Returns the ids of the award rows; replaces an earlier choice.

        Buyer of the case; states price_checked and awarded (compared where price check is switched off).
        ``lines``: list of {sourcing_line_id, quote_line_id, quantity?, reason?}, every line in full, or
        one {quote_id, reason?} for the whole case. Not choosing the lowest valid price needs a reason.
        """
        case_sudo = self._start_step("award")
        awards = case_sudo._prepare_awards(case_sudo._expand_award(lines or []))
        case_sudo._check_award_complete(awards)
        case_sudo._void_award()
        rows_sudo = self.env["company.purchase.sourcing.award"].sudo()._as_engine().create(awards)
        case_sudo._as_engine().write({"amount_awarded": sum(award["amount"] for award in awards)})
        case_sudo._enforce_award()
        if case_sudo.state != "awarded":
            case_sudo._set_state("awarded")
        self.env["company.ledger.entry"]._append("purchase.award", case_sudo, case_sudo._get_award_payload())
        return rows_sudo.ids

    def _expand_award(self, lines):
        """Turn the whole-quote form {quote_id, reason} into one dict per line."""
        expanded = []
        for values in lines:
            if "quote_id" not in values:
                expanded.append(values)
                continue
            quote = self._get_own_quote(values["quote_id"])
            expanded += [{"sourcing_line_id": line.sourcing_line_id.id, "quote_line_id": line.id,
                          "reason": values.get("reason")} for line in quote.order_line if line.sourcing_line_id]
        return expanded

    def _prepare_awards(self, lines):
        cells = self._get_cells()
        lowest = self._get_lowest_prices(cells)
        awards = []
        for values in lines:
            line = self._get_own_line(values)
            cell = cells.get(line.id, {}).get(values.get("quote_line_id"))
            if not cell or cell["landed"] is None:
                raise UserError(self.env._(
                    "%(case)s, %(line)s: the award must name a quoted price of this case.",
                    case=self.name, line=line.display_name))
            quantity = values.get("quantity", line.quantity)
            if isinstance(quantity, bool) or not isinstance(quantity, (int, float)) or quantity <= 0:
                raise UserError(self.env._("%(case)s: the quantity of an award must be positive.", case=self.name))
            best = lowest.get(line.id)
            awards.append(self._prepare_award(line, cell, quantity, best, values.get("reason")))
        return awards

    def _prepare_award(self, line, cell, quantity, best, reason):
        quote_line = cell["record"]
        return {
            "sourcing_id": self.id,
            "sourcing_line_id": line.id,
            "quote_line_id": quote_line.id,
            "quote_id": quote_line.order_id.id,
            "partner_id": quote_line.order_id.partner_id.id,
            "quantity": quantity,
            "order_quantity": line.uom_id._compute_quantity(
                quantity, quote_line.product_uom_id, rounding_method="HALF-UP"),
            "price_unit": quote_line.price_unit,
            "landed_price": cell["landed"],
            "amount": self.currency_id.round(cell["landed"] * quantity),
            "is_lowest": best is None or float_compare(cell["landed"], best, precision_digits=6) <= 0,
            "reason": (reason or "").strip() or False,
        }

    def _check_award_complete(self, awards):
        """Each line is awarded in full, the parts of a split one adding up."""
        lines = {line.id: line for line in self.line_ids}
        bad = comparison.wrong_sums(
            {key: line.quantity for key, line in lines.items()},
            [(award["sourcing_line_id"], award["quantity"]) for award in awards])
        bad = [(lines[key], given, wanted) for key, given, wanted in bad
               if lines[key].uom_id.compare(given, wanted) != 0]
        if bad:
            raise UserError(self.env._(
                "%(case)s: the award must cover every line in full: %(lines)s.", case=self.name,
                lines="; ".join(self.env._(
                    "%(line)s awarded %(given)s of %(wanted)s %(uom)s", line=line.display_name, given=f"{given:g}",
                    wanted=f"{wanted:g}", uom=line.uom_id.name) for line, given, wanted in bad)))

    def _enforce_award(self):
        """Controls of an award, at award and again at submission."""
        self.ensure_one()
        self._enforce_buyer()
        self._enforce_tender()
        self._enforce_limit()
        self._enforce_quotes()
        self._enforce_collusion()
        self._enforce_price_check()
        control = self.env["company.control"]
        unexplained = self.award_ids.filtered(lambda award: not award.is_lowest and not award.reason)
        if unexplained:
            control._enforce("PUR-LOWEST", self, self.env._(
                "%(lines)s is not awarded to the lowest valid price. Give the reason of the choice.",
                lines=", ".join(unexplained.sourcing_line_id.mapped("display_name"))),
                fact=f"lines={','.join(map(str, unexplained.quote_line_id.ids))}")

    def _enforce_tender(self):
        threshold = self.category_id.tender_threshold
        if threshold and float_compare(self.amount_awarded, threshold, precision_digits=2) >= 0:
            self.env["company.control"]._enforce("PUR-TENDER", self, self.env._(
                "%(amount)s reaches the tender threshold of %(threshold)s. Only a tender is open for it.",
                amount=self.currency_id.format(self.amount_awarded),
                threshold=self.currency_id.format(threshold)), fact=f"amount={self.amount_awarded:.2f}")

    def _enforce_limit(self):
        """PUR-LIMIT: what was estimated below the limit of the category is awarded below it, too (R4 §三.2.2)."""
        limit = self.category_id.amount_limit
        if limit and self.currency_id.compare_amounts(self.amount_awarded, limit) >= 0:
            self.env["company.control"]._enforce("PUR-LIMIT", self, self.env._(
                "%(category)s purchases stay below %(limit)s; the award comes to %(amount)s. Negotiate, or have the "
                "need requested in another category.", category=self.category_id.name,
                limit=self.currency_id.format(limit), amount=self.currency_id.format(self.amount_awarded)),
                fact=f"award={self.amount_awarded:.2f}")

    def _void_award(self):
        self.award_ids._as_engine().unlink()
        self._as_engine().write({"amount_awarded": 0.0})

    def _get_award_payload(self):
        return {
            "case": self.name,
            "amount": self.amount_awarded,
            "single_source": self.single_source,
            "collusion": [self.collusion_fact or "", self.collusion_answer or ""],
            "awards": [{
                "line": award.sourcing_line_id.id, "supplier": award.partner_id.id, "quote": award.quote_id.name,
                "quantity": award.quantity, "landed_price": award.landed_price, "lowest": award.is_lowest,
                "reason": award.reason or "",
            } for award in self.award_ids],
        }
