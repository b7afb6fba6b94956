from odoo import fields, models
from odoo.tools import SQL

QUERY = """
WITH covered AS (
    SELECT bill_id, SUM(claim_amount) AS amount FROM (
        SELECT bill_id, claim_amount FROM company_purchase_payment_line
         WHERE state IN ('approval', 'approved') AND bill_id IS NOT NULL
        UNION ALL
        SELECT bill_id, claim_amount FROM company_purchase_reimbursement_line
         WHERE state IN ('approval', 'approved') AND bill_id IS NOT NULL) AS claims
     GROUP BY bill_id
), rows AS (
    SELECT am.id * 4 AS id, am.name, 'bill' AS kind,
           COALESCE(am.invoice_date_due, am.invoice_date) AS date, am.commercial_partner_id AS partner_id,
           am.company_id, am.currency_id, am.amount_residual - COALESCE(covered.amount, 0) AS amount,
           FALSE AS is_approved, 'account.move' AS res_model, am.id AS res_id
      FROM account_move am LEFT JOIN covered ON covered.bill_id = am.id
     WHERE am.move_type = 'in_invoice' AND am.state = 'posted' AND am.amount_residual > 0
       AND EXISTS (SELECT 1 FROM account_move_line aml
                     JOIN purchase_order_line pol ON pol.id = aml.purchase_line_id
                     JOIN purchase_order po ON po.id = pol.order_id AND po.sourcing_id IS NOT NULL
                    WHERE aml.move_id = am.id)
    UNION ALL
    SELECT cpp.id * 4 + 1, cpp.name, 'application', COALESCE(
               cpp.due_date,
               (SELECT MIN(am.invoice_date_due) FROM company_purchase_payment_line line
                  JOIN account_move am ON am.id = line.bill_id WHERE line.payment_id = cpp.id),
               cpp.create_date::date),
           cpp.partner_id, cpp.company_id, cpp.currency_id,
           COALESCE(NULLIF(cpp.approved_amount, 0), cpp.amount_applied) - COALESCE(cpp.paid_amount, 0),
           cpp.state = 'approved', 'company.purchase.payment', cpp.id
      FROM company_purchase_payment cpp WHERE cpp.state IN ('approval', 'approved')
    UNION ALL
    SELECT cpr.id * 4 + 2, cpr.name, 'reimbursement',
           COALESCE(cpr.deadline, cpr.papers_complete_on, cpr.create_date)::date, ru.partner_id,
           cpr.company_id, rc.currency_id, COALESCE(cpr.net_amount, 0) - COALESCE(cpr.paid_amount, 0),
           cpr.state = 'approved', 'company.purchase.reimbursement', cpr.id
      FROM company_purchase_reimbursement cpr JOIN res_users ru ON ru.id = cpr.claimant_id
      JOIN res_company rc ON rc.id = cpr.company_id
     WHERE cpr.state IN ('approval', 'approved')
    UNION ALL
    SELECT part.id * 4 + 3, con.name || ' ' || part.name, 'contract', part.due_date, con.partner_id,
           con.company_id, con.currency_id, con.amount_total * part.percent / 100, FALSE,
           'company.purchase.contract', con.id
      FROM company_purchase_contract_instalment part
      JOIN company_purchase_contract con ON con.id = part.contract_id
     WHERE part.due_on = 'date' AND part.due_date >= CURRENT_DATE AND con.state IN ('signed', 'active')
)
SELECT rows.*, rows.date < CURRENT_DATE AS is_overdue FROM rows WHERE rows.amount > 0.005
"""


class CompanyPurchasePaymentPlan(models.Model):
    """What is to be paid when: open bills, applications, reimbursements, fixed dates of contracts (R1 §2.8)."""

    _name = "company.purchase.payment.plan"
    _description = "Payment Plan"
    _auto = False
    _order = "date, id"
    _check_company_auto = True

    name = fields.Char("Document", readonly=True)
    kind = fields.Selection(
        [("bill", "Bill without Application"), ("application", "Payment Application"),
         ("reimbursement", "Reimbursement"), ("contract", "Date of a Contract")], readonly=True)
    date = fields.Date("Due on", readonly=True)
    partner_id = fields.Many2one("res.partner", "Payee", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary("Still to Pay", readonly=True)
    is_approved = fields.Boolean("Approved", readonly=True)
    is_overdue = fields.Boolean("Overdue", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)

    @property
    def _table_query(self):
        """Bills are shown with what no application covers yet, so that nothing counts twice."""
        return SQL(QUERY)

    def action_open_document(self):
        """Open the bill, application, reimbursement or contract behind the row."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id,
                "view_mode": "form", "views": [(False, "form")]}
