from odoo import fields, models


class CompanyPurchaseBudgetedMixin(models.AbstractModel):
    """A document that shows the budget it takes from; it says which one in ``_compute_budget_id``."""

    _name = "company.purchase.budgeted.mixin"
    _description = "Purchase Document under a Budget"

    currency_id = fields.Many2one("res.currency")
    over_budget = fields.Boolean(readonly=True, copy=False, tracking=True,
                                 help="Exceeds its budget; the head of the company decides (R4 §3.1.2).")
    budget_id = fields.Many2one("company.purchase.budget", "Budget", compute="_compute_budget_id", compute_sudo=True)
    budget_total = fields.Monetary("Budgeted", compute="_compute_budget_id", compute_sudo=True)
    budget_reserved = fields.Monetary("Reserved", compute="_compute_budget_id", compute_sudo=True)
    budget_used = fields.Monetary("Used", compute="_compute_budget_id", compute_sudo=True)
    budget_left = fields.Monetary("Left", compute="_compute_budget_id", compute_sudo=True)
    budget_percent = fields.Float("Budget Taken", compute="_compute_budget_id", compute_sudo=True)

    def _compute_budget_id(self):
        raise NotImplementedError

    def _show_budget(self, budget):
        """Set the figures of one document from its budget (empty: none)."""
        self.ensure_one()
        self.budget_id = budget
        self.budget_total = budget.amount_total
        self.budget_reserved = budget.amount_reserved
        self.budget_used = budget.amount_used
        self.budget_left = budget.amount_left
        self.budget_percent = budget.used_percent
