from odoo import fields, models

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex


class CompanyOkrPlan(models.Model):
    _inherit = "company.okr.plan"

    version_ids = fields.One2many("company.okr.version", "plan_id", "Versions", readonly=True, copy=False)

    def _keep_version(self):
        """Keep the plan as it is published; return the number of the version."""
        self.ensure_one()
        number = len(self.version_ids) + 1
        content = [objective._get_snapshot() for objective in self.objective_ids]
        self.env["company.okr.version"].sudo()._as_engine().create({
            "plan_id": self.id, "company_id": self.company_id.id, "number": number, "content": content,
            "digest": sha256_hex(canonical_json(content)), "author_name": self.env.user.name,
            "reason": self.adjustment_ids.filtered(lambda one: one.state == "approved").sorted("id")[-1:].reason or ""})
        self.invalidate_recordset(["version_ids"])
        return number
