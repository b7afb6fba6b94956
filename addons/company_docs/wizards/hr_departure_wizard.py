from odoo import models


class HrDepartureWizard(models.TransientModel):
    _inherit = "hr.departure.wizard"

    def action_register_departure(self):
        """Refused while one of the employees keeps a seal or certificate (R11 §一.6)."""
        self.env["company.custody.mixin"]._guard_departure(self.employee_ids, self.env._("Registering the departure"))
        return super().action_register_departure()
