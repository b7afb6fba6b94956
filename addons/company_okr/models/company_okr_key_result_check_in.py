from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.rounding import is_figure
from .company_okr_key_result import CONFIDENCE, RUNNING


class CompanyOkrKeyResult(models.Model):
    """Reporting values, one by one or all of a person's at once (R2 §5.3.1.1, R10 §2: every week)."""

    _inherit = "company.okr.key.result"

    can_check_in = fields.Boolean(compute="_compute_can_check_in")

    @api.depends("plan_id.state", "objective_id.state", "owner_id")
    @api.depends_context("uid")
    def _compute_can_check_in(self):
        for plan, key_results in self.grouped("plan_id").items():
            can_edit = plan.state in RUNNING and plan._can_edit()
            for one in key_results:
                one.can_check_in = plan.state in RUNNING and one.objective_id.state == "running" and (
                    can_edit or one.sudo().owner_id.user_id == self.env.user)

    def action_check_in(self, value, confidence="green", note=""):
        """Report the present value (R2 §5.3.1.1, R10 §2).

        :param float value: the value reached, in the unit of the key result; 0 or 1 for yes/no
        :param str confidence: green, yellow or red
        :param str note: what happened, required below green
        :return: id of the check-in
        :raise UserError: not published, unknown confidence, no note below green
        :raise AccessError: neither owner nor responsible nor a head above nor HR
        """
        self.ensure_one()
        self.check_access("read")
        if problem := self._get_check_in_problem(value, confidence, note):
            raise UserError(self.env._("%(key_result)s: %(reason)s", key_result=self.name, reason=problem))
        checkin = self.env["company.okr.checkin"].sudo()._as_engine().create({
            "key_result_id": self.id, "company_id": self.company_id.id, "value": value, "confidence": confidence,
            "note": note or "", "user_id": self.env.uid, "user_name": self.env.user.name})
        return checkin.id

    @api.model
    def action_check_in_all(self, reports):
        """Report several values in one step: all of them, or none when one is refused.

        :param list reports: [{"key_result_id", "value", "confidence", "note"}], as the arguments of action_check_in
        :return: ids of the check-ins
        :raise UserError: names the key results that are refused, and why
        """
        if not isinstance(reports, list) or not reports or not all(isinstance(one, dict) for one in reports):
            raise UserError(self.env._("Name the key results and their values."))
        keys = {key for one in reports if type(key := one.get("key_result_id")) is int}
        known = self.browse(keys).exists()
        known.check_access("read")
        if len(known) != len(reports):
            raise UserError(self.env._("Name each key result once."))
        rows = [(self.browse(one["key_result_id"]), one.get("value"), one.get("confidence") or "green",
                 one.get("note") or "") for one in reports]
        problems = [self.env._("%(key_result)s: %(reason)s", key_result=one.name, reason=problem)
                    for one, *report in rows if (problem := one._get_check_in_problem(*report))]
        if problems:
            raise UserError("\n".join(problems))
        return [one.action_check_in(*report) for one, *report in rows]

    def _get_check_in_problem(self, value, confidence, note):
        """Why this value can't be reported by this user; False when it can."""
        self.ensure_one()
        if self.sudo().plan_id.state not in RUNNING or self.objective_id.state != "running":
            return self.env._("values are reported on published plans and running objectives only.")
        if not self.can_check_in:
            return self.env._("its owner, the person responsible for the plan, the heads above and HR report values.")
        if not isinstance(confidence, str) or confidence not in dict(CONFIDENCE):
            return self.env._("confidence is green, yellow or red.")
        if confidence != "green" and not (isinstance(note, str) and note.strip()):
            return self.env._("say what stands in the way: a note is needed below “On track”.")
        if self.cycle_id.state == "closed":
            return self.env._("its cycle is closed")
        if not is_figure(value):
            return self.env._("the value is a number.")
        if self.kind == "boolean" and value not in (0, 1):
            return self.env._("it is reached (1) or not (0).")
        return False
