from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.rounding import is_figure


class CompanyOkrAppeal(models.Model):
    """Appeal of the appraised after the interview; HR investigates and rules finally (R2 §5.7).

    Where nobody of HR performance may (the only one filed it or assessed), the general manager
    does, else the chairman: an appeal never waits for somebody who may not touch it.
    """

    _name = "company.okr.appeal"
    _description = "Appeal"
    _inherit = ["company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _initial_state = "filed"
    _transitions = frozenset({("filed", "investigating"), ("investigating", "upheld"), ("investigating", "changed")})
    _client_fields = {"investigating": frozenset({"findings"})}
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    appraisal_id = fields.Many2one(
        "company.okr.appraisal", "Appraisal", required=True, index=True, readonly=True, copy=False, check_company=True)
    employee_id = fields.Many2one("hr.employee", "Appraised", required=True, index=True, readonly=True, copy=False)
    user_id = fields.Many2one("res.users", "Filed by", required=True, index=True, readonly=True, copy=False)
    state = fields.Selection(
        [("filed", "Filed"), ("investigating", "Investigation"), ("upheld", "Result stands"),
         ("changed", "Result changed")], required=True, default="filed", readonly=True, copy=False, index=True,
        tracking=True)
    text = fields.Text("What is appealed", required=True, readonly=True, copy=False)
    stand_in_ids = fields.Many2many(
        "res.users", "company_okr_appeal_stand_in_rel", "appeal_id", "user_id", "In the Place of HR", readonly=True,
        copy=False, help="Decide where nobody of HR performance is free to (R2 §5.7.2).")
    is_judge = fields.Boolean(compute="_compute_is_judge")
    investigator_id = fields.Many2one("res.users", "Investigated by", index=True, readonly=True, copy=False)
    findings = fields.Text("Findings of the Investigation", copy=False)
    ruling = fields.Text(readonly=True, copy=False)
    ruled_on = fields.Datetime(readonly=True, copy=False)
    old_score = fields.Float(digits=(16, 2), readonly=True, copy=False)
    new_score = fields.Float(digits=(16, 2), readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(appraisal_id) WHERE state IN ('filed', 'investigating')", "An appeal against this result is open already.")

    @api.depends("employee_id.name")
    def _compute_display_name(self):
        for appeal in self:
            appeal.display_name = appeal.sudo().appraisal_id.display_name

    @api.depends_context("uid")
    @api.depends("stand_in_ids", "appraisal_id")
    def _compute_is_judge(self):
        for appeal in self:
            appeal.is_judge = appeal._can_judge()

    def _get_client_fields(self):
        return super()._get_client_fields() if self._can_judge() else frozenset()

    @api.model
    def _find_judges(self, appraisal):
        """(users who can decide, True when they stand in for HR); HR performance, general manager, chairman."""
        involved = self._get_involved(appraisal)
        for code in ("hr_performance", "general_manager", "chairman"):
            users = self.env["company.role"]._get_users(code, appraisal.company_id) - involved
            if code == "hr_performance":
                users = users.filtered(lambda user: user.has_group("company_okr.group_hr"))
            if users:
                return users, code != "hr_performance"
        return self.env["res.users"], False

    @api.model
    def _get_involved(self, appraisal):
        appraisal_sudo = appraisal.sudo()
        return (appraisal_sudo.module_head_user_id | appraisal_sudo.department_head_user_id
                | appraisal_sudo.user_id)

    @api.model
    def _file(self, appraisal, text):
        """The appeal of the current user, with a to-do for those who decide it."""
        users, stand_in = self._find_judges(appraisal)
        appeal_sudo = self.sudo()._as_engine().create({
            "company_id": appraisal.company_id.id, "appraisal_id": appraisal.id,
            "employee_id": appraisal.employee_id.id, "user_id": self.env.uid, "text": text,
            "stand_in_ids": users.ids if stand_in else []})
        self.env["company.todo"]._open(     # auditors see all to-dos: no name of a person in it
            "okr.appeal", appeal_sudo, users, appeal_sudo.appraisal_id.cycle_id.name)
        return appeal_sudo

    def action_investigate(self):
        """Take the appeal: HR performance, nobody who assessed the person (R2 §5.7.2).

        :return: True
        :raise AccessError: neither HR nor in its place, or an assessor of this result
        """
        self.ensure_one()
        self._check_judge()
        self._check_state("filed")
        engine = self.sudo()
        engine._set_state("investigating")
        engine._as_engine().write({"investigator_id": self.env.uid})
        return True

    def action_rule(self, ruling, lines=None, values=None, grade_id=None):
        """The final ruling. Scores are changed here and nowhere else; what they were stays in the ledger.

        :param str ruling: the reasons
        :param list lines: [{"objective_id": id, "score": 0 … 100}], empty: the result stands
        :param list values: [{"criterion_id": id, "score": 0 … 100}]
        :param int grade_id: the grade by ruling, of a person who was graded; the bonus follows. None: the grade stands
        :return: {"state": state, "final_score": score}
        :raise UserError: not under investigation, findings or reasons missing, unknown row or grade
        :raise AccessError: neither HR nor in its place, or an assessor of this result
        """
        self.ensure_one()
        self._check_judge()
        self._check_state("investigating")
        ruling = self._check_text(ruling, self.env._("A ruling has reasons."))
        if not self.findings:
            raise UserError(self.env._("%(appeal)s: write down what the investigation found first.",
                                       appeal=self.display_name))
        engine, appraisal_sudo = self.sudo(), self.sudo().appraisal_id
        old = appraisal_sudo.final_score
        changes = [*self._rule_rows(appraisal_sudo.line_ids, "objective_id", lines),
                   *self._rule_rows(appraisal_sudo.value_ids, "criterion_id", values)]
        if changes:
            appraisal_sudo._update_scores()
        if grade_id:
            changes.append(self._rule_grade(appraisal_sudo, grade_id, ruling))
        engine._as_engine().write({
            "ruling": ruling, "ruled_on": fields.Datetime.now(), "old_score": old,
            "new_score": appraisal_sudo.final_score})
        engine._set_state("changed" if changes else "upheld")
        self.env["company.ledger.entry"]._append("okr.ruling", engine, appraisal_sudo._prepare_proof(
            ruling=ruling, old=f"{old:.2f}", changes=changes))
        self.env["company.todo"]._close("okr.appeal", engine)
        return {"state": engine.state, "final_score": appraisal_sudo.final_score}

    def _rule_rows(self, rows_sudo, key, given):
        changes = []
        by_key = {row[key].id: row for row in rows_sudo}
        for item in given or []:
            row = by_key.get(item.get(key)) if isinstance(item, dict) and isinstance(item.get(key), int) else None
            score = item.get("score") if row else None
            if row is None or not is_figure(score, 0, 100):
                raise UserError(self.env._("Every changed score names its row and a number from 0 to 100."))
            changes.append({"row": row.name, "old": f"{row.score:.2f}", "new": score})
            row._as_engine().write({"ruled_score": score, "has_ruling": True})
        return changes

    def _rule_grade(self, appraisal_sudo, grade_id, ruling):
        """The grade by ruling stands on the result and in the grading session, so that the bonus follows."""
        line_sudo = self.env["company.okr.grading.line"].sudo().search(
            [("appraisal_id", "=", appraisal_sudo.id), ("grading_id.state", "=", "confirmed")], limit=1)
        grade = self.env["company.okr.grade"]._get_scheme(self.company_id).filtered(lambda one: one.id == grade_id)
        if not line_sudo or not grade:
            raise UserError(self.env._("%(appeal)s has no such grade.", appeal=self.display_name))
        old = line_sudo.grade_id.name
        line_sudo._as_engine().write({"grade_id": grade.id, "change_reason": self.env._(
            "Ruling on the appeal: %s", ruling)})
        appraisal_sudo._as_engine().write({"grade_id": grade.id})
        return {"row": "grade", "old": old, "new": grade.name}

    def _can_judge(self):
        self.ensure_one()
        user = self.env.user
        return user not in self._get_involved(self.sudo().appraisal_id) and (
            user in self.sudo().stand_in_ids or user.has_group("company_okr.group_hr"))

    def _check_judge(self):
        self.check_access("read")
        if not self._can_judge():
            raise AccessError(self.env._(
                "%(appeal)s: HR performance decides, or who stands in for it, and nobody who is concerned or has "
                "assessed (R2 §5.7.2).", appeal=self.display_name))
