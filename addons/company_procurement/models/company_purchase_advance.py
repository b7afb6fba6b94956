from odoo import api, fields, models

from .company_purchase_payment import METHODS

STATES = [
    ("draft", "Draft"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("paid", "Paid Out"),
    ("settled", "Settled"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
LIVE = ("approval", "approved", "paid", "settled")


class CompanyPurchaseAdvance(models.Model):
    """Advance 借支单: the buyer draws money for an approved case and settles it with reimbursements (R4 §3.1.6.1)."""

    _name = "company.purchase.advance"
    _description = "Purchase Advance"
    _number_prefix = "JZ%(year)s%(month)s-"
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
        ("paid", "settled"),
        ("settled", "paid"),
        ("draft", "cancelled"),
        ("approved", "cancelled"),
    })
    _client_fields = {"draft": frozenset({"sourcing_id", "amount", "purpose", "payment_method"})}
    _client_unlink_states = frozenset({"draft"})

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    borrower_id = fields.Many2one(
        "res.users", "Borrower", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user, help="The buyer who draws the money and answers for it.")
    department_id = fields.Many2one(
        "hr.department", "Borrowing Department", compute="_compute_department_id", store=True, compute_sudo=True,
        precompute=True)
    sourcing_id = fields.Many2one(
        "company.purchase.sourcing", "Sourcing Case", required=True, index=True, check_company=True,
        ondelete="restrict", copy=False, domain="[('state', 'in', ('approved', 'ordered'))]",
        help="The approved case that the money is for (R4 §3.1.6.1).")
    awarded_amount = fields.Monetary(related="sourcing_id.amount_awarded", string="Awarded Amount", related_sudo=True)
    amount = fields.Monetary("Amount", required=True, copy=False, tracking=True)
    purpose = fields.Char("Use of the Money", required=True, help="What the money is for.")
    payment_method = fields.Selection(METHODS, "Paid by", default="transfer", required=True)
    payment_ids = fields.One2many("account.payment", "purchase_advance_id", "Payments", readonly=True)
    paid_amount = fields.Monetary("Paid Out Amount", compute="_compute_balance", store=True, compute_sudo=True)
    paid_on = fields.Date("Paid on", readonly=True, copy=False)
    settlement_ids = fields.One2many("company.purchase.advance.settlement", "advance_id", "Settlements",
                                     readonly=True)
    settled_amount = fields.Monetary(compute="_compute_balance", store=True, compute_sudo=True)
    balance = fields.Monetary(
        "Open Balance", compute="_compute_balance", store=True, compute_sudo=True,
        help="Paid out and not yet settled by reimbursements or money given back.")
    payment_count = fields.Integer("Number of Payments", compute="_compute_payment_count", compute_sudo=True)
    cancel_reason = fields.Text("Reason of Cancellation", readonly=True, copy=False)
    can_create_payment = fields.Boolean(compute="_compute_can_steps")
    can_repay = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of an advance is unique.")
    _amount_positive = models.Constraint("CHECK(amount >= 0)", "An advance is not negative.")
    _open_idx = models.Index("(borrower_id, deadline) WHERE state = 'paid'")

    @api.depends("name")
    def _compute_display_name(self):
        for advance in self:
            advance.display_name = advance.name if advance.name != "/" else self.env._("New Advance")

    @api.depends("borrower_id", "company_id")
    def _compute_department_id(self):
        departments = self.env["company.purchase.payment"]._get_departments(self.borrower_id, self.company_id)
        for advance in self:
            advance.department_id = departments.get((advance.borrower_id.id, advance.company_id.id), False)

    @api.depends("payment_ids.state", "payment_ids.amount", "settlement_ids.amount")
    def _compute_balance(self):
        for advance in self:
            advance.paid_amount = sum(advance.payment_ids._get_effective().mapped("amount"))
            advance.settled_amount = sum(advance.settlement_ids.mapped("amount"))
            advance.balance = advance.paid_amount - advance.settled_amount

    @api.depends("payment_ids")
    def _compute_payment_count(self):
        for advance in self:
            advance.payment_count = len(advance.payment_ids)

    @api.depends("state", "approval_state", "balance")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        pay = self._get_create_payment_refusals()
        repay = self._get_repay_refusals()
        cancel = self._get_cancel_refusals()
        for advance in self:
            advance.can_create_payment = not pay[advance.id]
            advance.can_repay = not repay[advance.id]
            advance.can_cancel = not cancel[advance.id]

    @api.onchange("sourcing_id")
    def _onchange_sourcing_id(self):
        self.amount = self.amount or self.sourcing_id.amount_awarded
        self.purpose = self.purpose or self.sourcing_id.name
