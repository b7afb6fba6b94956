from odoo import fields, models


class CompanyPurchaseComplaintIdentity(models.Model):
    """Who filed a complaint: read by internal audit alone."""

    _name = "company.purchase.complaint.identity"
    _description = "Complainant"
    _inherit = ["company.evidence.mixin"]
    _check_company_auto = True
    _log_access = False
    _rec_name = "user_id"

    complaint_id = fields.Many2one("company.purchase.complaint", required=True, index=True, ondelete="restrict",
                                   check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one("res.users", "User", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one("res.partner", "Contact", required=True, index=True, ondelete="restrict")
