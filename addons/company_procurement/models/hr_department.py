from odoo import fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    can_request_purchases = fields.Boolean(
        help="The department may file purchase requests (R4 §1). As long as no department of a company is marked, "
        "every department may.",
    )

    def _get_unentitled(self):
        """Departments of `self` that may not request: not marked (nor a parent of theirs) while others are."""
        companies_with_list = {
            company for company, in self.sudo().env["hr.department"]._read_group(
                [("company_id", "in", self.company_id.ids), ("can_request_purchases", "=", True)], ["company_id"]
            )
        }
        refused = self.browse()
        for department_sudo in self.sudo():
            chain = self.sudo().browse(int(node) for node in department_sudo.parent_path.split("/") if node)
            if department_sudo.company_id in companies_with_list and not any(chain.mapped("can_request_purchases")):
                refused |= self.browse(department_sudo.id)
        return refused
