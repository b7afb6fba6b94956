from odoo import models


class CompanyOkrAppraisal(models.Model):
    """Every figure with the parts it was made of, for the form and the printed sheet (REQUIREMENTS O9)."""

    _inherit = "company.okr.appraisal"

    def _get_trace(self):
        """[{"label", "figure", "formula"}] in the order of the calculation; formulas are plain arithmetic."""
        self.ensure_one()
        appraisal, ratios = self.sudo(), self._get_ratios()
        assessed = appraisal._get_scored_level()
        rows = [
            {"label": row.name, "figure": f"{row.score:.2f}", "formula": self.env._("ruling on an appeal") if
                row.has_ruling else (
                f"{row.module_head_score:.2f} × {ratios.module_head.normalize():f}% + "
                f"{row.department_head_score:.2f} × {ratios.department_head.normalize():f}%"
                if assessed == "position" else f"{row.department_head_score:.2f}")}
            for row in [*appraisal.line_ids.filtered("is_counted"), *appraisal.value_ids] if row.has_score]
        if appraisal.has_okr_score:
            rows.append({
                "label": self.env._("OKR Score"), "figure": f"{appraisal.okr_score:.2f}",
                "formula": appraisal._get_okr_formula()})
        if appraisal.value_ids and all(appraisal.value_ids.mapped("has_score")):
            rows.append({
                "label": self.env._("Values Score"), "figure": f"{appraisal.values_score:.2f}",
                "formula": "({}) ÷ {:g}".format(
                    " + ".join(f"{row.score:.2f} × {row.weight:g}" for row in appraisal.value_ids),
                    sum(appraisal.value_ids.mapped("weight")))})
        if appraisal.has_okr_score and appraisal.personal_score:
            rows.append({
                "label": self.env._("Appraisal Score"), "figure": f"{appraisal.personal_score:.2f}",
                "formula": f"{appraisal.okr_score:.2f} × {ratios.okr.normalize():f}% + "
                           f"{appraisal.values_score:.2f} × {ratios.values.normalize():f}%"})
        if appraisal.has_final_score and appraisal.cycle_id.cycle_type == "year" and appraisal.level != "department":
            rows.append({
                "label": self.env._("Final Score"), "figure": f"{appraisal.final_score:.2f}",
                "formula": f"{appraisal.personal_score:.2f} × {ratios.personal.normalize():f}% + "
                           f"{appraisal.department_score:.2f} × {ratios.department.normalize():f}%"})
        return rows

    def _get_okr_formula(self):
        lines = self.line_ids.sorted("id")
        tops = lines.filtered(lambda line: not line.overarching_id)
        stages = {top: lines.filtered(lambda line, t=top: line.overarching_id == t.objective_id) for top in tops}
        return " + ".join(
            f"({' + '.join(f'{line.score:.2f}' for line in stages[top])}) ÷ {len(stages[top])} × {top.weight:g}%"
            if stages[top] else f"{top.score:.2f} × {top.weight:g}%" for top in tops)
