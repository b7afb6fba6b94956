from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

RATIOS = ("module_head_ratio", "department_head_ratio", "okr_ratio", "values_ratio", "personal_ratio",
          "department_ratio")
RATIO_PAIRS = tuple(zip(RATIOS[::2], RATIOS[1::2], strict=True))


class CompanyOkrCycle(models.Model):
    """Appraisal cycle: a year, a half-year or a quarter, with its calendar and its ratios (R2 §5.1, §5.4, §5.5).

    The ratios are copied from the company when the cycle is made, so that a later change of the settings leaves
    cycles that run as they were agreed.
    """

    _name = "company.okr.cycle"
    _description = "OKR Cycle"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, date_end desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "open"), ("open", "scoring"), ("scoring", "open"), ("scoring", "closed")})
    _client_fields = {
        "draft": frozenset({
            "name", "cycle_type", "date_start", "date_end", "parent_id", "department_ids", "step_ids", "company_id",
            *RATIOS}),
        "open": frozenset({"name", "step_ids"}),
    }

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Running"), ("scoring", "Scoring"), ("closed", "Closed")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    cycle_type = fields.Selection(
        [("year", "Year"), ("half", "Half-year"), ("quarter", "Quarter")], required=True, default="year",
        help="Departments may differ by what suits their positions (R2 §5.1.2).")
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True)
    parent_id = fields.Many2one(
        "company.okr.cycle", "Year", index=True, check_company=True, domain="[('cycle_type', '=', 'year')]",
        help="The year this half-year or quarter belongs to.")
    child_ids = fields.One2many("company.okr.cycle", "parent_id", "Cycles of the Year", readonly=True, copy=False)
    department_ids = fields.Many2many(
        "hr.department", string="Departments", check_company=True,
        help="Only these departments work in this cycle; empty: all of them.")
    step_ids = fields.One2many("company.okr.cycle.step", "cycle_id", "Calendar", copy=False)
    module_head_ratio = fields.Float("Module Head (%)", default=lambda self: self.env.company.okr_module_head_ratio)
    department_head_ratio = fields.Float(
        "Department Head (%)", default=lambda self: self.env.company.okr_department_head_ratio)
    okr_ratio = fields.Float("OKR (%)", default=lambda self: self.env.company.okr_okr_ratio)
    values_ratio = fields.Float("Values (%)", default=lambda self: self.env.company.okr_values_ratio)
    personal_ratio = fields.Float("Personal (%)", default=lambda self: self.env.company.okr_personal_ratio)
    department_ratio = fields.Float("Department (%)", default=lambda self: self.env.company.okr_department_ratio)

    _dates = models.Constraint("CHECK(date_start < date_end)", "A cycle ends after it begins.")
    _name_unique = models.UniqueIndex("(company_id, name)", "The company has a cycle of this name already.")

    @api.constrains(*RATIOS)
    def _check_ratios(self):
        for cycle in self:
            for first, second in RATIO_PAIRS:
                if round(cycle[first] + cycle[second], 6) != 100 or min(cycle[first], cycle[second]) < 0:
                    raise ValidationError(self.env._(
                        "%(cycle)s: %(first)s and %(second)s have to make 100 %% together (R2 §5.4.2, §5.5).",
                        cycle=cycle.name, first=self._fields[first]._description_string(self.env),
                        second=self._fields[second]._description_string(self.env)))

    @api.constrains("parent_id", "date_start", "date_end")
    def _check_parent(self):
        for cycle in self.filtered("parent_id"):
            year = cycle.parent_id
            if year.parent_id or cycle.date_start < year.date_start or cycle.date_end > year.date_end:
                raise ValidationError(self.env._(
                    "%(cycle)s: a cycle lies within its year, and a year belongs to none.", cycle=cycle.name))

    @api.model_create_multi
    def create(self, vals_list):
        cycles = super().create(vals_list)
        cycles.filtered(lambda cycle: not cycle.step_ids)._create_steps()
        return cycles

    def _create_steps(self):
        """The calendar of the regulation: goals in December, OKRs by the end of January, scores in the month after."""
        self.env["company.okr.cycle.step"]._as_engine().create([
            {"cycle_id": cycle.id, "code": code, "due_date": due}
            for cycle in self for code, due in cycle._get_step_dates()])

    def _get_step_dates(self):
        """[(code, last day)] by R2 §5.1.1, §5.1.4, §5.4.1, §5.6.2."""
        self.ensure_one()
        start, end = self.date_start, self.date_end
        next_month = end + relativedelta(days=1)
        return [
            ("department_goals", start - relativedelta(days=1)),
            ("agreement", start + relativedelta(day=31)),
            ("scoring", next_month + relativedelta(day=31)),
            ("interviews", next_month + relativedelta(months=1, day=31)),
        ]

    def action_open(self):
        """Begin: plans can be drafted from now on.

        :return: True
        :raise UserError: not in draft
        :raise AccessError: only HR performance opens cycles
        """
        self._check_hr()
        return self._set_state("open")

    def action_start_scoring(self):
        """The cycle is over; self scores and scores are due in the month after (R2 §5.4.1).

        :return: True
        """
        self._check_hr()
        return self._set_state("scoring")

    def action_reopen(self):
        """Back to running, e.g. when it was ended too early.

        :return: True
        """
        self._check_hr()
        return self._set_state("open")

    def action_close(self):
        """All results stand; from now on nothing is reported or adjusted in this cycle.

        :return: True
        :raise UserError: not in scoring, or results that are not confirmed
        """
        self._check_hr()
        waiting = dict(self.env["company.okr.appraisal"].sudo()._read_group(
            [("cycle_id", "in", self.ids), ("state", "in", ("draft", "scoring", "scored"))],
            ["cycle_id"], ["__count"]))
        self._raise_refusals({cycle.id: cycle in waiting and self.env._(
            "%(count)s results are not confirmed (R2 §5.4.1); finish them first. Where somebody is missing, HR goes on "
            "without the own score or renews the assessors.", count=waiting[cycle]) for cycle in self})
        return self._set_state("closed")

    def _check_hr(self):
        self.check_access("write")
