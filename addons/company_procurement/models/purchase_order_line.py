from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import as_engine, take_mark

from .purchase_order import CONFIRMED

SOURCING_FIELDS = frozenset({"sourcing_line_id", "award_id", "first_price_unit", "quote_remark", "is_freight"})
# what an order says: compared with its award whenever it changes on a confirmed order
CONTENT = frozenset({
    "product_id", "product_qty", "product_uom_id", "price_unit", "discount", "tax_ids", "order_id", "display_type",
})


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Line of the Sourcing Case", readonly=True,
                                       copy=False, index="btree_not_null", ondelete="restrict", check_company=True)
    award_id = fields.Many2one("company.purchase.sourcing.award", "Award", readonly=True, copy=False,
                               index="btree_not_null", ondelete="restrict", check_company=True)
    first_price_unit = fields.Float("First Price", digits="Product Price", readonly=True, copy=False)
    quote_remark = fields.Char("Supplier's Remark", readonly=True, copy=False)
    is_freight = fields.Boolean("Freight", readonly=True, copy=False)

    def _as_engine(self):
        """The same lines; the next create, write or unlink is trusted."""
        return as_engine(self)

    # ------------------------------------------------------------------
    # Guard
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if trusted:
            return super().create(vals_list)
        for vals in vals_list:
            self._refuse_sourcing_fields(SOURCING_FIELDS.intersection(vals))
        names = {f"default_{name}" for name in SOURCING_FIELDS}
        if not names.isdisjoint(self.env.context):
            self = self.with_context({key: value for key, value in self.env.context.items() if key not in names})
        lines = super().create(vals_list)
        orders_sudo = lines.sudo().order_id
        orders_sudo.filtered("is_quote")._refuse_quote_change()
        if any(order.state in CONFIRMED for order in orders_sudo):
            lines.sudo()._check_confirmed_lines({})
        return lines

    def write(self, vals):
        trusted, self = take_mark(self)
        if trusted:
            return super().write(vals)
        self._refuse_sourcing_fields(SOURCING_FIELDS.intersection(vals))
        orders_sudo = self.sudo().order_id
        if vals.get("order_id"):
            orders_sudo |= orders_sudo.browse(vals["order_id"])
        orders_sudo.filtered("is_quote")._refuse_quote_change()
        if not CONTENT.intersection(vals) or not any(order.state in CONFIRMED for order in orders_sudo):
            return super().write(vals)
        before = {line.id: (line.product_qty, line.price_unit, line.product_id) for line in self.sudo()}
        result = super().write(vals)
        self.sudo()._check_confirmed_lines(before)
        return result

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self.sudo().order_id.filtered("is_quote")._refuse_quote_change()
        orders = self.sudo().order_id.filtered(lambda order: order.state in CONFIRMED)
        result = super().unlink()
        if orders and not trusted:
            orders.exists()._check_confirmed_change()
        return result

    def _refuse_sourcing_fields(self, names):
        if names:
            raise AccessError(self.env._(
                "%(fields)s is set by the steps of a sourcing case only.",
                fields=", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))))

    def _check_confirmed_lines(self, before):
        """Lines of binding orders after a change: with a case they match it, without one nothing is added."""
        lines = self.filtered(lambda line: line.order_id.state in CONFIRMED and not line.display_type
                              and not line.is_downpayment)
        lines.order_id._check_confirmed_change()
        for line in lines.filtered(lambda line: not line.order_id.sourcing_id and line.product_qty):
            quantity, price, product = before.get(line.id, (0.0, 0.0, line.product_id))
            more = line.product_uom_id.compare(line.product_qty, quantity) > 0
            if more or line.price_unit > price or line.product_id != product:
                line.order_id._refuse_uncovered_change(self.env._(
                    "%(product)s is added or raised on a confirmed order", product=line.product_id.display_name))

    def _prepare_match(self, ordered):
        """The dict that ``engine.tolerance`` compares with the award."""
        award, quoted = self.award_id, self.award_id.quote_line_id
        return {
            "key": self.id,
            "award": award.id,
            "product": self.product_id.id,
            "agreed_product": quoted.product_id.id,
            "price": self.price_unit,
            "agreed_price": award.price_unit,
            "quantity": max(ordered[award.id], self.product_qty) if award else self.product_qty,
            "agreed_quantity": award.order_quantity,
            "terms_kept": self.tax_ids == quoted.tax_ids and not self.discount
            and self.product_uom_id == quoted.product_uom_id,
        }

    # ------------------------------------------------------------------
    # Standard buttons of the comparison
    # ------------------------------------------------------------------

    def action_choose(self):
        (self.order_id | self.order_id.alternative_po_ids).sudo().filtered("is_quote")._refuse_quote_change()
        return super().action_choose()

    def action_clear_quantities(self):
        self.order_id.sudo().filtered("is_quote")._refuse_quote_change()
        return super().action_clear_quantities()

    @api.depends_context("company_procurement_supplier_names")
    @api.depends("order_id.partner_id")
    def _compute_display_name(self):
        """In the award form a quoted line goes by its supplier."""
        super()._compute_display_name()
        if self.env.context.get("company_procurement_supplier_names"):
            for line in self:
                line.display_name = line.order_id.partner_id.name or line.display_name
