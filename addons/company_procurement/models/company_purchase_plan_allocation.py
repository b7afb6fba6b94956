from odoo import api, fields, models


class CompanyPurchasePlanAllocation(models.Model):
    """Who gets how much of an item: one row for each request line behind it."""

    _name = "company.purchase.plan.allocation"
    _description = "Distribution of a Monthly Plan"
    _inherit = ["company.state.mixin"]
    _order = "department_id, line_id, id"
    _check_company_auto = True

    _client_parent_field = "plan_id"
    _client_unlink_states = frozenset()

    line_id = fields.Many2one(
        "company.purchase.plan.line", "Item", required=True, index=True, ondelete="cascade", check_company=True,
        copy=False)
    plan_id = fields.Many2one(
        "company.purchase.plan", "Plan", required=True, index=True, ondelete="cascade", check_company=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True, copy=False)
    request_line_id = fields.Many2one(
        "company.purchase.request.line", required=True, index=True, ondelete="cascade", check_company=True, copy=False)
    request_id = fields.Many2one(
        "company.purchase.request", required=True, index=True, ondelete="cascade", check_company=True, copy=False)
    department_id = fields.Many2one("hr.department", required=True, index=True, check_company=True, copy=False)
    requester_id = fields.Many2one("res.users", copy=False)
    product_id = fields.Many2one(related="line_id.product_id", store=True, index="btree_not_null")
    period = fields.Date(related="plan_id.period", store=True, string="Month")
    uom_id = fields.Many2one(related="line_id.uom_id")
    quantity = fields.Float("Requested", digits="Product Unit", copy=False)
    granted_quantity = fields.Float("Granted", digits="Product Unit", copy=False)
    amount = fields.Float("Estimated Amount", compute="_compute_amount", store=True, digits=(16, 2))

    _request_line_uniq = models.UniqueIndex("(request_line_id)", "A request line is distributed once.")

    @api.depends("granted_quantity", "line_id.estimated_price")
    def _compute_amount(self):
        for allocation in self:
            allocation.amount = allocation.granted_quantity * allocation.line_id.estimated_price
