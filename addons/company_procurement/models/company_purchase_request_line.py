from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CompanyPurchaseRequestLine(models.Model):
    _name = "company.purchase.request.line"
    _description = "Purchase Request Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "request_id, sequence, id"
    _rec_name = "description"
    _check_company_auto = True
    _approval_parent_field = "request_id"
    _client_parent_field = "request_id"

    _client_fields = {
        "draft": frozenset({
            "sequence", "product_id", "description", "specification", "model_number", "quantity",
            "uom_id", "needed_date", "estimated_price", "remark", "from_stock", "stock_explanation",
        }),
    }
    _client_unlink_states = frozenset({"draft"})

    request_id = fields.Many2one(
        "company.purchase.request", "Request", required=True, index=True, ondelete="cascade", check_company=True
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="request_id.currency_id")
    state = fields.Selection(related="request_id.state", store=True, index=True, precompute=True)
    requester_id = fields.Many2one(related="request_id.requester_id", store=True)
    department_id = fields.Many2one(related="request_id.department_id", store=True)
    category_id = fields.Many2one(related="request_id.category_id", store=True, string="Purchase Category")
    project_id = fields.Many2one(related="request_id.project_id", store=True)
    buyer_id = fields.Many2one(related="request_id.buyer_id", store=True, index=True)
    urgent = fields.Boolean(related="request_id.urgent", store=True)
    product_id = fields.Many2one(
        "product.product", "Product", domain=[("purchase_ok", "=", True)], index="btree_not_null",
        check_company=True,
    )
    product_category_id = fields.Many2one(related="product_id.categ_id", store=True, string="Product Category")
    description = fields.Char(
        "Description of Goods", compute="_compute_from_product", store=True, readonly=False, precompute=True,
        required=True,
    )
    specification = fields.Char(compute="_compute_from_product", store=True, readonly=False, precompute=True)
    model_number = fields.Char(
        "Model", compute="_compute_from_product", store=True, readonly=False, precompute=True
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_from_product", store=True, readonly=False, precompute=True,
        required=True,
    )
    needed_date = fields.Date("Needed on", required=True)
    estimated_price = fields.Monetary(
        "Estimated Price", compute="_compute_estimated_price", store=True, readonly=False, precompute=True,
        help="Expected price per unit, in the company's currency.",
    )
    estimated_amount = fields.Monetary("Estimated Amount", compute="_compute_estimated_amount", store=True)
    remark = fields.Char()
    on_hand = fields.Float(
        "On Hand", digits="Product Unit", compute="_compute_stock", help="Free stock: on hand, not reserved."
    )
    forecast = fields.Float("Forecast", digits="Product Unit", compute="_compute_stock")
    can_cover = fields.Boolean("Stock Can Cover", compute="_compute_stock")
    from_stock = fields.Boolean("From Stock", help="Taken from the warehouse instead of being bought (R4 §3.1.1.1).")
    stock_explanation = fields.Char(help="Why it must be bought although stock could cover it (R4 §3.1.1.1).")
    sourcing_line_id = fields.Many2one(
        "company.purchase.sourcing.line", "Sourcing Line", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null", check_company=True,
    )
    issued_on = fields.Datetime("Issued on", readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", "Issued by", readonly=True, copy=False)

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity of a request line must be positive.")
    _price_not_negative = models.Constraint(
        "CHECK(estimated_price IS NULL OR estimated_price >= 0)", "An estimated price cannot be negative."
    )

    @api.depends("product_id")
    def _compute_from_product(self):
        unit = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        for line in self:
            product = line.product_id
            line.uom_id = product.uom_id or line.uom_id or unit
            line.description = product.name or line.description
            line.specification = product.specification if product else line.specification
            line.model_number = product.model_number if product else line.model_number

    @api.depends("product_id", "uom_id")
    def _compute_estimated_price(self):
        for line in self:
            product = line.product_id.with_company(line.company_id or self.env.company).sudo()
            if product and line.uom_id and product.uom_id._has_common_reference(line.uom_id):
                line.estimated_price = product.uom_id._compute_price(product.standard_price, line.uom_id)
            else:
                line.estimated_price = line.estimated_price or 0.0

    @api.depends("quantity", "estimated_price")
    def _compute_estimated_amount(self):
        for line in self:
            line.estimated_amount = line.currency_id.round(line.quantity * line.estimated_price)

    @api.depends("product_id", "quantity", "uom_id", "company_id")
    def _compute_stock(self):
        stock = self._get_stock_levels()
        for line in self:
            free, forecast = stock.get((line._get_stock_company(), line.product_id._origin.id), (0.0, 0.0))
            unit = line.product_id.uom_id
            same = unit and line.uom_id and unit._has_common_reference(line.uom_id)
            line.on_hand = unit._compute_quantity(free, line.uom_id) if same else 0.0
            line.forecast = unit._compute_quantity(forecast, line.uom_id) if same else 0.0
            line.can_cover = bool(same) and line.on_hand > 0 and line.uom_id.compare(line.on_hand, line.quantity) >= 0

    def _get_stock_company(self):
        return self.company_id or self.request_id.company_id or self.env.company

    def _get_stock_levels(self):
        """{(company, product id): (free on hand, forecast)} with one set of grouped queries per company."""
        products = defaultdict(set)
        for line in self:
            if line.product_id._origin.is_storable:
                products[line._get_stock_company()].add(line.product_id._origin.id)
        levels = {}
        for company, product_ids in products.items():
            # stock figures are shown to every requester, without giving him the stock records
            products_sudo = self.env["product.product"].sudo().browse(product_ids).with_company(company)
            quantities = products_sudo.with_context(
                allowed_company_ids=company.ids
            )._compute_quantities_dict(None, None, None)
            for product_id, figures in quantities.items():
                levels[company, product_id] = (figures["free_qty"], figures["virtual_available"])
        return levels

    @api.constrains("product_id", "uom_id")
    def _check_uom(self):
        for line in self:
            unit = line.product_id.uom_id
            if unit and not unit._has_common_reference(line.uom_id):
                raise ValidationError(self.env._(
                    "%(request)s, %(goods)s: the unit %(unit)s cannot be converted into %(product_unit)s, the unit of "
                    "the product. Choose a unit of the same kind.",
                    request=line.request_id.name, goods=line.description, unit=line.uom_id.name,
                    product_unit=unit.name,
                ))

    def _needs_stock_explanation(self):
        """Lines that stock can cover, that are nevertheless bought, without a word why."""
        return self.filtered(
            lambda line: line.can_cover and not line.from_stock and not (line.stock_explanation or "").strip()
        )

    def _describe(self):
        """`No. Goods (specification)` of each line, for messages."""
        return [
            f"{line.description} ({line.specification})" if line.specification else line.description or ""
            for line in self
        ]
