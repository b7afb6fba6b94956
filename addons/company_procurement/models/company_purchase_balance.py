from odoo import fields, models
from odoo.tools import SQL

QUERY = """
WITH ruled AS (
    SELECT po.id, po.company_id, po.currency_id, po.contract_id, po.amount_total,
           COALESCE(rp.commercial_partner_id, rp.id) AS partner_id
      FROM purchase_order po JOIN res_partner rp ON rp.id = po.partner_id
     WHERE po.sourcing_id IS NOT NULL AND po.is_quote IS NOT TRUE AND po.state = 'purchase'
), received AS (
    SELECT pol.order_id, SUM(CASE WHEN pol.product_qty > 0 AND pol.is_freight IS NOT TRUE
           THEN pol.price_total * LEAST(GREATEST(pol.qty_received, 0) / pol.product_qty, 1) ELSE 0 END)
           + CASE WHEN BOOL_OR(pol.qty_received > 0)
             THEN SUM(CASE WHEN pol.is_freight THEN pol.price_total ELSE 0 END) ELSE 0 END AS amount
      FROM purchase_order_line pol JOIN ruled ON ruled.id = pol.order_id
     WHERE pol.display_type IS NULL GROUP BY pol.order_id
), billed AS (
    SELECT pol.order_id,
           SUM(aml.price_total * CASE WHEN am.move_type = 'in_refund' THEN -1 ELSE 1 END) AS amount,
           SUM(CASE WHEN am.move_type = 'in_refund' THEN 0 ELSE aml.price_total
               * (1 - am.amount_residual / NULLIF(am.amount_total, 0)) END) AS paid,
           SUM(CASE WHEN am.move_type = 'in_invoice' AND am.invoice_date_due < CURRENT_DATE
               THEN aml.price_total * am.amount_residual / NULLIF(am.amount_total, 0) ELSE 0 END) AS overdue
      FROM account_move_line aml
      JOIN purchase_order_line pol ON pol.id = aml.purchase_line_id
      JOIN ruled ON ruled.id = pol.order_id
      JOIN account_move am ON am.id = aml.move_id AND am.state = 'posted'
     GROUP BY pol.order_id
), claimed AS (
    SELECT order_id, SUM(claim_amount) AS amount FROM (
        SELECT order_id, claim_amount FROM company_purchase_payment_line
         WHERE state IN ('approval', 'approved', 'paid')
        UNION ALL
        SELECT order_id, claim_amount FROM company_purchase_reimbursement_line
         WHERE state IN ('approval', 'approved', 'paid')) AS claims
     GROUP BY order_id
), advanced AS (
    SELECT line.order_id, SUM(line.claim_amount) AS amount
      FROM company_purchase_payment_line line
     WHERE line.bill_id IS NULL AND line.state = 'paid' AND NOT EXISTS (
           SELECT 1 FROM account_move_line aml JOIN purchase_order_line pol ON pol.id = aml.purchase_line_id
             JOIN account_move am ON am.id = aml.move_id AND am.state = 'posted'
            WHERE pol.order_id = line.order_id)
     GROUP BY line.order_id
)
SELECT MIN(ruled.id) AS id, ruled.partner_id, ruled.company_id, ruled.currency_id, ruled.contract_id,
       COUNT(*) AS order_count,
       SUM(ruled.amount_total) AS amount_ordered,
       SUM(COALESCE(received.amount, 0)) AS amount_received,
       SUM(COALESCE(billed.amount, 0)) AS amount_invoiced,
       SUM(COALESCE(claimed.amount, 0)) AS amount_claimed,
       SUM(COALESCE(billed.paid, 0) + COALESCE(advanced.amount, 0)) AS amount_paid,
       SUM(COALESCE(received.amount, 0) - COALESCE(billed.paid, 0) - COALESCE(advanced.amount, 0))
           AS amount_owed,
       SUM(COALESCE(billed.overdue, 0)) AS amount_overdue
  FROM ruled
  LEFT JOIN received ON received.order_id = ruled.id
  LEFT JOIN billed ON billed.order_id = ruled.id
  LEFT JOIN claimed ON claimed.order_id = ruled.id
  LEFT JOIN advanced ON advanced.order_id = ruled.id
 GROUP BY ruled.partner_id, ruled.company_id, ruled.currency_id, ruled.contract_id
"""


class CompanyPurchaseBalance(models.Model):
    """Owed and paid for each supplier, contract and currency, over the orders of sourcing cases (R1 §2.8)."""

    _name = "company.purchase.balance"
    _description = "Supplier Balance"
    _auto = False
    _order = "amount_owed desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one("res.partner", "Supplier", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    contract_id = fields.Many2one("company.purchase.contract", "Contract", readonly=True)
    order_count = fields.Integer("Number of Orders", readonly=True)
    amount_ordered = fields.Monetary("Ordered", readonly=True)
    amount_received = fields.Monetary("Received", readonly=True)
    amount_invoiced = fields.Monetary("Invoiced", readonly=True)
    amount_claimed = fields.Monetary("Applied for", readonly=True)
    amount_paid = fields.Monetary("Paid", readonly=True)
    amount_owed = fields.Monetary("Owed", readonly=True, help="Received and not paid yet.")
    amount_overdue = fields.Monetary("Overdue", readonly=True, help="Bills past their due date.")

    @property
    def _table_query(self):
        """One row a supplier, company, currency and contract; figures with tax in the currency of the order."""
        return SQL(QUERY)


    def action_view_orders(self):
        """Open the orders behind these rows."""
        self.check_access("read")
        orders = self._get_orders()
        return self.env["company.purchase.request"]._get_link_action(
            "purchase.order", orders, self.env._("Purchase Orders"))

    def _get_orders(self):
        orders = self.env["purchase.order"]
        for row in self:
            orders |= orders.search([
                ("sourcing_id", "!=", False), ("is_quote", "=", False), ("state", "=", "purchase"),
                ("company_id", "=", row.company_id.id), ("currency_id", "=", row.currency_id.id),
                ("contract_id", "=", row.contract_id.id), ("partner_id", "child_of", row.partner_id.ids)])
        return orders

    def action_make_statement(self):
        """Draw up a statement for each of these rows; returns their ids. Finance or the head of purchasing."""
        self.check_access("read")
        return self.env["company.purchase.statement"]._make_statements(self).ids

    def action_open_make_statement(self):
        """Client entry of `action_make_statement`: opens the new statements."""
        statements = self.env["company.purchase.statement"].browse(self.action_make_statement())
        return self.env["company.purchase.request"]._get_link_action(
            "company.purchase.statement", statements, self.env._("Supplier Statements"))
