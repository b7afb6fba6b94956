from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import report_figures

KINDS = [("week", "Weekly Summary"), ("month", "Monthly Report"), ("year", "Yearly Audit")]


class CompanyPurchaseReport(models.Model):
    """What purchasing did in a week, a month or a year: 每周一小结, 每月一总结, 每年一审核 (R1 §二.9).

    The figures are taken from the orders, receipts and cases when the report is made, and stay as they were when it
    is issued.
    """

    _name = "company.purchase.report"
    _description = "Purchase Report"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, kind"
    _check_company_auto = True

    _transitions = frozenset({("draft", "issued"), ("issued", "reviewed")})
    _client_fields = {"draft": frozenset({"summary"})}
    _client_unlink_states = frozenset()

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True, copy=False)
    date_from = fields.Date("From", required=True, readonly=True, copy=False)
    date_to = fields.Date("To", required=True, readonly=True, copy=False)
    state = fields.Selection([("draft", "Draft"), ("issued", "Issued"), ("reviewed", "Reviewed")], default="draft",
                             required=True, readonly=True, copy=False, tracking=True, index=True)
    summary = fields.Html("Summary and Plans", help="What went well, what didn't, what comes next (R1 §二.9).",
                          copy=False)
    figures = fields.Json(readonly=True, copy=False)
    generated_on = fields.Datetime(readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", "Issued by", readonly=True, copy=False)
    issued_on = fields.Datetime(readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, copy=False)
    review_opinion = fields.Text("Opinion of the Review", readonly=True, copy=False)
    line_ids = fields.One2many("company.purchase.report.line", "report_id", "Figures by Group", readonly=True,
                               copy=False)
    request_count = fields.Integer("Requests", readonly=True, copy=False)
    order_count = fields.Integer("Number of Orders", readonly=True, copy=False)
    amount = fields.Monetary("Ordered", readonly=True, copy=False)
    saving_first = fields.Monetary("Saved against First Quote", readonly=True, copy=False)
    saving_last = fields.Monetary("Saved against Last Price", readonly=True, copy=False)
    saving_budget = fields.Monetary("Saved against Budget", readonly=True, copy=False)
    days_total = fields.Float("Days Request to Receipt", readonly=True, copy=False, aggregator="avg")
    on_time_rate = fields.Float("On Time (%)", readonly=True, copy=False, aggregator="avg")
    shortage_rate = fields.Float("Short (%)", readonly=True, copy=False, aggregator="avg")
    reject_rate = fields.Float("Rejected (%)", readonly=True, copy=False, aggregator="avg")
    late_inspection_rate = fields.Float("Inspected Late (%)", readonly=True, copy=False, aggregator="avg")
    can_issue = fields.Boolean(compute="_compute_can_steps")
    can_review = fields.Boolean(compute="_compute_can_steps")

    _period_uniq = models.UniqueIndex("(company_id, kind, date_from)", "There is a report of this period already.")

    @api.depends("kind", "date_from", "date_to")
    def _compute_name(self):
        labels = dict(KINDS)
        for report in self:
            report.name = f"{labels.get(report.kind, '')} {report.date_from} – {report.date_to}"

    @api.depends("kind", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            report.display_name = f"{labels.get(report.kind, '')} {report.date_from} – {report.date_to}"

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        issue, review = self._get_issue_refusals(), self._get_review_refusals()
        for report in self:
            report.can_issue = not issue[report.id]
            report.can_review = not review[report.id]

    # ------------------------------------------------------------------
    # Making
    # ------------------------------------------------------------------

    @api.model
    def action_generate(self, kind, day=False):
        """Make or refresh the report of the period around a day (R1 §二.9). Returns its id.

        Head of purchasing. ``kind``: week, month or year; ``day``: date as text, today when not given. An issued
        report is not made again.
        """
        if not self.env.user.has_group("company_procurement.group_purchase_head"):
            raise AccessError(self.env._("Only the head of purchasing makes the purchase reports."))
        if kind not in dict(KINDS):
            raise UserError(self.env._("A purchase report is made for a week, a month or a year (R1 §2.9)."))
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        return self._generate(kind, day, self.env.company).id

    def action_refresh(self):
        """Take the figures of draft reports anew. Returns True. Head of purchasing."""
        self.check_access("read")
        if not self.env.user.has_group("company_procurement.group_purchase_head"):
            raise AccessError(self.env._("Only the head of purchasing makes the purchase reports."))
        self._raise_refusals({report.id: report._get_draft_refusal() for report in self})
        for report in self:
            self._generate(report.kind, report.date_from, report.company_id)
        return True

    def _get_draft_refusal(self):
        return self.state != "draft" and self.env._("it is issued and stays as it is")

    @api.model
    def _generate(self, kind, day, company):
        first, last = report_figures.period(kind, day)
        report_sudo = self.sudo().search([
            ("company_id", "=", company.id), ("kind", "=", kind), ("date_from", "=", first)])
        report_sudo._raise_refusals({report.id: report._get_draft_refusal() for report in report_sudo})
        if not report_sudo:
            report_sudo = self.sudo()._as_engine().create({
                "company_id": company.id, "kind": kind, "date_from": first, "date_to": last})
        report_sudo._take_figures()
        return report_sudo.with_env(self.env)

    @api.model
    def _cron_generate(self):
        """Reports of the week, month and year that ended yesterday or before; safe to run again."""
        for company in self.env["res.company"].search([]):
            today = fields.Date.context_today(self.with_context(tz=company.partner_id.tz or "UTC"))
            for kind, _label in KINDS:
                first, _last = report_figures.period(kind, today)
                day = first - timedelta(days=1)
                begin, _end = report_figures.period(kind, day)
                if not self.sudo().search_count([
                        ("company_id", "=", company.id), ("kind", "=", kind), ("date_from", "=", begin)], limit=1):
                    self._generate(kind, day, company)._ask_head()

    def _ask_head(self):
        users = self.env["company.role"].sudo()._get_users("purchase_head", self.company_id)
        self.env["company.todo"].sudo()._open(
            "purchase.report", self.sudo(), users, self.env._("Write the summary of %s", self.display_name))

    # ------------------------------------------------------------------
    # Issue and review
    # ------------------------------------------------------------------

    def action_issue(self):
        """Issue reports with their summary: general manager and finance are told. Returns True.

        Head of purchasing; the summary must be written.
        """
        self.check_access("read")
        self._raise_refusals(self._get_issue_refusals(complete=True))
        role = self.env["company.role"].sudo()
        for report_sudo in self.sudo():
            report_sudo._set_state("issued")
            report_sudo._as_engine().write({"issued_by_id": self.env.uid, "issued_on": fields.Datetime.now()})
            self.env["company.todo"].sudo()._close("purchase.report", report_sudo)
            auditors = role._get_users("internal_audit", report_sudo.company_id)
            if report_sudo.kind == "year":
                self.env["company.todo"].sudo()._open(
                    "purchase.report", report_sudo, auditors - self.env.user,
                    self.env._("Review %s", report_sudo.display_name))
            readers = role._get_users("general_manager", report_sudo.company_id) | role._get_users(
                "finance_head", report_sudo.company_id)
            report_sudo.message_post(body=self.env._("%s was issued.", report_sudo.display_name),
                                     partner_ids=readers.partner_id.ids, subtype_xmlid="mail.mt_comment")
            self.env["company.ledger.entry"]._append("purchase.report", report_sudo, {
                "kind": report_sudo.kind, "from": str(report_sudo.date_from), "to": str(report_sudo.date_to),
                "figures": report_sudo.figures})
        return True

    def _get_issue_refusals(self, complete=False):
        head = self.env.user.has_group("company_procurement.group_purchase_head")
        return {report.id: (
            (not head and self.env._("the head of purchasing issues it"))
            or report._get_draft_refusal()
            or (complete and not report.summary and self.env._("write the summary first (R1 §2.9)"))
        ) for report in self}

    def action_review(self, opinion):
        """Record the review of an issued report (每年一审核). Returns True.

        Internal audit or general manager, not the one who issued it; ``opinion``: text.
        """
        self.check_access("read")
        opinion = opinion.strip() if isinstance(opinion, str) else ""
        if not opinion:
            raise UserError(self.env._("Write the opinion of the review."))
        self._raise_refusals(self._get_review_refusals())
        for report_sudo in self.sudo():
            report_sudo._set_state("reviewed")
            report_sudo._as_engine().write({"reviewed_by_id": self.env.uid, "review_opinion": opinion})
            self.env["company.todo"].sudo()._close("purchase.report", report_sudo)
            self.env["company.ledger.entry"]._append(
                "purchase.report", report_sudo, {"report": report_sudo.name, "opinion": opinion})
            report_sudo.message_post(body=self.env._("Reviewed: %s", opinion))
        return True

    def _get_review_refusals(self):
        role = self.env["company.role"].sudo()
        refusals = {}
        for report in self:
            reviewers = role._get_users("internal_audit", report.company_id) | role._get_users(
                "general_manager", report.company_id)
            refusals[report.id] = (
                (report.state != "issued" and self.env._("it is not issued, or reviewed already"))
                or (self.env.user not in reviewers and self.env._("internal audit or the general manager reviews it"))
                or (self.env.user == report.issued_by_id and self.env._("whoever issued it doesn't review it")))
        return refusals

    def _get_signature_boxes(self):
        """Boxes of the printed report: who issued and who reviewed it."""
        self.ensure_one()
        return [
            {"label": self.env._("Issued by"), "name": self.sudo().issued_by_id.name or "",
             "time": self.company_id._format_local_time(self.issued_on)[:10]},
            {"label": self.env._("Reviewed by"), "name": self.sudo().reviewed_by_id.name or "",
             "opinion": self.review_opinion or ""},
        ]

    def action_open_analysis(self):
        """Open the order lines behind the figures."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_procurement.company_purchase_analysis_action")
        begin, end = self._get_bounds()
        return {**action, "domain": [
            ("company_id", "=", self.company_id.id), ("date_order", ">=", str(begin)), ("date_order", "<", str(end))],
            "context": {}}
