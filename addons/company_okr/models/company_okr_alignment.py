from odoo import api, models
from odoo.exceptions import UserError

from .company_okr_plan import LEVELS

WORST_FIRST = ("red", "stale", "yellow", "green", "none")


class CompanyOkrPlan(models.Model):
    """The alignment map: who contributes to what from the company down to a position (R2 §5.1.1–5.1.3, R14 §3)."""

    _inherit = "company.okr.plan"

    @api.model
    def get_alignment_map(self, cycle_id=None):
        """Plans, objectives and key results of a cycle, and of the year it lies in, as far as the caller reads them.

        Cancelled plans and dropped objectives are left out: they count in no roll-up. The number of queries does not
        depend on the number of objectives.

        :param int cycle_id: cycle; None: the running one of the current company, or else the latest
        :return: {cycle_id, cycles, departments, people, me, levels, states, health, plans, objectives}; percentages
            0 … 100; ``parent_key_result_id`` of an objective is the key result it contributes to (False: outside of
            what is shown) and ``share`` its part in the roll-up ``contribution`` of that key result
        :raise AccessError: no right to read plans, or the cycle of a company that is not the caller's
        :raise UserError: there is no such cycle
        """
        self.browse().check_access("read")
        cycle = self._get_map_cycle(cycle_id)
        plans = self.search([("cycle_id", "in", (cycle | cycle.parent_id).ids), ("state", "!=", "cancelled")])
        objectives = self.env["company.okr.objective"].search(
            [("plan_id", "in", plans.ids), ("state", "!=", "dropped")])
        key_results = self.env["company.okr.key.result"].search([("objective_id", "in", objectives.ids)])
        return {
            "cycle_id": cycle.id, "me": self.env.user.employee_id.id, **self._get_map_choices(cycle),
            "levels": list(self._fields["level"]._description_selection(self.env)),
            "states": dict(self._fields["state"]._description_selection(self.env)),
            "health": dict(key_results._fields["health"]._description_selection(self.env)),
            "departments": self._get_map_departments(plans.department_id),
            "people": self._get_map_people(plans.employee_id | key_results.owner_id),
            "plans": [plan._get_map_row() for plan in plans._sorted_by_line()],
            "objectives": objectives._get_map_rows(key_results),
        }

    def action_view_alignment(self):
        """Client action: the alignment map of the cycle of this plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id("company_okr.company_okr_alignment_action")
        return {**action, "params": {"cycle_id": self.cycle_id.id}}

    @api.model
    def _get_map_cycle(self, cycle_id):
        cycles = self.env["company.okr.cycle"]
        if cycle_id:
            cycle = cycles.browse(cycle_id if type(cycle_id) is int else ()).exists()
            if not cycle:
                raise UserError(self.env._("There is no such cycle."))
            cycle.check_access("read")
            return cycle
        domain = [("company_id", "=", self.env.company.id)]
        return cycles.search([*domain, ("state", "=", "open")], limit=1) or cycles.search(domain, limit=1)

    @api.model
    def _get_map_choices(self, cycle):
        company = cycle.company_id or self.env.company
        cycles = self.env["company.okr.cycle"].search([("company_id", "=", company.id)])
        return {"cycles": [{"id": one.id, "name": one.name} for one in cycles]}

    @api.model
    def _get_map_people(self, employees):
        people = self.env["hr.employee.public"].search([("id", "in", employees.ids)])
        return [{"id": one.id, "name": one.name} for one in people]

    @api.model
    def _get_map_departments(self, departments):
        units = self.env["hr.department"].search([("id", "parent_of", departments.ids)])
        return [{"id": unit.id, "name": unit.name, "parent_id": unit.parent_id.id} for unit in units]

    def _sorted_by_line(self):
        """Level by level, plans below the same plan together and in the order of its key results: few lines cross."""
        place = {}
        for level, _label in LEVELS:
            for plan in self.filtered(lambda one, level=level: one.level == level).sorted(
                    lambda one: (place.get(one.parent_id.id, len(self)),
                                 min(one.objective_ids.parent_key_result_id.ids, default=float("inf")), one.id)):
                place[plan.id] = len(place)
        return self.sorted(lambda one: place[one.id])

    def _get_map_row(self):
        return {
            "id": self.id, "name": self._get_whose() or self.name, "level": self.level, "state": self.state,
            "cycle_id": self.cycle_id.id, "cycle": self.cycle_id.name, "parent_id": self.parent_id.id,
            "department_id": self.department_id.id, "employee_id": self.employee_id.id, "progress": self.progress}


class CompanyOkrObjective(models.Model):
    _inherit = "company.okr.objective"

    def _get_map_rows(self, key_results):
        """Rows of the map; key results and links only as far as they are in ``key_results``."""
        own, none = key_results.grouped("objective_id"), key_results.browse()
        shown = set(key_results.ids)
        above = {one: one.parent_key_result_id for one in self if one.parent_key_result_id.id in shown}
        shares = {result: result._get_contribution_share() for result in set(above.values())}
        return [{
            "id": one.id, "plan_id": one.plan_id.id, "name": one.name, "weight": one.weight, "progress": one.progress,
            "state": one.state, "overarching_id": one.overarching_id.id,
            "parent_key_result_id": above.get(one, none).id, "share": shares.get(above.get(one), 0),
            "health": min(own.get(one, none).mapped("health") or ["none"], key=WORST_FIRST.index),
            "key_results": [row._get_map_row() for row in own.get(one, none)]} for one in self]


class CompanyOkrKeyResult(models.Model):
    _inherit = "company.okr.key.result"

    def _get_map_row(self):
        return {
            "id": self.id, "name": self.name, "owner_id": self.owner_id.id or self.plan_id.employee_id.id,
            "weight": self.weight, "completion": round(self.completion * 100, 2), "health": self.health,
            "contribution": self.contribution}
