from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import grading
from ..engine.rounding import exact


class CompanyOkrGrading(models.Model):
    """Grades of one pool of departments in one cycle: proposed by rank and quota, calibrated with reasons, confirmed
    (R2 §5.5.4). Equal scores share a rank; a quota never cuts through one rank, all of it gets the better grade.
    """

    _name = "company.okr.grading"
    _description = "Grading Session"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cycle_id desc, id"
    _check_company_auto = True

    _initial_state = "draft"
    _transitions = frozenset({("draft", "proposed"), ("proposed", "draft"), ("proposed", "confirmed")})
    _client_fields = {       # the lines' own guard lets the bonus base through, nothing else
        "draft": frozenset({"name", "cycle_id", "department_ids", "company_id"}),
        "proposed": frozenset({"line_ids"}), "confirmed": frozenset({"line_ids"})}

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    cycle_id = fields.Many2one("company.okr.cycle", "Cycle", required=True, index=True, check_company=True)
    department_ids = fields.Many2many("hr.department", string="Departments", check_company=True)
    state = fields.Selection(
        [("draft", "Draft"), ("proposed", "Calibration"), ("confirmed", "Confirmed")], required=True, default="draft",
        readonly=True, copy=False, index=True, tracking=True)
    line_ids = fields.One2many("company.okr.grading.line", "grading_id", "People", copy=False)
    line_count = fields.Integer("Number of People", compute="_compute_line_count")
    distribution = fields.Char(compute="_compute_distribution", help="Places by the quotas, and people as they stand.")

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(self.env["company.okr.grading.line"]._read_group(
            [("grading_id", "in", self.ids)], ["grading_id"], ["__count"]))
        for session in self:
            session.line_count = counts.get(session._origin, 0)

    @api.depends("line_ids.grade_id")
    def _compute_distribution(self):
        for session in self:
            seats, given = session._get_places(), session.sudo().line_ids.grouped("grade_id")
            session.distribution = "  ".join(
                f"{grade.name} {len(given.get(grade, ()))}/{seats[grade.id]}" for grade in session._get_grades())

    def _get_grades(self):
        return self.env["company.okr.grade"]._get_scheme(self.company_id)

    def _get_places(self):
        quotas = [(grade.id, grade.quota) for grade in self._get_grades()]
        # with everybody: the lines of this user would leave himself out
        return grading.places(len(self.sudo().line_ids), quotas) if quotas else {}

    def action_propose(self):
        """Rank the confirmed results of these departments and propose grades by the quotas.

        :return: number of people
        :raise UserError: not in draft, nobody to grade, shares that do not make 100 %
        :raise AccessError: not HR performance
        """
        self.ensure_one()
        self._check_hr()
        self._check_state("draft")
        self._lock_for_decision()
        grades = self._get_grades()
        if sum(map(exact, grades.mapped("quota"))) != 100:
            raise UserError(self.env._("The shares of the grades do not make 100 %; correct them first."))
        appraisals = self.env["company.okr.appraisal"].sudo().search([
            ("cycle_id", "=", self.cycle_id.id), ("department_id", "in", self.department_ids.ids),
            ("state", "=", "confirmed"), ("has_final_score", "=", True), ("grade_id", "=", False)])
        if not appraisals:
            raise UserError(self.env._("%(session)s: no confirmed result waits for a grade.", session=self.name))
        scores = {appraisal.id: appraisal.final_score for appraisal in appraisals}
        ranks = grading.rank(scores)
        proposed = grading.grade(scores, [(grade.id, grade.quota) for grade in grades])
        line_sudo = self.env["company.okr.grading.line"].sudo()
        line_sudo.search([("grading_id", "=", self.id)])._as_engine().unlink()
        line_sudo._as_engine().create([{
            "grading_id": self.id, "company_id": self.company_id.id, "appraisal_id": appraisal.id,
            "employee_id": appraisal.employee_id.id, "department_id": appraisal.department_id.id,
            "score": appraisal.final_score, "rank": ranks[appraisal.id],
            "proposed_grade_id": proposed[appraisal.id], "grade_id": proposed[appraisal.id],
        } for appraisal in appraisals])
        self.sudo()._set_state("proposed")
        return len(appraisals)

    def action_change_grade(self, line_id, grade_id, reason):
        """Change a proposed grade in the calibration session; the ledger keeps who and when and a digest of
        the grades and the reason.

        :param int line_id: person's line of this session
        :param int grade_id: the new grade of the company's scheme
        :param str reason: why
        :return: True
        :raise UserError: not in calibration, unknown line or grade, no reason
        :raise AccessError: not HR performance, or the own grade
        """
        self.ensure_one()
        self._check_hr()
        self._check_state("proposed")
        reason = self._check_text(reason, self.env._("A grade is changed with a reason (calibration)."))
        line = self.line_ids.filtered(lambda one: one.id == line_id)
        grade = self._get_grades().filtered(lambda one: one.id == grade_id)
        if not line or not grade:
            raise UserError(self.env._("%(session)s has no such person or grade.", session=self.name))
        line._check_not_own()
        old = line.grade_id
        line.sudo()._as_engine().write({"grade_id": grade.id, "change_reason": reason})
        # the reason is about a person: it stays in the session, the ledger proves it (O15)
        proof = line.sudo().appraisal_id._prepare_proof(old=old.name, new=grade.name, reason=reason)
        self.env["company.ledger.entry"]._append("okr.grade_changed", self.sudo(), proof)
        # no grade here: the chatter is read by everybody of HR, the person concerned included
        self.sudo()._message_log(body=self.env._(
            "%(person)s: grade changed in calibration, see the line.", person=line.employee_id.name))
        return True

    def action_reopen(self):
        """Discard the proposal, e.g. because results came late.

        :return: True
        """
        self._check_hr()
        return self.sudo()._set_state("draft")

    def action_confirm(self):
        """Confirm the grades; quotas are checked (OKR-QUOTA), results get their grade, interviews their date.

        :return: True
        :raise ControlError: more people in a grade than its share gives
        :raise AccessError: not HR performance
        """
        self.ensure_one()
        self._check_hr()
        self._check_state("proposed")
        self._check_lines()
        self._check_quotas()
        engine = self.sudo()
        engine._set_state("confirmed")
        for line in engine.line_ids:
            line.appraisal_id._as_engine().write({"grade_id": line.grade_id.id, "rank": line.rank})
            self.env["company.ledger.entry"]._append("okr.graded", line.appraisal_id, line.appraisal_id._prepare_proof(
                rank=line.rank, grade=line.grade_id.name))
        appraisals = engine.line_ids.appraisal_id
        self.env["company.okr.interview"]._plan(appraisals)
        self.env["company.okr.flag"]._raise_for(appraisals)
        return True

    def _check_lines(self):
        """The results are those that were proposed, and none is the user's own (R2 §4.1)."""
        lines_sudo = self.sudo().line_ids
        if self.env.user in lines_sudo.employee_id.user_id:
            raise AccessError(self.env._(
                "%(session)s: your own result is in it; somebody else of HR performance confirms it.",
                session=self.name))
        stale = lines_sudo.filtered(lambda line: line.appraisal_id.grade_id or line.appraisal_id.state != "confirmed"
                                    or line.score != line.appraisal_id.final_score)
        if stale:
            raise UserError(self.env._(
                "%(session)s: the results of %(people)s were graded elsewhere or changed since; open the session again "
                "and propose anew.", session=self.name, people=", ".join(stale.mapped("employee_id.name")[:5])))

    def _check_quotas(self):
        """Better grades may be given less often than the quota says, not more often; ties count as proposed."""
        grades, seats = self._get_grades(), self._get_places()
        lines_sudo = self.sudo().line_ids
        given, proposed = lines_sudo.grouped("grade_id"), lines_sudo.grouped("proposed_grade_id")
        total, allowed = 0, 0
        for grade in grades[:-1]:
            total += len(given.get(grade, ()))
            allowed += max(seats[grade.id], len(proposed.get(grade, ())))
            if total > allowed:
                self.env["company.control"]._enforce("OKR-QUOTA", self, self.env._(
                    "%(count)s people have %(grade)s or better; the shares give %(allowed)s places.",
                    count=total, grade=grade.name, allowed=allowed))

    def _check_hr(self):
        self.check_access("write")
