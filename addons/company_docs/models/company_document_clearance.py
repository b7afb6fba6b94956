from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from .company_document_mixin import SECRECY


class CompanyDocumentClearance(models.Model):
    """One decision of the secrecy officer about a person's clearance; the latest one counts (R6 §5.4, §5.10)."""

    _name = "company.document.clearance"
    _inherit = ["company.evidence.mixin"]
    _description = "Secrecy Clearance"
    _order = "id desc"
    _rec_name = "employee_name"
    _log_access = False

    company_id = EvidenceMany2one("res.company", "Company", required=True, readonly=True, index=True)
    employee_id = EvidenceMany2one("hr.employee", "Employee", required=True, readonly=True, index=True)
    employee_name = fields.Char("Cleared Person", readonly=True)
    user_id = EvidenceMany2one(
        "res.users", "User", required=True, readonly=True, index=True,
        help="The clearance belongs to this login; another login of the employee needs its own.")
    level = fields.Selection(SECRECY, "Clearance", required=True, readonly=True)
    level_before = fields.Selection(SECRECY, "Before", readonly=True)
    valid_until = fields.Date(readonly=True, help="Last day of the clearance. Empty: until it is changed.")
    reason = fields.Text(required=True, readonly=True)
    set_by_id = EvidenceMany2one("res.users", "Set By", required=True, readonly=True)
    set_by_name = fields.Char("Set By (Name)", readonly=True)
    set_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _current_idx = models.Index("(user_id, employee_id, id DESC)")
