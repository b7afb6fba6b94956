from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("paid", "Paid"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
KINDS = [
    ("bill", "On Bill"),
    ("advance", "Advance by Contract"),
    ("final", "Final Payment"),
]
METHODS = [("transfer", "Bank Transfer"), ("cheque", "Cheque"), ("cash", "Cash")]
LIVE = ("approval", "approved", "paid")


class CompanyPurchasePayment(models.Model):
    """Payment application 付款申请单: what one supplier is to be paid for which orders and bills, with its papers.

    The papers are computed from the records that are really there (`company_purchase_payment_checklist.py`); the steps
    stand in `company_purchase_payment_actions.py`. Money leaves by a standard vendor payment that this application
    covers; the gate on payments (`account_payment_gate.py`) lets no other one pass for orders of a sourcing case.
    """

    _name = "company.purchase.payment"
    _description = "Payment Application"
    _number_prefix = "FK%(year)s%(month)s-"
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
        "draft": frozenset({
            "partner_id", "currency_id", "kind", "payment_method", "partner_bank_id", "purpose", "due_date",
            "line_ids",
        }),
    }
    _client_unlink_states = frozenset({"draft"})

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company, copy=False)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id,
        help="Currency of the orders and bills that are paid.")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    applicant_id = fields.Many2one(
        "res.users", "Applicant", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user, help="The buyer who applies for the payment and signs for its papers.")
    department_id = fields.Many2one(
        "hr.department", "Applying Department", compute="_compute_department_id", store=True, compute_sudo=True,
        precompute=True)
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, index=True, check_company=True,
                                 tracking=True)
    kind = fields.Selection(
        KINDS, default="bill", required=True, tracking=True,
        help="On bill: goods and invoice are there. Advance: before delivery, as the contract says (R4 §3.2.4.4). "
             "Final: the rest after everything was accepted.")
    payment_method = fields.Selection(METHODS, "Paid by", default="transfer", required=True)
    partner_bank_id = fields.Many2one(
        "res.partner.bank", "Payee's Account", check_company=True,
        domain="[('partner_id', 'child_of', partner_id)]")
    cheque_number = fields.Char(readonly=True, copy=False, tracking=True)
    cheque_receiver = fields.Char("Cheque Received by", readonly=True, copy=False, tracking=True)
    purpose = fields.Char("Use of the Money", help="What is paid, in the words of the form.")
    due_date = fields.Date("Wanted by", help="Date by which the supplier is to be paid.")
    line_ids = fields.One2many("company.purchase.payment.line", "payment_id", "Lines", copy=True)
    amount_applied = fields.Monetary("Applied Amount", compute="_compute_amount_applied", store=True, tracking=True)
    approved_amount = fields.Monetary(
        readonly=True, copy=False, tracking=True,
        help="Set by finance, never above the applied amount (R1 §3.7).")
    approved_amount_by_id = fields.Many2one("res.users", "Amount Set by", readonly=True, copy=False)
    paid_amount = fields.Monetary(compute="_compute_paid_amount", store=True, compute_sudo=True)
    open_amount = fields.Monetary("Still to Pay", compute="_compute_paid_amount", store=True, compute_sudo=True)
    payment_ids = fields.One2many("account.payment", "purchase_payment_id", "Payments", readonly=True)
    order_ids = fields.Many2many("purchase.order", string="Orders", compute="_compute_links", compute_sudo=True)
    bill_ids = fields.Many2many("account.move", string="Bills", compute="_compute_links", compute_sudo=True)
    category_id = fields.Many2one(
        "company.purchase.category", "Purchase Category", compute="_compute_category_id", store=True,
        compute_sudo=True)
    order_count = fields.Integer("Number of Orders", compute="_compute_links", compute_sudo=True)
    bill_count = fields.Integer("Number of Bills", compute="_compute_links", compute_sudo=True)
    payment_count = fields.Integer("Number of Payments", compute="_compute_payment_count", compute_sudo=True)
    cancel_reason = fields.Text("Reason of Cancellation", readonly=True, copy=False)
    can_set_amount = fields.Boolean(compute="_compute_can_steps")
    can_create_payment = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a payment application is unique.")
    _approved_within = models.Constraint(
        "CHECK(COALESCE(approved_amount, 0) >= 0 AND COALESCE(approved_amount, 0) <= amount_applied + 0.005)",
        "The approved amount is never above the applied amount (R1 §3.7).")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("name")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = payment.name if payment.name != "/" else self.env._("New Payment Application")

    @api.depends("applicant_id", "company_id")
    def _compute_department_id(self):
        departments = self._get_departments(self.applicant_id, self.company_id)
        for payment in self:
            payment.department_id = departments.get((payment.applicant_id.id, payment.company_id.id), False)

    @api.model
    def _get_departments(self, users, companies):
        """{(user id, company id): department} in one query."""
        employees = self.env["hr.employee"].sudo().search_fetch(
            [("user_id", "in", users.ids), ("company_id", "in", companies.ids)],
            ["user_id", "company_id", "department_id"])
        return {(employee.user_id.id, employee.company_id.id): employee.department_id for employee in employees}

    @api.depends("line_ids.amount")
    def _compute_amount_applied(self):
        for payment in self:
            payment.amount_applied = sum(payment.line_ids.mapped("amount"))

    @api.depends("payment_ids.state", "payment_ids.amount", "approved_amount", "state")
    def _compute_paid_amount(self):
        for payment in self:
            paid = sum(payment.payment_ids._get_effective().mapped("amount"))
            payment.paid_amount = paid
            due = payment.approved_amount if payment.state in ("approved", "paid") else 0.0
            payment.open_amount = max(due - paid, 0.0)

    @api.depends("line_ids.order_id", "line_ids.bill_id")
    def _compute_links(self):
        for payment in self:
            payment.order_ids = payment.line_ids.order_id
            payment.bill_ids = payment.line_ids.bill_id
            payment.order_count = len(payment.order_ids)
            payment.bill_count = len(payment.bill_ids)

    @api.depends("line_ids.order_id.sourcing_id.category_id")
    def _compute_category_id(self):
        for payment in self:
            payment.category_id = payment.line_ids.order_id.sourcing_id.category_id[:1]

    @api.depends("payment_ids")
    def _compute_payment_count(self):
        for payment in self:
            payment.payment_count = len(payment.payment_ids)

    @api.depends("state", "approval_state", "approved_amount", "paid_amount")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        amount = self._get_set_amount_refusals()
        create = self._get_create_payment_refusals()
        cancel = self._get_cancel_refusals()
        for payment in self:
            payment.can_set_amount = not amount[payment.id]
            payment.can_create_payment = not create[payment.id]
            payment.can_cancel = not cancel[payment.id]

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        self.partner_bank_id = self.partner_id.bank_ids[:1]
