from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseBudget(models.Model):
    """Approval, versions and end of a budget."""

    _inherit = "company.purchase.budget"

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_total, self.currency_id

    def _approval_department(self):
        return self.department_id or super()._approval_department()

    def _approval_category(self):
        return self.kind

    def _approval_digest_fields(self):
        return [
            "name", "version", "kind", "project_id", "department_id", "year", "note", "change_reason", "previous_id",
            *(f"line_ids.{name}" for name in (
                "product_id", "product_category_id", "name", "quantity", "uom_id", "price_unit", "remark",
                "is_general")),
        ]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for budget in self:
            refusals[budget.id] = refusals.get(budget.id) or budget._get_submit_refusal()
        return refusals

    def _get_submit_refusal(self):
        self.ensure_one()
        if self.state not in ("draft", "rejected"):
            return self.env._("it is “%(state)s”; only a draft is submitted", state=self._get_state_label())
        if not self.line_ids or self.amount_total <= 0:
            return self.env._("it has no amount; add its lines by material with quantity and price (R4 §3.1.1.2)")
        other = self._get_in_force() - self.previous_id
        if other:
            return self.env._("%(other)s is in force; make a new version of it", other=other[0].sudo().display_name)
        return self._get_cover_refusal()

    def _get_in_force(self):
        """The approved budget of the same project, or of the same department and year."""
        self.ensure_one()
        domain = [("company_id", "=", self.company_id.id), ("kind", "=", self.kind), ("state", "=", "approved")]
        if self.kind == "project":
            domain.append(("project_id", "=", self.project_id.id))
        else:
            domain += [("department_id", "=", self.department_id.id), ("year", "=", self.year)]
        return self.sudo().search(domain) - self

    def _get_cover_refusal(self):
        """A later version covers, line by line, what the one before has given away."""
        for line in self.sudo().previous_id.line_ids:
            taken = line.amount_reserved + line.amount_used
            own = self.line_ids.filtered(lambda own, line=line: own.previous_line_id == line)
            if taken and self.currency_id.compare_amounts(sum(own.mapped("amount")), taken) < 0:
                return self.env._(
                    "the line %(line)s must keep at least %(taken)s, which is reserved or used already",
                    line=line.name, taken=self.currency_id.format(taken))
        return False

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for budget in self:
            budget._put_in_force()

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda budget: budget.state == "submitted")._set_state("draft")

    def _put_in_force(self):
        """From now on the budget counts; what the version before gave away moves over to it."""
        self.ensure_one()
        budget_sudo = self.sudo()
        before_sudo = budget_sudo.previous_id.filtered(lambda budget: budget.state == "approved")
        if before_sudo:
            before_sudo._lock_budgets()
            refusal = budget_sudo._get_cover_refusal()
            if refusal:
                raise UserError(self.env._("%(record)s: %(reason)s", record=self.display_name, reason=refusal))
            before_sudo._set_state("replaced")
        budget_sudo._set_state("approved")
        budget_sudo._as_engine().write({"approved_on": fields.Datetime.now()})
        if before_sudo:
            self.env["company.purchase.budget.reservation"].sudo()._move_to_version(before_sudo, budget_sudo)
        self.env["company.ledger.entry"]._append("purchase.budget", budget_sudo, {
            "budget": budget_sudo.name, "version": budget_sudo.version, "amount": budget_sudo.amount_total,
            "project": budget_sudo.project_id.id, "department": budget_sudo.department_id.id})

    # ------------------------------------------------------------------
    # Versions
    # ------------------------------------------------------------------

    def action_new_version(self, reason):
        """Draft the next version of an approved budget; it takes over once it is approved. Returns its id.

        Whoever prepared the budget, or the head of its department or of projects; ``reason``: text.
        """
        self.ensure_one()
        self.check_access("read")
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("%(budget)s: say why the budget changes.", budget=self.display_name))
        self._lock_for_decision()
        self._raise_refusals(self._get_new_version_refusals())
        source_sudo = self.sudo()
        version_sudo = source_sudo._as_engine().create({
            "name": source_sudo.name, "company_id": source_sudo.company_id.id, "kind": source_sudo.kind,
            "project_id": source_sudo.project_id.id, "department_id": source_sudo.department_id.id,
            "year": source_sudo.year, "note": source_sudo.note, "requester_id": self.env.uid,
            "version": max(source_sudo._get_versions().mapped("version")) + 1, "previous_id": source_sudo.id,
            "change_reason": reason,
        })
        source_sudo.line_ids.browse()._as_engine().create([
            line._prepare_version_line(version_sudo) for line in source_sudo.line_ids])
        return version_sudo.id

    def _get_versions(self):
        return self.sudo().search([("company_id", "=", self.company_id.id), ("name", "=", self.name)])

    def _get_new_version_refusals(self):
        refusals = {}
        for budget in self:
            reason = False
            budget_sudo = budget.sudo()
            if budget.state != "approved":
                reason = self.env._("it is “%(state)s”; only an approved budget gets a new version",
                                    state=budget._get_state_label())
            elif not budget._is_keeper():
                reason = self.env._("only %(person)s or the heads responsible change it",
                                    person=budget_sudo.requester_id.name)
            elif budget_sudo.next_ids.filtered(lambda later: later.state in ("draft", "submitted", "rejected")):
                reason = self.env._("a new version of it is being prepared already")
            refusals[budget.id] = reason
        return refusals

    def _is_keeper(self):
        """Who may prepare changes: the author, the department's head, the heads of production and projects."""
        budget_sudo = self.sudo()
        return self.env.user in (budget_sudo.requester_id | budget_sudo.department_id.manager_id.user_id
                                 | (budget_sudo.project_signer_ids if budget_sudo.kind == "project"
                                    else self.env["res.users"]))

    # ------------------------------------------------------------------
    # End
    # ------------------------------------------------------------------

    def action_close(self):
        """Close the budget: the project or the year is over, nothing more is taken from it. Returns True."""
        self.check_access("read")
        self._raise_refusals(self._get_close_refusals())
        self._set_state_checked("closed")
        return True

    def _set_state_checked(self, target):
        self.sudo()._lock_budgets()
        self.sudo()._set_state(target)

    def _get_close_refusals(self):
        refusals = {}
        for budget in self:
            reason = False
            if budget.state != "approved":
                reason = self.env._("it is “%(state)s”; only an approved budget is closed",
                                    state=budget._get_state_label())
            elif not budget._is_keeper() and self.env.user not in self.env["company.role"].sudo()._get_users(
                    "finance_head", budget.company_id):
                reason = self.env._("only those responsible for it or the head of finance close it")
            elif not budget.currency_id.is_zero(budget.amount_reserved):
                reason = self.env._("requests still reserve %(amount)s of it; order or withdraw them first",
                                    amount=budget.currency_id.format(budget.amount_reserved))
            refusals[budget.id] = reason
        return refusals

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _lock_budgets(self):
        """Hold the budgets until the transaction ends; whoever comes second waits.

        Where the first one took money, the row has changed and PostgreSQL refuses the second transaction; Odoo then
        starts that call over, and it sees the new figures.
        """
        if self:
            self.flush_recordset()
            self.env.cr.execute(
                "SELECT id FROM company_purchase_budget WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                [tuple(sorted(self.ids))])
            self.invalidate_recordset(["amount_reserved", "amount_used", "amount_left", "state"])

    def _refresh_figures(self):
        """Sums of the rows of use, for budgets and their lines, in two queries."""
        rows = self.env["company.purchase.budget.reservation"].sudo()._read_group(
            [("budget_id", "in", self.ids), ("state", "in", ("reserved", "used"))],
            ["budget_id", "budget_line_id", "state"], ["amount:sum"])
        by_budget, by_line = {}, {}
        for budget, line, state, amount in rows:
            for store, key in ((by_budget, budget.id), (by_line, line.id)):
                figures = store.setdefault(key, {"amount_reserved": 0.0, "amount_used": 0.0})
                figures[f"amount_{state}"] += amount
        zero = {"amount_reserved": 0.0, "amount_used": 0.0}
        for budget in self.sudo():
            budget._as_engine().write(by_budget.get(budget.id, zero))
        for line in self.sudo().line_ids:
            figures = by_line.get(line.id, zero)
            if any(line.currency_id.compare_amounts(line[name], figures[name]) for name in figures):
                line._as_engine().write(figures)
