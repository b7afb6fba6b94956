from odoo import api, fields, models


class CompanyPurchaseCategory(models.Model):
    _inherit = "company.purchase.category"

    over_budget = fields.Selection(
        [("block", "Blocked"), ("company_head", "Decided by the head of the company")],
        help="What happens to a purchase that its budget does not cover (R4 §3.1.1.2, §3.1.2); empty: as set for the "
             "company.")


class CompanyPurchaseRequest(models.Model):
    """A request takes its estimate from the budget when it is submitted, and gives it back when it ends."""

    _name = "company.purchase.request"
    _inherit = ["company.purchase.request", "company.purchase.budgeted.mixin"]

    budget_use_ids = fields.One2many("company.purchase.budget.reservation", "request_id", "Use of Budget",
                                     readonly=True)

    @api.depends("project_id", "department_id", "category_id", "needed_date", "state")
    def _compute_budget_id(self):
        budgets = self.env["company.purchase.budget"]
        ruled = self.filtered(lambda request: request.category_id.budget_required or request.project_id)
        found = budgets._find_for(ruled) if ruled else {}
        for request in self:
            request._show_budget(found.get(request.id, budgets))

    def _get_budget_year(self):
        self.ensure_one()
        return (self.needed_date or fields.Date.context_today(self)).year

    def _get_budget_key(self):
        self.ensure_one()
        if self.project_id:
            return "project", self.company_id.id, self.project_id.id
        return "annual", self.company_id.id, self.department_id.id, self._get_budget_year()

    def _needs_budget(self):
        """Whether the purchase must be covered; without its project the control of the project speaks first."""
        self.ensure_one()
        category = self.category_id
        return category.budget_required and bool(self.project_id or not category.project_required)

    # ------------------------------------------------------------------
    # Reservation
    # ------------------------------------------------------------------

    def _get_budget_needs(self):
        """[(request line, amount, freed, row)] of what the requests want."""
        live = self.budget_use_ids.filtered(lambda row: row.kind == "request" and row.state in ("reserved", "moved"))
        rows = {row.request_line_id.id: row for row in live}
        none = live.browse()
        needs = []
        for request in self.filtered(lambda request: request._needs_budget()):
            for line in request.line_ids.filtered(lambda line: not line.from_stock):
                row = rows.get(line.id, none)
                needs.append((line, line.estimated_amount, row.amount, row))
        return needs

    def _do_submit(self, kind="submit", reason=""):
        self.sudo()._reserve_budget()
        return super()._do_submit(kind, reason)

    def _reserve_budget(self):
        """PUR-BUDGET: take the estimate from the budget, or say what it lacks."""
        self.ensure_one()
        self.budget_use_ids.filtered(lambda row: row.kind == "request")._release()
        wanted = self._get_budget_needs()
        if not wanted:
            if self.over_budget:
                self._as_engine().write({"over_budget": False})
            return
        self._enforce_estimates(wanted)
        budgets = self.env["company.purchase.budget"]
        budgets.union(*(need.budget for need in budgets._place_needs(wanted)))._lock_budgets()
        needs = budgets._place_needs(wanted)
        over = budgets._enforce_needs(self.sudo(False), needs)
        if over != self.over_budget:
            self._as_engine().write({"over_budget": over})
        rows = self.env["company.purchase.budget.reservation"]._take(needs, "request")
        rows.budget_id._refresh_figures()

    def _enforce_estimates(self, wanted):
        unknown = [line for line, amount, _freed, _row in wanted if not amount]
        if unknown:
            self.env["company.control"]._enforce("PUR-BUDGET", self.sudo(False), self.env._(
                "fill in the estimated price of: %(goods)s. Without it the budget can't be checked.",
                goods=", ".join(line.description for line in unknown)), fact="no estimate")

    def _set_state(self, target):
        result = super()._set_state(target)
        if target in ("draft", "rejected", "cancelled", "done"):
            self.sudo().budget_use_ids.filtered(
                lambda row: row.kind == "request" and row.state == "reserved")._release()
        return result
