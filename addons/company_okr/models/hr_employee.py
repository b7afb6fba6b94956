from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Record rules of results name the units a user heads, and are cached per user."""
        result = super().write(vals)
        if vals.keys() & {"user_id", "active"}:
            self.env["res.users"]._forget_okr_departments()
        return result
