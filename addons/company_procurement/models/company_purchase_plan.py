from datetime import timedelta

import pytz
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import mute_logger

from ..engine import monthly_plan

STATES = [
    ("open", "Collecting"),
    ("review", "Review by the Office"),
    ("sourcing", "Being Bought"),
    ("done", "Distributed"),
]


class CompanyPurchasePlan(models.Model):
    """Monthly plan of centralised purchases (R4 §三.2.1): one per company and month.

    Requests join by the instant of their approval, decided in the company's time zone. Joining writes the request
    only, never the plan: any number of approvals in parallel don't wait for each other. The merged lines follow in a
    batch of their own (``company_purchase_plan_merge.py``).
    """

    _name = "company.purchase.plan"
    _description = "Monthly Purchase Plan"
    _inherit = ["company.state.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "period desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "open"
    _transitions = frozenset({
        ("open", "review"), ("review", "sourcing"), ("sourcing", "done"), ("sourcing", "review"),
    })
    _client_fields = {"open": frozenset({"note"}), "review": frozenset({"note"})}
    _client_unlink_states = frozenset()

    name = fields.Char("Number", compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, copy=False, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period = fields.Date("Month", required=True, readonly=True, copy=False, help="First day of the month.")
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, copy=False, index=True, tracking=True)
    cutoff_on = fields.Datetime(
        "Cut-off", required=True, readonly=True, copy=False,
        help="Requests approved before this instant join (R4 §3.2.1: by the 25th, 24:00 in the company's time zone).")
    purchase_on = fields.Date(
        "Purchase on", required=True, readonly=True, copy=False, help="The office buys at the end of the month.")
    note = fields.Text(copy=False)
    line_ids = fields.One2many("company.purchase.plan.line", "plan_id", "Merged Items", copy=False)
    allocation_ids = fields.One2many("company.purchase.plan.allocation", "plan_id", "Distribution", copy=False)
    request_ids = fields.One2many("company.purchase.request", "plan_id", "Purchase Requests", copy=False)
    sourcing_id = fields.Many2one(
        "company.purchase.sourcing", "Sourcing Case", readonly=True, copy=False, index="btree_not_null",
        check_company=True, ondelete="set null")
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    request_count = fields.Integer("Requests", compute="_compute_counts")
    line_count = fields.Integer("Number of Items", compute="_compute_counts")
    department_count = fields.Integer("Departments", compute="_compute_counts")
    amount_estimated = fields.Monetary("Estimated Amount", compute="_compute_counts")
    notice = fields.Char(compute="_compute_notice")
    is_office = fields.Boolean(compute="_compute_can_steps")
    can_close = fields.Boolean(compute="_compute_can_steps")
    can_end_collection = fields.Boolean(compute="_compute_can_steps")

    _period_company_uniq = models.UniqueIndex(
        "(company_id, period)", "There is one plan for each company and month.")
    _first_of_month = models.Constraint(
        "CHECK(EXTRACT(DAY FROM period) = 1)", "A plan begins on the first day of its month.")

    @api.depends("period")
    def _compute_name(self):
        for plan in self:
            plan.name = f"{plan.period:%Y-%m}" if plan.period else False

    @api.depends("name")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = self.env._("Plan of %s", plan.name or "")

    @api.depends("state", "cutoff_on", "purchase_on")
    def _compute_notice(self):
        for plan in self:
            notice = False
            if plan.state == "open":
                notice = self.env._(
                    "Requests approved before %(time)s join this plan, later ones the next month's (R4 §3.2.1).",
                    time=plan._local(plan.cutoff_on))
            elif plan.state == "review":
                notice = self.env._(
                    "The general office reviews the quantities and buys by %(date)s (R4 §3.2.1).",
                    date=plan.purchase_on)
            plan.notice = notice

    @api.depends("request_ids", "line_ids.amount", "allocation_ids.department_id")
    def _compute_counts(self):
        counts = dict(self.env["company.purchase.request"].sudo()._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]))
        items = {plan: figures for plan, *figures in self.env["company.purchase.plan.line"].sudo()._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["__count", "amount:sum"])}
        departments = dict(self.env["company.purchase.plan.allocation"].sudo()._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["department_id:count_distinct"]))
        for plan in self:
            plan.request_count = counts.get(plan, 0)
            plan.line_count, plan.amount_estimated = items.get(plan, (0, 0.0))
            plan.department_count = departments.get(plan, 0)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        close, end = self._get_close_refusals(), self._get_end_collection_refusals()
        for plan in self:
            plan.is_office = plan._is_office()
            plan.can_close = not close[plan.id]
            plan.can_end_collection = not end[plan.id]

    def _check_client_create(self, vals_list):
        """Plans are made by the system when the first request of a month is approved."""
        self._refuse_fields({"period"})

    def _check_client_write(self, names):
        super()._check_client_write(names)
        if set(names) - self._client_fields_always and not all(plan._is_office() for plan in self):
            self._refuse_fields(set(names))

    # ------------------------------------------------------------------
    # Which plan
    # ------------------------------------------------------------------

    @api.model
    def _get_zone(self, company):
        """Time zone of a company's calendar: days and months of its plans are days and months there."""
        return pytz.timezone(company.sudo().resource_calendar_id.tz or self.env.user.tz or "UTC")

    @api.model
    def _get_period(self, instant, category, company):
        """Month of the plan that an approval at ``instant`` (naive UTC) joins."""
        local = pytz.utc.localize(instant).astimezone(self._get_zone(company)).replace(tzinfo=None)
        return monthly_plan.period(local, category.cutoff_day)

    @api.model
    def _find_open(self, instant, category, company):
        """The plan that an approval at ``instant`` joins; made when it is the first of its month.

        A plan that is being bought already is closed: the next month's takes the request.
        """
        period = self._get_period(instant, category, company)
        while True:
            plan_sudo = self._get_or_create(period, category, company)
            if plan_sudo.state in ("open", "review"):
                return plan_sudo
            period = monthly_plan.following(period)

    @api.model
    def _get_or_create(self, period, category, company):
        """The plan of a month (superuser). Two transactions that make it at once: the later one is tried again."""
        domain = [("company_id", "=", company.id), ("period", "=", period)]
        plan_sudo = self.sudo().search(domain)
        if plan_sudo:
            return plan_sudo
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.sudo()._as_engine().create(self._prepare_plan(period, category, company))
        except UniqueViolation as error:
            raise ConcurrencyError(self.env._("The plan of %s was made at this moment.", period)) from error

    @api.model
    def _prepare_plan(self, period, category, company):
        zone = self._get_zone(company)
        end = monthly_plan.cutoff(period, category.cutoff_day)
        last_day = monthly_plan.cutoff(period, 31)
        return {
            "company_id": company.id,
            "period": period,
            "cutoff_on": self._to_utc(zone, end),
            "purchase_on": last_day.date() - timedelta(days=1),
            "deadline": self._to_utc(zone, last_day),
        }

    @staticmethod
    def _to_utc(zone, local):
        return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_today(self, company):
        """Today in the company's time zone."""
        return pytz.utc.localize(fields.Datetime.now()).astimezone(self._get_zone(company)).date()

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def _get_office_users(self):
        """Holders of the role “general office” (R4 §三.2.1: the office buys)."""
        self.ensure_one()
        return self.env["company.role"]._get_users("general_office", self.company_id)

    def _is_office(self):
        return self.env.user in self._get_office_users()

    def _local(self, instant):
        """Naive UTC as text in the time zone of the plan's company."""
        return self._localize(instant, self.company_id)

    @api.model
    def _localize(self, instant, company):
        """Naive UTC as text in a company's time zone."""
        return instant and pytz.utc.localize(instant).astimezone(self._get_zone(company)).strftime("%Y-%m-%d %H:%M")
