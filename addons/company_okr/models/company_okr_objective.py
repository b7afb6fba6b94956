from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.combination import combine, explain
from ..engine.rounding import exact, shown


class CompanyOkrObjective(models.Model):
    """An objective of a plan, measured by its key results (R2 §5.1.3, §5.1.5; R14 §4)."""

    _name = "company.okr.objective"
    _description = "Objective"
    _inherit = ["company.approval.line.mixin", "company.state.mixin", "mail.thread"]
    _order = "plan_id, is_overarching desc, sequence, id"
    _check_company_auto = True

    _approval_parent_field = "plan_id"
    _client_parent_field = "plan_id"
    _client_fields = dict.fromkeys(("draft", "adjusting"), frozenset({
        "sequence", "name", "description", "weight", "is_overarching", "overarching_id", "combination", "type_id",
        "parent_key_result_id", "key_result_ids", "source"}))
    _client_create_states = frozenset({"draft", "adjusting"})

    plan_id = fields.Many2one("company.okr.plan", "Plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    cycle_id = fields.Many2one(related="plan_id.cycle_id", store=True, index=True)
    cycle_end = fields.Date(related="plan_id.cycle_id.date_end", string="End of the Cycle")
    level = fields.Selection(related="plan_id.level", store=True)
    department_id = fields.Many2one(related="plan_id.department_id", store=True, index=True)
    employee_id = fields.Many2one(related="plan_id.employee_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Objective", required=True, tracking=True)
    description = fields.Text()
    state = fields.Selection(
        [("running", "Running"), ("done", "Finished"), ("dropped", "Dropped")], required=True, default="running",
        readonly=True, copy=False, tracking=True)
    is_overarching = fields.Boolean(
        "Overarching", help="The module's goal for the whole year, under which the objectives of each stage stand "
        "(R2 §5.1.3).")
    overarching_id = fields.Many2one(
        "company.okr.objective", "Overarching Objective", index="btree_not_null", check_company=True,
        domain="[('plan_id', '=', plan_id), ('is_overarching', '=', True)]")
    stage_ids = fields.One2many("company.okr.objective", "overarching_id", "Objectives of Stages", copy=False)
    type_id = fields.Many2one("company.okr.type", "OKR Type")
    weight = fields.Float("Weight (%)", help="Agreed between assessor and appraised (R2 §5.1.3).")
    combination = fields.Selection(
        [("sum", "Independent: weights add up"), ("product", "Dependent: completions multiply")], required=True,
        default="sum", help="Key results that depend on each other are multiplied (R14 §4).")
    key_result_ids = fields.One2many("company.okr.key.result", "objective_id", "Key Results", copy=True)
    parent_key_result_id = fields.Many2one(
        "company.okr.key.result", "Contributes to", index="btree_not_null", check_company=True,
        help="The key result of the level above that this objective breaks down (R14 §3).")
    source = fields.Char("Comes from", help="The strategic focus this objective was made of.")
    carried_from_id = fields.Many2one(
        "company.okr.objective", "Carried forward from", index="btree_not_null", readonly=True, copy=False)
    progress = fields.Float("Progress (%)", compute="_compute_progress", store=True, aggregator="avg")
    progress_explanation = fields.Char("How the progress comes about", compute="_compute_progress_explanation")
    signed_key_results = fields.Json(compute="_compute_signed_key_results")

    _weight_range = models.Constraint("CHECK(weight >= 0 AND weight <= 100)", "A weight lies between 0 and 100 %.")

    def _get_parts(self):
        self.ensure_one()
        return [(exact(key_result.weight), exact(key_result.completion)) for key_result in self.key_result_ids]

    @api.depends("key_result_ids.completion", "key_result_ids.weight", "combination")
    def _compute_progress(self):
        for objective in self:
            objective.progress = float(shown(combine(objective._get_parts(), objective.combination) * 100))

    @api.depends("key_result_ids.completion", "key_result_ids.weight", "combination")
    def _compute_progress_explanation(self):
        for objective in self:
            parts = objective._get_parts()
            objective.progress_explanation = explain(parts, objective.combination) if parts else ""

    @api.depends("key_result_ids.name", "key_result_ids.weight", "key_result_ids.target_value")
    def _compute_signed_key_results(self):
        """What of the key results the agreement signs; values of check-ins are not part of it."""
        for objective in self:
            objective.signed_key_results = [
                [key_result.id, key_result.name, key_result.kind, key_result.falling, key_result.start_value,
                 key_result.target_value, key_result.unit or "", key_result.weight, str(key_result.due_date or ""),
                 key_result.owner_id.id]
                for key_result in objective.key_result_ids]

    @api.constrains("overarching_id", "is_overarching", "plan_id")
    def _check_overarching(self):
        for objective in self.filtered("overarching_id"):
            over = objective.overarching_id
            if objective.is_overarching or not over.is_overarching or over.plan_id != objective.plan_id:
                raise ValidationError(self.env._(
                    "%(objective)s: an objective of a stage stands under an overarching one of the same plan.",
                    objective=objective.name))

    @api.constrains("parent_key_result_id")
    def _check_no_cycle(self):
        for objective in self:
            seen, above = set(), objective.parent_key_result_id.objective_id
            while above:
                if above == objective or above.id in seen:
                    raise ValidationError(self.env._(
                        "%(objective)s would contribute to itself.", objective=objective.name))
                seen.add(above.id)
                above = above.parent_key_result_id.objective_id

    def _check_limits(self):
        """OKR-KR and OKR-MEASURE: one to four measurable key results whose weights make 100 % (R2 §5.1.5B)."""
        self.ensure_one()
        enforce, plan, most = self.env["company.control"]._enforce, self.plan_id, self.company_id.okr_max_key_results
        key_results = self.key_result_ids
        if not 1 <= len(key_results) <= most:
            enforce("OKR-KR", plan, self.env._(
                "“%(objective)s” has %(count)s key results; it needs one to %(most)s.",
                objective=self.name, count=len(key_results), most=most), fact=f"objective {self.id}")
        total = sum(map(exact, key_results.mapped("weight")))
        if self.combination == "sum" and key_results and total != 100:
            enforce("OKR-WEIGHT", plan, self.env._(
                "the weights of the key results of “%(objective)s” make %(total)s %%, not 100 %%.",
                objective=self.name, total=f"{total.normalize():f}"), fact=f"objective {self.id}")
        for key_result in key_results:
            if reason := key_result._get_measure_problem():
                enforce("OKR-MEASURE", plan, self.env._(
                    "“%(key_result)s”: %(reason)s", key_result=key_result.name, reason=reason),
                    fact=f"key result {key_result.id}")
