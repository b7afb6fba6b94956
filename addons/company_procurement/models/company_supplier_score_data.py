from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from ..engine import supplier_state
from .company_supplier_score import FIGURES

FLUSH = {
    "purchase.order": ["state", "date_approve", "currency_rate", "is_quote", "partner_id", "company_id"],
    "purchase.order.line": ["product_id", "price_total", "product_qty", "product_uom_qty", "date_planned", "order_id"],
    "stock.move": ["state", "date", "quantity", "purchase_line_id", "origin_returned_move_id", "location_id",
                   "location_dest_id"],
    "res.partner": ["commercial_partner_id"],
    "company.purchase.acceptance": ["state", "state_changed_on"],
    "company.purchase.acceptance.line": ["counted_qty", "rejected_qty", "order_line_id", "acceptance_id"],
}


class CompanySupplierQualification(models.Model):
    """Figures of the score card: six queries for any number of suppliers of one company."""

    _inherit = "company.supplier.qualification"

    def _get_score_figures(self, date_from, date_to):
        """{partner id: {figure: number}} of the suppliers of one company over a period (end excluded)."""
        for model, names in FLUSH.items():
            self.env[model].flush_model(names)
        company = self.company_id
        values = {
            "company": company.id, "partners": tuple(self.partner_id.ids) or (0,),
            "zone": company.resource_calendar_id.tz or "UTC", "start": date_from, "end": date_to,
            "now": fields.Datetime.now(), "year_before": fields.Date.subtract(date_to, months=12),
        }
        figures = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
        for rows in (self._read_deliveries(values), self._read_receipts(values), self._read_prices(values),
                     self._read_refusals(values), self._read_papers()):
            for partner_id, row in rows.items():
                for name, value in row.items():
                    figures[partner_id][name] += value
        return figures

    def _read_deliveries(self, values):
        """Deliveries promised in the period: how many came on the promised day or before (R1 §四(三))."""
        rows = self.env.execute_query(SQL(
            """
            SELECT partner.commercial_partner_id,
                   count(*) FILTER (WHERE move.state = 'done' OR line.date_planned < %(now)s),
                   count(*) FILTER (WHERE move.state = 'done'
                       AND (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                           <= (line.date_planned AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date)
              FROM stock_move move
              JOIN purchase_order_line line ON line.id = move.purchase_line_id
              JOIN purchase_order po ON po.id = line.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
              JOIN stock_location source ON source.id = move.location_id
             WHERE po.company_id = %(company)s AND partner.commercial_partner_id IN %(partners)s
               AND po.is_quote IS NOT TRUE AND move.state != 'cancel' AND source.usage = 'supplier'
               AND move.origin_returned_move_id IS NULL
               AND (line.date_planned AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date >= %(start)s
               AND (line.date_planned AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date < %(end)s
          GROUP BY partner.commercial_partner_id
            """, **values))
        return {row[0]: {"delivery_count": row[1], "on_time_count": row[2]} for row in rows}

    def _read_receipts(self, values):
        """Value received and sent back in the period, tax included, in company currency."""
        rows = self.env.execute_query(SQL(
            """
            SELECT partner.commercial_partner_id,
                   sum(move.quantity * unit.factor / line_unit.factor * line.price_total / line.product_qty
                       / po.currency_rate) FILTER (WHERE source.usage = 'supplier'),
                   sum(move.quantity * unit.factor / line_unit.factor * line.price_total / line.product_qty
                       / po.currency_rate) FILTER (WHERE target.usage = 'supplier')
              FROM stock_move move
         LEFT JOIN stock_move origin ON origin.id = move.origin_returned_move_id
              JOIN purchase_order_line line ON line.id = COALESCE(move.purchase_line_id, origin.purchase_line_id)
              JOIN purchase_order po ON po.id = line.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
              JOIN uom_uom unit ON unit.id = move.product_uom
              JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE po.company_id = %(company)s AND partner.commercial_partner_id IN %(partners)s
               AND move.state = 'done' AND line.product_qty > 0 AND po.currency_rate > 0
               AND move.date >= %(start)s AND move.date < %(end)s
          GROUP BY partner.commercial_partner_id
            """, **values))
        return {row[0]: {"received_value": float(row[1] or 0), "returned_value": float(row[2] or 0)} for row in rows}

    def _read_prices(self, values):
        """Ordered value of the period, and the same goods at the 12-month average price of all suppliers."""
        rows = self.env.execute_query(SQL(
            """
            WITH bought AS (
                SELECT partner.commercial_partner_id AS partner_id, line.product_id, po.date_approve,
                       line.price_total / po.currency_rate AS amount, line.product_uom_qty AS quantity
                  FROM purchase_order_line line
                  JOIN purchase_order po ON po.id = line.order_id
                  JOIN res_partner partner ON partner.id = po.partner_id
                 WHERE po.company_id = %(company)s AND po.state = 'purchase' AND po.is_quote IS NOT TRUE
                   AND line.product_uom_qty > 0 AND line.price_total > 0 AND po.currency_rate > 0
                   AND line.product_id IS NOT NULL AND po.date_approve >= %(year_before)s
                   AND po.date_approve < %(end)s
            ), average AS (
                SELECT product_id, sum(amount) / sum(quantity) AS price FROM bought GROUP BY product_id
            )
            SELECT bought.partner_id, sum(bought.amount), sum(bought.quantity * average.price)
              FROM bought JOIN average USING (product_id)
             WHERE bought.date_approve >= %(start)s AND bought.partner_id IN %(partners)s
          GROUP BY bought.partner_id
            """, **values))
        return {row[0]: {"paid_value": float(row[1]), "average_value": float(row[2])} for row in rows}

    def _read_refusals(self, values):
        """Value that acceptances of the period rejected: delivered, but never put in stock (R4 §三.1.6.3)."""
        rows = self.env.execute_query(SQL(
            """
            SELECT partner.commercial_partner_id,
                   sum(CASE WHEN acceptance.state = 'refused' THEN checked.counted_qty ELSE checked.rejected_qty END
                       * unit.factor / line_unit.factor * line.price_total / line.product_qty / po.currency_rate)
              FROM company_purchase_acceptance_line checked
              JOIN company_purchase_acceptance acceptance ON acceptance.id = checked.acceptance_id
              JOIN purchase_order_line line ON line.id = checked.order_line_id
              JOIN purchase_order po ON po.id = line.order_id
              JOIN res_partner partner ON partner.id = po.partner_id
              JOIN uom_uom unit ON unit.id = checked.uom_id
              JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
             WHERE po.company_id = %(company)s AND partner.commercial_partner_id IN %(partners)s
               AND acceptance.state IN ('accepted', 'refused') AND line.product_qty > 0 AND po.currency_rate > 0
               AND acceptance.state_changed_on >= %(start)s AND acceptance.state_changed_on < %(end)s
          GROUP BY partner.commercial_partner_id
            """, **values))
        return {row[0]: {"received_value": float(row[1] or 0), "returned_value": float(row[1] or 0)} for row in rows}

    def _read_papers(self):
        """Papers required and in force today."""
        today = fields.Date.context_today(self)
        required = {key: self.env["company.supplier.paper.kind"]._get_required(*key)
                    for key in {(record.company_id, record.kind) for record in self}}
        papers = self.env["company.supplier.paper"].search_fetch(
            [("qualification_id", "in", self.ids), ("state", "=", "verified")],
            ["qualification_id", "kind_id", "state", "expires_on"]).grouped("qualification_id")
        result = {}
        for record in self:
            kinds = required[record.company_id, record.kind]
            own = papers.get(record, self.env["company.supplier.paper"])
            gaps = supplier_state.gaps(kinds.ids, own._get_figures(), today)
            result[record.partner_id.id] = {
                "papers_required": len(kinds), "papers_valid": len(kinds) - len(gaps)}
        return result
