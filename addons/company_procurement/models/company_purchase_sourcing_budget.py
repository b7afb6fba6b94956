from odoo import api, fields, models

from ..engine import budget as engine


class CompanyPurchaseSourcing(models.Model):
    """The awarded amounts take the place of the estimates when the award is submitted."""

    _name = "company.purchase.sourcing"
    _inherit = ["company.purchase.sourcing", "company.purchase.budgeted.mixin"]

    budget_use_ids = fields.One2many("company.purchase.budget.reservation", "sourcing_id", "Use of Budget",
                                     readonly=True)

    @api.depends("request_ids", "state")
    def _compute_budget_id(self):
        """The budget of the case, where its requests share one."""
        for case in self:
            budget = case.request_ids.budget_id
            case._show_budget(budget if len(budget) == 1 else budget.browse())

    def _get_budget_needs(self):
        """[(request line, awarded amount, reserved amount, row)] of the award, shared by the requested quantities."""
        awarded = {}
        for award in self.award_ids:
            awarded[award.sourcing_line_id] = awarded.get(award.sourcing_line_id, 0.0) + award.amount
        rows = self.env["company.purchase.budget.reservation"]._get_live_rows(
            self.line_ids.request_line_ids, ("reserved", "moved"))
        needs = []
        for line, amount in awarded.items():
            own = line.request_line_ids
            for request_line, share in zip(own, engine.split(amount, own.mapped("quantity")), strict=True):
                if request_line.request_id._needs_budget():
                    row = rows.get(request_line.id, self.env["company.purchase.budget.reservation"])
                    needs.append((request_line, share, row.amount, row))
        return needs

    def _do_submit(self, kind="submit", reason=""):
        self.sudo()._reserve_award()
        return super()._do_submit(kind, reason)

    def _reserve_award(self):
        """PUR-BUDGET on the award."""
        self.ensure_one()
        budgets = self.env["company.purchase.budget"]
        wanted = self._get_budget_needs()
        over = False
        if wanted:
            budgets.union(*(need.budget for need in budgets._place_needs(wanted)))._lock_budgets()
            needs = budgets._place_needs(wanted)
            over = budgets._enforce_needs(self.sudo(False), needs)
            rows = self.env["company.purchase.budget.reservation"].sudo()
            rows._set_award({need.row: need.amount for need in needs if need.row}, self)
            rows |= rows._take([need for need in needs if not need.row], "request", sourcing_id=self.id)
            budgets.union(*(need.budget for need in needs))._refresh_figures()
        if over != self.over_budget:
            self._as_engine().write({"over_budget": over})

    def _set_state(self, target):
        result = super()._set_state(target)
        if target in ("inquiry", "compared", "awarded", "cancelled"):
            self.sudo().budget_use_ids._restore_estimate()
        return result

    def _prepare_order_line(self, order, award):
        """Orders carry the project of their requests as analytic distribution."""
        values = super()._prepare_order_line(order, award)
        project = award.sourcing_line_id.request_line_ids.project_id
        if not values.get("analytic_distribution") and len(project) == 1:
            values["analytic_distribution"] = {str(project.id): 100}
        return values


class CompanyPurchaseBudgetReservation(models.Model):
    _inherit = "company.purchase.budget.reservation"

    @api.model
    def _get_live_rows(self, request_lines, states):
        """{request line id: row of its reservation}."""
        rows = self.sudo().search([
            ("request_line_id", "in", request_lines.ids), ("kind", "=", "request"), ("state", "in", states)])
        return {row.request_line_id.id: row for row in rows}
