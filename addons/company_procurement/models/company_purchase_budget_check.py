from collections import namedtuple

from odoo import api, models

from ..engine import budget as engine

# what one request line wants of a budget: ``freed`` is what it holds already (row) and gives back for it
Need = namedtuple("Need", "request_line amount freed row budget line")


class CompanyPurchaseBudget(models.Model):
    """Does the budget cover a document, and which line does each of its goods take from?"""

    _inherit = "company.purchase.budget"

    @api.model
    def _get_problem(self, document):
        """What the budget lacks for a request, a case or an order.

        :return: (reason, fact) or None when it is covered or needs no budget; the reason is translated and names
            the way out, the fact begins with “none” (no approved budget) or “over”
        """
        needs = self._place_needs(document.sudo()._get_budget_needs())
        return self._get_needs_problem(needs)

    # ------------------------------------------------------------------
    # Placing needs
    # ------------------------------------------------------------------

    @api.model
    def _place_needs(self, wanted):
        """Find budget and line of each (request line, amount, freed, row); a handful of queries for any number."""
        lines = self.env["company.purchase.request.line"].sudo().union(*(entry[0] for entry in wanted))
        budgets = self._find_for(lines.request_id)
        needs = []
        for request_line, amount, freed, row in wanted:
            budget = row.budget_id or budgets.get(request_line.request_id.id, self.sudo().browse())
            line = row.budget_line_id or budget._choose_line(request_line)
            needs.append(Need(request_line, amount, freed, row, budget, line))
        return needs

    @api.model
    def _find_for(self, requests):
        """{request id: approved budget} of the project, else of department and year."""
        projects = requests.project_id
        annual = requests.filtered(lambda request: not request.project_id)
        found = self.sudo().search([
            ("state", "=", "approved"), ("company_id", "in", requests.company_id.ids), "|",
            "&", ("kind", "=", "project"), ("project_id", "in", projects.ids),
            "&", ("kind", "=", "annual"), ("department_id", "in", annual.department_id.ids),
        ]) if requests else self.sudo()
        by_key = {budget._get_key(): budget for budget in found}
        return {request.id: by_key[request._get_budget_key()] for request in requests
                if request._get_budget_key() in by_key}

    def _get_key(self):
        if self.kind == "project":
            return "project", self.company_id.id, self.project_id.id
        return "annual", self.company_id.id, self.department_id.id, self.year

    def _choose_line(self, request_line):
        # several lines may name the same goods, as when a second demand was filed: the one with most left
        lines = self.line_ids.sorted("amount_left", reverse=True)
        chosen = engine.choose_line({
            "product": request_line.product_id.id,
            "categories": _get_category_chain(request_line.product_id.categ_id),
            "text": request_line.description,
        }, [{"id": line.id, "product": line.product_id.id, "category": line.product_category_id.id,
             "text": line.name, "general": line.is_general} for line in lines])
        return lines.browse(chosen) if chosen else lines.browse()

    # ------------------------------------------------------------------
    # Judging
    # ------------------------------------------------------------------

    @api.model
    def _get_needs_problem(self, needs):
        lacking = [need for need in needs if not need.budget]
        if lacking:
            return self._explain_missing(lacking[0].request_line.request_id)
        lines = {(need.budget.id, need.line.id): need for need in needs}
        left = {key: need.line.amount_left for key, need in lines.items()}
        over = engine.overdrawn(
            [((need.budget.id, need.line.id), need.amount, need.freed) for need in needs], left)
        if not over:
            return None
        texts = [lines[key].budget._explain_over(lines[key], missing, left[key]) for key, missing in over.items()]
        return self.env._(
            "the budget %(budgets)s does not cover it: %(details)s. Ask for less, or have a new version of the budget "
            "approved.",
            budgets=", ".join(dict.fromkeys(lines[key].budget.name for key in over)), details="; ".join(texts),
        ), "over:" + ",".join(f"{key[1] or 0}:{missing:.2f}" for key, missing in over.items())

    def _explain_over(self, need, missing, left):
        currency = self.currency_id
        if not need.line:
            return self.env._("%(goods)s is not named in it (%(amount)s)",
                              goods=need.request_line.description, amount=currency.format(missing))
        return self.env._("%(line)s, left %(left)s, %(missing)s too little", line=need.line.name,
                          left=currency.format(left), missing=currency.format(missing))

    @api.model
    def _explain_missing(self, request):
        if request.project_id:
            return self.env._(
                "the project %(project)s has no approved budget. Have its budget prepared and approved first.",
                project=request.project_id.name), f"none:project:{request.project_id.id}"
        return self.env._(
            "the department %(department)s has no approved budget for %(year)s. Have its yearly demand approved and "
            "filed at finance first.", department=request.department_id.name, year=request._get_budget_year(),
        ), f"none:department:{request.department_id.id}"

    @api.model
    def _enforce_needs(self, document, needs, code="PUR-BUDGET"):
        """Apply the control; returns True when the needs exceed the budget and the head of the company decides."""
        problem = self._get_needs_problem(needs)
        if not problem:
            return False
        if code == "PUR-BUDGET" and problem[1].startswith("over") and self._is_for_head(needs):
            return True
        self.env["company.control"]._enforce(code, document, problem[0], fact=problem[1])
        return False

    @api.model
    def _is_for_head(self, needs):
        """Over budget goes to the head of the company, by setting of the category or of the company."""
        category = needs[0].request_line.request_id.category_id
        policy = category.over_budget or needs[0].budget.company_id.purchase_over_budget
        return policy == "company_head"


def _get_category_chain(category):
    """Ids of a product category and its parents, nearest first."""
    return [int(node) for node in reversed((category.parent_path or "").split("/")) if node]
