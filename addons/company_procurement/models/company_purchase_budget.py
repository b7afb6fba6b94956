from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "Waiting for Approval"),
    ("approved", "Approved"),
    ("replaced", "Replaced"),
    ("closed", "Budget Closed"),
    ("rejected", "Rejected"),
]


class CompanyPurchaseBudget(models.Model):
    """Approved money for the purchases of a project, or of a department in a year (R4 §3.1.1.2, §3.2.4.1).

    What requests, cases and orders take stands in rows of ``company.purchase.budget.reservation``; the figures of
    budget and lines are their sums, brought up to date by the engine while it holds the row of the budget. A second
    transaction that wants the same money waits for that row and then starts over with the new figures.
    """

    _name = "company.purchase.budget"
    _description = "Purchase Budget"
    _number_prefix = "YS%(year)s%(month)s-"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("submitted", "approved"),
        ("submitted", "rejected"),
        ("rejected", "submitted"),
        ("draft", "approved"),
        ("approved", "submitted"),
        ("approved", "replaced"),
        ("approved", "closed"),
        ("closed", "approved"),
    })
    _client_fields = {
        "draft": frozenset({"kind", "project_id", "department_id", "year", "note", "line_ids"}),
        "rejected": frozenset({"note", "line_ids"}),
    }
    _client_unlink_states = frozenset({"draft"})
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    kind = fields.Selection(
        [("project", "Project"), ("annual", "Annual")], "Budget of", required=True, default="project", index=True,
        help="Project: engineering budget of a project (R4 §3.1.1.2). Annual: yearly demand of a department "
             "(R4 §3.2.4.1).")
    project_id = fields.Many2one("account.analytic.account", "Project", index="btree_not_null", check_company=True,
                                 tracking=True)
    department_id = fields.Many2one("hr.department", "Department", index="btree_not_null", check_company=True,
                                    default=lambda self: self.env.user.employee_id.department_id, tracking=True)
    year = fields.Integer(default=lambda self: fields.Date.context_today(self).year,
                          help="Year of an annual budget.")
    requester_id = fields.Many2one("res.users", "Prepared by", required=True, readonly=True, index=True, copy=False,
                                   default=lambda self: self.env.user)
    note = fields.Text("Explanation")
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    previous_id = fields.Many2one("company.purchase.budget", "Replaces", readonly=True, copy=False, index=True,
                                  ondelete="restrict", check_company=True)
    next_ids = fields.One2many("company.purchase.budget", "previous_id", "Later Versions", readonly=True)
    change_reason = fields.Text("Reason of the Change", readonly=True, copy=False)
    line_ids = fields.One2many("company.purchase.budget.line", "budget_id", "Lines", copy=True)
    reservation_ids = fields.One2many("company.purchase.budget.reservation", "budget_id", "Use", readonly=True)
    amount_total = fields.Monetary("Budget", compute="_compute_amount_total", store=True)
    amount_reserved = fields.Monetary("Reserved", readonly=True, copy=False,
                                      help="Taken by requests and cases that are not ordered yet.")
    amount_used = fields.Monetary("Used", readonly=True, copy=False, help="Taken by confirmed orders.")
    amount_left = fields.Monetary("Left", compute="_compute_amount_left", store=True)
    used_percent = fields.Float("Taken", compute="_compute_amount_left", store=True, aggregator="avg",
                                help="Reserved and used, in percent of the budget.")
    approved_on = fields.Datetime(readonly=True, copy=False)
    project_signer_ids = fields.Many2many(
        "res.users", string="Heads of Production and Projects", compute="_compute_project_signer_ids",
        compute_sudo=True, help="Either of them signs the budget of a project (R1 §3.2).")
    can_new_version = fields.Boolean(compute="_compute_can_flags")
    can_close = fields.Boolean(compute="_compute_can_flags")

    _number_uniq = models.UniqueIndex("(company_id, name, version) WHERE name != '/'",
                                      "The number of a budget is given once per company.")
    _project_in_force_uniq = models.UniqueIndex(
        "(project_id) WHERE state = 'approved' AND kind = 'project'",
        "The project has an approved budget already. Make a new version of it.")
    _annual_in_force_uniq = models.UniqueIndex(
        "(company_id, department_id, year) WHERE state = 'approved' AND kind = 'annual'",
        "The department has an approved budget for this year already. Make a new version of it.")
    _kind_complete = models.Constraint(
        """CHECK((kind = 'project' AND project_id IS NOT NULL)
            OR (kind = 'annual' AND department_id IS NOT NULL AND year BETWEEN 2000 AND 2100))""",
        "A project budget names its project; an annual budget names department and year.")

    @api.depends("name", "version", "project_id", "department_id", "year", "kind")
    def _compute_display_name(self):
        for budget in self:
            owner = budget.sudo().project_id.name if budget.kind == "project" else " ".join(
                filter(None, (budget.department_id.name, str(budget.year or ""))))
            version = f" V{budget.version}" if budget.version > 1 else ""
            name = budget.name if budget.name != "/" else self.env._("New Budget")
            budget.display_name = f"{name}{version} {owner or ''}".strip()

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for budget in self:
            budget.amount_total = sum(budget.line_ids.mapped("amount"))

    @api.depends("amount_total", "amount_reserved", "amount_used")
    def _compute_amount_left(self):
        for budget in self:
            taken = budget.amount_reserved + budget.amount_used
            budget.amount_left = budget.amount_total - taken
            budget.used_percent = 100.0 * taken / budget.amount_total if budget.amount_total else 0.0

    @api.depends("company_id")
    def _compute_project_signer_ids(self):
        role = self.env["company.role"]
        for company, budgets in self.grouped("company_id").items():
            budgets.project_signer_ids = role._get_users("production_head", company) | role._get_users(
                "project_head", company)

    @api.depends("state", "requester_id")
    @api.depends_context("uid")
    def _compute_can_flags(self):
        versions, closings = self._get_new_version_refusals(), self._get_close_refusals()
        for budget in self:
            budget.can_new_version = not versions[budget.id]
            budget.can_close = not closings[budget.id]
