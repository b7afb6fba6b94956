from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

SOURCES = [
    ("website", "Website"), ("phone", "Phone"), ("visit", "Visit to the Market"), ("exhibition", "Exhibition"),
    ("publication", "Price Publication"), ("other", "Other"),
]


class CompanyPurchasePriceSurvey(models.Model):
    """Market survey 市场行情调查: what a material costs elsewhere; recorded once, then part of the price archive."""

    _name = "company.purchase.price.survey"
    _description = "Market Survey"
    _number_prefix = "SC%(year)s%(month)s-"
    _inherit = [
        "company.number.mixin", "company.state.mixin", "mail.thread",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    _transitions = frozenset({("draft", "recorded")})
    _client_fields = {
        "draft": frozenset({"product_id", "date", "source", "source_name", "partner_id", "price", "currency_id",
                            "uom_id", "file", "file_name", "note"}),
    }

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection([("draft", "Draft"), ("recorded", "Recorded")], default="draft", required=True,
                             readonly=True, copy=False, index=True)
    product_id = fields.Many2one("product.product", "Material", required=True, index=True, check_company=True)
    product_category_id = fields.Many2one(related="product_id.categ_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    source = fields.Selection(SOURCES, required=True, default="phone")
    source_name = fields.Char("Whom or Where", help="Address of the page, name of the shop, person on the phone.")
    partner_id = fields.Many2one("res.partner", "Supplier", index="btree_not_null", check_company=True,
                                 help="Supplier that named the price, if it is one.")
    price = fields.Monetary(required=True, help="Tax included, for one unit.")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    uom_id = fields.Many2one("uom.uom", "Unit", compute="_compute_uom_id", store=True, readonly=False, required=True,
                             precompute=True)
    reference_price = fields.Float(
        "Price per Reference Unit", compute="_compute_reference_price", store=True, digits="Product Price",
        help="Tax included, per reference unit of the material, in company currency.")
    last_price = fields.Float("Last Order Price", compute="_compute_last_price", digits="Product Price")
    change = fields.Float("Against Last Order %", compute="_compute_last_price")
    file = fields.Binary("Evidence", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    note = fields.Text()
    user_id = fields.Many2one("res.users", "Buyer", required=True, readonly=True, index=True, copy=False,
                              default=lambda self: self.env.user)

    _price_positive = models.Constraint("CHECK(price > 0)", "The price of a survey is above zero.")
    _name_uniq = models.UniqueIndex("(company_id, name) WHERE name != '/'", "The number of a survey is unique.")
    _recent_idx = models.Index("(company_id, product_id, date) WHERE state = 'recorded'")

    @api.depends("product_id")
    def _compute_uom_id(self):
        for survey in self:
            survey.uom_id = survey.product_id.uom_id or survey.uom_id

    @api.depends("price", "currency_id", "uom_id", "date", "product_id")
    def _compute_reference_price(self):
        for survey in self:
            price = survey.price
            company = survey.company_id
            if survey.currency_id and survey.currency_id != company.currency_id:
                price = survey.currency_id._convert(
                    price, company.currency_id, company, survey.date or fields.Date.today(), round=False)
            unit = survey.product_id.uom_id
            if unit and survey.uom_id and unit != survey.uom_id:
                price = survey.uom_id._compute_price(price, unit)
            survey.reference_price = price

    @api.depends("product_id", "reference_price")
    def _compute_last_price(self):
        cases = self.env["company.purchase.sourcing"].sudo()
        for company, surveys in self.grouped("company_id").items():
            products = surveys.product_id
            history = cases._read_price_history(products, company) if products else {}
            for survey in surveys:
                last = history.get(survey.product_id.id, {}).get("last") or 0.0
                survey.last_price = last
                survey.change = (survey.reference_price - last) / last * 100 if last else 0.0

    @api.constrains("uom_id", "product_id")
    def _check_unit(self):
        for survey in self:
            if not survey.uom_id._has_common_reference(survey.product_id.uom_id):
                raise UserError(self.env._(
                    "%(unit)s can't be brought to %(reference)s, the unit of %(product)s.", unit=survey.uom_id.name,
                    reference=survey.product_id.uom_id.name, product=survey.product_id.display_name))

    def action_record(self):
        """Put surveys into the price archive; they can't be changed afterwards. Returns True.

        The buyer who made the survey or the head of purchasing; state draft; date not in the future (R4 §五.1.2).
        """
        self.check_access("write")
        self._lock_for_decision()
        self._check_state("draft")
        today = fields.Date.context_today(self)
        is_head = self.env.user.has_group("company_procurement.group_purchase_head")
        self._raise_refusals({
            survey.id: (survey.user_id != self.env.user and not is_head and self.env._(
                "only its buyer %(name)s records it", name=survey.user_id.name))
            or (survey.date > today and self.env._("its date lies in the future"))
            for survey in self})
        self.sudo()._set_state("recorded")
        self._close_reminders()
        return True

    def _close_reminders(self):
        """Take the survey out of the inboxes of the company; a product may be shared with other companies."""
        todo_sudo = self.env["company.todo"].sudo()
        for company, surveys in self.grouped("company_id").items():
            waiting = todo_sudo.search([
                ("kind", "=", "supplier.survey"), ("res_model", "=", "product.product"), ("state", "=", "open"),
                ("res_id", "in", surveys.product_id.ids), ("company_id", "=", company.id)])
            todo_sudo._close("supplier.survey", surveys.product_id, users=waiting.user_id)

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------

    @api.model
    def _cron_remind_surveys(self):
        """To-dos for materials that are bought regularly and were not surveyed for long; idempotent."""
        for company in self.env["res.company"].sudo().search([("survey_days", ">", 0)]):
            by_buyer = {}
            for product_id, user_id in self._read_unsurveyed(company):
                by_buyer.setdefault(user_id, []).append(product_id)
            for user_id, product_ids in by_buyer.items():
                products = self.env["product.product"].sudo().browse(product_ids)
                users = self.env["res.users"].browse(user_id or ()) \
                    or self.env["company.role"].sudo()._get_users("purchase_head", company)
                self.env["company.todo"].sudo()._open(
                    "supplier.survey", products, users,
                    {product.id: self.env._("Survey the market price of %s", product.display_name)
                     for product in products}, company_id=company.id)
            self.env["ir.cron"]._commit_progress(1)
        return True

    @api.model
    def _read_unsurveyed(self, company):
        """[(product id, last buyer id)] bought regularly, without a recorded survey for too long and without to-do."""
        self.env["purchase.order.line"].flush_model(["product_id", "order_id", "product_qty"])
        self.env["purchase.order"].flush_model(["state", "date_approve", "is_quote", "user_id", "company_id"])
        self.flush_model(["state", "date", "product_id", "company_id"])
        self.env["company.todo"].flush_model()
        return self.env.execute_query(SQL(
            """
            SELECT line.product_id, (array_agg(po.user_id ORDER BY po.date_approve DESC))[1]
              FROM purchase_order_line line
              JOIN purchase_order po ON po.id = line.order_id
              JOIN product_product product ON product.id = line.product_id AND product.active
             WHERE po.company_id = %(company)s AND po.state = 'purchase' AND po.is_quote IS NOT TRUE
               AND po.date_approve >= %(since)s
               AND NOT EXISTS (SELECT FROM company_purchase_price_survey survey
                                WHERE survey.product_id = line.product_id AND survey.company_id = %(company)s
                                  AND survey.state = 'recorded' AND survey.date > %(recent)s)
               AND NOT EXISTS (SELECT FROM company_todo todo
                                WHERE todo.kind = 'supplier.survey' AND todo.state = 'open'
                                  AND todo.res_model = 'product.product' AND todo.res_id = line.product_id
                                  AND todo.company_id = %(company)s)
          GROUP BY line.product_id HAVING count(DISTINCT po.id) >= %(times)s
            """, company=company.id, since=fields.Datetime.subtract(fields.Datetime.now(), months=12),
            recent=fields.Date.subtract(fields.Date.today(), days=company.survey_days),
            times=company.survey_min_orders))
