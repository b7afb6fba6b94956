from odoo import models


class CompanyPurchaseReimbursement(models.Model):
    """No money back while goods bought before the form are not stocked in (R4 §三.2.2.5, §三.2.3.3)."""

    _inherit = "company.purchase.reimbursement"

    def _get_missing_papers(self):
        missing = super()._get_missing_papers()
        for order in self.line_ids.order_id:
            record = order.sourcing_id.record_id
            emergency = record.request_id.category_id.code == "emergency"
            if not record or (not emergency and (self.explanation or "").strip()):
                continue
            problem = record.request_id._get_stock_in_problem()
            if problem:
                missing.append((f"{order.name}: {problem[0]}", f"{order.id}:stock_in:{problem[1]}"))
        return missing
