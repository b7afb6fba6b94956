import random
from fractions import Fraction

from odoo import Command
from odoo.tests import tagged

from .common import OkrCase

LINE, VALUE = "company.okr.appraisal.line", "company.okr.appraisal.value"


def shown(figure):
    """Two decimals, half up, in whole numbers only."""
    return int(figure * 100 + Fraction(1, 2)) / 100


@tagged("post_install", "-at_install")
class TestOkrFormulas(OkrCase):
    """The figures of random companies, computed a second time out of R2 alone, in rational numbers."""

    def _weights(self, draw, count):
        cuts = sorted(draw.sample(range(100, 9900), count - 1))
        return [Fraction(end - start, 100) for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)]

    def _company(self, draw, kind):
        """A cycle with random ratios, and people with random plans: heads, module heads, positions."""
        shares = [Fraction(draw.randint(0, 10_000), 100) for _pair in range(3)]
        names = ("module_head_ratio", "department_head_ratio", "okr_ratio", "values_ratio", "personal_ratio",
                 "department_ratio")
        ratios = dict(zip(names, (part for share in shares for part in (share, 100 - share)), strict=True))
        cycle = self.env["company.okr.cycle"].create({
            "name": f"Random {draw.random()}", "cycle_type": kind, "date_start": "2031-01-01",
            "date_end": "2031-12-31", **{name: float(ratio) for name, ratio in ratios.items()}})
        for criterion in self.env["company.okr.criterion"].search([]):
            criterion.weight = draw.randint(1, 60)
        team = self.env["hr.department"].create({
            "name": "Without a head", "company_id": self.company_a.id, "parent_id": self.department.id,
            "is_okr_module": True})
        self.outsider_employee.department_id = team
        plans = self.env["company.okr.plan"]
        for employee, level, unit in (
            (self.dept_head_employee, "department", self.department),
            (self.module_head_employee, "module", self.module), (self.member_employee, "position", self.module),
            (self.member2_employee, "position", self.module), (self.outsider_employee, "position", team),
        ):
            plans |= self._plan(draw, cycle, employee, level, unit)
        return self.env["company.okr.appraisal"]._make(cycle, plans.sudo()), ratios

    def _plan(self, draw, cycle, employee, level, unit):
        plan = self.env["company.okr.plan"].create({
            "cycle_id": cycle.id, "level": level, "employee_id": employee.id, "department_id": unit.id,
            "objective_ids": [Command.create({"name": f"O{place}", "weight": float(weight), "is_overarching": True})
                              for place, weight in enumerate(self._weights(draw, draw.randint(1, 5)))]})
        plan.objective_ids = [Command.create({"name": f"{over.name}.{stage}", "overarching_id": over.id})
                              for over in plan.objective_ids for stage in range(draw.randint(0, 3))]
        return plan

    def _score(self, draw, appraisals):
        """Random scores of everybody for every row, with two decimals."""
        for model, rows in ((LINE, appraisals.line_ids), (VALUE, appraisals.value_ids)):
            names = ("module_head_score", "department_head_score", "self_score")
            appraisals._update_rows(
                model, (*names, "has_module_head", "has_department_head", "has_self"),
                ("numeric",) * 3 + ("boolean",) * 3,
                [(row.id, *(draw.randint(0, 10_000) / 100 for _name in names), True, True, True)
                 for row in rows.sorted("id")])
        heads = appraisals.filtered(lambda one: one.level == "department")
        heads._write_scores()
        heads._as_engine().write({"state": "confirmed"})
        (appraisals - heads)._write_scores()

    def _expected(self, appraisal, ratios, head):
        """R2 §5.4.2: 6:4, or the department head alone; §5.4.3: Σ average × weight; §5.5.1: 7:3; §5.5.3: 8:2."""
        def exact(figure):
            return Fraction(str(figure))

        def score(row):
            first, second = exact(row.module_head_score), exact(row.department_head_score)
            if appraisal.level != "position" or not appraisal.module_id.manager_id:
                return second
            return (first * ratios["module_head_ratio"] + second * ratios["department_head_ratio"]) / 100
        okr = Fraction(0)
        for top in appraisal.line_ids.filtered(lambda row: not row.overarching_id):
            parts = appraisal.line_ids.filtered(lambda row, t=top: row.overarching_id == t.objective_id) or top
            okr += exact(top.weight) * sum(map(score, parts)) / len(parts) / 100
        values = sum(exact(row.weight) * score(row) for row in appraisal.value_ids) / sum(
            exact(row.weight) for row in appraisal.value_ids)
        personal = (okr * ratios["okr_ratio"] + values * ratios["values_ratio"]) / 100
        final = personal
        if appraisal.cycle_id.cycle_type == "year" and appraisal != head:
            final = (personal * ratios["personal_ratio"] + exact(head.okr_score) * ratios["department_ratio"]) / 100
        return {"okr_score": shown(okr), "values_score": shown(values), "personal_score": shown(personal),
                "final_score": shown(final)}

    def test_random_companies(self):
        """O8 O9: ratios, weights, stages and scores at random: the server's figures are those of the regulation."""
        for seed in range(6):
            draw = random.Random(seed)
            appraisals, ratios = self._company(draw, "year" if seed % 3 else "half")
            self._score(draw, appraisals)
            head = appraisals.filtered(lambda one: one.level == "department")
            self.assertEqual(sorted(appraisals.mapped("level")), [
                "department", "module", "position", "position", "position"])
            for appraisal in appraisals:
                expected = self._expected(appraisal, ratios, head)
                with self.subTest(seed=seed, level=appraisal.level):
                    self.assertEqual({name: round(appraisal[name], 2) for name in expected}, expected)
                    self.assertTrue(all(0 <= figure <= 100 for figure in expected.values()))
