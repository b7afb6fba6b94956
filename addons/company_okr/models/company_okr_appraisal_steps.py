import secrets

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from ..engine.rounding import is_figure
from .company_okr_appraisal import FIGURES


class CompanyOkrAppraisal(models.Model):
    """The steps: own score, the assessors' scores, confirmation (R2 §5.4.1, §5.4.2)."""

    _inherit = "company.okr.appraisal"

    def action_self_score(self, lines=None):
        """Give the own scores and hand the appraisal to the assessors.

        :param list lines: [{"objective_id": id, "score": 0 … 100, "note": text}]; none: as entered in the form
        :return: True
        :raise AccessError: somebody else's appraisal
        :raise UserError: wrong state, an objective without a score, a score outside 0 … 100
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role("self")
        self._check_state("draft")
        self._give(self.line_ids, "objective_id", lines, "self")
        self._check_complete(self.line_ids.filtered("is_counted"), "self")
        engine = self.sudo()
        engine._start_scoring()
        return True

    def action_hand_in(self):
        """Hand in what was entered in the form, as action_self_score or action_score; then the list opens, as the
        person reads the appraisal again only when the result stands.

        :return: notice, then the list of appraisals
        """
        self.ensure_one()
        if self.state == "draft":
            self.action_self_score()
            message = self.env._("Your scores are with the assessors; you see the result when HR has confirmed it.")
        else:
            self.action_score()
            message = self.env._("Your scores are in. They can be changed until all assessors are through.")
        action = self.env["ir.actions.act_window"]._for_xml_id("company_okr.company_okr_appraisal_action")
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "type": "success", "message": message, "next": {**action, "target": "main"}}}

    def action_score(self, lines=None, values=None):
        """Give the scores of an assessor. When all assessors are through, the appraisal is scored.

        :param list lines: [{"objective_id": id, "score": 0 … 100, "note": text}]; none: as entered in the form
        :param list values: [{"criterion_id": id, "score": 0 … 100, "note": text}]; none: as entered in the form
        :return: {"state": state, "okr_score": …, "values_score": …, "final_score": …} as far as known
        :raise AccessError: not an assessor of this appraisal
        :raise UserError: wrong state, a score is missing or lies outside 0 … 100
        """
        self.ensure_one()
        self.check_access("read")
        roles = self._get_my_roles() - {"self"}
        if not roles:
            self._check_role("module_head", "department_head")
        self._check_state("scoring")
        for role in sorted(roles):
            self._give(self.line_ids, "objective_id", lines, role)
            self._give(self.value_ids, "criterion_id", values, role)
            self._check_complete(self.line_ids.filtered("is_counted") | self.line_ids.browse(), role)
            self._check_complete(self.value_ids, role)
        self._lock_for_decision()
        self.sudo()._as_engine().write({f"is_{role}_done": True for role in roles})
        self.env["company.todo"]._close("okr.score", self.sudo(), self.env.user)
        if self._is_complete():
            self.sudo()._set_state("scored")
        return {name: self[name] for name in ("state", "okr_score", "values_score", "final_score")}

    def action_send_back(self, reason):
        """Back to the assessors before confirmation, e.g. after a talk with HR.

        :param str reason: why; kept in the chatter
        :return: True
        :raise AccessError: not HR performance
        """
        self._check_hr()
        reason = self._check_text(reason, self.env._("Say why the scores go back."))
        self._check_state("scored")
        self.sudo()._set_state("scoring")
        self.sudo()._as_engine().write({"is_module_head_done": False, "is_department_head_done": False})
        for appraisal in self.sudo():
            appraisal._message_log(body=reason)     # no notification: the person may follow since the own score
        self.sudo()._ask_assessors()
        return True

    def action_confirm(self):
        """Confirm complete results: from now on the person reads them, and they stand in the ledger (S2).

        :return: True
        :raise AccessError: not HR performance
        :raise UserError: not scored, or the department's score is missing in a yearly cycle
        """
        self._check_hr()
        self._check_state("scored")
        heads = self.filtered(lambda appraisal: appraisal.level == "department")
        heads._confirm()
        heads._get_members()._write_scores()    # the department's score is known from here on
        (self - heads)._confirm()
        return True

    def _confirm(self):
        self._raise_refusals({appraisal.id: appraisal._get_missing() for appraisal in self})
        engine = self.sudo()
        engine._set_state("confirmed")
        engine._as_engine().write({"confirmed_on": fields.Datetime.now()})
        for appraisal in engine:
            self.env["company.ledger.entry"]._append("okr.score_confirmed", appraisal, appraisal._prepare_proof())

    def _get_missing(self):
        """What a scored result lacks; False when it is complete."""
        self.ensure_one()
        if self.has_final_score:
            return False
        if not self.has_okr_score or not self.sudo().value_ids:
            return self.env._(
                "no objective or no criterion of the values was scored, so there is no result (R2 §5.4.3, §5.5.1)")
        return self.env._(
            "the score of the department is missing; confirm the result of its head first (R2 §5.5.3)")

    def _prepare_proof(self, **values):
        """What the ledger keeps of a result: who and when, and a digest of the figures. The figures themselves are the
        business of the person, the chain and HR (O15); the digest proves them to anybody they are shown to, together
        with the key, without which the few possible figures could be tried one after the other.
        """
        self.ensure_one()
        if not self.proof_key:
            self.sudo()._as_engine().write({"proof_key": secrets.token_hex(16)})
        figures = {name: f"{self[name]:.2f}" for name in FIGURES}
        return {"cycle": self.cycle_id.name, "employee": self.employee_id.name,
                "digest": sha256_hex(canonical_json({**figures, **values, "key": self.proof_key}))}

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def _check_role(self, *roles):
        if not self._get_my_roles() & set(roles):
            raise AccessError(self.env._(
                "%(appraisal)s: only the person concerned gives the own score, only the assessors score.",
                appraisal=self.display_name))

    def _check_hr(self):
        self.check_access("read")
        if not self.env.user.has_group("company_okr.group_hr"):
            raise AccessError(self.env._("Only HR performance does this (R2 §4.1)."))
        if mine := self.filtered(lambda appraisal: appraisal.user_id == self.env.user):
            raise AccessError(self.env._("%(appraisal)s: nobody confirms his own result.",
                                         appraisal=mine[0].display_name))

    def _give(self, rows, key, given, role):
        """Write scores that came as plain values; each row's own guard checks state and role again."""
        if not given:
            return
        if not isinstance(given, (list, tuple)):
            raise UserError(self.env._("Scores come as a list of objects."))
        by_key = {row[key].id: row for row in rows}
        for item in given:
            row = by_key.get(item.get(key)) if isinstance(item, dict) and isinstance(item.get(key), int) else None
            score = item.get("score") if row else None
            if row is None or not is_figure(score, 0, 100):
                raise UserError(self.env._(
                    "%(appraisal)s: every score names its %(key)s and a number from 0 to 100.",
                    appraisal=self.display_name, key=key))
            note = item.get("note")
            row.write({f"{role}_score": score, f"{role}_note": note if isinstance(note, str) and note else False})

    def _check_complete(self, rows, role):
        missing = rows.filtered(lambda row: not row[f"has_{role}"])
        if missing:
            raise UserError(self.env._(
                "%(appraisal)s: no score yet for %(rows)s.", appraisal=self.display_name,
                rows=", ".join(missing.mapped("name"))))

    def _is_complete(self):
        """Every row is scored, and everybody who scores has handed in: figures saved on the way are no scores yet."""
        self.ensure_one()
        waiting = (self.module_head_user_id and not self.is_module_head_done
                   or self.department_head_user_id and not self.is_department_head_done)
        rows = [*self.sudo().line_ids.filtered("is_counted"), *self.sudo().value_ids]
        return bool(rows) and not waiting and all(row.has_score for row in rows)


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    def _get_scoring_deadline(self):
        """End of the month after the cycle, as the calendar says (R2 §5.4.1)."""
        step = self.step_ids.filtered(lambda step: step.code == "scoring")[:1]
        return fields.Datetime.to_datetime(step.due_date) if step else False
