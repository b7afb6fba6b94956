from odoo import models
from odoo.exceptions import AccessError


class CompanyOkrObjective(models.Model):
    """Finishing and dropping objectives of a published plan (R2 §5.3.1.3)."""

    _inherit = "company.okr.objective"

    def _get_snapshot(self):
        self.ensure_one()
        return {
            "name": self.name, "weight": self.weight, "combination": self.combination,
            "overarching": self.overarching_id.name or "", "type": self.type_id.name or "", "state": self.state,
            "contributes_to": self.parent_key_result_id.name or "",
            "key_results": [{
                "name": one.name, "kind": one.kind, "start": one.start_value, "target": one.target_value,
                "unit": one.unit or "", "weight": one.weight, "due": str(one.due_date or ""),
                "owner": one.owner_id.name or ""} for one in self.key_result_ids]}

    def action_finish(self, note=""):
        """Close a finished objective in a review; new ones come in through an adjustment (R2 §5.3.1.3).

        :param str note: what came out of it
        :return: True
        :raise UserError: plan not published, objective not running
        :raise AccessError: neither responsible nor a head above nor HR
        """
        return self._end("done", note)

    def action_drop(self, reason):
        """Give up an objective; it stays readable and is not scored.

        :param str reason: required
        :return: True
        """
        return self._end("dropped", self._check_text(reason, self.env._("Say why the objective is dropped.")))

    def _end(self, state, note):
        self.check_access("read")
        stages = self.stage_ids if state == "dropped" else self.browse()   # with the whole its parts are given up
        for objective in self | stages.filtered(lambda one: one.state == "running"):
            plan = objective.plan_id
            if not plan._can_edit():
                raise AccessError(self.env._(
                    "%(objective)s: the person responsible, the heads above and HR close objectives.",
                    objective=objective.name))
            objective._raise_refusals({objective.id: (
                plan.state not in ("published", "adjusting") and self.env._("its plan is not published")
                or plan.cycle_id.state == "closed" and self.env._("its cycle is closed")
                or objective.state != "running" and self.env._("it is not running any more"))})
            objective.sudo()._as_engine().write({"state": state})
            objective.sudo().message_post(body=(note if isinstance(note, str) else "") or self.env._("Finished"))
        return True

    def _get_state_label(self, state=None):
        return self.plan_id._get_state_label(state)
