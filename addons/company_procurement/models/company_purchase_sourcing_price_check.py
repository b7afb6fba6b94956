from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import comparison


class CompanyPurchaseSourcing(models.Model):
    """核价: the prices verified against history by somebody who neither asks nor buys."""

    _inherit = "company.purchase.sourcing"

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
            "median_price": history[line.id]["median"] or 0.0,
            "lowest_paid": history[line.id]["low"] or 0.0,
            "survey_price": history[line.id]["survey"] or 0.0,
            "estimated_price": line.estimated_price,
        } for line, values in checked.items()])
        for line, values in checked.items():
            line._as_engine().write(values)
        self._as_engine().write({
            "price_check_opinion": opinion, "price_checked_by_id": self.env.uid, "price_checked_on": now})

    def _get_last_price_checks(self):
        """[(line, its last check or nothing)] for the print."""
        self.ensure_one()
        last = {}
        for check in self.sudo().price_check_ids.sorted("id"):
            last[check.sourcing_line_id.id] = check
        return [(line, last.get(line.id)) for line in self.sudo().line_ids]

    def _void_price_check(self):
        self.line_ids._as_engine().write({
            "verified_price": False, "verify_result": False, "verify_opinion": False})
        self._as_engine().write({
            "price_check_opinion": False, "price_checked_by_id": False, "price_checked_on": False})

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
