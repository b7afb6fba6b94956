from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("inquiry", "Inquiry"),
    ("compared", "Compared"),
    ("price_checked", "Price Checked"),
    ("awarded", "Awarded"),
    ("approval", "In Approval"),
    ("approved", "Approved"),
    ("ordered", "Ordered"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("draft", "inquiry", "compared", "price_checked", "awarded")


class CompanyPurchaseSourcing(models.Model):
    """The sourcing case: approved request lines, inquiries, quotes, comparison, price check, award, orders.

    Its steps are the public methods of the files ``company_purchase_sourcing_*.py``; every one checks right and
    state itself. Nothing of a case is written directly but the few fields in ``_client_fields``.
    """

    _name = "company.purchase.sourcing"
    _description = "Purchase Sourcing Case"
    _number_prefix = "LZ%(year)s%(month)s-"
    _inherit = [
        "company.state.mixin", "company.approval.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _transitions = frozenset({
        ("draft", "inquiry"),
        ("inquiry", "compared"),
        ("compared", "price_checked"),
        ("compared", "awarded"),
        ("price_checked", "awarded"),
        ("awarded", "approval"),
        ("approval", "awarded"),
        ("approval", "compared"),
        ("approval", "approved"),
        ("approved", "approval"),
        ("approved", "ordered"),
        ("ordered", "done"),
        ("compared", "inquiry"),
        ("price_checked", "inquiry"),
        ("awarded", "inquiry"),
        ("approved", "inquiry"),
        *((state, "cancelled") for state in (*OPEN_STATES, "approved")),
    })
    _client_fields = {
        "draft": frozenset({"note", "inquiry_deadline", "delivery_note", "single_source", "single_source_reason",
                            "line_ids", "inquiry_document_ids"}),
        "inquiry": frozenset({"note", "single_source", "single_source_reason", "inquiry_document_ids"}),
        **dict.fromkeys(("compared", "price_checked"), frozenset({"note", "single_source", "single_source_reason"})),
        "awarded": frozenset({"note"}),
    }
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True
    # step: (states in which it is open, who takes it)
    _steps = {
        "invite": (("draft", "inquiry"), "buyer"),
        "record_quote": (("inquiry", "compared"), "buyer"),
        "change_inquiry": (("inquiry",), "buyer"),
        "close_inquiry": (("inquiry",), "buyer"),
        "extend_inquiry": (("inquiry",), "buyer"),
        "record_envelope": (("inquiry", "compared"), "buyer"),
        "request_revision": (("compared",), "buyer"),
        "open_revision": (("compared",), "buyer"),
        "check_price": (("compared", "price_checked"), "checker"),
        "answer_collusion": (("compared", "price_checked", "awarded"), "buyer"),
        "award": (("compared", "price_checked", "awarded"), "buyer"),
        "create_orders": (("approved", "ordered"), "buyer"),
        "start_tender": (("draft", "inquiry", "compared", "price_checked", "awarded"), "buyer"),
        "reopen": (("compared", "price_checked", "awarded", "approved"), "buyer"),
        "cancel": ((*OPEN_STATES, "approved"), "buyer"),
    }

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, index=True, copy=False, tracking=True)
    buyer_id = fields.Many2one("res.users", required=True, index=True, copy=False, check_company=True, tracking=True,
                               default=lambda self: self.env.user)
    category_id = fields.Many2one("company.purchase.category", required=True, index=True, check_company=True,
                                  copy=False)
    category_code = fields.Selection(related="category_id.code")
    department_id = fields.Many2one("hr.department", check_company=True, copy=False)
    project_id = fields.Many2one("account.analytic.account", check_company=True, copy=False)
    urgent = fields.Boolean(copy=False, help="Shortens every deadline of the flow (R4 §3.1.1.3).")
    request_ids = fields.Many2many(
        "company.purchase.request", "company_purchase_request_sourcing_rel", "sourcing_id", "request_id",
        string="Purchase Requests", copy=False,
    )
    requester_ids = fields.Many2many("res.users", compute="_compute_requester_ids", string="Requesters")
    request_summary = fields.Text("Requested for", compute="_compute_requester_ids")
    inquiry_deadline = fields.Datetime("Quotes until", help="Closing time of the inquiry; later quotes need a reason.")
    delivery_note = fields.Char("Delivery Site")
    note = fields.Text("Requirements", help="What the suppliers have to observe: quality, certificates, packing.")
    single_source = fields.Boolean(
        help="Only one supplier can deliver. The approval of the award covers the justification (R4 §3.1.3.1).")
    single_source_reason = fields.Text("Justification of Single Source")
    line_ids = fields.One2many("company.purchase.sourcing.line", "sourcing_id", "Lines", copy=False)
    quote_ids = fields.One2many(
        "purchase.order", "sourcing_id", "Quotes", domain=[("is_quote", "=", True)], copy=False)
    order_ids = fields.One2many(
        "purchase.order", "sourcing_id", "Orders", domain=[("is_quote", "=", False)], copy=False)
    award_ids = fields.One2many("company.purchase.sourcing.award", "sourcing_id", "Award", copy=False)
    price_check_ids = fields.One2many("company.purchase.price.check", "sourcing_id", "Price Checks", copy=False)
    price_check_opinion = fields.Text("Price Check Opinion", readonly=True, copy=False)
    price_checked_by_id = fields.Many2one("res.users", "Price Checked By", readonly=True, copy=False)
    price_checked_on = fields.Datetime(readonly=True, copy=False)
    amount_awarded = fields.Monetary("Awarded Amount", readonly=True, copy=False, help="Tax and freight included.")
    amount_estimated = fields.Monetary("Estimated Amount", compute="_compute_amount_estimated")
    asked_count = fields.Integer("Suppliers Asked", compute="_compute_counts")
    quote_count = fields.Integer("Quotes Received", compute="_compute_counts")
    order_count = fields.Integer("Number of Orders", compute="_compute_counts")
    cancel_reason = fields.Text(readonly=True, copy=False)
    can_invite = fields.Boolean(compute="_compute_can_steps")
    can_record_quote = fields.Boolean(compute="_compute_can_steps")
    can_close_inquiry = fields.Boolean(compute="_compute_can_steps")
    can_check_price = fields.Boolean(compute="_compute_can_steps")
    can_award = fields.Boolean(compute="_compute_can_steps")
    can_create_orders = fields.Boolean(compute="_compute_can_steps")
    can_reopen = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "The number of a sourcing case is given once per company.")

    @api.depends("request_ids.requester_id")
    def _compute_requester_ids(self):
        """Who asked for it and why, also for approvers who don't see the requests themselves."""
        for case in self:
            requests_sudo = case.sudo().request_ids
            case.requester_ids = requests_sudo.requester_id
            case.request_summary = "\n".join(
                f"{request.name} {request.requester_id.name}: {request.reason or ''}" for request in requests_sudo)

    @api.depends("line_ids.estimated_price", "line_ids.quantity")
    def _compute_amount_estimated(self):
        for case in self:
            case.amount_estimated = sum(line.estimated_price * line.quantity for line in case.line_ids)

    @api.depends("quote_ids.quote_status", "order_ids")
    def _compute_counts(self):
        groups = self.env["purchase.order"].sudo()._read_group(
            [("sourcing_id", "in", self.ids)], ["sourcing_id", "is_quote", "quote_status"], ["__count"])
        for case in self:
            own = [(is_quote, status, count) for owner, is_quote, status, count in groups if owner.id == case.id]
            case.asked_count = sum(count for is_quote, status, count in own if is_quote and status != "void")
            case.quote_count = sum(count for is_quote, status, count in own if is_quote and status == "received")
            case.order_count = sum(count for is_quote, _status, count in own if not is_quote)

    @api.depends("state", "buyer_id", "requester_ids")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for verb in ("invite", "record_quote", "close_inquiry", "check_price", "award", "create_orders", "reopen",
                     "cancel"):
            refusals = self._get_step_refusals(verb)
            for case in self:
                case[f"can_{verb}"] = not refusals.get(case.id)

    # ------------------------------------------------------------------
    # Who may do what and when
    # ------------------------------------------------------------------

    def _get_step_refusals(self, verb):
        """{id: reason or False} for one step: state and person, the same for views and actions."""
        states, who = self._steps[verb]
        user = self.env.user
        is_head = user.has_group("company_procurement.group_purchase_head")
        is_buyer = user.has_group("company_procurement.group_buyer")
        is_checker = user.has_group("company_procurement.group_price_checker")
        refusals = {}
        for case in self:
            reason = False
            if case.state not in states:
                reason = self.env._(
                    "is “%(state)s”; this step needs “%(wanted)s”", state=case._get_state_label(),
                    wanted="/".join(case._get_state_label(state) for state in states))
            elif who == "buyer" and not (is_buyer and (is_head or case.sudo().buyer_id == user)):
                reason = self.env._(
                    "only its buyer %(buyer)s or the head of purchasing takes this step",
                    buyer=case.sudo().buyer_id.name)
            elif who == "checker" and not is_checker:
                reason = self.env._("only a price checker verifies its prices (R4 §3.1.4)")
            elif verb == "create_orders" and not case.sudo()._get_open_awards():
                reason = self.env._("everything that was awarded is ordered")
            refusals[case.id] = reason
        return refusals

    def _start_step(self, verb):
        """Common beginning of every step: read right, lock, state, person, buyer ≠ requester."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_step_refusals(verb))
        if self._steps[verb][1] == "buyer" and verb != "cancel":
            self._enforce_buyer()
        return self.sudo()

    def _enforce_buyer(self):
        """PUR-BUYER: nobody buys what he asked for, neither as buyer of the case nor as the acting user."""
        for case in self:
            both = case.sudo().requester_ids & (case.sudo().buyer_id | self.env.user)
            if both:
                self.env["company.control"]._enforce(
                    "PUR-BUYER", case,
                    self.env._("%(person)s is the requester and can't be the buyer. Have the head of purchasing "
                               "dispatch it to another buyer.", person=", ".join(both.mapped("name"))),
                    fact=f"buyer={','.join(map(str, both.ids))}")
