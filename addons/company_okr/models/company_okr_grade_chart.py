from odoo import api, models
from odoo.exceptions import UserError


class CompanyOkrGradeChart(models.AbstractModel):
    """Grades of a cycle against the shares of the scheme, in all and by department (O16)."""

    _name = "company.okr.grade.chart"
    _description = "Distribution of Grades"

    @api.model
    def get_data(self, cycle_id=False):
        """Distribution of grades in the current company, out of the results that the caller may read.

        :param int cycle_id: False: the latest cycle with grades
        :return: {company, cycle_id, cycles: [{id, name}], grades: [{id, name, quota}], rows: [{id, label, people,
            counts, domain}]}; the first row is all departments together, counts stand in the order of the grades
        :raise UserError: no such cycle
        """
        company = self.env.company
        groups = self.env["company.okr.appraisal"]._read_group(
            [("company_id", "=", company.id), ("grade_id", "!=", False)], ["cycle_id"], [])
        cycles = self.env["company.okr.cycle"].union(*(cycle for [cycle] in groups)).sorted("date_end", reverse=True)
        cycle = cycles.filtered(lambda one: one.id == cycle_id) if cycle_id else cycles[:1]
        if cycle_id and not cycle:
            raise UserError(self.env._("There are no grades of this cycle."))
        domain = [("company_id", "=", company.id), ("cycle_id", "=", cycle.id), ("grade_id", "!=", False)]
        counts, used = {}, self.env["company.okr.grade"]
        for department, grade, count in self.env["company.okr.appraisal"]._read_group(
                domain, ["department_id", "grade_id"], ["__count"]):
            counts[department, grade] = count
            used |= grade
        grades = self.env["company.okr.grade"]._get_scheme(company)
        grades |= used - grades
        return {
            "company": company.name, "cycle_id": cycle.id,
            "cycles": [{"id": one.id, "name": one.name} for one in cycles],
            "grades": [{"id": one.id, "name": one.name, "quota": one.quota} for one in grades],
            "rows": self._get_rows(counts, grades, domain) if counts else [],
        }

    @api.model
    def _get_rows(self, counts, grades, domain):
        departments = self.env["hr.department"].union(*(department for department, _grade in counts))
        units = [*departments.sorted("name"), *(() if all(unit for unit, _grade in counts) else [departments.browse()])]
        rows = []
        for unit in units:
            own = [counts.get((unit, grade), 0) for grade in grades]
            rows.append({"id": unit.id, "label": unit.name or self.env._("Without Department"), "people": sum(own),
                         "counts": own, "domain": [*domain, ("department_id", "=", unit.id)]})
        total = [sum(row["counts"][place] for row in rows) for place in range(len(grades))]
        return [{"id": 0, "label": self.env._("All Departments"), "people": sum(total), "counts": total,
                 "domain": domain}, *rows]
