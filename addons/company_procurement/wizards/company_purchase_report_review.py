from odoo import fields, models


class CompanyPurchaseReportReview(models.TransientModel):
    _name = "company.purchase.report.review"
    _description = "Review a Purchase Report"
    _inherit = ["company.wizard.mixin"]

    report_id = fields.Many2one("company.purchase.report", required=True,
                                default=lambda self: self.env.context.get("active_id"))
    opinion = fields.Text(required=True)

    def action_confirm(self):
        """Record the review."""
        self.ensure_one()
        return self.report_id.action_review(self.opinion)
