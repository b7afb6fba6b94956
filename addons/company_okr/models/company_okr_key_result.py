from datetime import timedelta
from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.completion import completion

KINDS = [("number", "Quantity"), ("percentage", "Percentage"), ("milestone", "Milestones"), ("boolean", "Yes or No")]
RUNNING = ("published", "adjusting")
CONFIDENCE = [("green", "On track"), ("yellow", "At risk"), ("red", "Off track")]


class CompanyOkrKeyResult(models.Model):
    """A measurable result that shows an objective is reached (R2 §5.1.5B)."""

    _name = "company.okr.key.result"
    _description = "Key Result"
    _inherit = ["company.state.mixin"]
    _order = "objective_id, sequence, id"
    _check_company_auto = True

    _client_parent_field = "objective_id"
    _client_fields = dict.fromkeys(("draft", "adjusting"), frozenset({
        "sequence", "name", "kind", "falling", "start_value", "target_value", "unit", "weight", "due_date",
        "owner_id"}))
    _client_create_states = frozenset({"draft", "adjusting"})

    objective_id = fields.Many2one("company.okr.objective", "Objective", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(related="objective_id.plan_id", store=True, index=True)
    company_id = fields.Many2one(related="objective_id.company_id", store=True, index=True)
    cycle_id = fields.Many2one(related="plan_id.cycle_id", store=True, index=True)
    plan_state = fields.Selection(related="plan_id.state")
    plan_can_write = fields.Boolean(related="plan_id.can_write", string="Plan can be written")
    plan_can_edit = fields.Boolean(related="plan_id.can_edit", string="Steps of the Plan")
    sequence = fields.Integer(default=10)
    name = fields.Char("Key Result", required=True)
    kind = fields.Selection(KINDS, "Measure", required=True, default="number")
    falling = fields.Boolean("Falling", help="The lower the better: complaints, costs, days.")
    start_value = fields.Float("Start")
    target_value = fields.Float("Target", default=1)
    current_value = fields.Float("Current", compute="_compute_current", store=True)
    unit = fields.Char()
    weight = fields.Float("Weight (%)", default=100)
    owner_id = fields.Many2one("hr.employee", "Owner", index=True, check_company=True)
    due_date = fields.Date("Due")
    completion = fields.Float(compute="_compute_completion", store=True, digits=(16, 6), help="0 … 1")
    confidence = fields.Selection(CONFIDENCE, compute="_compute_current", store=True)
    checkin_ids = fields.One2many("company.okr.checkin", "key_result_id", "Check-ins", readonly=True, copy=False)
    last_checkin_on = fields.Datetime("Last Check-in", compute="_compute_current", store=True, index=True)
    is_stale = fields.Boolean("Check-in overdue", compute="_compute_health", search="_search_is_stale")
    health = fields.Selection(
        [*CONFIDENCE, ("stale", "Check-in overdue"), ("none", "Not begun")], compute="_compute_health",
        help="An overdue check-in overrides a green status.")
    contributing_ids = fields.One2many(
        "company.okr.objective", "parent_key_result_id", "Broken down into", readonly=True, copy=False)
    contribution = fields.Float(
        "Progress below (%)", compute="_compute_contribution", help="Average progress of the objectives it was broken "
        "down into; it shows where the result comes from and is not counted twice.")

    _weight_range = models.Constraint("CHECK(weight >= 0 AND weight <= 100)", "A weight lies between 0 and 100 %.")

    @api.depends("checkin_ids")
    def _compute_current(self):
        for key_result in self:
            last = key_result.checkin_ids.sorted("id")[-1:]
            key_result.current_value = last.value if last else key_result.start_value
            key_result.confidence = last.confidence
            key_result.last_checkin_on = last.created_on

    @api.depends("kind", "falling", "start_value", "target_value", "current_value", "last_checkin_on")
    def _compute_completion(self):
        for key_result in self:
            key_result.completion = float(completion(
                key_result.kind, key_result.start_value, key_result.target_value,
                key_result.current_value, key_result.falling)) if key_result.last_checkin_on else 0.0

    @api.depends("last_checkin_on", "confidence", "plan_id.published_on", "completion")
    def _compute_health(self):
        now = fields.Datetime.now()
        for key_result in self:
            since = key_result.last_checkin_on or key_result.plan_id.published_on
            running = key_result.plan_id.state in RUNNING and key_result.objective_id.state == "running"
            limit = timedelta(days=key_result.company_id.okr_stale_days or 31)
            key_result.is_stale = bool(running and since and key_result.completion < 1 and now - since > limit)
            key_result.health = "stale" if key_result.is_stale else key_result.confidence or "none"

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        stale = self._search(Domain.OR(map(self._get_stale_domain, self.env.companies)))
        return [("id", "in" if True in value else "not in", stale)]

    def _get_stale_domain(self, company):
        before = fields.Datetime.now() - timedelta(days=company.okr_stale_days or 31)
        return Domain([
            ("company_id", "=", company.id), ("plan_id.state", "in", RUNNING),
            ("objective_id.state", "=", "running"), ("completion", "<", 1),
            "|", ("last_checkin_on", "<", before),
            "&", ("last_checkin_on", "=", False), ("plan_id.published_on", "<", before)])

    @api.depends("contributing_ids.progress", "contributing_ids.state", "contributing_ids.plan_id.state")
    def _compute_contribution(self):
        for key_result in self:
            below_sudo = key_result._get_counted_sudo()
            key_result.contribution = sum(below_sudo.mapped("progress")) / len(below_sudo) if below_sudo else 0.0

    def _get_counted_sudo(self):
        """Objectives that count in the roll-up: not dropped, nor of a cancelled plan."""
        return self.sudo().contributing_ids.filtered(
            lambda one: one.state != "dropped" and one.plan_id.state != "cancelled")

    def _get_contribution_share(self):
        """Part of each objective in the roll-up, in percent; the roll-up is their plain average."""
        return 100 / (len(self._get_counted_sudo()) or 1)

    @api.constrains("start_value", "target_value", "weight")
    def _check_finite(self):
        for key_result in self:
            if not all(map(isfinite, (key_result.start_value, key_result.target_value, key_result.weight))):
                raise ValidationError(self.env._("%(key_result)s: the value is a number.", key_result=key_result.name))

    def _get_measure_problem(self):
        """Why this key result can't be measured; False when it can (R2 §5.1.5B)."""
        self.ensure_one()
        if self.kind in ("number", "percentage") and self.start_value == self.target_value:
            return self.env._("start and target are the same figure.")
        if self.kind in ("number", "percentage") and (self.target_value < self.start_value) != self.falling:
            return self.env._("the target lies on the wrong side of the start; tick or untick “Falling”.")
        if self.kind == "milestone" and self.target_value < 1:
            return self.env._("name the number of milestones as target.")
        if not self.due_date:
            return self.env._("it has no due date.")
        return False
