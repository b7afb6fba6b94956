from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.rounding import shown
from ..engine.scoring import okr_score

LEVELS = [
    ("company", "Company"), ("department", "Department"), ("module", "Module"), ("position", "Position")]
ABOVE = {"department": "company", "module": "department", "position": "module"}


class CompanyOkrPlan(models.Model):
    """The objectives of one level for one cycle: of the company, a department, a module (a team under a department,
    answered for by its head) or a position (R2 §5.1.1–5.1.3). Everybody in the company reads it (R2 §5.1.5C).
    """

    _name = "company.okr.plan"
    _description = "OKR Plan"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cycle_id, level, department_id, id"
    _check_company_auto = True
    _rec_names_search = ["name", "employee_id.name", "department_id.name", "cycle_id.name"]
    _number_prefix = "OKR%(year)s-"

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("approved", "published"),
        ("published", "adjusting"), ("adjusting", "submitted"), ("submitted", "adjusting"),
        ("published", "closed"), ("draft", "cancelled"), ("cancelled", "draft")})
    _client_fields = {
        "draft": frozenset({
            "cycle_id", "level", "department_id", "employee_id", "parent_id", "objective_ids", "note", "company_id"}),
        "adjusting": frozenset({"parent_id", "objective_ids", "note"}),
    }

    name = fields.Char("Number", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Waiting for Approval"), ("approved", "Agreed"),
         ("published", "Published"), ("adjusting", "Being adjusted"), ("closed", "Closed"),
         ("cancelled", "Cancelled")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    cycle_id = fields.Many2one(
        "company.okr.cycle", "Cycle", required=True, index=True, check_company=True, tracking=True,
        default=lambda self: self._default_cycle())
    level = fields.Selection(LEVELS, required=True, default="position", index=True)
    department_id = fields.Many2one(
        "hr.department", "Department or Module", index=True, check_company=True, ondelete="restrict",
        help="A module is a team under a department.")
    employee_id = fields.Many2one(
        "hr.employee", "Responsible", index=True, check_company=True, tracking=True, ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
        help="Who answers for this plan: the head of the department or module, or the person in the position.")
    user_id = fields.Many2one(related="employee_id.user_id", string="User", store=True, index=True)
    job_id = fields.Many2one(related="employee_id.job_id", string="Position")
    parent_id = fields.Many2one(
        "company.okr.plan", "Plan above", index=True, check_company=True, tracking=True,
        help="The plan this one contributes to.")
    child_ids = fields.One2many("company.okr.plan", "parent_id", "Plans below", readonly=True, copy=False)
    objective_ids = fields.One2many("company.okr.objective", "plan_id", "Objectives")
    objective_count = fields.Integer(compute="_compute_objective_count")
    weight_total = fields.Float("Sum of Weights (%)", compute="_compute_weight_total")
    progress = fields.Float("Progress (%)", compute="_compute_progress", store=True, aggregator="avg")
    published_on = fields.Datetime(readonly=True, copy=False)
    note = fields.Text()

    _one_per_unit = models.UniqueIndex(
        "(cycle_id, level, COALESCE(department_id, 0), COALESCE(employee_id, 0)) WHERE state != 'cancelled'",
        "There is a plan of this level for this cycle already.")

    def _default_cycle(self):
        return self.env["company.okr.cycle"].search(
            [("state", "=", "open"), ("company_id", "=", self.env.company.id)], limit=1)

    @api.depends("level", "department_id.name", "employee_id.name", "cycle_id.name")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = " · ".join(filter(None, (plan.cycle_id.name, plan._get_whose()))) or plan.name

    def _get_whose(self):
        """Name of the company, unit or person the plan is of."""
        return {
            "company": self.company_id.name, "position": self.employee_id.name,
        }.get(self.level, self.department_id.name)

    @api.depends("objective_ids")
    def _compute_objective_count(self):
        counts = dict(self.env["company.okr.objective"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]))
        for plan in self:
            plan.objective_count = counts.get(plan._origin, len(plan.objective_ids))

    @api.depends("objective_ids.weight", "objective_ids.overarching_id")
    def _compute_weight_total(self):
        for plan in self:
            plan.weight_total = sum(
                objective.weight for objective in plan.objective_ids if not objective.overarching_id)

    @api.depends("objective_ids.progress", "objective_ids.weight", "objective_ids.state",
                 "objective_ids.overarching_id")
    def _compute_progress(self):
        """By the formula of the scores: averages under overarching objectives, weights above (R2 §5.4.3)."""
        for plan in self:
            counted = plan.objective_ids.filtered(lambda objective: objective.state != "dropped")
            plan.progress = float(shown(okr_score([
                (one.id, one.overarching_id.id or None, one.weight, one.progress) for one in counted]) or 0))

    @api.constrains("level", "department_id", "employee_id", "parent_id")
    def _check_level(self):
        for plan in self:
            reason = plan._get_level_problem()
            if reason:
                raise ValidationError(self.env._("%(plan)s: %(reason)s", plan=plan.display_name, reason=reason))

    def _get_level_problem(self):
        """What does not fit between level, unit, person and plan above; False when all fits (R2 §5.1.1–5.1.3)."""
        self.ensure_one()
        if self.level in ("department", "module") and not self.department_id:
            return self.env._("name the department or module this plan is for.")
        if self.level == "module" and not self.department_id.is_okr_module:
            return self.env._(
                "%(unit)s is no module; HR marks the teams under a department that have an OKR of their own.",
                unit=self.department_id.name)
        if self.level == "position" and not self.employee_id:
            return self.env._("name the person this plan is for.")
        home = self.employee_id.sudo().department_id
        if self.level == "position" and home and self.department_id not in (home, home.browse()) and not (
                self.env.user._is_superuser() or self.env.user.has_group("company_okr.group_hr")):
            # the heads of the unit agree the plan and score the person: nobody picks them for himself
            return self.env._(
                "the OKR of a position belongs to the unit the person works in, “%(unit)s”; HR performance can put it "
                "elsewhere (R2 §5.4.2).", unit=home.name)
        if self.parent_id and self.parent_id.level != self.level and \
                LEVEL_ORDER[self.parent_id.level] >= LEVEL_ORDER[self.level]:
            return self.env._("the plan above has to stand on a higher level.")
        if self.parent_id and self._has_cycle():
            return self.env._("it would stand above itself.")
        return False


LEVEL_ORDER = {level: index for index, (level, _label) in enumerate(LEVELS)}
