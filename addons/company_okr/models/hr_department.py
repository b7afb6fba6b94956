from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrDepartment(models.Model):
    _inherit = "hr.department"

    is_okr_module = fields.Boolean(
        "OKR Module", help="A team under a department with an OKR of its own (R2 §5.1.2); its head scores its "
        "positions together with the head of the department (R2 §5.4.2).")

    @api.constrains("is_okr_module", "parent_id")
    def _check_okr_module(self):
        for unit in self.filtered("is_okr_module"):
            if not unit.parent_id or unit.parent_id.is_okr_module:
                raise ValidationError(self.env._(
                    "%(unit)s: a module stands directly under a department.", unit=unit.name))

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(vals_list)
        self.env["res.users"]._forget_okr_departments()
        return departments

    def write(self, vals):
        """Record rules of results name the units a user heads, and are cached per user."""
        result = super().write(vals)
        if vals.keys() & {"manager_id", "active"}:
            self.env["res.users"]._forget_okr_departments()
        return result

    def _get_okr_heads(self):
        """Users of the heads of this unit and of all units above; empty for none."""
        unit, heads = self, self.env["res.users"]
        while unit:
            heads |= unit.manager_id.user_id
            unit = unit.parent_id
        return heads
