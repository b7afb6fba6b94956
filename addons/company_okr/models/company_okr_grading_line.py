from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..engine.rounding import is_figure


class CompanyOkrGradingLine(models.Model):
    """A person in a grading session, with the bonus that comes of the grade (R2 §5.6.1)."""

    _name = "company.okr.grading.line"
    _description = "Person in a Grading Session"
    _inherit = ["company.state.mixin"]
    _order = "grading_id, rank, id"
    _check_company_auto = True

    _client_parent_field = "grading_id"
    _client_create_states = frozenset()
    _client_fields = {"proposed": frozenset({"bonus_base"}), "confirmed": frozenset({"bonus_base"})}

    grading_id = fields.Many2one(
        "company.okr.grading", "Grading Session", required=True, index=True, readonly=True, copy=False,
        ondelete="cascade")
    cycle_id = fields.Many2one(related="grading_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    appraisal_id = fields.Many2one(
        "company.okr.appraisal", "Appraisal", required=True, index=True, readonly=True, copy=False, check_company=True)
    employee_id = fields.Many2one("hr.employee", "Person", required=True, index=True, readonly=True, copy=False)
    department_id = fields.Many2one(
        "hr.department", "Department", index=True, readonly=True, copy=False, ondelete="restrict")
    score = fields.Float(digits=(16, 2), readonly=True, copy=False, aggregator="avg")
    rank = fields.Integer(readonly=True, copy=False, aggregator=False)
    proposed_grade_id = fields.Many2one(
        "company.okr.grade", "Proposed Grade", readonly=True, copy=False, ondelete="restrict")
    grade_id = fields.Many2one(
        "company.okr.grade", "Grade", index=True, readonly=True, copy=False, ondelete="restrict")
    is_changed = fields.Boolean("Calibrated", compute="_compute_is_changed", store=True)
    change_reason = fields.Char("Reason of the Change", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    bonus_base = fields.Monetary(
        "Bonus Base", copy=False, help="Amount at coefficient 1, by the plan of the position (R2 §5.6.1).")
    coefficient = fields.Float(
        "Bonus Coefficient", compute="_compute_coefficient", store=True, help="As it was when the grade was given: a "
        "later change of the scheme leaves bonuses as they were agreed.")
    bonus_amount = fields.Monetary("Bonus", compute="_compute_bonus_amount", store=True)

    _base_range = models.Constraint(
        "CHECK(bonus_base IS NULL OR bonus_base BETWEEN 0 AND 1e12)", "A bonus base is not negative.")
    _once = models.UniqueIndex("(grading_id, appraisal_id)", "A person stands once in a grading session.")

    @api.depends("grade_id", "proposed_grade_id")
    def _compute_is_changed(self):
        for line in self:
            line.is_changed = line.grade_id != line.proposed_grade_id

    @api.depends("grade_id")
    def _compute_coefficient(self):
        for line in self:
            line.coefficient = line.grade_id.coefficient

    @api.depends("bonus_base", "coefficient")
    def _compute_bonus_amount(self):
        for line in self:
            line.bonus_amount = line.currency_id.round(line.bonus_base * line.coefficient) \
                if line.currency_id else 0.0

    def write(self, vals):
        base = vals.get("bonus_base")
        if base and not is_figure(base, 0, 10**12):
            raise ValidationError(self.env._(
                "%(person)s: the bonus base is an amount of 0 or more (R2 §5.6.1); enter it again.",
                person=", ".join(self.sudo().employee_id.mapped("name")[:5])))
        return super().write(vals)

    def _check_not_own(self):
        if self.sudo().employee_id.user_id == self.env.user:
            raise AccessError(self.env._("%(person)s: nobody changes his own grade.", person=self.employee_id.name))
