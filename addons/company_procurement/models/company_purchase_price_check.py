from odoo import fields, models

from .company_purchase_sourcing_line import VERIFY_RESULTS


class CompanyPurchasePriceCheck(models.Model):
    """One verified price: who found which price right, against which history. Never changed afterwards."""

    _name = "company.purchase.price.check"
    _description = "Price Check"
    _inherit = ["company.evidence.mixin"]
    _order = "id desc"
    _check_company_auto = True

    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, index=True,
                                  ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one("res.currency", required=True)
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Line", required=True, index=True,
                                       ondelete="restrict", check_company=True)
    verifier_id = fields.Many2one("res.users", "Verified By", required=True, index=True, ondelete="restrict")
    checked_on = fields.Datetime(required=True, default=fields.Datetime.now)
    verified_price = fields.Monetary("Verified Unit Price", required=True)
    result = fields.Selection(VERIFY_RESULTS, required=True)
    opinion = fields.Char()
    last_price = fields.Monetary("Last Price")
    average_price = fields.Monetary("12-Month Average")
    lowest_price = fields.Monetary("Lowest Valid Quote")
    median_price = fields.Monetary("12-Month Median")
    lowest_paid = fields.Monetary("Lowest Price Paid")
    survey_price = fields.Monetary("Market Survey")
    estimated_price = fields.Monetary("Estimated Unit Price")
