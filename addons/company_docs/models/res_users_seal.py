from odoo import models


class ResUsers(models.Model):
    """A keeper's user stays as long as he keeps something: without a user nobody could sign the handover."""

    _inherit = "res.users"

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            custody = self.env["company.custody.mixin"]
            custody._guard_departure(
                custody._get_held_user_employees(self.filtered("active")), self.env._("Archiving the user"))
        return super().write(vals)

    def unlink(self):
        custody = self.env["company.custody.mixin"]
        custody._guard_departure(custody._get_held_user_employees(self), self.env._("Deleting the user"))
        return super().unlink()
