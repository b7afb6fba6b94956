from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CompanyOkrAppeal(models.Model):
    """Appeal of the appraised after the interview; HR investigates and rules finally (R2 §5.7)."""

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

    def action_investigate(self):
        """Take the appeal: HR performance, nobody who assessed the person (R2 §5.7.2).

        :return: True
        :raise AccessError: not HR, or an assessor of this result
        """
        self.ensure_one()
        self._check_judge()
        self._check_state("filed")
        engine = self.sudo()
        engine._set_state("investigating")
        engine._as_engine().write({"investigator_id": self.env.uid})
        return True

    def action_rule(self, ruling, lines=None, values=None):
        """The final ruling. Scores are changed here and nowhere else; what they were stays in the ledger.

        :param str ruling: the reasons
        :param list lines: [{"objective_id": id, "score": 0 … 100}], empty: the result stands
        :param list values: [{"criterion_id": id, "score": 0 … 100}]
        :return: {"state": state, "final_score": score}
        :raise UserError: not under investigation, findings or reasons missing, unknown row
        :raise AccessError: not HR, or an assessor of this result
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
        engine._as_engine().write({
            "ruling": ruling, "ruled_on": fields.Datetime.now(), "old_score": old,
            "new_score": appraisal_sudo.final_score})
        engine._set_state("changed" if changes else "upheld")
        self.env["company.ledger.entry"]._append("okr.ruling", engine, appraisal_sudo._prepare_proof(
            ruling=ruling, old=f"{old:.2f}", changes=[{**one, "old": f"{one['old']:.2f}"} for one in changes]))
        self.env["company.todo"]._close("okr.appeal", engine)
        return {"state": engine.state, "final_score": appraisal_sudo.final_score}

    def _rule_rows(self, rows_sudo, key, given):
        changes = []
        by_key = {row[key].id: row for row in rows_sudo}
        for item in given or []:
            row = by_key.get(item.get(key)) if isinstance(item, dict) else None
            score = item.get("score") if row else None
            if row is None or isinstance(score, bool) or not isinstance(score, (int, float)) or not 0 <= score <= 100:
                raise UserError(self.env._("Every changed score names its row and a number from 0 to 100."))
            changes.append({"row": row.name, "old": row.score, "new": score})
            row._as_engine().write({"ruled_score": score, "has_ruling": True})
        return changes

    def _check_judge(self):
        self.check_access("read")
        appraisal_sudo = self.sudo().appraisal_id
        involved = (appraisal_sudo.module_head_user_id | appraisal_sudo.department_head_user_id
                    | appraisal_sudo.user_id)
        if not self.env.user.has_group("company_okr.group_hr") or self.env.user in involved:
            raise AccessError(self.env._(
                "%(appeal)s: HR performance decides, and nobody who is concerned or has assessed (R2 §5.7.2).",
                appeal=self.display_name))
