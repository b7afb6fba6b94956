from odoo import fields, models


class CompanyPurchaseStatementLine(models.Model):
    """One order on a statement, with its figures of that day."""

    _name = "company.purchase.statement.line"
    _description = "Supplier Statement Line"
    _inherit = ["company.state.mixin"]
    _order = "statement_id, id"
    _rec_name = "order_id"
    _check_company_auto = True
    _client_parent_field = "statement_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset({"draft"})

    statement_id = fields.Many2one("company.purchase.statement", required=True, index=True, ondelete="cascade",
                                   check_company=True, copy=False)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    order_id = fields.Many2one("purchase.order", "Order", required=True, index=True, ondelete="restrict",
                               check_company=True, copy=False)
    order_date = fields.Datetime("Ordered on", copy=False)
    amount_ordered = fields.Monetary("Ordered", copy=False)
    amount_received = fields.Monetary("Received", copy=False)
    amount_invoiced = fields.Monetary("Invoiced", copy=False)
    amount_claimed = fields.Monetary("Applied for", copy=False)
    amount_paid = fields.Monetary("Paid", copy=False)
    amount_overdue = fields.Monetary("Overdue", copy=False)
    amount_owed = fields.Monetary("Owed", copy=False)
