from odoo import models
from odoo.exceptions import UserError


class CompanyOkrAppraisal(models.Model):
    """What HR does when somebody a result waits for is missing: left, ill for long, replaced, or silent."""

    _inherit = "company.okr.appraisal"

    def action_skip_self_score(self, reason):
        """On to the assessors without the own score, which counts in no figure (R2 §5.4.1, §5.4.2).

        :param str reason: why; kept in the chatter
        :return: True
        :raise UserError: the own score was given already, or no reason
        :raise AccessError: not HR performance, or the own appraisal
        """
        self._check_hr()
        reason = self._check_text(reason, self.env._("Say why the own score is left out."))
        self._check_state("draft")
        for appraisal in self.sudo():
            appraisal._message_log(body=reason)
        self.sudo()._start_scoring()
        return True

    def _start_scoring(self):
        """The assessors' turn: their to-dos, no more one for the own score."""
        self._set_state("scoring")
        self.env["company.todo"]._close("okr.self_score", self)
        self._ask_assessors()

    def _ask_assessors(self):
        self.env["company.todo"]._open(
            "okr.score", self, {one.id: one.module_head_user_id | one.department_head_user_id for one in self},
            {one.id: one.display_name for one in self},
            deadline={one.id: one.cycle_id._get_scoring_deadline() for one in self})

    def action_renew_assessors(self):
        """Take the assessors anew from the organisation as it stands now, e.g. when a head has left (R2 §5.4.2).

        Scores of a former assessor stay until the new one gives his. Of a confirmed result only the interview that is
        still to be held goes to the new head (R2 §5.6.2).

        :return: True
        :raise UserError: nobody above the person can score
        :raise AccessError: not HR performance, or the own appraisal
        """
        self._check_hr()
        engine = self.sudo()
        for appraisal in engine:
            values = appraisal._prepare_assessors(
                appraisal.employee_id, appraisal.level, appraisal.module_id, appraisal.department_id,
                appraisal._get_leaders(appraisal.company_id))
            if not values["department_head_user_id"]:
                raise UserError(self.env._(
                    "%(appraisal)s: no head above can score; name heads of the units, or a general manager.",
                    appraisal=appraisal.display_name))
            if appraisal.state in ("draft", "scoring"):
                appraisal._replace_assessors(values)
            elif appraisal.state == "confirmed":
                appraisal.interview_ids._replace_interviewer(
                    values["module_head_user_id"] or values["department_head_user_id"])
        return True

    def _replace_assessors(self, values):
        """Who stays has handed in what he has handed in; who is new is asked."""
        self.ensure_one()
        del values["level"]     # what the person is appraised as was agreed with the plan
        roles = ("module_head", "department_head")
        changed = [role for role in roles if self[f"{role}_user_id"].id != values[f"{role}_user_id"]]
        self._as_engine().write({**values, **{f"is_{role}_done": False for role in changed}})
        self._update_scores()
        if changed and self.state == "scoring":
            todo = self.env["company.todo"]
            todo._close("okr.score", self)
            waiting = self.env["res.users"].union(
                *(self[f"{role}_user_id"] for role in roles if not self[f"is_{role}_done"]))
            todo._open("okr.score", self, waiting, self.display_name,
                       deadline=self.cycle_id._get_scoring_deadline())
            if self._is_complete():
                self._set_state("scored")
