from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

CYCLES = 8
SHOWN = [("state", "in", ("published", "adjusting", "closed"))]
RUNNING = [("plan_id.state", "in", ("published", "adjusting")), ("objective_id.state", "=", "running")]
RISK, STALE = [("confidence", "in", ("yellow", "red"))], [("is_stale", "=", True)]


class CompanyOkrHeatMap(models.AbstractModel):
    """Progress of the departments by cycle or by level, with what is at risk and what nobody reported on (O16).

    Everything is counted with the rights of the caller, in a number of queries that does not depend on the size.
    """

    _name = "company.okr.heat.map"
    _description = "Progress Heat Map"

    @api.model
    def get_data(self, by="cycle", department_id=False, cycle_id=False):
        """The heat map of the current company.

        :param str by: columns: ``cycle``, the eight latest ones, or ``level`` of one cycle
        :param int department_id: rows are this department itself and its modules; False: all departments
        :param int cycle_id: the cycle of the levels; False: the running one
        :return: {by, company, department: {id, name} or False, cycle_id, cycles: [{id, name}],
            columns: [{key, label}], rows: [{id, label, department_ids, modules, cells}], domains}.
            A cell is False without plans, else {plans, progress, key_results, risk, stale}: progress is the mean of
            its published plans, risk and stale are shares of its running key results, all in percent. ``domains`` are
            those of the plans and key results behind a cell, before department and column.
        :raise UserError: unknown column or department
        :raise AccessError: no right to read plans
        """
        if by not in ("cycle", "level"):
            raise UserError(self.env._("Columns are “cycle” or “level”."))
        cycles = self._get_cycles()
        cycle = (cycles.filtered(lambda one: one.id == cycle_id) or cycles.filtered(lambda one: one.state == "open")
                 or cycles)[-1:]
        rows, department = self._get_rows(department_id)
        columns = self._get_columns(by, cycles)
        shown = cycles if by == "cycle" else cycle
        domain = [("company_id", "=", self.env.company.id), ("cycle_id", "in", shown.ids)]
        figures = self._get_figures(by, domain)
        for row in rows:
            row["cells"] = [self._get_cell([figures[unit, column["key"]] for unit in row["department_ids"]])
                            for column in columns]
        return {
            "by": by, "company": self.env.company.name, "department": department, "cycle_id": cycle.id,
            "cycles": [{"id": one.id, "name": one.name} for one in reversed(cycles)], "columns": columns,
            # departments without any plan come last; the company's goals have a row where there are some
            "rows": sorted((row for row in rows if row["id"] or any(row["cells"])),
                           key=lambda row: not any(row["cells"])),
            "domains": {"progress": domain + SHOWN, "risk": domain + RUNNING + RISK, "stale": domain + RUNNING + STALE},
        }

    @api.model
    def _get_cycles(self):
        """The latest cycles, the earliest of them first."""
        return self.env["company.okr.cycle"].search(
            [("company_id", "=", self.env.company.id), ("state", "!=", "draft")], limit=CYCLES)[::-1]

    @api.model
    def _get_columns(self, by, cycles):
        if by == "cycle":
            return [{"key": one.id, "label": one.name} for one in cycles]
        levels = self.env["company.okr.plan"]._fields["level"]._description_selection(self.env)
        return [{"key": key, "label": label} for key, label in levels if key != "company"]

    @api.model
    def _get_rows(self, department_id):
        """Rows and the department that was opened; modules count with their department until it is opened."""
        units = self.env["hr.department"].search([("company_id", "in", (self.env.company.id, False))])
        modules = units.filtered("is_okr_module").grouped("parent_id")
        if department_id:
            opened = units.filtered(lambda one: one.id == department_id)
            if not opened:
                raise UserError(self.env._("This company has no such department."))
            shown = opened | modules.get(opened, opened.browse())
            label = self.env._("%s (the department itself)", opened.name)
            return [{"id": one.id, "label": label if one == opened else one.name, "department_ids": one.ids,
                     "modules": 0} for one in shown], {"id": opened.id, "name": opened.name}
        rows = [{"id": False, "label": self.env._("Company Goals"), "department_ids": [False], "modules": 0}]
        for one in units.filtered(lambda unit: not unit.is_okr_module):
            below = modules.get(one, one.browse())
            rows.append({"id": one.id, "label": one.name, "department_ids": (one | below).ids, "modules": len(below)})
        return rows, False

    @api.model
    def _get_figures(self, by, domain):
        """{(department id, column key): [plans, sum of progress, key results, of them at risk, of them stale]}"""
        column = "cycle_id" if by == "cycle" else "level"
        figures = defaultdict(lambda: [0, 0.0, 0, 0, 0])
        for unit, key, count, progress in self.env["company.okr.plan"]._read_group(
                domain + SHOWN, ["department_id", column], ["__count", "progress:sum"]):
            figures[unit.id, key if by == "level" else key.id][:2] = count, progress
        result = self.env["company.okr.key.result"]
        for place, more in ((2, []), (3, RISK), (4, STALE)):
            for unit, key, count in result._read_group(
                    domain + RUNNING + more, ["plan_id.department_id", f"plan_id.{column}"], ["__count"]):
                figures[unit.id, key if by == "level" else key.id][place] = count
        return figures

    @api.model
    def _get_cell(self, parts):
        plans, progress, results, risk, stale = map(sum, zip(*parts, strict=True))
        return bool(plans) and {
            "plans": plans, "progress": round(progress / plans, 1), "key_results": results,
            "risk": round(100 * risk / results, 1) if results else 0.0,
            "stale": round(100 * stale / results, 1) if results else 0.0}
