from odoo import fields, models


class CompanyPurchaseQuoteRound(models.Model):
    """One answer of a supplier as it was recorded: first quote, negotiated quotes, the final one."""

    _name = "company.purchase.quote.round"
    _description = "Round of a Quote"
    _inherit = ["company.evidence.mixin"]
    _order = "quote_id, number"
    _check_company_auto = True

    quote_id = fields.Many2one("purchase.order", "Quote", required=True, index=True, ondelete="restrict",
                               check_company=True)
    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", required=True, index=True,
                                  ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, index=True, ondelete="restrict")
    number = fields.Integer("Round", required=True)
    recorded_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    received_on = fields.Datetime("Recorded On", required=True)
    valid_until = fields.Date()
    currency_id = fields.Many2one("res.currency", required=True)
    freight_amount = fields.Monetary("Freight")
    amount_total = fields.Monetary("Total with Tax")
    scan_id = fields.Many2one("ir.attachment", "Sealed Quotation", ondelete="restrict")
    scan_checksum = fields.Char()
    late_reason = fields.Char("Reason of Late Recording")
    remark = fields.Char()
    lines = fields.Json("Prices")

    _number_uniq = models.UniqueIndex("(quote_id, number)", "A round of a quote is recorded once.")
