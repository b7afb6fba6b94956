from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..engine import scoring
from ..engine.rounding import exact, shown
from .company_okr_appraisal import FIGURES

ASSESSED = ("appraisal_id", "self_score", "module_head_score", "department_head_score", "weight", "has_self",
            "has_module_head", "has_department_head", "ruled_score", "has_ruling")


class CompanyOkrAppraisal(models.Model):
    """The scores of many people at once: a flat number of queries, whatever their number (REQUIREMENTS O18)."""

    _inherit = "company.okr.appraisal"

    def _update_scores(self):
        """Compute all figures of these appraisals out of their lines, the values and the department's score.

        Private: called by the steps that change a score. The department's score of a year is the OKR score of the
        department head's appraisal, so department heads come first.
        """
        heads = self.filtered(lambda appraisal: appraisal.level == "department")
        (heads or self)._write_scores()
        if heads:
            others = self - heads | heads._get_members()
            others._write_scores()

    def _get_members(self):
        """Appraisals of the people of these departments, in the same cycles; results that stand change by a ruling of
        their own only (R2 §5.7).
        """
        found = self.sudo().search([
            ("cycle_id", "in", self.cycle_id.ids), ("department_id", "in", self.department_id.ids),
            ("level", "!=", "department"), ("state", "not in", ("confirmed", "closed"))])
        pairs = {(head.cycle_id, head.department_id) for head in self}
        return found.filtered(lambda appraisal: (appraisal.cycle_id, appraisal.department_id) in pairs)

    def _write_scores(self):
        if not self:
            return
        records = self.sudo()
        lines = records._collect("company.okr.appraisal.line", ["objective_id", "overarching_id"])
        values = records._collect("company.okr.appraisal.value", [])
        stages = records._collect_stages()
        departments = records._get_department_scores()
        ratios = {cycle: records.filtered(lambda one, c=cycle: one.cycle_id == c)[:1]._get_ratios()
                  for cycle in records.cycle_id}
        scores, figures = {}, {}
        for appraisal in records:
            mine = lines[appraisal.id]
            for row in (*mine, *values[appraisal.id]):
                row["score"] = row["ruled_score"] if row["ruled_score"] is not None else scoring.assessed(
                    appraisal._get_scored_level(), row["module_head_score"], row["department_head_score"],
                    ratios[appraisal.cycle_id])
                scores[row["model"], row["id"]] = row["score"]
            figures[appraisal.id] = appraisal._get_figures(
                mine + stages[appraisal.id], values[appraisal.id],
                departments.get((appraisal.cycle_id.id, appraisal.department_id.id)), ratios[appraisal.cycle_id])
        records._store_scores(scores)
        records._store_figures(figures)

    def _get_scored_level(self):
        """Positions without a module head of their own are scored by the department head alone (R2 §5.4.2)."""
        return "position" if self.level == "position" and self.module_head_user_id else "module"

    def _get_figures(self, lines, values, department, ratios):
        okr = scoring.okr_score([
            (row["objective_id"], row["overarching_id"] or None, row["weight"], row["score"]) for row in lines])
        own = scoring.okr_score([
            (row["objective_id"], row["overarching_id"] or None, row["weight"], row["self_score"]) for row in lines])
        value = scoring.weighted([(row["weight"], row["score"]) for row in values])
        personal = None if okr is None or value is None else scoring.final(okr, value, ratios)
        yearly = self.cycle_id.cycle_type == "year" and self.level != "department"
        final = personal
        if yearly and personal is not None:
            final = None if department is None else scoring.annual(personal, department, ratios)
        return (own, okr, value, personal, department if yearly else None, final)

    def _collect(self, model, names):
        """{appraisal id: [row]} of the scored rows, read in one query; a score that was not given is None."""
        rows = self.env[model].sudo().search_fetch(
            [("appraisal_id", "in", self.ids)], [*ASSESSED, *names], order="id")
        result = defaultdict(list)
        for row in rows:
            result[row.appraisal_id.id].append({
                "model": model, "id": row.id, "weight": row.weight,
                **{name: row[name].id for name in names},
                "self_score": exact(row.self_score) if row.has_self else None,
                "module_head_score": exact(row.module_head_score) if row.has_module_head else None,
                "department_head_score": exact(row.department_head_score) if row.has_department_head else None,
                "ruled_score": exact(row.ruled_score) if row.has_ruling else None})
        return result

    def _collect_stages(self):
        """{appraisal id: [row]} of objectives of quarters and half-years that stand under the year's ones."""
        result = defaultdict(list)
        years = self.filtered(lambda appraisal: appraisal.cycle_id.cycle_type == "year")
        if not years:
            return result
        rows = self.env["company.okr.appraisal.line"].sudo().search_fetch(
            [("appraisal_id.cycle_id.parent_id", "in", years.cycle_id.ids),
             ("appraisal_id.employee_id", "in", years.employee_id.ids), ("overarching_id", "!=", False)],
            ["appraisal_id", "objective_id", "overarching_id", "score", "has_score", "self_score", "has_self"])
        by_person = {(year.cycle_id, year.employee_id): year.id for year in years}
        for row in rows:
            year = by_person.get((row.appraisal_id.cycle_id.parent_id, row.appraisal_id.employee_id))
            if year:
                result[year].append({
                    "objective_id": row.objective_id.id, "overarching_id": row.overarching_id.id, "weight": 0,
                    "score": exact(row.score) if row.has_score else None,
                    "self_score": exact(row.self_score) if row.has_self else None})
        return result

    def _get_department_scores(self):
        """{(cycle id, department id): OKR score of the department's goals}, out of confirmed results of heads: before
        that the figure is nobody's but their assessors' (O15).
        """
        rows = self.sudo().search_fetch(
            [("cycle_id", "in", self.cycle_id.ids), ("level", "=", "department"),
             ("department_id", "in", self.department_id.ids), ("has_okr_score", "=", True),
             ("state", "in", ("confirmed", "closed"))],
            ["cycle_id", "department_id", "okr_score"])
        return {(row.cycle_id.id, row.department_id.id): exact(row.okr_score) for row in rows}

    def _store_scores(self, scores):
        """Write the scores of lines and values: one statement per table."""
        for model in ("company.okr.appraisal.line", "company.okr.appraisal.value"):
            rows = [(row_id, shown(score) if score is not None else 0, score is not None)
                    for (name, row_id), score in scores.items() if name == model]
            self._update_rows(model, ("score", "has_score"), ("numeric", "boolean"), rows)

    def _store_figures(self, figures):
        rows = [(appraisal_id, *(shown(figure) if figure is not None else 0 for figure in values),
                 values[1] is not None, values[5] is not None) for appraisal_id, values in figures.items()]
        self._update_rows(
            self._name, (*FIGURES, "has_okr_score", "has_final_score"),
            ("numeric",) * len(FIGURES) + ("boolean", "boolean"), rows)

    def _update_rows(self, model, names, types, rows):
        """One UPDATE for all rows of [(id, value, …)]; nothing outside of the names given changes."""
        if not rows:
            return
        target = self.env[model]
        target.flush_model()
        columns = SQL(", ").join(SQL("%s = v.%s::" + kind, SQL.identifier(name), SQL.identifier(name))
                                 for name, kind in zip(names, types, strict=True))
        for start in range(0, len(rows), 5000):
            values = SQL(", ").join(SQL("(%s)", SQL(", ").join(SQL("%s", value) for value in row))
                                    for row in rows[start:start + 5000])
            self.env.cr.execute(SQL(
                "UPDATE %s AS t SET %s FROM (VALUES %s) AS v(id, %s) WHERE t.id = v.id", SQL.identifier(target._table),
                columns, values, SQL(", ").join(map(SQL.identifier, names))))
        target.invalidate_model(names)
        target.browse([row[0] for row in rows]).modified(names)
