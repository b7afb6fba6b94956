from datetime import date

from odoo import api, fields, models


class CompanyPurchaseAnnualDemandLine(models.Model):
    _name = "company.purchase.annual.demand.line"
    _description = "Annual Purchase Demand Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "demand_id, sequence, id"
    _rec_name = "description"
    _check_company_auto = True
    _approval_parent_field = "demand_id"
    _client_parent_field = "demand_id"

    _CONTENT = frozenset({
        "sequence", "product_id", "description", "specification", "quantity", "uom_id", "price_unit", "remark"})
    _client_fields = {"draft": _CONTENT, "rejected": _CONTENT}
    _client_create_states = frozenset({"draft", "rejected"})
    _client_unlink_states = frozenset({"draft", "rejected"})

    demand_id = fields.Many2one("company.purchase.annual.demand", "Demand", required=True, index=True,
                                ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="demand_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="demand_id.currency_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", domain=[("purchase_ok", "=", True)], check_company=True,
                                 index="btree_not_null")
    description = fields.Char("Goods", compute="_compute_from_product", store=True, readonly=False, precompute=True,
                              required=True)
    specification = fields.Char(compute="_compute_from_product", store=True, readonly=False, precompute=True)
    quantity = fields.Float("Quantity of the Year", digits="Product Unit", default=1.0, required=True)
    uom_id = fields.Many2one("uom.uom", "Unit", compute="_compute_from_product", store=True, readonly=False,
                             precompute=True, required=True)
    price_unit = fields.Monetary("Expected Price")
    amount = fields.Monetary(compute="_compute_amount", store=True)
    remark = fields.Char()

    _positive = models.Constraint("CHECK(quantity > 0 AND (price_unit IS NULL OR price_unit >= 0))",
                                  "The quantity of a demand line is positive, its price not negative.")

    @api.depends("product_id")
    def _compute_from_product(self):
        unit = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        for line in self:
            product = line.product_id
            line.uom_id = product.uom_id or line.uom_id or unit
            line.description = product.name or line.description
            line.specification = product.specification if product else line.specification

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = (line.currency_id or self.env.company.currency_id).round(line.quantity * line.price_unit)

    def _prepare_budget_line(self, budget):
        return {
            "budget_id": budget.id, "sequence": self.sequence, "product_id": self.product_id.id,
            "name": self.description, "quantity": self.quantity, "uom_id": self.uom_id.id,
            "price_unit": self.price_unit, "remark": self.remark,
        }

    def _prepare_request_line(self):
        year = self.demand_id.year
        return {
            "sequence": self.sequence, "product_id": self.product_id.id, "description": self.description,
            "specification": self.specification, "quantity": self.quantity, "uom_id": self.uom_id.id,
            "needed_date": max(date(year, 12, 31), fields.Date.context_today(self)),
            "estimated_price": self.price_unit, "remark": self.remark,
            "stock_explanation": self.env._("Demand of the year %s", year),
        }
