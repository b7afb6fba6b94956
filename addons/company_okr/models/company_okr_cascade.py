from odoo import models
from odoo.exceptions import UserError


class CompanyOkrKeyResult(models.Model):
    """Breaking a key result down into objectives of lower plans (R14 §3)."""

    _inherit = "company.okr.key.result"

    def action_cascade(self, targets):
        """Make objectives in draft plans below out of this key result; their people work them out and submit.

        :param list targets: [{"plan_id": id of a draft plan, "name": objective, "weight": percent}]
        :return: ids of the objectives made
        :raise UserError: no target, a plan that is no draft or does not stand below
        :raise AccessError: a plan the user may not write
        """
        self.ensure_one()
        self.check_access("read")
        if not isinstance(targets, list) or not targets or not all(
                isinstance(item, dict) and isinstance(item.get("plan_id"), int) for item in targets):
            raise UserError(self.env._("Name the plans that take a part of “%(key_result)s”.", key_result=self.name))
        plans = self.env["company.okr.plan"].browse([item.get("plan_id") for item in targets]).exists()
        plans.check_access("write")
        above = self.env["company.okr.plan"]._get_level_order(self.plan_id.level)
        for plan in plans:
            if plan.state not in ("draft", "adjusting") or plan._get_level_order(plan.level) <= above:
                raise UserError(self.env._(
                    "%(plan)s: a key result is broken down into drafts of a lower level.", plan=plan.display_name))
        if len(plans) != len({item.get("plan_id") for item in targets}):
            raise UserError(self.env._("Name the plans that take a part of “%(key_result)s”.", key_result=self.name))
        for plan in plans.filtered(lambda plan: not plan.parent_id):
            plan.parent_id = self.plan_id
        return self.env["company.okr.objective"].create([{
            "plan_id": item["plan_id"], "name": item.get("name") or self.name, "weight": item.get("weight") or 0,
            "parent_key_result_id": self.id} for item in targets]).ids


class CompanyOkrPlan(models.Model):
    _inherit = "company.okr.plan"

    def _get_level_order(self, level):
        return [key for key, _label in self._fields["level"].selection].index(level)
