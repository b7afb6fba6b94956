from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("filed", "Filed at Finance"),
    ("requested", "Being Purchased"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]


class CompanyPurchaseAnnualDemand(models.Model):
    """What a department needs regularly in a year: approved level by level, then checked and filed by finance, which
    makes it the department's budget of the year (R4 §3.2.4.1)."""

    _name = "company.purchase.annual.demand"
    _description = "Annual Purchase Demand"
    _number_prefix = "ND%(year)s-"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "year desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "approval"),
        ("approval", "draft"),
        ("approval", "approved"),
        ("approval", "rejected"),
        ("rejected", "approval"),
        ("approved", "approval"),
        ("approved", "filed"),
        ("filed", "requested"),
        *((state, "cancelled") for state in ("draft", "rejected", "approved")),
    })
    _CONTENT = frozenset({"department_id", "year", "reason", "line_ids"})
    _client_fields = {"draft": _CONTENT, "rejected": _CONTENT}
    _client_unlink_states = frozenset({"draft"})
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    department_id = fields.Many2one("hr.department", required=True, index=True, check_company=True, tracking=True,
                                    default=lambda self: self.env.user.employee_id.department_id)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year, tracking=True)
    requester_id = fields.Many2one("res.users", "Prepared by", required=True, readonly=True, index=True, copy=False,
                                   default=lambda self: self.env.user)
    reason = fields.Text("Purpose")
    line_ids = fields.One2many("company.purchase.annual.demand.line", "demand_id", "Lines", copy=True)
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    filed_on = fields.Datetime("Filed on", readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", "Filed by", readonly=True, copy=False)
    budget_id = fields.Many2one("company.purchase.budget", readonly=True, copy=False, index="btree_not_null",
                                ondelete="restrict", check_company=True)
    request_id = fields.Many2one("company.purchase.request", "Purchase Request", readonly=True, copy=False,
                                 index="btree_not_null", ondelete="restrict", check_company=True)
    can_file = fields.Boolean(compute="_compute_can_flags")
    can_create_request = fields.Boolean(compute="_compute_can_flags")

    _year_range = models.Constraint("CHECK(year BETWEEN 2000 AND 2100)", "The year of a demand has four digits.")

    @api.depends("name", "year", "department_id")
    def _compute_display_name(self):
        for demand in self:
            name = demand.name if demand.name != "/" else self.env._("New Demand")
            demand.display_name = f"{name} {demand.department_id.name or ''} {demand.year or ''}".strip()

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for demand in self:
            demand.amount_total = sum(demand.line_ids.mapped("amount"))

    @api.depends("state", "requester_id")
    @api.depends_context("uid")
    def _compute_can_flags(self):
        filing, requesting = self._get_file_refusals(), self._get_request_refusals()
        for demand in self:
            demand.can_file = not filing[demand.id]
            demand.can_create_request = not requesting[demand.id]

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_total, self.currency_id

    def _approval_digest_fields(self):
        return ["name", "department_id", "year", "reason", "requester_id", *(f"line_ids.{name}" for name in (
            "product_id", "description", "specification", "quantity", "uom_id", "price_unit", "remark"))]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for demand in self:
            reason = refusals.get(demand.id)
            if not reason and demand.state not in ("draft", "rejected"):
                reason = self.env._("it is “%(state)s”; only a draft is submitted", state=demand._get_state_label())
            elif not reason and demand.amount_total <= 0:
                reason = self.env._("it has no line with quantity and price (R4 §3.2.4.1)")
            refusals[demand.id] = reason
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("approval")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._set_state("approved")
        todo_sudo = self.env["company.todo"].sudo()
        for demand in self:
            finance = self.env["company.role"].sudo()._get_users("finance_head", demand.company_id)
            todo_sudo._open("purchase.demand", demand, finance, self.env._("Check and file %s", demand.display_name),
                            company_id=demand.company_id.id, requester_id=demand.requester_id.id)

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda demand: demand.state == "approval")._set_state("draft")

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------

    def action_file_budget(self):
        """Finance files the approved demand: it becomes (part of) the department's budget of the year.

        Head of finance; state approved (R4 §3.2.4.1). Returns the id of the budget.
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_file_refusals())
        demand_sudo = self.sudo()
        budget_sudo = demand_sudo._make_budget()
        demand_sudo._set_state("filed")
        demand_sudo._as_engine().write({
            "filed_on": fields.Datetime.now(), "filed_by_id": self.env.uid, "budget_id": budget_sudo.id})
        self.env["company.ledger.entry"]._append("purchase.demand_filed", demand_sudo, {
            "demand": demand_sudo.name, "budget": budget_sudo.name, "amount": demand_sudo.amount_total})
        todo_sudo = self.env["company.todo"].sudo()
        todo_sudo._close("purchase.demand", demand_sudo)
        todo_sudo._open("purchase.demand", demand_sudo, demand_sudo.requester_id,
                        self.env._("Request the purchase of %s", demand_sudo.display_name),
                        company_id=demand_sudo.company_id.id)
        return budget_sudo.id

    def _get_file_refusals(self):
        refusals = {}
        for demand in self:
            finance = self.env["company.role"].sudo()._get_users("finance_head", demand.company_id)
            reason = False
            if demand.state != "approved":
                reason = self.env._("it is “%(state)s”; finance files an approved demand",
                                    state=demand._get_state_label())
            elif self.env.user not in finance:
                reason = self.env._("only the head of finance files it (R4 §3.2.4.1)")
            refusals[demand.id] = reason
        return refusals

    def _make_budget(self):
        """The budget of department and year; where there is one already, its next version with these lines added."""
        budgets = self.env["company.purchase.budget"].sudo()
        before = budgets.search([
            ("company_id", "=", self.company_id.id), ("kind", "=", "annual"), ("state", "=", "approved"),
            ("department_id", "=", self.department_id.id), ("year", "=", self.year)])
        budget = budgets.with_company(self.company_id)._as_engine().create({
            "kind": "annual", "company_id": self.company_id.id, "department_id": self.department_id.id,
            "year": self.year, "requester_id": self.requester_id.id, "previous_id": before.id,
            "version": before.version + 1, "note": self.display_name, **({"name": before.name} if before else {}),
        })
        lines = [line._prepare_version_line(budget) for line in before.line_ids]
        lines += [line._prepare_budget_line(budget) for line in self.line_ids]
        budgets.line_ids.browse()._as_engine().create(lines)
        budget._put_in_force()
        return budget

    # ------------------------------------------------------------------
    # Purchase
    # ------------------------------------------------------------------

    def action_create_request(self):
        """Ask for the purchase of the filed demand. Returns the id of the request, which needs no second approval.

        Whoever prepared the demand; state filed (R4 §3.2.4.2).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_request_refusals())
        demand_sudo = self.sudo()
        request = self.env["company.purchase.request"].sudo().with_company(demand_sudo.company_id)._as_engine().create(
            demand_sudo._prepare_request())
        self.env["company.purchase.request.line"].sudo()._as_engine().create([
            {**line._prepare_request_line(), "request_id": request.id} for line in demand_sudo.line_ids])
        demand_sudo._set_state("requested")
        demand_sudo._as_engine().write({"request_id": request.id})
        request.sudo(False)._do_submit()
        self.env["company.todo"].sudo()._close("purchase.demand", demand_sudo)
        return request.id

    def _get_request_refusals(self):
        refusals = {}
        for demand in self:
            reason = False
            if demand.state != "filed":
                reason = self.env._("it is “%(state)s”; the purchase begins when finance has filed it",
                                    state=demand._get_state_label())
            elif demand.sudo().requester_id != self.env.user:
                reason = self.env._("only %(person)s, who prepared it, asks for the purchase",
                                    person=demand.sudo().requester_id.name)
            refusals[demand.id] = reason
        return refusals

    def _prepare_request(self):
        category = self.env["company.purchase.category"].sudo()._get_applicable("annual", self.company_id)
        if not category:
            raise UserError(self.env._("%(demand)s: %(company)s has no active category for annual purchases.",
                                       demand=self.name, company=self.company_id.name))
        return {
            "company_id": self.company_id.id, "category_id": category.id, "department_id": self.department_id.id,
            "requester_id": self.requester_id.id, "reason": self.reason or self.display_name, "demand_id": self.id,
        }

    def action_cancel(self, reason):
        """Give up a demand that is not filed. Returns True. Its author or the head of the department."""
        self.check_access("read")
        self._check_state("draft", "rejected", "approved")
        reason = reason.strip() if isinstance(reason, str) else ""
        for demand in self:
            demand_sudo = demand.sudo()
            if not reason or self.env.user not in (
                    demand_sudo.requester_id | demand_sudo.department_id.manager_id.user_id):
                raise UserError(self.env._("%(demand)s: its author or the head of the department gives it up, with a "
                                           "reason.", demand=demand.display_name))
            demand_sudo._set_state("cancelled")
            demand_sudo.message_post(body=reason)
            self.env["company.todo"].sudo()._close("purchase.demand", demand_sudo)
        return True


class CompanyPurchaseRequest(models.Model):
    _inherit = "company.purchase.request"

    demand_id = fields.Many2one("company.purchase.annual.demand", "Annual Demand", readonly=True, copy=False,
                                index="btree_not_null", ondelete="restrict", check_company=True)

    def _approval_required(self):
        """The demand behind an annual request went through every level and finance already (R4 §3.2.4.1–2)."""
        return super()._approval_required() and not self.demand_id

    def _get_budget_year(self):
        return self.demand_id.year or super()._get_budget_year()
