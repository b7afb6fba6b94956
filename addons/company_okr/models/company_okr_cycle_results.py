from odoo import models
from odoo.exceptions import UserError

from ..engine import grading
from ..engine.sample import draw


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    def action_create_gradings(self):
        """Make the grading sessions of a cycle: one per department, small departments pooled (settings).

        :return: ids of the sessions made
        :raise UserError: no confirmed result waits for a grade
        :raise AccessError: not HR performance
        """
        self.ensure_one()
        self._check_hr()
        self._check_state("scoring")
        counts = self.env["company.okr.appraisal"].sudo()._read_group(
            [("cycle_id", "=", self.id), ("state", "=", "confirmed"), ("grade_id", "=", False)],
            ["department_id"], ["__count"])
        taken = self.env["company.okr.grading"].search(
            [("cycle_id", "=", self.id), ("state", "!=", "confirmed")]).department_ids
        sizes = {department: count for department, count in counts if department not in taken}
        if not sizes:
            raise UserError(self.env._("%(cycle)s: no confirmed result waits for a grade.", cycle=self.name))
        pools = grading.pool({department.id: count for department, count in sizes.items()},
                             self.company_id.okr_pool_size)
        departments = self.env["hr.department"]
        return self.env["company.okr.grading"].create([
            {"name": "、".join(departments.browse(pool).mapped("name")), "cycle_id": self.id,
             "company_id": self.company_id.id, "department_ids": [(6, 0, pool)]} for pool in pools]).ids

    def action_draw_sample(self, percent=10):
        """Draw interviews for HR's spot check (R2 §5.6.2): by a digest of cycle and record, so that nobody picks them.

        :param float percent: share of the interviews held, above 0 and 100 at most
        :return: ids of the interviews drawn
        :raise UserError: a share outside 0 … 100, nothing held yet
        """
        self.ensure_one()
        self._check_hr()
        if isinstance(percent, bool) or not isinstance(percent, (int, float)) or not 0 < percent <= 100:
            raise UserError(self.env._("The share lies above 0 and is 100 % at most."))
        held_sudo = self.env["company.okr.interview"].sudo().search(
            [("cycle_id", "=", self.id), ("state", "!=", "planned")])
        if not held_sudo:
            raise UserError(self.env._("%(cycle)s: no interview was held yet.", cycle=self.name))
        drawn = held_sudo.browse(draw(held_sudo.ids, percent, f"{self.id}"))
        drawn._as_engine().write({"is_sampled": True})
        return drawn.ids
