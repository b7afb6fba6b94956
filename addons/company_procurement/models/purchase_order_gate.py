from odoo import models
from odoo.tools import float_compare

from ..engine import tolerance
from .purchase_order import CONFIRMED

GATE_CONTROLS = ("PUR-CASE", "PUR-BUYER", "PUR-QUOTES", "PUR-MATCH")
CASE_STATES = ("approved", "ordered", "done")


class PurchaseOrder(models.Model):
    """The gate before an order binds the company. It stands in create and write, below every door."""

    _inherit = "purchase.order"

    def _check_order_gate(self):
        """Check all orders that enter “to approve” or “purchase”, with the same number of queries for any number."""
        self.sudo().filtered("is_quote")._refuse_quote_change()
        orders_sudo = self.sudo()._filter_ruled()
        if not orders_sudo:
            return
        control = self.env["company.control"]
        cases = orders_sudo.sourcing_id
        cases.request_ids.fetch(["requester_id", "category_id", "project_id"])
        assessments = cases._assess_quotes() if cases else {}
        mismatches = orders_sudo._get_mismatches()
        for order in orders_sudo:
            checks = (
                ("PUR-CASE", order._get_case_problem()),
                ("PUR-BUYER", order._get_buyer_problem()),
                ("PUR-QUOTES", order._get_order_quotes_problem(assessments)),
                ("PUR-MATCH", mismatches.get(order.id)),
            )
            for code, problem in checks:
                if problem and problem[0]:
                    control._enforce(code, order.sudo(self.env.su), problem[0], fact=problem[1])

    def _filter_ruled(self):
        """Orders of companies in which at least one control of the gate is on."""
        control = self.env["company.control"]
        ruled = {
            company for company in self.company_id
            if any(control._get_mode(code, company) != "off" for code in GATE_CONTROLS)
        }
        return self.filtered(lambda order: order.company_id in ruled)

    # ------------------------------------------------------------------
    # What an order may lack: (reason, fact)
    # ------------------------------------------------------------------

    def _get_case_problem(self):
        case = self.sourcing_id
        if not case:
            return self.env._(
                "it comes from no sourcing case. Have the need requested, asked for, awarded and approved; the case "
                "then places the order."), "no case"
        if case.state not in CASE_STATES or case.approval_state != "approved":
            return self.env._(
                "its sourcing case %(case)s is “%(state)s”, not awarded and approved.", case=case.name,
                state=case._get_state_label()), f"case={case.state}"
        return None

    def _get_buyer_problem(self):
        requesters = self.sourcing_id.request_ids.requester_id
        both = requesters & (self.user_id | self.sourcing_id.buyer_id | self.env.user)
        if both:
            return self.env._(
                "%(person)s requested the goods and can't buy them. Another buyer has to order.",
                person=", ".join(both.mapped("name"))), f"buyer={','.join(map(str, both.ids))}"
        return None

    def _get_order_quotes_problem(self, assessments):
        case = self.sourcing_id
        if not case:
            needed = int(self.env["company.control"]._get_value("PUR-QUOTES", self.company_id))
            return self.env._(
                "no quote of a sourcing case stands behind it, %(needed)s valid quotes are needed.",
                needed=needed), "valid=0"
        return case._get_quotes_problem(assessments[case.id], self.quote_id)

    # ------------------------------------------------------------------
    # Award and order
    # ------------------------------------------------------------------

    def _get_mismatches(self):
        """{order id: (reason, fact)} of orders that say something else than the award."""
        orders = self.filtered("sourcing_id")
        if not orders:
            return {}
        lines = orders.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        # searched, not read through the case: what a user's rules hid in the same call must not be missing here
        awards = self.env["company.purchase.sourcing.award"].sudo().search_fetch(
            [("quote_id", "in", orders.quote_id.ids)],
            ["quote_id", "quote_line_id", "price_unit", "order_quantity", "amount", "partner_id", "sourcing_id"])
        ordered = awards._get_ordered_quantities()
        result = {}
        for order in orders:
            percent = self.env["company.control"]._get_value("PUR-MATCH", order.company_id)
            own = lines.filtered(lambda line, order=order: line.order_id == order)
            found = order._get_header_mismatches()
            found += tolerance.mismatches(
                [line._prepare_match(ordered) for line in own
                 if not line.is_freight and (line.award_id or line.product_qty)], percent)
            found += order._get_sum_mismatches(own, awards, ordered, percent)
            if found:
                result[order.id] = order._explain_mismatches(found)
        return result

    def _get_header_mismatches(self):
        found = []
        if not self.quote_id or self.partner_id != self.quote_id.partner_id:
            found.append((0, "supplier"))
        elif self.currency_id != self.quote_id.currency_id:
            found.append((0, "currency"))
        return found

    def _get_sum_mismatches(self, lines, awards, ordered, percent):
        """Awards that the orders of the quote don't cover, and freight above the quote's."""
        covered = lines.award_id
        found = [(0, "missing") for award in awards
                 if award.quote_id == self.quote_id and award not in covered and not ordered[award.id]]
        freight = sum(line.price_subtotal for line in lines if line.is_freight)
        if float_compare(freight, self.freight_amount * (1 + percent / 100), precision_digits=2) > 0:
            found.append((0, "freight"))
        return found[:1] if len(found) > 1 and found[0][1] == "missing" else found

    def _explain_mismatches(self, found):
        texts = {
            "supplier": self.env._("another supplier than awarded"),
            "currency": self.env._("another currency than quoted"),
            "not_awarded": self.env._("not awarded"),
            "product": self.env._("another product than awarded"),
            "price": self.env._("price differs from the award"),
            "quantity": self.env._("quantity differs from the award"),
            "terms": self.env._("taxes, discount or unit differ from the quote"),
            "missing": self.env._("awarded lines are missing"),
            "freight": self.env._("freight above the quote"),
        }
        names = {line.id: line.product_id.display_name for line in self.order_line}
        details = "; ".join(
            f"{names[line_id]}: {texts[code]}" if line_id in names else texts[code] for line_id, code in found)
        return self.env._(
            "it differs from the award of %(case)s: %(details)s. Order what was awarded, or open the case again and "
            "have the change approved.", case=self.sourcing_id.name, details=details
        ), ";".join(f"{line_id}:{code}" for line_id, code in found)

    # ------------------------------------------------------------------
    # Changes of orders that bind already
    # ------------------------------------------------------------------

    def _check_confirmed_change(self):
        """PUR-MATCH for orders of a case whose supplier, currency or lines were changed after confirmation."""
        orders_sudo = self.sudo().filtered(lambda order: order.state in CONFIRMED and order.sourcing_id)
        orders_sudo = orders_sudo._filter_ruled()
        for order_id, (reason, fact) in orders_sudo._get_mismatches().items():
            self.env["company.control"]._enforce("PUR-MATCH", self.browse(order_id), reason, fact=fact)

    def _refuse_uncovered_change(self, what):
        """PUR-CASE for additions to confirmed orders that no case stands behind."""
        for order in self.sudo()._filter_ruled():
            self.env["company.control"]._enforce("PUR-CASE", order.sudo(self.env.su), self.env._(
                "%(what)s, and no sourcing case stands behind it. Request the additional need.", what=what),
                fact=f"change={what}")
