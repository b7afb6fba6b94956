from odoo import fields, models


class CompanyPurchaseFilingReturn(models.TransientModel):
    _name = "company.purchase.filing.return"
    _description = "Give Papers Back"
    _inherit = ["company.wizard.mixin"]

    filing_id = fields.Many2one("company.purchase.filing", required=True,
                                default=lambda self: self.env.context.get("active_id"))
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Give the papers back with the reason."""
        self.ensure_one()
        return self.filing_id.action_send_back(self.reason)
