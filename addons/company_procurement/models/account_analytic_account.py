from odoo import api, fields, models


class AccountAnalyticAccount(models.Model):
    """A project with its purchase budget."""

    _inherit = "account.analytic.account"

    purchase_budget_id = fields.Many2one("company.purchase.budget", "Purchase Budget",
                                         compute="_compute_purchase_budget_id", compute_sudo=True)
    purchase_budget_percent = fields.Float("Budget Taken", compute="_compute_purchase_budget_id", compute_sudo=True)

    @api.depends_context("company")
    def _compute_purchase_budget_id(self):
        budgets = self.env["company.purchase.budget"].search([
            ("kind", "=", "project"), ("state", "=", "approved"), ("project_id", "in", self.ids)])
        by_project = {budget.project_id.id: budget for budget in budgets}
        for account in self:
            budget = by_project.get(account.id, budgets.browse())
            account.purchase_budget_id = budget
            account.purchase_budget_percent = budget.used_percent

    def action_view_purchase_budgets(self):
        """Open the purchase budgets of the projects, in every version."""
        self.check_access("read")
        title = self.env._("Budgets")
        return {"type": "ir.actions.act_window", "name": title, "res_model": "company.purchase.budget",
                "view_mode": "list,form", "domain": [("project_id", "in", self.ids)],
                "context": {"default_kind": "project", "default_project_id": self.ids[:1] and self.ids[0]}}
