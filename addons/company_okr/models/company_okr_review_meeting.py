from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .company_okr_review import MONTHS

NOTES = frozenset({"meeting_notes", "decisions"})


class CompanyOkrReview(models.Model):
    """The review meeting: one page after the other, notes and decisions by who leads it (R2 §5.3.1, §5.3.3)."""

    _inherit = "company.okr.review"

    previous_id = fields.Many2one("company.okr.review", "Review before", compute="_compute_previous_id")
    can_write = fields.Boolean("Texts can be written", compute="_compute_can_write")
    can_review = fields.Boolean(compute="_compute_can_review", help="This user leads the meeting about this review.")

    @api.depends("plan_id", "kind", "period_end")
    def _compute_previous_id(self):
        """The last review of the same plan and kind before this one: what was promised then."""
        known = self.search_fetch(
            [("plan_id", "in", self.plan_id.ids)], ["plan_id", "kind", "period_end"], order="period_end desc")
        for review in self:
            review.previous_id = known.filtered(
                lambda one, r=review: (one.plan_id, one.kind) == (r.plan_id, r.kind)
                and r.period_end and one.period_end < r.period_end)[:1]

    @api.depends("state", "plan_id")
    @api.depends_context("uid")
    def _compute_can_write(self):
        writable = self._origin._filtered_access("write")
        for review in self:
            review.can_write = not review._origin or review._origin in writable and review.state == "draft"

    @api.depends("plan_id")
    @api.depends_context("uid")
    def _compute_can_review(self):
        for plan, reviews in self.grouped("plan_id").items():
            reviews.can_review = bool(plan) and plan._is_above()

    @api.onchange("kind")
    def _onchange_kind(self):
        """The last month, quarter or half-year that has ended."""
        if months := MONTHS.get(self.kind):
            end = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
            end -= relativedelta(months=end.month % months)
            self.period_end = end + relativedelta(day=31)
            self.period_start = end + relativedelta(months=1 - months, day=1)

    def _check_reviewer(self):
        for review in self:
            if not review.can_review:
                raise AccessError(self.env._(
                    "%(review)s: a head above, the general manager or HR reviews it; nobody reviews his own.",
                    review=review.display_name))

    def write(self, vals):
        """Notes of the meeting and decisions are written by who leads it, not by the author."""
        if vals.keys() & NOTES and not self.env.su:
            self._check_reviewer()
        return super().write(vals)

    def action_meeting(self):
        """Open the meeting: the selected reviews, or those of the list; without a list those for the meeting.

        :return: client action that goes through the pages
        """
        self.check_access("read")
        reviews = self or self.search(self.env.context.get("active_domain") or [("state", "=", "written")])
        return {"type": "ir.actions.client", "tag": "company_okr.meeting", "name": self.env._("Review Meeting"),
                "target": "current", "params": {"ids": reviews.ids}}
