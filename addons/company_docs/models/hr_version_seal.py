from odoo import api, models


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._guard_new_versions()
        return versions

    def _guard_new_versions(self):
        """A version that will move the employee later is refused now: handover comes first."""
        custody = self.env["company.custody.mixin"]
        for version in self.sudo():
            others = version.employee_id.version_ids - version
            before = others.sorted("date_version").filtered(lambda v, n=version: v.date_version <= n.date_version)[-1:]
            if before and any(before[name] and before[name] != version[name] for name in ("department_id", "job_id")):
                custody._guard_departure(version.employee_id, self.env._("A move to another department or job"))

    def write(self, vals):
        self.env["company.custody.mixin"]._guard_move(self.filtered("employee_id"), vals)
        return super().write(vals)
