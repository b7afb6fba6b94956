from odoo import api, fields, models

from ..engine import scoring

FIGURES = ("self_score", "okr_score", "values_score", "personal_score", "department_score", "final_score")
SCORE = {"digits": (16, 2), "readonly": True, "copy": False}


class CompanyOkrAppraisal(models.Model):
    """What a cycle gives for one person: OKR score, values score, final score (R2 §5.4, §5.5).

    The person reads it while the own score is due and again when the result stands; in between only assessors, the
    heads above and HR do (REQUIREMENTS O15). All figures come out of ``_update_scores``.
    """

    _name = "company.okr.appraisal"
    _description = "Appraisal"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cycle_id desc, department_id, final_score desc, id"
    _rec_names_search = ["employee_id.name", "cycle_id.name"]
    _check_company_auto = True

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "scoring"), ("scoring", "scored"), ("scored", "scoring"), ("scored", "confirmed"),
        ("confirmed", "closed"), ("confirmed", "scored"), ("scoring", "draft")})
    _client_fields = {"draft": frozenset({"line_ids"}), "scoring": frozenset({"line_ids", "value_ids"})}
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    cycle_id = fields.Many2one(
        "company.okr.cycle", "Cycle", required=True, index=True, readonly=True, copy=False, check_company=True)
    employee_id = fields.Many2one(
        "hr.employee", "Appraised", required=True, index=True, readonly=True, copy=False, check_company=True)
    user_id = fields.Many2one("res.users", "User", index=True, readonly=True, copy=False, ondelete="restrict")
    plan_id = fields.Many2one(
        "company.okr.plan", "Plan", index=True, readonly=True, copy=False, check_company=True, ondelete="restrict")
    level = fields.Selection(
        [("department", "Department Head"), ("module", "Module Head"), ("position", "Position")], "Appraised as",
        required=True, readonly=True, copy=False)
    department_id = fields.Many2one(
        "hr.department", "Department", index=True, readonly=True, copy=False, check_company=True, ondelete="restrict")
    module_id = fields.Many2one(
        "hr.department", "Module", index=True, readonly=True, copy=False, check_company=True, ondelete="restrict")
    unit_id = fields.Many2one(
        "hr.department", "Organisation Unit", index=True, readonly=True, copy=False, ondelete="restrict",
        help="Module, or department: the heads above it may read.")
    module_head_id = fields.Many2one(
        "hr.employee", "Module Head", index=True, readonly=True, copy=False, check_company=True)
    module_head_user_id = fields.Many2one(
        "res.users", "First Assessor", index=True, readonly=True, copy=False, ondelete="restrict")
    department_head_id = fields.Many2one(
        "hr.employee", "Department Head", index=True, readonly=True, copy=False, check_company=True,
        help="Scores finally; the department heads themselves are scored by the general manager (R2 §5.1.1).")
    department_head_user_id = fields.Many2one(
        "res.users", "Final Assessor", index=True, readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [("draft", "Self-score"), ("scoring", "Scoring"), ("scored", "Scored"), ("confirmed", "Confirmed"),
         ("closed", "Closed")], required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    line_ids = fields.One2many("company.okr.appraisal.line", "appraisal_id", "Objectives", copy=False)
    value_ids = fields.One2many("company.okr.appraisal.value", "appraisal_id", "Values", copy=False)
    self_score = fields.Float("Self-score", **SCORE, aggregator="avg")
    okr_score = fields.Float("OKR Score", **SCORE, aggregator="avg", help="By the assessors (R2 §5.4.2, §5.4.3).")
    values_score = fields.Float("Values Score", **SCORE, aggregator="avg", help="R2 §5.5.2")
    personal_score = fields.Float(
        "Appraisal Score", **SCORE, aggregator="avg", help="OKR 70 %, values 30 % (R2 §5.5.1).")
    department_score = fields.Float(
        "Department's Score", **SCORE, aggregator="avg", help="OKR score of the department's goals (R2 §5.5.3).")
    final_score = fields.Float(
        "Final Score", **SCORE, aggregator="avg", index=True,
        help="Years: own score 80 %, department's 20 % (R2 §5.5.3); other cycles: the own score.")
    has_okr_score = fields.Boolean(readonly=True, copy=False)
    has_final_score = fields.Boolean("Scores complete", readonly=True, copy=False)
    is_module_head_done = fields.Boolean("First Assessor handed in", readonly=True, copy=False)
    is_department_head_done = fields.Boolean("Final Assessor handed in", readonly=True, copy=False)
    progress = fields.Float(related="plan_id.progress", string="Progress (%)")
    trace = fields.Json("How the scores come about", compute="_compute_trace")
    my_role = fields.Char(compute="_compute_my_role")
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    proof_key = fields.Char(
        "Key of the Proof", readonly=True, copy=False, help="Part of the digest in the ledger; without it nobody finds "
        "the figures by trying.")

    _one_per_person = models.UniqueIndex("(cycle_id, employee_id)", "There is an appraisal of this person already.")

    @api.depends("employee_id.name", "cycle_id.name")
    def _compute_display_name(self):
        for appraisal in self:
            appraisal.display_name = f"{appraisal.cycle_id.name} · {appraisal.sudo().employee_id.name}"

    @api.depends_context("uid")
    @api.depends("state", "user_id", "module_head_user_id", "department_head_user_id")
    def _compute_my_role(self):
        for appraisal in self:
            appraisal.my_role = ",".join(sorted(appraisal._get_my_roles()))

    def _get_my_roles(self):
        """What the user is in this appraisal: self, module_head, department_head."""
        self.ensure_one()
        own = {"self": self.user_id, "module_head": self.module_head_user_id,
               "department_head": self.department_head_user_id}
        return {role for role, user in own.items() if user == self.env.user}

    def _get_ratios(self):
        cycle = self.cycle_id
        return scoring.Ratios(*(scoring.exact(cycle[name]) for name in (
            "module_head_ratio", "department_head_ratio", "okr_ratio", "values_ratio", "personal_ratio",
            "department_ratio")))

    @api.depends(*FIGURES, "line_ids.score", "value_ids.score")
    def _compute_trace(self):
        for appraisal in self:
            appraisal.trace = appraisal._get_trace()
