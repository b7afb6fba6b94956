from odoo import models


class CompanyPurchaseSourcing(models.Model):
    _inherit = "company.purchase.sourcing"

    def _get_deadline_factor(self):
        """Factor on every deadline of the flow: below 1 when one of its requests is urgent (R4 §3.1.1.3)."""
        self.ensure_one()
        return (self.company_id.sudo().purchase_urgent_factor or 1.0) if self.urgent else 1.0
