from odoo import api, fields, models


class CompanyPurchaseBudgetLine(models.Model):
    _name = "company.purchase.budget.line"
    _description = "Purchase Budget Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "budget_id, sequence, id"
    _rec_name = "name"
    _check_company_auto = True
    _approval_parent_field = "budget_id"
    _client_parent_field = "budget_id"

    _CONTENT = frozenset({
        "sequence", "product_id", "product_category_id", "name", "quantity", "uom_id", "price_unit", "remark",
        "is_general"})
    _client_fields = {"draft": _CONTENT, "rejected": _CONTENT}
    _client_create_states = frozenset({"draft", "rejected"})
    _client_unlink_states = frozenset({"draft", "rejected"})

    budget_id = fields.Many2one("company.purchase.budget", "Budget", required=True, index=True, ondelete="cascade",
                                check_company=True)
    company_id = fields.Many2one(related="budget_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="budget_id.currency_id")
    state = fields.Selection(related="budget_id.state", store=True, index=True, precompute=True)
    kind = fields.Selection(related="budget_id.kind", store=True, precompute=True)
    project_id = fields.Many2one(related="budget_id.project_id", store=True, precompute=True, index="btree_not_null")
    department_id = fields.Many2one(related="budget_id.department_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", "Product", check_company=True, index="btree_not_null",
                                 help="Requests of this product take from this line first.")
    product_category_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null",
        help="Requests of products of this category take from this line.")
    name = fields.Char("Material", required=True, compute="_compute_name", store=True, readonly=False,
                       precompute=True, help="Described goods take from the line whose text they contain.")
    is_general = fields.Boolean("Other Materials", help="Goods that no other line names take from this one.")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    uom_id = fields.Many2one("uom.uom", "Unit")
    price_unit = fields.Monetary("Unit Price", help="Tax included.")
    amount = fields.Monetary("Budgeted Amount", compute="_compute_amount", store=True)
    amount_reserved = fields.Monetary("Reserved", readonly=True, copy=False)
    amount_used = fields.Monetary("Used", readonly=True, copy=False)
    amount_left = fields.Monetary("Left", compute="_compute_amount_left", store=True)
    remark = fields.Char()
    previous_line_id = fields.Many2one("company.purchase.budget.line", "Line of the Version before", readonly=True,
                                       copy=False, index="btree_not_null", ondelete="set null")
    reservation_ids = fields.One2many("company.purchase.budget.reservation", "budget_line_id", "Use", readonly=True)

    _positive = models.Constraint("CHECK(quantity >= 0 AND (price_unit IS NULL OR price_unit >= 0))",
                                  "Quantity and price of a budget line cannot be negative.")

    @api.depends("product_id", "product_category_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.name or line.product_category_id.name

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = (line.currency_id or self.env.company.currency_id).round(line.quantity * line.price_unit)

    @api.depends("amount", "amount_reserved", "amount_used")
    def _compute_amount_left(self):
        for line in self:
            line.amount_left = line.amount - line.amount_reserved - line.amount_used

    def _prepare_version_line(self, version):
        """Values of the same line in a later version of the budget."""
        return {
            "budget_id": version.id, "sequence": self.sequence, "product_id": self.product_id.id,
            "product_category_id": self.product_category_id.id, "name": self.name, "quantity": self.quantity,
            "uom_id": self.uom_id.id, "price_unit": self.price_unit, "remark": self.remark,
            "is_general": self.is_general, "previous_line_id": self.id,
        }
