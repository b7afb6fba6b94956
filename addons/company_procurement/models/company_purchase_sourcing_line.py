from odoo import api, fields, models

VERIFY_RESULTS = [
    ("accepted", "Accepted"),
    ("too_high", "Too High"),
    ("no_basis", "No Basis of Comparison"),
]


class CompanyPurchaseSourcingLine(models.Model):
    _name = "company.purchase.sourcing.line"
    _description = "Line of a Sourcing Case"
    _inherit = ["company.state.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _rec_name = "description"

    _client_parent_field = "sourcing_id"
    _client_unlink_states = frozenset()

    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, index=True,
                                  ondelete="cascade", check_company=True, copy=False)
    company_id = fields.Many2one(related="sourcing_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="sourcing_id.currency_id")
    sequence = fields.Integer(default=10, copy=False)
    active = fields.Boolean(default=True, help="Off: the request behind it was withdrawn.", copy=False)
    product_id = fields.Many2one("product.product", check_company=True, index="btree_not_null", copy=False)
    description = fields.Char("Item", required=True, copy=False)
    specification = fields.Char(copy=False)
    model_number = fields.Char("Model", copy=False)
    quantity = fields.Float(required=True, digits="Product Unit", copy=False)
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, copy=False)
    needed_date = fields.Date(copy=False)
    estimated_price = fields.Monetary("Estimated Unit Price", copy=False)
    remark = fields.Char(copy=False)
    request_line_ids = fields.One2many("company.purchase.request.line", "sourcing_line_id", "Request Lines")
    quote_line_ids = fields.One2many("purchase.order.line", "sourcing_line_id", "Quoted Lines")
    award_ids = fields.One2many("company.purchase.sourcing.award", "sourcing_line_id", "Award")
    verified_price = fields.Monetary("Verified Unit Price", readonly=True, copy=False,
                                     help="Tax and freight included, per unit of this line (R4 §3.1.4).")
    verify_result = fields.Selection(VERIFY_RESULTS, "Price Check Result", readonly=True, copy=False)
    verify_opinion = fields.Char("Price Check Opinion", readonly=True, copy=False)

    _positive_quantity = models.Constraint("CHECK(quantity > 0)", "The quantity of a sourcing line must be positive.")

    def _get_client_fields(self):
        """A remark in the draft; a product where the request only described the item."""
        if self._get_client_state() != "draft":
            return frozenset()
        described = not any(line.product_id for line in self.sudo().request_line_ids)
        return frozenset({"remark", "product_id"} if described else {"remark"})

    def _get_client_create_fields(self, vals):
        return frozenset()

    @api.depends("description", "specification")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.description, line.specification)))

    @api.model
    def _merge_request_lines(self, request_lines):
        """Yield (values, request lines): lines with the same item, specification, model and unit become one."""
        merged = {}
        for line in request_lines:
            item = line.product_id.id or (line.description or "").strip()
            key = (item, line.specification or "", line.model_number or "", line.uom_id.id)
            merged.setdefault(key, request_lines.browse())
            merged[key] |= line
        for sequence, lines in enumerate(merged.values(), start=1):
            yield self._prepare_from_request_lines(lines, sequence * 10), lines

    @api.model
    def _prepare_from_request_lines(self, lines, sequence):
        quantity = sum(lines.mapped("quantity"))
        value = sum(line.quantity * line.estimated_price for line in lines)
        first = lines[0]
        return {
            "sequence": sequence,
            "product_id": first.product_id.id,
            "description": first.description or first.product_id.name,
            "specification": first.specification,
            "model_number": first.model_number,
            "quantity": quantity,
            "uom_id": first.uom_id.id,
            "needed_date": min(filter(None, lines.mapped("needed_date")), default=False),
            "estimated_price": value / quantity if quantity else 0.0,
            "remark": "; ".join(filter(None, lines.mapped("remark"))),
        }

    def _get_purchase_product(self):
        """The product for quotes and orders; described items share one placeholder that carries their text."""
        self.ensure_one()
        return self.product_id or self.env.ref("company_procurement.product_described_item")

    def _get_default_taxes(self, partner):
        """Purchase taxes of the item for a supplier, as a request for quotation would take them."""
        company = self.company_id
        taxes = self._get_purchase_product().supplier_taxes_id._filter_taxes_by_company(company)
        return self.env["account.fiscal.position"].with_company(company)._get_fiscal_position(partner).map_tax(taxes)

    def _get_purchase_text(self):
        self.ensure_one()
        return "\n".join(filter(None, (
            self.description, self.specification, self.model_number, self.remark)))
