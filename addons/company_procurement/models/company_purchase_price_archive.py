from odoo import fields, models
from odoo.tools import SQL

OPENED = ("compared", "price_checked", "awarded", "approval", "approved", "ordered", "done")


class CompanyPurchasePriceArchive(models.Model):
    """Price archive 价格记录档案: what was ordered, quoted and surveyed, on one footing.

    Prices are tax included, per reference unit of the product, in company currency. Quotes come in when their
    inquiry is closed; the prices of an open inquiry are never here, whether it is sealed or not.
    """

    _name = "company.purchase.price.archive"
    _description = "Price Archive"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "product_id"
    _check_company_auto = True
    _depends = {
        "purchase.order": ["state", "date_approve", "currency_rate", "is_quote", "partner_id", "company_id", "user_id",
                           "sourcing_id", "quote_status", "quote_received_on"],
        "purchase.order.line": ["product_id", "price_total", "product_uom_qty", "order_id", "sourcing_line_id"],
        "company.purchase.sourcing": ["state"],
        "company.purchase.price.survey": ["state", "date", "reference_price", "product_id", "partner_id"],
        "res.partner": ["commercial_partner_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
    }

    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(readonly=True)
    source = fields.Selection([("order", "Order"), ("quote", "Quote"), ("survey", "Market Survey")], readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_category_id = fields.Many2one("product.category", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    user_id = fields.Many2one("res.users", "Buyer", readonly=True)
    price = fields.Float(readonly=True, digits="Product Price", aggregator="avg",
                         help="Tax included, per reference unit, in company currency.")
    lowest_price = fields.Float("Lowest Price", readonly=True, digits="Product Price", aggregator="min")
    highest_price = fields.Float("Highest Price", readonly=True, digits="Product Price", aggregator="max")
    quantity = fields.Float(readonly=True, digits="Product Unit")
    order_id = fields.Many2one("purchase.order", "Order or Quote", readonly=True)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True)
    survey_id = fields.Many2one("company.purchase.price.survey", "Market Survey", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._query_orders(), self._query_surveys())

    def _query_orders(self):
        return SQL(
            """
            SELECT line.id * 2 AS id, po.company_id,
                   (CASE WHEN po.is_quote THEN po.quote_received_on ELSE po.date_approve END)::date AS date,
                   CASE WHEN po.is_quote THEN 'quote' ELSE 'order' END AS source,
                   line.product_id, template.categ_id AS product_category_id,
                   partner.commercial_partner_id AS partner_id, po.user_id,
                   line.price_total / po.currency_rate / line.product_uom_qty AS price,
                   line.price_total / po.currency_rate / line.product_uom_qty AS lowest_price,
                   line.price_total / po.currency_rate / line.product_uom_qty AS highest_price,
                   line.product_uom_qty AS quantity, po.id AS order_id, po.sourcing_id, NULL::integer AS survey_id
              FROM purchase_order_line line
              JOIN purchase_order po ON po.id = line.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN company_purchase_sourcing sourcing ON sourcing.id = po.sourcing_id
             WHERE line.product_uom_qty > 0 AND line.price_total > 0 AND po.currency_rate > 0
               AND ((po.is_quote IS NOT TRUE AND po.state = 'purchase')
                    OR (po.is_quote AND po.quote_status = 'received' AND sourcing.state IN %s))
            """, OPENED)

    def _query_surveys(self):
        return SQL(
            """
            SELECT survey.id * 2 + 1, survey.company_id, survey.date, 'survey', survey.product_id, template.categ_id,
                   partner.commercial_partner_id, survey.user_id, survey.reference_price, survey.reference_price,
                   survey.reference_price, NULL::numeric, NULL::integer, NULL::integer, survey.id
              FROM company_purchase_price_survey survey
              JOIN product_product product ON product.id = survey.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN res_partner partner ON partner.id = survey.partner_id
             WHERE survey.state = 'recorded'
            """)

    def action_open_source(self):
        """Open the order, quote or survey that a price comes from."""
        self.ensure_one()
        self.check_access("read")
        record = self.survey_id or self.order_id
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id,
                "views": [(False, "form")]}


class ProductProduct(models.Model):
    _inherit = "product.product"

    purchase_price_count = fields.Integer("Recorded Prices", compute="_compute_purchase_price_count")

    def _compute_purchase_price_count(self):
        archive = self.env["company.purchase.price.archive"]
        counts = {}
        if archive.has_access("read"):
            counts = dict(archive._read_group(
                [("product_id", "in", self.ids), ("company_id", "in", self.env.companies.ids)], ["product_id"],
                ["__count"]))
        for product in self:
            product.purchase_price_count = counts.get(product._origin, 0)

    def action_view_price_archive(self):
        """Open the recorded prices of the products."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "company_procurement.company_purchase_price_archive_action")
        return dict(action, domain=[("product_id", "in", self.ids)], context={})


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def action_view_price_archive(self):
        """Open the recorded prices of all variants."""
        return self.product_variant_ids.action_view_price_archive()
