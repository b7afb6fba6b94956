from odoo import Command, models
from odoo.exceptions import UserError


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    def action_carry_forward(self, cycle_id):
        """Copy what is unfinished into drafts of the next cycle: key results go on from the value they reached.

        :param int cycle_id: the cycle to carry into, draft or running, after this one
        :return: number of objectives carried
        :raise UserError: the other cycle does not follow, or is closed
        :raise AccessError: not HR performance
        """
        self.ensure_one()
        self._check_hr()
        target = self.browse(cycle_id if isinstance(cycle_id, int) else ()).exists()
        target.check_access("write")
        if not target or target.state not in ("draft", "open") or target.date_start <= self.date_end:
            raise UserError(self.env._("%(cycle)s: name a later cycle that is not closed.", cycle=self.name))
        plans = self.env["company.okr.plan"].search([
            ("cycle_id", "=", self.id), ("state", "in", ("published", "adjusting", "closed"))])
        count = 0
        for plan in plans.filtered(lambda one: one.level != "position" or one.sudo().employee_id.active):
            open_ones = plan.objective_ids.filtered(lambda one: one.state == "running" and one.progress < 100)
            if open_ones:
                draft = plan._get_next_draft(target)
                known = draft.objective_ids.carried_from_id
                fresh = open_ones - known
                self.env["company.okr.objective"]._as_engine().create([
                    {**one._prepare_carried(), "plan_id": draft.id} for one in fresh])
                count += len(fresh)
        return count


class CompanyOkrPlan(models.Model):
    _inherit = "company.okr.plan"

    def _get_next_draft(self, cycle):
        """The same unit's draft in another cycle, of a position in the unit where the person works now; made when there
        is none.
        """
        self.ensure_one()
        home = self.sudo().employee_id.department_id if self.level == "position" else self.department_id
        values = {"cycle_id": cycle.id, "level": self.level, "department_id": (home or self.department_id).id,
                  "employee_id": self.employee_id.id}
        draft = self.search([*((name, "=", value) for name, value in values.items()), ("state", "=", "draft")], limit=1)
        return draft or self.create({**values, "company_id": self.company_id.id})


class CompanyOkrObjective(models.Model):
    _inherit = "company.okr.objective"

    def _prepare_carried(self):
        self.ensure_one()
        return {
            "name": self.name, "description": self.description, "weight": self.weight,
            "combination": self.combination, "type_id": self.type_id.id, "is_overarching": self.is_overarching,
            "carried_from_id": self.id,
            "key_result_ids": [Command.create({
                "name": one.name, "kind": one.kind, "falling": one.falling, "start_value": one.current_value,
                "target_value": one.target_value, "unit": one.unit, "weight": one.weight, "owner_id": one.owner_id.id,
            }) for one in self.key_result_ids if one.completion < 1]}
