from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..engine import comparison


class CompanyPurchaseSourcing(models.Model):
    """Price check and award."""

    _inherit = "company.purchase.sourcing"

    # ------------------------------------------------------------------
    # Price check
    # ------------------------------------------------------------------

    def action_check_price(self, lines, opinion):
        """Verify the prices of a case against history. Returns True.

        A price checker who is neither buyer nor requester; states compared and price_checked. ``lines``: list of
        {sourcing_line_id, verified_price, result: accepted/too_high/no_basis, opinion?} for every line;
        ``verified_price``: per unit of the line, company currency, tax and freight included.
        """
        case_sudo = self._start_step("check_price")
        opinion = self._check_text(opinion, self.env._("Write the opinion of the price check."))
        self._enforce_checker(case_sudo)
        checked = {}
        for values in lines or []:
            checked[case_sudo._get_own_line(values)] = case_sudo._prepare_verified(values)
        if missing := case_sudo.line_ids.filtered(lambda line: line not in checked):
            raise UserError(self.env._(
                "%(case)s: no verified price for %(lines)s.", case=case_sudo.name,
                lines=", ".join(missing.mapped("display_name"))))
        case_sudo._keep_price_check(checked, opinion)
        if case_sudo.state == "compared":
            case_sudo._set_state("price_checked")
        case_sudo.message_post(body=self.env._("Prices verified: %s", opinion),
                               partner_ids=case_sudo.buyer_id.partner_id.ids)
        return True

    def _enforce_checker(self, case_sudo):
        involved = case_sudo.buyer_id | case_sudo.requester_ids
        if self.env.user in involved:
            self.env["company.control"]._enforce("PUR-PRICECHECK", case_sudo, self.env._(
                "%(person)s is its buyer or requester and can't verify the prices. Another price checker has to.",
                person=self.env.user.name), fact=f"checker={self.env.uid}")

    def _prepare_verified(self, values):
        price, result = values.get("verified_price"), values.get("result")
        results = dict(self.env["company.purchase.price.check"]._fields["result"].selection)
        if isinstance(price, bool) or not isinstance(price, (int, float)) or price <= 0 or result not in results:
            raise UserError(self.env._(
                "%(case)s: every line needs a verified price above 0 and a result (%(results)s).",
                case=self.name, results=", ".join(results)))
        return {"verified_price": price, "verify_result": result, "verify_opinion": values.get("opinion") or False}

    def _keep_price_check(self, checked, opinion):
        history = self._get_price_history()
        lowest = self._get_lowest_prices()
        now = fields.Datetime.now()
        self.env["company.purchase.price.check"].sudo()._as_engine().create([{
            "sourcing_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "sourcing_line_id": line.id,
            "verifier_id": self.env.uid,
            "checked_on": now,
            "verified_price": values["verified_price"],
            "result": values["verify_result"],
            "opinion": values["verify_opinion"],
            "last_price": history[line.id]["last"] or 0.0,
            "average_price": history[line.id]["average"] or 0.0,
            "lowest_price": lowest.get(line.id) or 0.0,
        } for line, values in checked.items()])
        for line, values in checked.items():
            line._as_engine().write(values)
        self._as_engine().write({
            "price_check_opinion": opinion, "price_checked_by_id": self.env.uid, "price_checked_on": now})

    def _void_price_check(self):
        self.line_ids._as_engine().write({
            "verified_price": False, "verify_result": False, "verify_opinion": False})
        self._as_engine().write({
            "price_check_opinion": False, "price_checked_by_id": False, "price_checked_on": False})

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
        given = defaultdict(float)
        for award in awards:
            given[award["sourcing_line_id"]] += award["quantity"]
        bad = self.line_ids.filtered(lambda line: line.uom_id.compare(given[line.id], line.quantity) != 0)
        if bad:
            raise UserError(self.env._(
                "%(case)s: the award must cover every line in full: %(lines)s.", case=self.name,
                lines=", ".join(bad.mapped("display_name"))))

    def _enforce_award(self):
        """Controls of an award, at award and again at submission."""
        self.ensure_one()
        self._enforce_buyer()
        self._enforce_tender()
        self._enforce_quotes()
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

    def _enforce_price_check(self):
        """PUR-PRICECHECK: verified by someone else, and not above a price that was found too high."""
        control = self.env["company.control"]
        unchecked = self.line_ids.filtered(lambda line: not line.verify_result)
        if unchecked:
            control._enforce("PUR-PRICECHECK", self, self.env._(
                "the prices of %(lines)s are not verified. Have a price checker verify them first.",
                lines=", ".join(unchecked.mapped("display_name"))), fact="unchecked")
        dear = self.award_ids.filtered(
            lambda award: award.sourcing_line_id.verify_result == "too_high" and comparison.change(
                award.landed_price, award.sourcing_line_id.verified_price or None) not in (None, 0)
            and award.landed_price > award.sourcing_line_id.verified_price)
        if dear:
            control._enforce("PUR-PRICECHECK", self, self.env._(
                "%(lines)s was found too high and is awarded above the verified price. Negotiate again.",
                lines=", ".join(dear.sourcing_line_id.mapped("display_name"))),
                fact=f"above={','.join(map(str, dear.quote_line_id.ids))}")

    def _void_award(self):
        self.award_ids._as_engine().unlink()
        self._as_engine().write({"amount_awarded": 0.0})

    def _get_award_payload(self):
        return {
            "case": self.name,
            "amount": self.amount_awarded,
            "single_source": self.single_source,
            "awards": [{
                "line": award.sourcing_line_id.id, "supplier": award.partner_id.id, "quote": award.quote_id.name,
                "quantity": award.quantity, "landed_price": award.landed_price, "lowest": award.is_lowest,
                "reason": award.reason or "",
            } for award in self.award_ids],
        }
