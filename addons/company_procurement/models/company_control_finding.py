from odoo import models


class CompanyControlFinding(models.Model):
    _inherit = "company.control.finding"

    def action_open_violation(self):
        """Open the form of a new violation with the person and the facts of this finding. Roles of discipline."""
        self.ensure_one()
        self.check_access("read")
        self.env["company.purchase.violation"].check_access("create")
        employee = self.env["hr.employee"].sudo().search(
            [("user_id", "=", self.user_id.id), ("company_id", "=", self.company_id.id)], limit=1)
        control = self.control_id.sudo()
        known = {"company.purchase.sourcing": "default_sourcing_id", "purchase.order": "default_order_id"}
        context = {
            "default_finding_id": self.id,
            "default_employee_id": employee.id,
            "default_clause": f"{control.regulation} {control.clause or ''}".strip(),
            "default_fact": f"[{self.control_code}] {self.record_name}: {self.reason or ''}",
            "default_occurred_on": self.date.date().isoformat(),
        }
        if self.res_model in known and self.res_id:
            context[known[self.res_model]] = self.res_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Violation"),
            "res_model": "company.purchase.violation",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": context,
        }
