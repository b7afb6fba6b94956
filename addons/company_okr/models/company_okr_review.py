from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

KINDS = [("monthly", "Monthly Monitor"), ("quarterly", "Quarterly Review"), ("half", "Half-year Review")]
MONTHS = {"monthly": 1, "quarterly": 3, "half": 6}
TEXTS = ("done", "highlights", "problems", "next_plan", "help_needed")


class CompanyOkrReview(models.Model):
    """Regular review of a plan: monthly 附件3, quarterly 附件4 for departments and 附件5 for positions (R2 §5.3).

    One page per plan and period: the key results as they stood, what was done, highlights, problems, the next plan and
    the help needed. The review meeting goes through the pages one after the other.
    """

    _name = "company.okr.review"
    _description = "OKR Review"
    _inherit = ["company.state.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "period_end desc, department_id, id"
    _check_company_auto = True

    _initial_state = "draft"
    _transitions = frozenset({("draft", "written"), ("written", "draft"), ("written", "reviewed")})
    _client_fields = {
        "draft": frozenset({"plan_id", "kind", "period_start", "period_end", "company_id", *TEXTS}),
        "written": frozenset({"meeting_notes", "decisions"}),
    }

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    plan_id = fields.Many2one("company.okr.plan", "Plan", required=True, index=True, check_company=True)
    cycle_id = fields.Many2one(related="plan_id.cycle_id", store=True, index=True)
    level = fields.Selection(related="plan_id.level", store=True)
    department_id = fields.Many2one(related="plan_id.department_id", store=True, index=True)
    employee_id = fields.Many2one(related="plan_id.employee_id", store=True, index=True)
    user_id = fields.Many2one(related="plan_id.user_id", store=True, index=True)
    kind = fields.Selection(KINDS, "Review", required=True, default="monthly")
    period_start = fields.Date("From", required=True)
    period_end = fields.Date("Until", required=True, index=True)
    state = fields.Selection(
        [("draft", "To be written"), ("written", "Written"), ("reviewed", "Reviewed")], required=True, default="draft",
        readonly=True, copy=False, index=True, tracking=True)
    line_ids = fields.One2many("company.okr.review.line", "review_id", "Key Results", readonly=True, copy=False)
    progress = fields.Float("Progress (%)", readonly=True, copy=False, aggregator="avg")
    progress_before = fields.Float("Progress before (%)", readonly=True, copy=False, aggregator="avg")
    done = fields.Text("Done", help="What was reached in the period (R2 §5.3.1.2).")
    highlights = fields.Text()
    problems = fields.Text()
    next_plan = fields.Text("Next Plan")
    help_needed = fields.Text("Help needed")
    meeting_notes = fields.Text("Notes of the Meeting", copy=False)
    decisions = fields.Text(copy=False, help="What was decided in the meeting, and the plan until the next one.")
    reviewed_by_id = fields.Many2one("res.users", "Reviewed by", readonly=True, copy=False)

    _once = models.UniqueIndex("(plan_id, kind, period_end)", "There is a review of this plan and period already.")
    _period = models.Constraint("CHECK(period_start <= period_end)", "A period ends after it begins.")

    @api.depends("plan_id.display_name", "kind", "period_end")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for review in self:
            review.display_name = f"{review.plan_id.display_name} · {kinds.get(review.kind)} {review.period_end or ''}"

    def _get_client_fields(self):
        """A page stays with the plan it was made for."""
        return super()._get_client_fields() - {"plan_id"}

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        for review in reviews:
            if not review.plan_id._can_edit():
                raise AccessError(self.env._(
                    "%(review)s: the person responsible, the heads above and HR write reviews.",
                    review=review.display_name))
        reviews._take_lines()
        return reviews

    def _take_lines(self):
        """The key results as they stand now, beside where they stood in the review of this kind before."""
        line_sudo = self.env["company.okr.review.line"].sudo()
        before = {}
        for line in line_sudo.search([("key_result_id", "in", self.plan_id.objective_ids.key_result_ids.ids),
                                      ("review_id", "not in", self.ids)], order="id"):
            before[line.key_result_id.id, line.review_id.kind] = line.completion
        line_sudo._as_engine().create([{
            "review_id": review.id, "company_id": review.company_id.id, "key_result_id": one.id,
            "objective_id": one.objective_id.id, "value": one.current_value, "completion": one.completion,
            "completion_before": before.get((one.id, review.kind), 0), "confidence": one.confidence,
            "note": one.sudo().checkin_ids.sorted("id")[-1:].note or False,
        } for review in self for one in review.plan_id.objective_ids.key_result_ids])
        earlier = self.sudo().search([("plan_id", "in", self.plan_id.ids)], order="period_end").grouped(
            lambda one: (one.plan_id, one.kind))
        for review in self.sudo():
            last = earlier[review.plan_id, review.kind].filtered(
                lambda one, end=review.period_end: one.period_end < end)[-1:]
            review._as_engine().write({"progress": review.plan_id.progress, "progress_before": last.progress})

    def action_refresh(self):
        """Take the values of the key results again, as long as the review is a draft.

        :return: True
        """
        self.check_access("write")
        self._check_state("draft")
        self.sudo().line_ids._as_engine().unlink()
        self._take_lines()
        return True

    def action_hand_in(self):
        """The review is written: what was done, problems and the next plan are there (OKR-REVIEW, R2 §5.3.1.2).

        :return: True
        :raise ControlError: one of them is missing
        """
        self.check_access("write")
        self._check_state("draft")
        for review in self:
            missing = [review._fields[name]._description_string(self.env)
                       for name in ("done", "problems", "next_plan") if not (review[name] or "").strip()]
            if missing:
                self.env["company.control"]._enforce("OKR-REVIEW", review, self.env._(
                    "write down: %(missing)s.", missing=", ".join(missing)))
        self.sudo()._set_state("written")
        self.env["company.todo"]._close("okr.review", self.sudo())
        return True

    def action_review(self, notes=""):
        """The head, or HR, has gone through it in the meeting.

        :param str notes: what was agreed
        :return: True
        :raise AccessError: neither a head above nor the general manager nor HR, or one's own review
        """
        self.check_access("read")
        self._check_state("written")
        self._check_reviewer()
        engine = self.sudo()
        engine._as_engine().write({"reviewed_by_id": self.env.uid, **({"meeting_notes": notes} if notes else {})})
        return engine._set_state("reviewed")

    def action_send_back(self, reason):
        """Back to the author with a reason.

        :param str reason: required
        :return: True
        """
        self.check_access("read")
        reason = self._check_text(reason, self.env._("Say what is missing."))
        self._check_reviewer()
        for review in self:
            review.sudo()._set_state("draft")
            review.sudo().message_post(body=reason)
        return True

    # ------------------------------------------------------------------
    # Periods
    # ------------------------------------------------------------------

    @api.model
    def _cron_open_reviews(self):
        """On the first days of a period: drafts for the period that ended, with to-dos; may run again (R2 §5.3.1)."""
        today = fields.Date.context_today(self)
        for kind, months in MONTHS.items():
            end = today.replace(day=1) - timedelta(days=1)
            if end.month % months:
                continue
            start = end + relativedelta(months=1 - months, day=1)
            plans = self.env["company.okr.plan"].sudo().search([
                ("state", "in", ("published", "adjusting")), ("user_id", "!=", False),
                ("level", "in", self._get_levels(kind)), ("published_on", "<=", end),
                ("cycle_id.date_start", "<=", end), ("cycle_id.date_end", ">=", start)])
            known = self.sudo().search([("plan_id", "in", plans.ids), ("kind", "=", kind), ("period_end", "=", end)])
            self._open_reviews(plans - known.plan_id, kind, start, end)
        return True

    def _get_levels(self, kind):
        return {"monthly": ("module", "position"), "quarterly": ("department", "module", "position"),
                "half": ("department",)}[kind]

    def _open_reviews(self, plans, kind, start, end):
        due = {company: self._compute_due(fields.Datetime.now(), 5, "days", company) for company in plans.company_id}
        reviews = self.sudo()._as_engine().create([{
            "plan_id": plan.id, "company_id": plan.company_id.id, "kind": kind, "period_start": start,
            "period_end": end, "deadline": due[plan.company_id],
        } for plan in plans])
        self.env["company.todo"]._open(
            "okr.review", reviews, {one.id: one.user_id for one in reviews},
            {one.id: one.display_name for one in reviews}, deadline={one.id: one.deadline for one in reviews})
        return reviews
