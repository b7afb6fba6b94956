from odoo import api, models


class CompanyPurchaseBudgetReservation(models.Model):
    """The rows of use: made, moved and released by requests, cases and orders."""

    _inherit = "company.purchase.budget.reservation"

    @api.model
    def _take(self, needs, kind, **values):
        """One row for each need that a budget was found for; the caller holds the budgets."""
        problem_lines = {need.line.id for need in needs
                         if need.line and need.amount - need.freed > need.line.amount_left}
        rows = self.sudo()._as_engine().create([{
            "budget_id": need.budget.id,
            "budget_line_id": need.line.id,
            "company_id": need.budget.company_id.id,
            "project_id": need.budget.project_id.id,
            "department_id": need.request_line.request_id.department_id.id,
            "kind": kind,
            "state": "reserved" if kind == "request" else "used",
            "description": need.request_line.description,
            "request_id": need.request_line.request_id.id,
            "request_line_id": need.request_line.id,
            "amount": need.amount,
            "amount_basis": need.amount,
            "amount_estimated": need.request_line.estimated_amount,
            "amount_moved": need.freed if kind == "order" else 0.0,
            "origin_id": need.row.id if kind == "order" else False,
            "is_over": not need.line or need.line.id in problem_lines,
            **values,
        } for need in needs if need.budget])
        return rows

    def _release(self):
        """The money is free again; the rows stay as evidence. What an order took over goes back to its request."""
        rows = self.sudo().filtered(lambda row: row.state in ("reserved", "used", "moved"))
        if not rows:
            return
        budgets = rows.budget_id
        budgets._lock_budgets()
        for row in rows.filtered("amount_moved"):
            origin = row.origin_id
            if origin.state in ("reserved", "moved"):
                origin._as_engine().write({"amount": origin.amount + row.amount_moved, "state": "reserved"})
        rows._as_engine().write({"state": "released"})
        budgets._refresh_figures()

    def _hand_over(self, amount):
        """An order takes over so much of the reservation of a request."""
        self.ensure_one()
        rest = self.currency_id.round(self.amount - amount)
        done = self.currency_id.compare_amounts(rest, 0) <= 0
        self._as_engine().write({"amount": max(rest, 0.0), "state": "moved" if done else "reserved"})

    def _set_award(self, amounts, case):
        """From the submission of a case on its awarded amounts count; ``amounts``: {row: amount}."""
        for row, amount in amounts.items():
            row._as_engine().write({"amount": amount, "amount_basis": amount, "sourcing_id": case.id})

    def _restore_estimate(self):
        """The award is void: the estimates of the requests count again."""
        rows = self.sudo().filtered(lambda row: row.kind == "request" and row.state == "reserved")
        if not rows:
            return
        rows.budget_id._lock_budgets()
        for row in rows:
            row._as_engine().write({
                "amount": row.amount_estimated, "amount_basis": row.amount_estimated, "sourcing_id": False})
        rows.budget_id._refresh_figures()
