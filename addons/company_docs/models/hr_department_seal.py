from odoo import models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def unlink(self):
        self.env["company.custody.mixin"]._guard_departure(
            self.env["hr.employee"].sudo().with_context(active_test=False).search([("department_id", "in", self.ids)]),
            self.env._("Deleting the department"))
        return super().unlink()
