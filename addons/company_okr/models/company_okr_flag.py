from odoo import api, fields, models


class CompanyOkrFlag(models.Model):
    """Two lowest grades running: a notice to HR with a plan for training or transfer (R2 §5.6.3).

    It decides nothing: what follows is a person's decision on paper, never the software's. The agreed plan is kept as
    an effect of the latest result, beside all others.
    """

    _name = "company.okr.flag"
    _description = "Two Lowest Grades Running"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _initial_state = "open"
    _transitions = frozenset({("open", "planned"), ("planned", "closed")})
    _client_fields = {"open": frozenset({"kind_id", "plan", "review_on"}), "planned": frozenset({"outcome"})}
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    employee_id = fields.Many2one("hr.employee", "Person", required=True, index=True, readonly=True, copy=False)
    appraisal_id = fields.Many2one(
        "company.okr.appraisal", "Latest Result", required=True, index=True, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "company.okr.appraisal", "Result before", required=True, index=True, readonly=True, copy=False)
    state = fields.Selection(
        [("open", "To be handled"), ("planned", "Plan agreed"), ("closed", "Closed")], required=True, default="open",
        readonly=True, copy=False, index=True, tracking=True)
    kind_id = fields.Many2one(
        "company.okr.effect.kind", "Measure", copy=False, domain="[('is_remedy', '=', True)]")
    effect_ids = fields.One2many("company.okr.effect", "flag_id", "Effects", readonly=True, copy=False)
    plan = fields.Text(copy=False)
    review_on = fields.Date("Review on", copy=False)
    outcome = fields.Text(copy=False)

    _once = models.UniqueIndex("(appraisal_id)", "This result is flagged already.")

    @api.depends("employee_id.name")
    def _compute_display_name(self):
        for flag in self:
            flag.display_name = flag.sudo().employee_id.name

    @api.model
    def _raise_for(self, appraisals):
        """Flags for people whose grade in the cycle before of the same length was the lowest as well."""
        grades = self.env["company.okr.grade"]
        values = []
        lowest = {company: grades._get_scheme(company)[-1:] for company in appraisals.company_id}
        low = appraisals.filtered(lambda one: one.grade_id and one.grade_id == lowest[one.company_id])
        earlier = self.env["company.okr.appraisal"].sudo().search(
            [("employee_id", "in", low.employee_id.ids), ("grade_id", "!=", False), ("id", "not in", low.ids)])
        for appraisal in low:
            before = earlier.filtered(
                lambda one, a=appraisal: one.employee_id == a.employee_id
                and one.cycle_id.cycle_type == a.cycle_id.cycle_type
                and one.cycle_id.date_end < a.cycle_id.date_start).sorted(lambda one: one.cycle_id.date_end)[-1:]
            if before.grade_id == lowest[appraisal.company_id]:
                values.append({"company_id": appraisal.company_id.id, "employee_id": appraisal.employee_id.id,
                               "appraisal_id": appraisal.id, "previous_id": before.id})
        flags_sudo = self.sudo()._as_engine().create(values)
        for flag in flags_sudo:
            users = self.env["company.role"]._get_users("hr_performance", flag.company_id)
            self.env["company.todo"]._open(     # auditors see all to-dos: no name of a person in it
                "okr.flag", flag, users - flag.employee_id.user_id, flag.appraisal_id.cycle_id.name)
        return flags_sudo

    def action_agree_plan(self):
        """A plan of training, transfer or coaching is agreed; it becomes a confirmed effect of the result.

        :return: True
        :raise UserError: measure, plan or date of the review are missing
        """
        self.check_access("write")
        self._check_state("open")
        self._raise_refusals({flag.id: not (flag.kind_id.is_remedy and flag.plan and flag.review_on) and self.env._(
            "write down the measure, the plan and the date of its review") for flag in self})
        engine = self.sudo()
        engine._set_state("planned")
        self.env["company.okr.effect"].sudo()._as_engine().create([{
            "appraisal_id": flag.appraisal_id.id, "flag_id": flag.id, "kind_id": flag.kind_id.id, "text": flag.plan,
            "decided_by_id": self.env.user.employee_id.id} for flag in engine])._confirm()
        self.env["company.todo"]._close("okr.flag", engine)
        return True

    def action_close(self):
        """The plan was reviewed.

        :return: True
        :raise UserError: no outcome written down
        """
        self.check_access("write")
        self._check_state("planned")
        self._raise_refusals({flag.id: not flag.outcome and self.env._("write down the outcome") for flag in self})
        return self.sudo()._set_state("closed")
