from odoo import models


class CompanySealRegister(models.Model):
    _inherit = "company.seal.register"

    def action_open_violation(self):
        """Open the form of a new violation with what this entry of the register says. Roles of discipline.

        Sealing beyond authority, on false pretences or by careless custody is punished (R11 §三).
        """
        self.ensure_one()
        self.check_access("read")
        self.env["company.purchase.violation"].check_access("create")
        # who refused as the holder did his duty: it is the paper's side that is looked at
        dutiful = self.outcome == "refused" and self.keeper_id == self.seal_id.sudo().holder_user_id
        user = self.requester_id if dutiful else self.keeper_id
        employee = self.env["hr.employee"].sudo().search(
            [("user_id", "=", user.id), ("company_id", "=", self.company_id.id)], limit=1)
        return {
            "type": "ir.actions.act_window", "name": self.env._("Violation"),
            "res_model": "company.purchase.violation", "view_mode": "form", "views": [(False, "form")],
            "context": {
                "default_employee_id": employee.id, "default_clause": "R11 §三.3",
                "default_occurred_on": self.used_on.date().isoformat(),
                "default_fact": " · ".join(filter(None, (
                    self.use_name, self.seal_name, self.title, self.reason)))},
        }
