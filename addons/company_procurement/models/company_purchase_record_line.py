from odoo import api, fields, models


class CompanyPurchaseRecordLine(models.Model):
    """One item that was bought, with what its label says (R4 §三.2.2.2) and what is left of it (R4 §三.2.3.3)."""

    _name = "company.purchase.record.line"
    _description = "Goods of a Purchase before the Form"
    _inherit = ["company.state.mixin"]
    _order = "record_id, id"
    _rec_name = "description"
    _check_company_auto = True

    _client_parent_field = "request_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    record_id = fields.Many2one(
        "company.purchase.record", "Purchase", required=True, index=True, ondelete="cascade", check_company=True,
        copy=False)
    request_id = fields.Many2one(related="record_id.request_id")
    company_id = fields.Many2one(related="record_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="record_id.currency_id")
    request_line_id = fields.Many2one(
        "company.purchase.request.line", required=True, index=True, check_company=True, copy=False,
        ondelete="restrict")
    description = fields.Char(related="request_line_id.description")
    specification = fields.Char(related="request_line_id.specification")
    uom_id = fields.Many2one(related="request_line_id.uom_id")
    quantity = fields.Float(digits="Product Unit", required=True, copy=False)
    price_unit = fields.Float("Price Paid", digits="Product Price", required=True, copy=False, help="Tax included.")
    label_name = fields.Char("Name on the Label", copy=False)
    brand = fields.Char("Trade Mark", copy=False)
    manufacturer = fields.Char(copy=False)
    best_before = fields.Date("Shelf Life until", copy=False)
    label_remark = fields.Char(
        "Label Remark", copy=False, help="Why name, trade mark, manufacturer or shelf life are missing.")
    label_complete = fields.Boolean(
        "Label Complete", compute="_compute_label_complete", store=True,
        help="Name, trade mark, manufacturer and, where there is one, shelf life are on the goods (R4 §3.2.2.2).")
    used_quantity = fields.Float("Used at Once", digits="Product Unit", copy=False)
    left_quantity = fields.Float("Left Over", digits="Product Unit", compute="_compute_left_quantity", store=True)
    received_quantity = fields.Float("Stocked in", digits="Product Unit", compute="_compute_received_quantity")

    _positive = models.Constraint(
        "CHECK(quantity > 0 AND price_unit >= 0 AND used_quantity >= 0 AND used_quantity <= quantity)",
        "Quantities and prices of a purchase are positive, and no more is used than was bought.")

    @api.depends("label_name", "brand", "manufacturer")
    def _compute_label_complete(self):
        for line in self:
            line.label_complete = bool(line.label_name and line.brand and line.manufacturer)

    @api.depends("quantity", "used_quantity")
    def _compute_left_quantity(self):
        for line in self:
            line.left_quantity = line.quantity - line.used_quantity

    @api.depends("request_line_id.sourcing_line_id.quote_line_ids.qty_received")
    def _compute_received_quantity(self):
        """What the receipts of the order put into stock."""
        found = {}
        for row in self.env["purchase.order.line"].sudo().search_fetch(
                [("sourcing_line_id", "in", self.sudo().request_line_id.sourcing_line_id.ids),
                 ("order_id.is_quote", "=", False), ("order_id.state", "=", "purchase")],
                ["sourcing_line_id", "qty_received", "product_uom_id"]):
            line = row.sourcing_line_id
            found[line.id] = found.get(line.id, 0.0) + row.product_uom_id._compute_quantity(
                row.qty_received, line.uom_id, raise_if_failure=False)
        for line in self:
            line.received_quantity = found.get(line.sudo().request_line_id.sourcing_line_id.id, 0.0)
