from odoo import fields, models

from ..models.company_purchase_report import KINDS


class CompanyPurchaseReportMake(models.TransientModel):
    _name = "company.purchase.report.make"
    _description = "Make a Purchase Report"
    _inherit = ["company.wizard.mixin"]

    kind = fields.Selection(KINDS, required=True, default="week")
    day = fields.Date("Day in the Period", required=True, default=fields.Date.context_today)

    def action_confirm(self):
        """Make or refresh the report and open it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "company.purchase.report", "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.env["company.purchase.report"].action_generate(self.kind, fields.Date.to_string(self.day)),
        }
