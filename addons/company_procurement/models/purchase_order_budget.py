from collections import defaultdict

from odoo import fields, models

from ..engine import budget as engine
from .purchase_order import CONFIRMED


class PurchaseOrder(models.Model):
    """A binding order takes its real amount from the budget of the project, in place of the reservation."""

    _inherit = "purchase.order"

    budget_use_ids = fields.One2many("company.purchase.budget.reservation", "order_id", "Use of Budget",
                                     readonly=True)

    def _check_order_gate(self):
        result = super()._check_order_gate()
        self.sudo().filtered(lambda order: order.sourcing_id and not order.is_quote)._charge_budgets()
        return result

    def _check_confirmed_change(self):
        result = super()._check_confirmed_change()
        charged = self.sudo().filtered(lambda order: order.state in CONFIRMED and any(
            row.state == "used" for row in order.budget_use_ids))
        charged.budget_use_ids._release()
        charged._charge_budgets()
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self.sudo().budget_use_ids._release()
        return result

    # ------------------------------------------------------------------
    # Taking
    # ------------------------------------------------------------------

    def _charge_budgets(self):
        """PUR-BUDGET, and PUR-BUDGET-LATE for purchases that are charged to the project afterwards (R4 §3.2.2.5)."""
        requests = self.order_line.sourcing_line_id.request_line_ids.request_id
        if not requests.filtered(lambda request: request.category_id.budget_required or request.project_id):
            return
        open_orders = self.filtered(lambda order: not any(row.state == "used" for row in order.budget_use_ids))
        budgets = self.env["company.purchase.budget"]
        for order in open_orders:
            wanted = order._get_budget_needs()
            if not wanted:
                continue
            budgets.union(*(need.budget for need in budgets._place_needs(wanted)))._lock_budgets()
            needs = budgets._place_needs(wanted)
            order._enforce_budget(needs)
            order._take_budget([need for need in needs if need.budget])

    def _enforce_budget(self, needs):
        budgets = self.env["company.purchase.budget"]
        before = [need for need in needs if need.request_line.request_id._needs_budget()]
        after = [need for need in needs if need not in before]
        if before and budgets._enforce_needs(self.sudo(False), before) and not self.sourcing_id.over_budget:
            problem = budgets._get_needs_problem(before)
            self.env["company.control"]._enforce("PUR-BUDGET", self.sudo(False), problem[0], fact=problem[1])
        if after:
            budgets._enforce_needs(self.sudo(False), after, "PUR-BUDGET-LATE")

    def _take_budget(self, needs):
        for need in needs:
            if need.row and need.freed:
                need.row._hand_over(need.freed)
        self.env["company.purchase.budget.reservation"]._take(
            needs, "order", order_id=self.id, sourcing_id=self.sourcing_id.id)
        self.env["company.purchase.budget"].union(*(need.budget for need in needs))._refresh_figures()

    def _get_budget_needs(self):
        """[(request line, real amount, part of the reservation, row)], freight shared, in the company's currency."""
        lines = self.order_line.filtered(lambda line: line.sourcing_line_id and not line.is_freight)
        rows = self.env["company.purchase.budget.reservation"]._get_live_rows(
            lines.sourcing_line_id.request_line_ids, ("reserved",))
        needs = []
        for order in self.filtered(lambda order: not any(row.state == "used" for row in order.budget_use_ids)):
            own = lines.filtered(lambda line, order=order: line.order_id == order)
            total = order.currency_id._convert(
                order.amount_total, order.company_id.currency_id, order.company_id,
                fields.Date.to_date(order.date_order))
            shares = engine.split(total, own.mapped("price_total"))
            for line, amount in zip(own, shares, strict=True):
                needs += line._get_budget_needs(amount, rows)
        return _merged(needs)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _get_budget_needs(self, amount, rows):
        """The amount of an order line, shared over the request lines behind it."""
        self.ensure_one()
        source = self.sourcing_line_id
        ordered = self.product_uom_id._compute_quantity(self.product_qty, source.uom_id, round=False)
        none = self.env["company.purchase.budget.reservation"]
        own = source.request_line_ids
        needs = []
        for request_line, share in zip(own, engine.split(amount, own.mapped("quantity")), strict=True):
            if not request_line.request_id.project_id and not request_line.request_id._needs_budget():
                continue
            row = rows.get(request_line.id, none)
            freed = engine.moved(row.amount_basis, ordered, source.quantity, row.amount) if row else 0.0
            needs.append((request_line, share, freed, row))
        return needs


def _merged(needs):
    """One need for each request line, where an order has several lines of it."""
    sums = defaultdict(lambda: [0.0, 0.0])
    rows = {}
    for line, amount, freed, row in needs:
        sums[line][0] += amount
        sums[line][1] += freed
        rows[line] = row
    return [(line, amount, min(freed, rows[line].amount) if rows[line] else freed, rows[line])
            for line, (amount, freed) in sums.items()]
