from odoo import api, fields, models
from odoo.exceptions import ValidationError

STATES = [
    ("draft", "Draft"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("signed", "Signed and Sealed"),
    ("active", "In Force"),
    ("closed", "Concluded"),
    ("expired", "Expired"),
    ("terminated", "Terminated"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
BINDING = ("signed", "active")


class CompanyPurchaseContract(models.Model):
    """Purchase contract: drafted from an approved award, approved, sealed, signed; orders are matched with it
    (R4 §3.1.6.2, §3.2.4.4–6)."""

    _name = "company.purchase.contract"
    _description = "Purchase Contract"
    _number_prefix = "HT%(year)s%(month)s-"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "approval"),
        ("approval", "draft"),
        ("approval", "approved"),
        ("approval", "rejected"),
        ("rejected", "approval"),
        ("approved", "approval"),
        ("approved", "signed"),
        ("signed", "active"),
        ("active", "closed"),
        ("active", "expired"),
        ("active", "terminated"),
        ("signed", "terminated"),
        ("expired", "closed"),
        ("terminated", "closed"),
        *((state, "cancelled") for state in ("draft", "rejected", "approval", "approved")),
    })
    _DRAFT = frozenset({
        "title", "date_start", "date_end", "settlement", "payment_terms", "instalment_ids", "note", "other_parties",
        "delivery_terms", "warranty_terms",
    })
    _client_fields = {"draft": _DRAFT, "rejected": _DRAFT}
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    title = fields.Char("Subject", required=True)
    company_id = fields.Many2one("res.company", "Party A", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Supplier (Party B)", required=True, readonly=True, index=True,
                                 ondelete="restrict", check_company=True, copy=False, tracking=True)
    other_parties = fields.Char(help="Further parties, guarantors.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, copy=False,
                                  default=lambda self: self.env.company.currency_id)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    kind = fields.Selection(
        [("fixed", "Fixed Total"), ("unit_price", "Unit Prices, no Fixed Total")], required=True, default="fixed",
        readonly=True, copy=False, help="Annual contracts have unit prices and no fixed total (R4 §3.2.4.6).")
    settlement = fields.Selection(
        [("once", "Once"), ("month", "Monthly"), ("quarter", "Quarterly"), ("year", "Yearly")], required=True,
        default="once", help="Annual contracts are settled by quarter or by year (R4 §3.2.4.6).")
    category_id = fields.Many2one("company.purchase.category", required=True, readonly=True, index=True,
                                  check_company=True, copy=False)
    category_code = fields.Selection(related="category_id.code")
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True, copy=False,
                                  index="btree_not_null", ondelete="restrict", check_company=True)
    department_id = fields.Many2one("hr.department", readonly=True, check_company=True, copy=False)
    project_id = fields.Many2one("account.analytic.account", "Project", readonly=True, check_company=True, copy=False)
    buyer_id = fields.Many2one("res.users", "Buyer", required=True, readonly=True, index=True, check_company=True,
                               copy=False, default=lambda self: self.env.user, tracking=True)
    date_start = fields.Date("Valid from", tracking=True)
    date_end = fields.Date("Valid to", tracking=True)
    payment_terms = fields.Text("Payment Terms")
    delivery_terms = fields.Text("Delivery and Acceptance")
    warranty_terms = fields.Text("Warranty and Breach")
    note = fields.Text("Remark")
    legal_opinion = fields.Text(readonly=True, copy=False,
                                help="What the legal department wrote when it approved the contract.")
    line_ids = fields.One2many("company.purchase.contract.line", "contract_id", "Lines", copy=False)
    instalment_ids = fields.One2many("company.purchase.contract.instalment", "contract_id", "Payment Schedule",
                                     copy=False)
    amount_total = fields.Monetary("Contract Amount", compute="_compute_amount_total", store=True,
                                   help="Tax and freight included; for unit prices the expected amount.")
    freight_amount = fields.Monetary("Freight", readonly=True, copy=False)
    amount_ordered = fields.Monetary("Ordered", compute="_compute_ordered", compute_sudo=True)
    amount_left = fields.Monetary("Left to Order", compute="_compute_ordered", compute_sudo=True)
    ordered_percent = fields.Float(compute="_compute_ordered", compute_sudo=True)
    order_count = fields.Integer("Number of Orders", compute="_compute_ordered", compute_sudo=True)
    calloff_count = fields.Integer("Changes of Call-offs", readonly=True, copy=False)
    order_ids = fields.One2many("purchase.order", "contract_id", "Orders", readonly=True)
    signed_file_id = fields.Many2one("ir.attachment", "Signed Contract", readonly=True, copy=False,
                                     ondelete="restrict", index="btree_not_null")
    signed_checksum = fields.Char(readonly=True, copy=False)
    signed_on = fields.Date(readonly=True, copy=False, tracking=True)
    signed_by_id = fields.Many2one("res.users", "Signature Recorded by", readonly=True, copy=False)
    sealed_on = fields.Datetime("Sealed on", readonly=True, copy=False)
    seal_reference = fields.Char("Entry of the Seal Register", readonly=True, copy=False)
    requisition_id = fields.Many2one("purchase.requisition", "Blanket Order", readonly=True, copy=False,
                                     index="btree_not_null", ondelete="restrict", check_company=True)
    end_reason = fields.Text("Reason of the End", readonly=True, copy=False)
    ended_on = fields.Date(readonly=True, copy=False)
    can_sign = fields.Boolean(compute="_compute_can_steps")
    can_close = fields.Boolean(compute="_compute_can_steps")
    can_terminate = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")
    can_call_off = fields.Boolean(compute="_compute_can_steps")

    _name_company_uniq = models.UniqueIndex("(company_id, name) WHERE name != '/'",
                                            "The number of a contract is given once per company.")
    _dates_ordered = models.Constraint("CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
                                       "A contract ends after its beginning.")
    _expiry_idx = models.Index("(company_id, date_end) WHERE state = 'active'")

    @api.depends("name", "title")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " ".join(filter(None, (
                contract.name if contract.name != "/" else self.env._("New Contract"), contract.title)))

    @api.depends("line_ids.price_total", "freight_amount")
    def _compute_amount_total(self):
        for contract in self:
            contract.amount_total = sum(contract.line_ids.mapped("price_total")) + contract.freight_amount

    @api.depends("order_ids.state", "order_ids.amount_total", "amount_total")
    def _compute_ordered(self):
        groups = self.env["purchase.order"].sudo()._read_group(
            [("contract_id", "in", self.ids), ("state", "in", ("to approve", "purchase"))], ["contract_id"],
            ["amount_total:sum", "__count"])
        figures = {contract.id: (amount, count) for contract, amount, count in groups}
        for contract in self:
            amount, count = figures.get(contract.id, (0.0, 0))
            contract.amount_ordered = amount
            contract.order_count = count
            contract.amount_left = contract.amount_total - amount
            contract.ordered_percent = 100.0 * amount / contract.amount_total if contract.amount_total else 0.0

    @api.depends("state", "buyer_id")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for verb in ("sign", "close", "terminate", "cancel", "call_off"):
            refusals = self._get_step_refusals(verb)
            for contract in self:
                contract[f"can_{verb}"] = not refusals[contract.id]

    @api.constrains("instalment_ids")
    def _check_instalments(self):
        for contract in self:
            percent = sum(contract.instalment_ids.mapped("percent"))
            if contract.instalment_ids and not 99.995 <= percent <= 100.005:
                raise ValidationError(self.env._(
                    "%(contract)s: the payment schedule adds up to %(percent)s %%; it has to be 100 %%.",
                    contract=contract.name, percent=f"{percent:g}"))
