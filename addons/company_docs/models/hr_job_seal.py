from odoo import models


class HrJob(models.Model):
    _inherit = "hr.job"

    def unlink(self):
        self.env["company.custody.mixin"]._guard_departure(
            self.env["hr.employee"].sudo().with_context(active_test=False).search([("job_id", "in", self.ids)]),
            self.env._("Deleting the job position"))
        return super().unlink()
