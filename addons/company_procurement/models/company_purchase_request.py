from collections import defaultdict

from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "Waiting for Approval"),
    ("approved", "Approved"),
    ("assigned", "Dispatched"),
    ("sourcing", "Sourcing"),
    ("ordered", "Ordered"),
    ("done", "Done"),
    ("rejected", "Rejected"),
    ("cancelled", "Withdrawn"),
]


class CompanyPurchaseRequest(models.Model):
    """Purchase request 材料申购单: who needs what, where and when; approved, then dispatched to a buyer.

    The number is drawn at creation, so that colleagues can name a draft and its attachments; the sequence may
    have gaps (the regulation asks for none), so parallel users never wait for each other.
    """

    _name = "company.purchase.request"
    _description = "Purchase Request"
    _number_prefix = "SG%(year)s%(month)s-"
    _inherit = [
        "company.number.mixin",
        "company.approval.mixin",
        "company.state.mixin",
        "company.deadline.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "urgent desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("submitted", "approved"),
        ("submitted", "rejected"),
        ("approved", "assigned"),
        ("approved", "submitted"),
        ("approved", "done"),
        ("assigned", "submitted"),
        ("assigned", "sourcing"),
        ("sourcing", "assigned"),
        ("sourcing", "ordered"),
        ("ordered", "sourcing"),
        ("ordered", "done"),
        ("draft", "cancelled"),
        ("submitted", "cancelled"),
        ("approved", "cancelled"),
        ("assigned", "cancelled"),
        ("sourcing", "cancelled"),
    })
    _client_fields = {
        "draft": frozenset({
            "department_id", "category_id", "project_id", "site", "site_contact_id", "urgent", "reason", "line_ids",
        }),
    }
    _client_unlink_states = frozenset({"draft"})

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company, copy=False
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True, tracking=True
    )
    requester_id = fields.Many2one(
        "res.users", "Requester", required=True, readonly=True, index=True, copy=False,
        default=lambda self: self.env.user,
    )
    employee_id = fields.Many2one(
        "hr.employee", "Employee", compute="_compute_employee_id", store=True, precompute=True, compute_sudo=True,
    )
    department_id = fields.Many2one(
        "hr.department", "Department", compute="_compute_department_id", store=True, precompute=True,
        readonly=False, required=True, index=True, check_company=True, tracking=True, copy=False,
        compute_sudo=True,
    )
    category_id = fields.Many2one(
        "company.purchase.category", "Purchase Category", required=True, index=True, check_company=True,
        default=lambda self: self._default_category_id(), tracking=True,
    )
    category_code = fields.Selection(related="category_id.code", string="Category Code")
    project_required = fields.Boolean(related="category_id.project_required")
    project_id = fields.Many2one(
        "account.analytic.account", "Project", index="btree_not_null", check_company=True, tracking=True,
        help="Required for project purchases (R4 §3.1.1.2).",
    )
    site = fields.Char("Delivery Site", help="Factory, production base or building site that receives the goods.")
    site_contact_id = fields.Many2one(
        "res.partner", "Site Contact", check_company=True, help="Receives the third copy of the request (R1 §3.2)."
    )
    urgent = fields.Boolean(
        "Urgent", tracking=True, help="Shortens every deadline of the flow (R4 §3.1.1.3)."
    )
    reason = fields.Text("Purpose", help="What the goods are for and what the buyer must mind.")
    line_ids = fields.One2many("company.purchase.request.line", "request_id", "Lines", copy=True)
    amount_total = fields.Monetary("Estimated Amount", compute="_compute_totals", store=True)
    needed_date = fields.Date("Needed on", compute="_compute_totals", store=True, help="Earliest date of its lines.")
    line_count = fields.Integer("Number of Lines", compute="_compute_totals", store=True)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    buyer_id = fields.Many2one("res.users", "Buyer", readonly=True, index=True, copy=False, tracking=True)
    assigned_on = fields.Datetime("Dispatched on", readonly=True, copy=False)
    stock_keeper_ids = fields.Many2many(
        "res.users", "company_purchase_request_stock_keeper_rel", "request_id", "user_id", "Warehouse Keepers",
        readonly=True, copy=False, help="Asked to issue the lines that are taken from stock.",
    )
    copies_sent_on = fields.Datetime("Copies Delivered on", readonly=True, copy=False)
    sourcing_ids = fields.Many2many(
        "company.purchase.sourcing", "company_purchase_request_sourcing_rel", "request_id", "sourcing_id",
        "Sourcing Cases", readonly=True, copy=False,
    )
    order_ids = fields.Many2many("purchase.order", string="Purchase Orders", compute="_compute_order_ids")
    sourcing_count = fields.Integer("Number of Cases", compute="_compute_link_counts", compute_sudo=True)
    order_count = fields.Integer("Number of Orders", compute="_compute_link_counts", compute_sudo=True)
    cancel_reason = fields.Text("Reason of Withdrawal", readonly=True, copy=False, tracking=True)
    can_assign = fields.Boolean(compute="_compute_can_flags")
    can_start_sourcing = fields.Boolean(compute="_compute_can_flags")
    can_cancel = fields.Boolean(compute="_compute_can_flags")
    can_issue_stock = fields.Boolean(compute="_compute_can_flags")
    project_signer_ids = fields.Many2many(
        "res.users", string="Heads of Production and Projects", compute="_compute_project_signer_ids",
        compute_sudo=True, help="Either of them signs a project purchase (R1 §3.2).",
    )
    has_stock_cover = fields.Boolean(compute="_compute_has_stock_cover")

    _number_uniq = models.UniqueIndex("(company_id, name) WHERE name != '/'", "The number of a request is unique.")
    _buyer_not_requester = models.Constraint(
        "CHECK(buyer_id IS NULL OR buyer_id <> requester_id)",
        "The requester of a purchase cannot be its buyer (R4 §2.5). Choose another buyer.",
    )
    _queue_idx = models.Index("(company_id, buyer_id, deadline) WHERE state IN ('approved', 'assigned', 'sourcing')")
    _copies_idx = models.Index("(id) WHERE approved_on IS NOT NULL AND copies_sent_on IS NULL")

    @api.model
    def _default_category_id(self):
        return self.env["company.purchase.category"]._get_applicable("general", self.env.company)

    @api.depends("name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = request.name if request.name != "/" else self.env._("New Request")

    @api.depends("requester_id", "company_id")
    def _compute_employee_id(self):
        employees = self.env["hr.employee"].sudo().search([
            ("user_id", "in", self.requester_id.ids), ("company_id", "in", self.company_id.ids),
        ])
        by_key = {(employee.user_id, employee.company_id): employee for employee in employees}
        for request in self:
            request.employee_id = by_key.get((request.requester_id, request.company_id), False)

    @api.depends("employee_id")
    def _compute_department_id(self):
        for request in self:
            request.department_id = request.department_id or request.employee_id.department_id

    @api.depends("line_ids.estimated_amount", "line_ids.needed_date", "line_ids.from_stock")
    def _compute_totals(self):
        for request in self:
            bought = request.line_ids.filtered(lambda line: not line.from_stock)
            request.amount_total = sum(bought.mapped("estimated_amount"))
            request.needed_date = min(filter(None, request.line_ids.mapped("needed_date")), default=False)
            request.line_count = len(request.line_ids)

    @api.depends("company_id")
    def _compute_project_signer_ids(self):
        role = self.env["company.role"]
        for company, requests in self.grouped("company_id").items():
            requests.project_signer_ids = role._get_users("production_head", company) | role._get_users(
                "project_head", company
            )

    @api.depends("line_ids.can_cover")
    def _compute_has_stock_cover(self):
        for request in self:
            request.has_stock_cover = request.state == "draft" and any(request.line_ids.mapped("can_cover"))

    @api.depends("line_ids.sourcing_line_id")
    def _compute_order_ids(self):
        """Orders that carry lines of the request; quotes are not orders."""
        lines = self.env["purchase.order.line"].search([
            ("sourcing_line_id", "in", self.sudo().line_ids.sourcing_line_id.ids), ("order_id.is_quote", "=", False),
        ])
        orders = defaultdict(self.env["purchase.order"].browse)
        for line in lines:
            for request_line in line.sudo().sourcing_line_id.request_line_ids:
                orders[request_line.request_id.id] |= line.order_id
        for request in self:
            request.order_ids = orders[request._origin.id]

    @api.depends("sourcing_ids", "order_ids")
    def _compute_link_counts(self):
        for request in self:
            request.sourcing_count = len(request.sourcing_ids)
            request.order_count = len(request.order_ids)

    @api.depends("state", "buyer_id", "requester_id", "line_ids.issued_on")
    @api.depends_context("uid")
    def _compute_can_flags(self):
        assign = self._get_assign_refusals()
        start = self._get_start_sourcing_refusals()
        cancel = self._get_cancel_refusals()
        issue = self._get_issue_stock_refusals()
        for request in self:
            request.can_assign = not assign[request.id]
            request.can_start_sourcing = not start[request.id]
            request.can_cancel = not cancel[request.id]
            request.can_issue_stock = not issue[request.id]

    def _get_lines_to_source(self):
        """Lines that must be bought and are on no sourcing case yet."""
        return self.line_ids.filtered(lambda line: not line.from_stock and not line.sourcing_line_id)

    def _get_deadline_factor(self):
        """Factor on every deadline of the flow: below 1 when the request is urgent (R4 §3.1.1.3)."""
        self.ensure_one()
        return (self.company_id.sudo().purchase_urgent_factor or 1.0) if self.urgent else 1.0

    def _set_stage_deadline(self, amount, unit):
        """Deadline of the stage that begins now, in working time."""
        for request in self:
            due = self.env["company.deadline.mixin"]._compute_due(
                fields.Datetime.now(), amount * request._get_deadline_factor(), unit, request.company_id
            )
            request._as_engine().write({"deadline": due})
