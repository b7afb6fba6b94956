from collections import defaultdict

from odoo import fields, models

from .purchase_order import CONFIRMED


class CompanyPurchaseSourcingAward(models.Model):
    """Who delivers how much of a line at which price: what an order is matched with."""

    _name = "company.purchase.sourcing.award"
    _description = "Award of a Sourcing Case"
    _inherit = ["company.state.mixin"]
    _order = "sourcing_id, sourcing_line_id, id"
    _check_company_auto = True

    _client_parent_field = "sourcing_id"
    _client_unlink_states = frozenset()

    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, index=True,
                                  ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one(related="sourcing_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="sourcing_id.currency_id", string="Company Currency")
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Line", required=True, index=True,
                                       ondelete="restrict", check_company=True, copy=False)
    quote_line_id = fields.Many2one("purchase.order.line", "Quoted Line", required=True, index=True,
                                    ondelete="restrict", check_company=True, copy=False)
    quote_id = fields.Many2one("purchase.order", "Quote", required=True, index=True, ondelete="restrict",
                               check_company=True, copy=False)
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, index=True, ondelete="restrict",
                                 check_company=True, copy=False)
    quantity = fields.Float(required=True, digits="Product Unit", copy=False)
    uom_id = fields.Many2one(related="sourcing_line_id.uom_id")
    order_quantity = fields.Float("Quantity to Order", digits="Product Unit", copy=False,
                                  help="In the unit of the quote.")
    price_unit = fields.Float("Quoted Unit Price", digits="Product Price", copy=False,
                              help="In unit and currency of the quote.")
    quote_currency_id = fields.Many2one(related="quote_id.currency_id", string="Quote Currency")
    landed_price = fields.Monetary("Landed Unit Price", copy=False,
                                   help="Company currency, tax and freight included.")
    amount = fields.Monetary("Landed Amount", copy=False)
    is_lowest = fields.Boolean("Lowest", copy=False)
    reason = fields.Char("Reason of the Choice", copy=False)
    order_line_ids = fields.One2many("purchase.order.line", "award_id", "Order Lines")

    _positive_quantity = models.Constraint("CHECK(quantity > 0)", "The quantity of an award must be positive.")

    def _get_client_create_fields(self, vals):
        return frozenset()

    def _get_ordered_quantities(self):
        """{award id: quantity on live orders}: nothing is ordered twice.

        Summed from the order lines themselves, which the gate needs anyway: a sum by SQL over the state of their orders
        would first have to write the order that is being confirmed.
        """
        quantities = defaultdict(float)
        for line in self.env["purchase.order.line"].sudo().search_fetch(
                [("award_id", "in", self.ids)], ["award_id", "order_id", "product_qty"]):
            if line.order_id.state in CONFIRMED:
                quantities[line.award_id.id] += line.product_qty
        return quantities
