from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import comparison

CELL_FIELDS = [
    "order_id", "sourcing_line_id", "product_qty", "product_uom_id", "price_unit", "price_total", "first_price_unit",
    "date_planned", "tax_ids", "quote_remark",
]


class CompanyPurchaseSourcing(models.Model):
    """The comparison: lines × suppliers on one footing, with history and budget beside it."""

    _inherit = "company.purchase.sourcing"

    comparison_data = fields.Json("Comparison", compute="_compute_comparison_data")
    valid_quote_count = fields.Integer("Valid Quotes", compute="_compute_quote_health")
    required_quote_count = fields.Integer("Quotes Needed", compute="_compute_quote_health")
    quote_problem = fields.Char("What the Quotes Lack", compute="_compute_quote_health")

    @api.depends("state", "quote_ids.quote_round", "quote_ids.quote_status", "quote_ids.quote_scan_id", "award_ids",
                 "line_ids.verified_price")
    @api.depends_context("lang")
    def _compute_comparison_data(self):
        for case in self:
            case.comparison_data = case._get_comparison() if case.id else False

    @api.depends("quote_ids.quote_round", "quote_ids.quote_status", "quote_ids.quote_scan_id", "single_source",
                 "single_source_reason")
    @api.depends_context("lang")
    def _compute_quote_health(self):
        saved = self.filtered("id")
        assessments = saved._assess_quotes()
        for case in self:
            assessment = assessments.get(case._origin.id)
            case.valid_quote_count = assessment["valid"] if assessment else 0
            case.required_quote_count = assessment["required"] if assessment else 0
            case.quote_problem = case._get_quotes_problem(assessment)[0] if assessment else False

    def get_comparison(self):
        """The comparison of one case as data. Read right on the case.

        Returns {currency, state, required, valid, problem, suspicious: [text], totals: {best, awarded, last, ...},
        suppliers: [{quote_id, supplier, status, valid, defects, total, missing, saving, ...}], lines: [{id, name,
        quantity, last, low, median, average, budget, survey, cells: [{line_id, landed, lowest, change_last, ...}]}]};
        the cells of a line stand in the order of the suppliers, False for no price. Money in company currency.
        """
        self.ensure_one()
        self.check_access("read")
        return comparison.without_none(self._get_comparison())

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _get_cells(self):
        """{line id: {quote line id: {landed, quote, record, values}}} of the recorded quotes, in company currency.

        ``values``: the quoted line as read, many2one fields as ids; a thousand lines are read at once.
        """
        self.ensure_one()
        cells = defaultdict(dict)
        received = self.sudo()._get_live_quotes().filtered(lambda quote: quote.quote_status == "received")
        rows = received.order_line.read(CELL_FIELDS, load=None)
        by_quote = defaultdict(list)
        for row in rows:
            if row["sourcing_line_id"]:
                by_quote[row["order_id"]].append(row)
        units = {line.id: line.uom_id for line in self.sudo().line_ids.with_context(active_test=False)}
        lines = self.env["purchase.order.line"].sudo().browse([row["id"] for row in rows])
        for quote in received:
            self._add_cells(cells, quote, by_quote[quote.id], units, lines)
        return cells

    def _add_cells(self, cells, quote, rows, units, lines):
        freight = comparison.share_freight(quote.freight_amount, {row["id"]: row["price_total"] for row in rows})
        rate = quote._get_quote_rate()
        for row in rows:
            wanted, quantity = units.get(row["sourcing_line_id"]), row["product_qty"]
            if wanted and row["product_uom_id"] != wanted.id:
                own = self.env["uom.uom"].browse(row["product_uom_id"])
                quantity = own._compute_quantity(quantity, wanted, round=False)
            cells[row["sourcing_line_id"]][row["id"]] = {
                "record": lines.browse(row["id"]).with_prefetch(lines._ids),
                "quote": quote.id,
                "values": row,
                "landed": comparison.landed(quantity, row["price_total"], rate, freight[row["id"]]),
            }

    def _get_lowest_prices(self, cells=None, assessment=None):
        """{line id: lowest landed price}: of valid quotes, or of all where none is valid (emergency)."""
        cells = self._get_cells() if cells is None else cells
        defects = (assessment or self._assess_quotes()[self.id])["defects"]
        lowest = {}
        sound = {quote for quote, codes in defects.items() if not set(codes) - {"related"}}
        for line_id, row in cells.items():
            valid = {key: cell["landed"] for key, cell in row.items() if cell["quote"] in sound}
            prices = valid if any(valid.values()) else {key: cell["landed"] for key, cell in row.items()}
            best = comparison.lowest(prices)
            if best:
                lowest[line_id] = prices[best[0]]
        return lowest

    def _get_price_history(self):
        """{line id: {last, last_date, average, low, median, count, survey}}: tax included, per unit of the line.

        From confirmed orders (12 months for average and median) and, where there is one, the last market survey.
        """
        self.ensure_one()
        lines = self.sudo().line_ids
        products = lines.product_id
        rows = self._read_price_history(products, self.company_id) if products else {}
        surveys = self._read_survey_prices(products, self.company_id) if products else {}
        history = {}
        for line in lines:
            row = rows.get(line.product_id.id, {})
            unit = line.product_id.product_tmpl_id.uom_id
            factor = unit._compute_quantity(1, line.uom_id, round=False) if unit and line.uom_id != unit else 1
            history[line.id] = {
                "last_date": row.get("last_date"),
                "count": row.get("count", 0),
                **{name: row[name] / factor if row.get(name) else None
                   for name in ("last", "average", "low", "median")},
                "survey": surveys[line.product_id.id] / factor if surveys.get(line.product_id.id) else None,
            }
        return history

    @api.model
    def _read_survey_prices(self, products, company):
        """{product id: price per reference unit, tax included} of the last market survey within 12 months."""
        surveys = self.env["company.purchase.price.survey"]
        surveys.flush_model(["product_id", "company_id", "state", "date", "reference_price"])
        return dict(self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (product_id) product_id, reference_price
              FROM company_purchase_price_survey
             WHERE product_id IN %s AND company_id = %s AND state = 'recorded' AND date >= %s AND reference_price > 0
          ORDER BY product_id, date DESC, id DESC
            """, tuple(products.ids), company.id, fields.Date.subtract(fields.Date.today(), months=12))))

    @api.model
    def _read_price_history(self, products, company):
        """{product id: {last, last_date, average, low, median, count}} per reference unit, in one query."""
        self.env["purchase.order.line"].flush_model(
            ["product_id", "company_id", "price_total", "product_uom_qty", "order_id"])
        self.env["purchase.order"].flush_model(["state", "date_approve", "currency_rate", "is_quote"])
        rows = self.env.execute_query(SQL(
            """
            SELECT product_id, (array_agg(price ORDER BY date_approve DESC, id DESC))[1], max(date_approve),
                   sum(amount) FILTER (WHERE recent) / NULLIF(sum(quantity) FILTER (WHERE recent), 0), min(price),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY price) FILTER (WHERE recent),
                   count(*)
              FROM (SELECT line.product_id, line.id, po.date_approve, line.product_uom_qty AS quantity,
                           line.price_total / po.currency_rate AS amount,
                           line.price_total / po.currency_rate / line.product_uom_qty AS price,
                           po.date_approve >= %(since)s AS recent
                      FROM purchase_order_line line
                      JOIN purchase_order po ON po.id = line.order_id
                     WHERE line.product_id IN %(products)s AND line.company_id = %(company)s AND po.state = 'purchase'
                       AND line.product_uom_qty > 0 AND line.price_total > 0 AND po.currency_rate > 0) AS bought
          GROUP BY product_id
            """,
            since=fields.Datetime.subtract(fields.Datetime.now(), months=12), products=tuple(products.ids),
            company=company.id))
        names = ("last", "last_date", "average", "low", "median", "count")
        return {row[0]: {name: float(value) if name != "last_date" and value is not None else value
                         for name, value in zip(names, row[1:], strict=True)} for row in rows}


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_quote_rate(self):
        """Quote currency per company currency at the day of the quote (1.0 in company currency)."""
        self.ensure_one()
        own = self.company_id.currency_id
        if self.currency_id == own:
            return 1.0
        moment = self.quote_received_on or self.date_order or fields.Datetime.now()
        return self.env["res.currency"]._get_conversion_rate(own, self.currency_id, self.company_id, moment.date())
