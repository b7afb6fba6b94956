from odoo import fields, models


class CompanyPurchaseAdvanceSettlement(models.Model):
    """How an advance was settled: evidence, corrected by a counter-entry only."""

    _name = "company.purchase.advance.settlement"
    _description = "Settlement of an Advance"
    _inherit = ["company.evidence.mixin"]
    _order = "id"
    _check_company_auto = True

    advance_id = fields.Many2one("company.purchase.advance", required=True, index=True, ondelete="restrict",
                                 check_company=True)
    reimbursement_id = fields.Many2one("company.purchase.reimbursement", index="btree_not_null", ondelete="restrict",
                                       check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("reimbursement", "Reimbursement"), ("repayment", "Money Given Back"), ("reversal", "Reversal")],
        required=True)
    amount = fields.Monetary(required=True)
    settled_on = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Recorded by", required=True, default=lambda self: self.env.user)
    note = fields.Char()
