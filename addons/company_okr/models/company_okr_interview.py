from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CompanyOkrInterview(models.Model):
    """Performance interview: held within a month after the result stands, on paper, sampled by HR (R2 §5.6.2)."""

    _name = "company.okr.interview"
    _description = "Performance Interview"
    _inherit = ["company.state.mixin", "company.deadline.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _check_company_auto = True

    _initial_state = "planned"
    _transitions = frozenset({("planned", "held"), ("held", "acknowledged"), ("held", "disputed")})
    _client_fields = {"planned": frozenset({"deviation", "weak_points", "improvement", "planned_on"})}
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    appraisal_id = fields.Many2one(
        "company.okr.appraisal", "Appraisal", required=True, index=True, readonly=True, copy=False, check_company=True)
    cycle_id = fields.Many2one(related="appraisal_id.cycle_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", "Appraised", required=True, index=True, readonly=True, copy=False)
    user_id = fields.Many2one(related="appraisal_id.user_id", store=True, index=True)
    department_id = fields.Many2one(related="appraisal_id.department_id", store=True, index=True)
    interviewer_id = fields.Many2one("res.users", "Interviewer", required=True, index=True, readonly=True, copy=False)
    state = fields.Selection(
        [("planned", "To be held"), ("held", "Held"), ("acknowledged", "Agreed"), ("disputed", "Not agreed")],
        required=True, default="planned", readonly=True, copy=False, index=True, tracking=True)
    planned_on = fields.Datetime("Appointment", copy=False)
    held_on = fields.Datetime("Held on", readonly=True, copy=False)
    deviation = fields.Text("Deviations of the Result", copy=False, help="Where the result differs from the aim.")
    weak_points = fields.Text("Weak Points", copy=False)
    improvement = fields.Text("Improvements agreed", copy=False)
    comment = fields.Text("Comment of the Appraised", readonly=True, copy=False)
    is_sampled = fields.Boolean("Sampled by HR", readonly=True, copy=False, index="btree_not_null")
    sample_result = fields.Selection(
        [("good", "In order"), ("poor", "To be repeated")], readonly=True, copy=False)
    sample_note = fields.Text(readonly=True, copy=False)

    is_mine = fields.Boolean(compute="_compute_is_mine")
    is_interviewer = fields.Boolean(compute="_compute_is_mine")

    _one_per_appraisal = models.UniqueIndex("(appraisal_id)", "There is an interview on this result already.")

    @api.depends("employee_id.name", "cycle_id.name")
    def _compute_display_name(self):
        for interview in self:
            interview.display_name = f"{interview.cycle_id.name} · {interview.sudo().employee_id.name}"

    @api.depends_context("uid")
    @api.depends("user_id", "interviewer_id")
    def _compute_is_mine(self):
        for interview in self:
            interview.is_mine = interview.user_id == self.env.user
            interview.is_interviewer = interview.interviewer_id == self.env.user

    def _get_client_fields(self):
        """The record is the interviewer's: neither the appraised nor HR writes in it."""
        return super()._get_client_fields() if self.interviewer_id == self.env.user else frozenset()

    def _replace_interviewer(self, user_id):
        """Another interviewer for talks that were not held yet."""
        for interview in self.filtered(lambda one: one.state == "planned" and one.interviewer_id.id != user_id):
            self.env["company.todo"]._close("okr.interview", interview)
            interview._as_engine().write({"interviewer_id": user_id})
            self.env["company.todo"]._open(
                "okr.interview", interview, interview.interviewer_id, interview.display_name,
                deadline=interview.deadline)

    @api.model
    def _plan(self, appraisals):
        """Interviews for graded results, due within a month; to-dos for the interviewers."""
        due = fields.Datetime.now() + relativedelta(months=1)
        interviews_sudo = self.sudo()._as_engine().create([{
            "company_id": appraisal.company_id.id, "appraisal_id": appraisal.id,
            "employee_id": appraisal.employee_id.id, "deadline": due,
            "interviewer_id": (appraisal.module_head_user_id or appraisal.department_head_user_id).id,
        } for appraisal in appraisals if appraisal.module_head_user_id or appraisal.department_head_user_id])
        self.env["company.todo"]._open(
            "okr.interview", interviews_sudo, {one.id: one.interviewer_id for one in interviews_sudo},
            {one.id: one.display_name for one in interviews_sudo}, deadline=due)
        return interviews_sudo

    def action_hold(self, deviation="", weak_points="", improvement=""):
        """Record the interview: deviations, weak points, improvements (R2 §5.6.2).

        :param str deviation, weak_points, improvement: empty: as written in the form
        :return: True
        :raise AccessError: not the interviewer
        :raise UserError: no improvement recorded
        """
        self.ensure_one()
        self.check_access("read")
        if self.interviewer_id != self.env.user:
            raise AccessError(self.env._("%(interview)s: only the interviewer records it.",
                                         interview=self.display_name))
        self._check_state("planned")
        texts = {"deviation": deviation, "weak_points": weak_points, "improvement": improvement}
        self.sudo()._as_engine().write({name: text for name, text in texts.items() if text})
        if not self.improvement:
            raise UserError(self.env._("%(interview)s: write down the improvements agreed.",
                                       interview=self.display_name))
        engine = self.sudo()
        engine._set_state("held")
        engine._as_engine().write({"held_on": fields.Datetime.now()})
        self.env["company.todo"]._close("okr.interview", engine)
        self.env["company.todo"]._open("okr.interview_answer", engine, engine.user_id, engine.display_name)
        return True

    def action_acknowledge(self, agreed=True, comment=""):
        """The appraised agrees with the record, or does not and may appeal (R2 §5.7.1).

        :param bool agreed:
        :param str comment: required when not agreed
        :return: True
        :raise AccessError: somebody else's interview
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("%(interview)s: only the appraised answers.", interview=self.display_name))
        self._check_state("held")
        if not agreed:
            comment = self._check_text(comment, self.env._("Say what you do not agree with."))
        engine = self.sudo()
        engine._as_engine().write({"comment": comment or False})
        engine._set_state("acknowledged" if agreed else "disputed")
        self.env["company.todo"]._close("okr.interview_answer", engine)
        return True

    def action_check_sample(self, result, note=""):
        """HR's spot check of a drawn interview.

        :param str result: good or poor
        :param str note: required when poor
        :return: True
        :raise UserError: not drawn, or an unknown result
        """
        self.ensure_one()
        self._check_hr()
        if not self.is_sampled or result not in ("good", "poor"):
            raise UserError(self.env._("%(interview)s was not drawn for a check.", interview=self.display_name))
        if result == "poor":
            note = self._check_text(note, self.env._("Say what was missing."))
        self.sudo()._as_engine().write({"sample_result": result, "sample_note": note or False})
        return True

    def _check_hr(self):
        self.check_access("read")
        if not self.env.user.has_group("company_okr.group_hr"):
            raise AccessError(self.env._("Only HR performance does this (R2 §4.1)."))
