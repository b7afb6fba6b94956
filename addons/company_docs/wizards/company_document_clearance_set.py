from odoo import fields, models

from ..models.company_document_mixin import SECRECY


class CompanyDocumentClearanceSet(models.TransientModel):
    """The secrecy officer gives, changes or ends the clearance of a person (R6 §5.4)."""

    _name = "company.document.clearance.set"
    _description = "Set a Clearance"
    _inherit = ["company.wizard.mixin"]

    employee_id = fields.Many2one(
        "hr.employee.public", "Employee", required=True, domain="[('user_id', '!=', False)]")
    level_before = fields.Selection(related="employee_id.document_clearance", string="Clearance Now")
    level = fields.Selection(SECRECY, "New Clearance", required=True)
    valid_until = fields.Date(help="Empty: until it is changed.")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Set the clearance; ``hr.employee.action_set_clearance`` checks everything."""
        self.ensure_one()
        self._check_links()
        self.env["hr.employee"].browse(self.employee_id.id).action_set_clearance(
            self.level, self.reason, self.valid_until)
        return {"type": "ir.actions.act_window_close"}
