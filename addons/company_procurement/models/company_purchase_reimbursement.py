from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .company_purchase_payment import METHODS

STATES = [
    ("draft", "Draft"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("paid", "Paid"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]


class CompanyPurchaseReimbursement(models.Model):
    """Reimbursement 报销单: what a buyer paid himself comes back, or settles his advance (R4 §3.1.6.4–5, §3.2.2–3)."""

    _name = "company.purchase.reimbursement"
    _description = "Purchase Reimbursement"
    _number_prefix = "BX%(year)s%(month)s-"
    _inherit = [
        "company.purchase.payable.mixin", "company.number.mixin", "company.approval.mixin",
        "company.state.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "approval"),
        ("approval", "draft"),
        ("approval", "approved"),
        ("approval", "rejected"),
        ("approved", "approval"),
        ("approved", "paid"),
        ("paid", "approved"),
        ("draft", "cancelled"),
        ("approved", "cancelled"),
    })
    _client_fields = {
        "draft": frozenset({"line_ids", "purpose", "payment_method", "explanation"}),
    }
    _client_unlink_states = frozenset({"draft"})

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    claimant_id = fields.Many2one(
        "res.users", "Claimant", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user, help="The buyer, or the leader who paid in an emergency.")
    department_id = fields.Many2one(
        "hr.department", "Department of the Claimant", compute="_compute_department_id", store=True, compute_sudo=True,
        precompute=True)
    purpose = fields.Char("Use of the Money", help="What was bought and for what.")
    payment_method = fields.Selection(METHODS, "Paid by", default="transfer", required=True)
    line_ids = fields.One2many("company.purchase.reimbursement.line", "reimbursement_id", "Lines", copy=True)
    category_id = fields.Many2one(
        "company.purchase.category", "Purchase Category", compute="_compute_category_id", store=True,
        compute_sudo=True)
    amount_total = fields.Monetary("Claimed Amount", compute="_compute_amount_total", store=True, tracking=True)
    explanation = fields.Text(
        "Without Stock-in", help="Why goods were not put in stock, for example because they were used up on the site.")
    received_on = fields.Date("Received on", compute="_compute_clock", compute_sudo=True,
                              help="Earliest arrival of the goods.")
    claim_until = fields.Date("Claim until", compute="_compute_clock", compute_sudo=True,
                              help="Reimbursement within one month of the arrival of the goods (R4 §3.1.6.4).")
    is_late = fields.Boolean("Late", compute="_compute_clock", compute_sudo=True)
    papers_complete_on = fields.Datetime(
        "Papers Complete on", readonly=True, copy=False,
        help="From here finance has the days of the category for the repayment (R4 §3.2.2.3, §3.2.3.4).")
    settled_amount = fields.Monetary("Settled with Advances", compute="_compute_net", store=True, compute_sudo=True)
    net_amount = fields.Monetary("To Pay Out", compute="_compute_net", store=True, compute_sudo=True)
    settlement_ids = fields.One2many("company.purchase.advance.settlement", "reimbursement_id", "Advances Settled",
                                     readonly=True)
    open_advance = fields.Monetary("Open Advances", compute="_compute_open_advance", compute_sudo=True,
                                   help="Of the claimant; they are settled first.")
    payment_ids = fields.One2many("account.payment", "purchase_reimbursement_id", "Payments", readonly=True)
    paid_amount = fields.Monetary(compute="_compute_net", store=True, compute_sudo=True)
    payment_count = fields.Integer("Number of Payments", compute="_compute_payment_count", compute_sudo=True)
    cancel_reason = fields.Text("Reason of Cancellation", readonly=True, copy=False)
    missing_papers = fields.Text(compute="_compute_missing_papers", compute_sudo=True)
    can_create_payment = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a reimbursement is unique.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("name")
    def _compute_display_name(self):
        for claim in self:
            claim.display_name = claim.name if claim.name != "/" else self.env._("New Reimbursement")

    @api.depends("claimant_id", "company_id")
    def _compute_department_id(self):
        departments = self.env["company.purchase.payment"]._get_departments(self.claimant_id, self.company_id)
        for claim in self:
            claim.department_id = departments.get((claim.claimant_id.id, claim.company_id.id), False)

    @api.depends("line_ids.order_id.sourcing_id.category_id")
    def _compute_category_id(self):
        for claim in self:
            claim.category_id = claim.line_ids.order_id.sourcing_id.category_id[:1]

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for claim in self:
            claim.amount_total = sum(claim.line_ids.mapped("amount"))

    @api.depends("line_ids.order_id", "state", "papers_complete_on")
    def _compute_clock(self):
        """Late is measured when the papers were handed in, or today while they are not."""
        months = {company: int(self.env["company.control"]._get_value("PUR-REIMB-LATE", company))
                  for company in self.company_id}
        arrivals = self.line_ids.order_id._origin._get_arrival_dates()
        today = fields.Date.context_today(self)
        for claim in self:
            dates = [arrivals[order.id] for order in claim.line_ids.order_id._origin if arrivals.get(order.id)]
            claim.received_on = min(dates, default=False)
            claim.claim_until = claim.received_on and claim.received_on + relativedelta(
                months=months.get(claim.company_id, 1))
            handed_in = claim.papers_complete_on.date() if claim.papers_complete_on else today
            claim.is_late = bool(claim.claim_until and handed_in > claim.claim_until)

    @api.depends("amount_total", "settlement_ids.amount", "payment_ids.state", "payment_ids.amount")
    def _compute_net(self):
        for claim in self:
            claim.settled_amount = sum(claim.settlement_ids.mapped("amount"))
            claim.net_amount = claim.amount_total - claim.settled_amount
            claim.paid_amount = sum(claim.payment_ids._get_effective().mapped("amount"))

    @api.depends("claimant_id", "state")
    def _compute_open_advance(self):
        for company, claims in self.grouped("company_id").items():
            balances = self.env["company.purchase.advance"]._get_open_balances(claims.claimant_id, company)
            for claim in claims:
                claim.open_advance = balances.get(claim.claimant_id.id, 0.0)

    @api.depends("state", "explanation", "line_ids.order_id", "line_ids.document_kind", "line_ids.document_number",
                 "line_ids.document_file", "line_ids.bill_id")
    def _compute_missing_papers(self):
        for claim in self:
            drafted = claim.state == "draft" and claim._origin
            claim.missing_papers = drafted and "; ".join(
                text for text, _fact in claim._origin._get_missing_papers()) or False

    @api.depends("payment_ids")
    def _compute_payment_count(self):
        for claim in self:
            claim.payment_count = len(claim.payment_ids)

    @api.depends("state", "approval_state", "net_amount")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        pay = self._get_create_payment_refusals()
        cancel = self._get_cancel_refusals()
        for claim in self:
            claim.can_create_payment = not pay[claim.id]
            claim.can_cancel = not cancel[claim.id]
