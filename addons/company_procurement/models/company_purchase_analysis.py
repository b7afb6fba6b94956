from odoo import fields, models
from odoo.tools import SQL


class CompanyPurchaseAnalysis(models.Model):
    """One row for every line of a confirmed order: money, savings, days of each stage, delivery (R1 §二.9, §四)."""

    _name = "company.purchase.analysis"
    _description = "Purchase Analysis"
    _auto = False
    _order = "date_order desc, id desc"
    _rec_name = "order_id"
    _check_company_auto = True
    _depends = {
        "purchase.order": ["state", "date_approve", "currency_rate", "is_quote", "user_id", "partner_id",
                           "sourcing_id"],
        "purchase.order.line": ["product_id", "product_qty", "product_uom_qty", "price_total", "price_unit", "order_id",
                                "date_planned", "qty_received", "sourcing_line_id", "award_id", "first_price_unit"],
        "company.purchase.sourcing": ["category_id", "department_id", "project_id", "price_checked_on", "approval_id"],
        "company.purchase.sourcing.award": ["quantity", "quote_line_id"],
        "company.purchase.sourcing.line": ["estimated_price"],
        "company.purchase.request": ["submitted_on", "approved_on", "assigned_on"],
        "company.purchase.request.line": ["sourcing_line_id", "request_id"],
        "company.approval": ["finished_on"],
        "company.purchase.acceptance": ["state", "state_changed_on", "arrived_on"],
        "company.purchase.acceptance.line": ["order_line_id", "rejected_qty", "acceptance_id"],
        "stock.move": ["state", "date", "purchase_line_id", "quantity", "origin_returned_move_id"],
    }

    order_id = fields.Many2one("purchase.order", "Order", readonly=True)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date_order = fields.Datetime("Ordered on", readonly=True)
    buyer_id = fields.Many2one("res.users", "Buyer", readonly=True)
    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    category_id = fields.Many2one("company.purchase.category", "Purchase Category", readonly=True)
    department_id = fields.Many2one("hr.department", "Department", readonly=True)
    project_id = fields.Many2one("account.analytic.account", "Project", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    product_category_id = fields.Many2one("product.category", "Product Category", readonly=True)
    amount = fields.Monetary(readonly=True, help="Tax included, company currency.")
    saving_first = fields.Monetary("Saving against First Quote", readonly=True)
    saving_last = fields.Monetary("Saving against Last Price", readonly=True)
    saving_budget = fields.Monetary("Saving against Budget", readonly=True)
    reference_first = fields.Monetary("At First Quote", readonly=True)
    reference_last = fields.Monetary("At Last Price", readonly=True)
    reference_budget = fields.Monetary("At Budget", readonly=True)
    days_approval = fields.Float("Days Request to Approval", readonly=True, aggregator="avg")
    days_dispatch = fields.Float("Days Approval to Dispatch", readonly=True, aggregator="avg")
    days_sourcing = fields.Float("Days Dispatch to Price Check", readonly=True, aggregator="avg")
    days_award = fields.Float("Days Price Check to Approved Award", readonly=True, aggregator="avg")
    days_order = fields.Float("Days Award to Order", readonly=True, aggregator="avg")
    days_delivery = fields.Float("Days Order to Receipt", readonly=True, aggregator="avg")
    days_total = fields.Float("Days Request to Receipt", readonly=True, aggregator="avg")
    line_count = fields.Integer("Order Lines", readonly=True)
    due_count = fields.Integer("Lines Due", readonly=True, help="Lines received, or with a promised date in the past.")
    on_time_count = fields.Integer("Lines on Time", readonly=True)
    late_count = fields.Integer("Lines Late", readonly=True)
    shortage_count = fields.Integer("Lines Short", readonly=True, help="Due and not wholly received.")
    accepted_count = fields.Integer("Lines Inspected", readonly=True)
    rejected_count = fields.Integer("Lines with Rejects", readonly=True)
    late_inspection_count = fields.Integer("Lines Inspected Late", readonly=True,
                                           help="Accepted later than the day after the arrival.")

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL("""
            SELECT line.id, line.order_id, po.sourcing_id, line.company_id, company.currency_id,
                   po.date_approve AS date_order, po.user_id AS buyer_id,
                   COALESCE(partner.commercial_partner_id, po.partner_id) AS partner_id,
                   sourcing.category_id, sourcing.department_id, sourcing.project_id, line.product_id,
                   template.categ_id AS product_category_id,
                   paid.amount, first.amount AS reference_first, last.amount AS reference_last,
                   budget.amount AS reference_budget,
                   first.amount - paid.amount AS saving_first, last.amount - paid.amount AS saving_last,
                   budget.amount - paid.amount AS saving_budget,
                   %(days_approval)s AS days_approval, %(days_dispatch)s AS days_dispatch,
                   %(days_sourcing)s AS days_sourcing, %(days_award)s AS days_award, %(days_order)s AS days_order,
                   %(days_delivery)s AS days_delivery, %(days_total)s AS days_total,
                   1 AS line_count,
                   (received.done_on IS NOT NULL OR line.date_planned < %(now)s)::int AS due_count,
                   (received.done_on::date <= line.date_planned::date)::int AS on_time_count,
                   (COALESCE(received.done_on, %(now)s)::date > line.date_planned::date)::int AS late_count,
                   ((received.done_on IS NOT NULL OR line.date_planned < %(now)s)
                    AND line.qty_received < line.product_qty)::int AS shortage_count,
                   (inspected.lines > 0)::int AS accepted_count, (inspected.rejected > 0)::int AS rejected_count,
                   (inspected.signed_on::date > inspected.arrived_on::date + 1)::int AS late_inspection_count
            """,
            now=fields.Datetime.now(),
            days_approval=self._days("request.approved_on", "request.submitted_on"),
            days_dispatch=self._days("request.assigned_on", "request.approved_on"),
            days_sourcing=self._days("sourcing.price_checked_on", "request.assigned_on"),
            days_award=self._days("approval.finished_on", "sourcing.price_checked_on"),
            days_order=self._days("po.date_approve", "approval.finished_on"),
            days_delivery=self._days("received.done_on", "po.date_approve"),
            days_total=self._days("received.done_on", "request.submitted_on"))

    @staticmethod
    def _days(later, earlier):
        return SQL("EXTRACT(EPOCH FROM %s - %s) / 86400.0", SQL(later), SQL(earlier))

    def _from(self):
        return SQL("""
              FROM purchase_order_line line
              JOIN purchase_order po ON po.id = line.order_id
              JOIN res_company company ON company.id = line.company_id
              JOIN res_partner partner ON partner.id = po.partner_id
              LEFT JOIN product_product product ON product.id = line.product_id
              LEFT JOIN product_template template ON template.id = product.product_tmpl_id
              LEFT JOIN company_purchase_sourcing sourcing ON sourcing.id = po.sourcing_id
              LEFT JOIN company_approval approval ON approval.id = sourcing.approval_id
              LEFT JOIN company_purchase_sourcing_line wanted ON wanted.id = line.sourcing_line_id
              LEFT JOIN company_purchase_sourcing_award award ON award.id = line.award_id
              LEFT JOIN purchase_order_line quoted ON quoted.id = award.quote_line_id
              LEFT JOIN (%(history)s) history ON history.id = line.id
              LEFT JOIN LATERAL (
                   SELECT line.price_total / NULLIF(po.currency_rate, 0) AS amount) paid ON TRUE
              LEFT JOIN LATERAL (
                   SELECT paid.amount * quoted.first_price_unit / NULLIF(quoted.price_unit, 0) AS amount
                    WHERE quoted.first_price_unit > 0) first ON TRUE
              LEFT JOIN LATERAL (
                   SELECT wanted.estimated_price * award.quantity AS amount WHERE wanted.estimated_price > 0
                   ) budget ON TRUE
              LEFT JOIN LATERAL (
                   SELECT history.unit_price * line.product_uom_qty AS amount
                   ) last ON TRUE
              LEFT JOIN LATERAL (
                   SELECT min(document.submitted_on) AS submitted_on, min(document.approved_on) AS approved_on,
                          min(document.assigned_on) AS assigned_on
                     FROM company_purchase_request_line request_line
                     JOIN company_purchase_request document ON document.id = request_line.request_id
                    WHERE request_line.sourcing_line_id = line.sourcing_line_id) request ON TRUE
              LEFT JOIN LATERAL (
                   SELECT max(move.date) AS done_on FROM stock_move move
                    WHERE move.purchase_line_id = line.id AND move.state = 'done'
                      AND move.origin_returned_move_id IS NULL) received ON TRUE
              LEFT JOIN LATERAL (%(inspected)s) inspected ON TRUE
             WHERE po.state = 'purchase' AND po.is_quote IS NOT TRUE AND line.display_type IS NULL
               AND line.product_qty > 0 AND line.is_freight IS NOT TRUE
            """, inspected=self._inspected(), history=self._history())

    def _history(self):
        """The unit price that was paid the time before, for each line, in one pass over the confirmed orders."""
        return SQL("""
            SELECT past.id, lag(past.price_total / past_po.currency_rate / past.product_uom_qty) OVER (
                       PARTITION BY past.company_id, past.product_id ORDER BY past_po.date_approve, past.id
                   ) AS unit_price
              FROM purchase_order_line past
              JOIN purchase_order past_po ON past_po.id = past.order_id
             WHERE past_po.state = 'purchase' AND past.product_id IS NOT NULL AND past.product_uom_qty > 0
               AND past.price_total > 0 AND past_po.currency_rate > 0
            """)

    def _inspected(self):
        """What the acceptances say about one order line."""
        return SQL("""
            SELECT count(*) AS lines, sum(checked.rejected_qty) AS rejected,
                   max(sheet.state_changed_on) AS signed_on, max(sheet.arrived_on) AS arrived_on
              FROM company_purchase_acceptance_line checked
              JOIN company_purchase_acceptance sheet ON sheet.id = checked.acceptance_id
             WHERE checked.order_line_id = line.id AND sheet.state IN ('accepted', 'refused')
            """)
