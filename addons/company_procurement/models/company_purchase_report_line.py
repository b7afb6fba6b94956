from odoo import fields, models

DIMENSIONS = [
    ("buyer_id", "Buyer"),
    ("category_id", "Purchase Category"),
    ("partner_id", "Supplier"),
    ("department_id", "Department"),
    ("product_category_id", "Product Category"),
]


class CompanyPurchaseReportLine(models.Model):
    """Figures of a report for one buyer, category, supplier, department or product category."""

    _name = "company.purchase.report.line"
    _description = "Line of a Purchase Report"
    _inherit = ["company.state.mixin"]
    _order = "report_id, dimension, amount desc, id"
    _check_company_auto = True
    _rec_name = "label"

    _client_parent_field = "report_id"
    _client_unlink_states = frozenset()

    report_id = fields.Many2one("company.purchase.report", required=True, index=True, ondelete="cascade",
                                check_company=True, readonly=True)
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    dimension = fields.Selection(DIMENSIONS, "Grouped by", required=True, readonly=True, copy=False)
    label = fields.Char("Name", required=True, readonly=True, copy=False)
    line_count = fields.Integer("Order Lines", readonly=True, copy=False)
    amount = fields.Monetary("Ordered", readonly=True, copy=False)
    saving_first = fields.Monetary("Saved against First Quote", readonly=True, copy=False)
    saving_last = fields.Monetary("Saved against Last Price", readonly=True, copy=False)
    saving_budget = fields.Monetary("Saved against Budget", readonly=True, copy=False)
    days_total = fields.Float("Days Request to Receipt", readonly=True, copy=False, aggregator="avg")
    on_time_rate = fields.Float("On Time (%)", readonly=True, copy=False, aggregator="avg")
    shortage_rate = fields.Float("Short (%)", readonly=True, copy=False, aggregator="avg")
    reject_rate = fields.Float("Rejected (%)", readonly=True, copy=False, aggregator="avg")
    late_inspection_rate = fields.Float("Inspected Late (%)", readonly=True, copy=False, aggregator="avg")

    def _get_client_create_fields(self, vals):
        return None
