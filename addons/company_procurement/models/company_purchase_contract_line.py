from odoo import api, fields, models


class CompanyPurchaseContractLine(models.Model):
    _name = "company.purchase.contract.line"
    _description = "Purchase Contract Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "contract_id, sequence, id"
    _rec_name = "description"
    _check_company_auto = True
    _approval_parent_field = "contract_id"
    _client_parent_field = "contract_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    contract_id = fields.Many2one("company.purchase.contract", "Contract", required=True, index=True,
                                  ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    sequence = fields.Integer(default=10, copy=False)
    award_id = fields.Many2one("company.purchase.sourcing.award", "Award", readonly=True, index="btree_not_null",
                               ondelete="set null", check_company=True, copy=False)
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Line of the Case", readonly=True,
                                       index="btree_not_null", ondelete="restrict", check_company=True, copy=False)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, check_company=True,
                                 copy=False)
    description = fields.Char("Item", required=True, readonly=True, copy=False)
    specification = fields.Char(readonly=True, copy=False)
    quantity = fields.Float(digits="Product Unit", readonly=True, copy=False)
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True, copy=False)
    price_unit = fields.Float("Agreed Unit Price", digits="Product Price", readonly=True, copy=False,
                              help="As signed, in currency and unit of the contract.")
    price_in_force = fields.Float("Unit Price in Force", digits="Product Price", readonly=True, copy=False,
                                  help="The agreed price, or the one of the last approved negotiation.")
    tax_ids = fields.Many2many("account.tax", "company_purchase_contract_line_tax_rel", "line_id", "tax_id",
                               "Taxes", readonly=True, copy=False)
    price_total = fields.Monetary("Amount", readonly=True, copy=False, help="Tax included.")
    needed_date = fields.Date(readonly=True, copy=False)
    quantity_ordered = fields.Float(digits="Product Unit", compute="_compute_ordered", compute_sudo=True)
    quantity_left = fields.Float(digits="Product Unit", compute="_compute_ordered", compute_sudo=True)
    order_line_ids = fields.One2many("purchase.order.line", "contract_line_id", "Order Lines", readonly=True)

    @api.depends("order_line_ids.product_qty", "order_line_ids.state", "quantity")
    def _compute_ordered(self):
        lines = self.env["purchase.order.line"].sudo().search_fetch(
            [("contract_line_id", "in", self.ids), ("order_id.state", "in", ("to approve", "purchase"))],
            ["contract_line_id", "product_qty", "product_uom_id"])
        ordered = {}
        for line in lines:
            own = line.contract_line_id
            ordered[own.id] = ordered.get(own.id, 0.0) + line.product_uom_id._compute_quantity(
                line.product_qty, own.uom_id, round=False)
        for line in self:
            line.quantity_ordered = ordered.get(line.id, 0.0)
            line.quantity_left = line.quantity - line.quantity_ordered
