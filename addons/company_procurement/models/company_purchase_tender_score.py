from odoo import fields, models


class CompanyPurchaseTenderScore(models.Model):
    """One member's score of one bid for one criterion; written once."""

    _name = "company.purchase.tender.score"
    _description = "Score of a Bid"
    _inherit = ["company.evidence.mixin"]
    _order = "tender_id, bid_id, criterion_id, member_id"
    _check_company_auto = True

    tender_id = fields.Many2one("company.purchase.tender", required=True, index=True, ondelete="restrict",
                                check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    member_id = fields.Many2one("company.purchase.tender.member", required=True, index=True, ondelete="restrict",
                                check_company=True)
    user_id = fields.Many2one("res.users", "Member of the Committee", required=True, index=True, ondelete="restrict")
    bid_id = fields.Many2one("company.purchase.tender.bid", "Bid", required=True, index=True, ondelete="restrict",
                             check_company=True)
    partner_id = fields.Many2one(related="bid_id.partner_id", string="Bidder")
    criterion_id = fields.Many2one("company.purchase.tender.criterion", "Criterion", required=True, index=True,
                                   ondelete="restrict", check_company=True)
    score = fields.Float(required=True)
    comment = fields.Char()
    scored_on = fields.Datetime(required=True)

    _once = models.UniqueIndex("(member_id, bid_id, criterion_id)", "A member scores a bid once for a criterion.")
    _range = models.Constraint("CHECK(score >= 0 AND score <= 100)", "A score lies between 0 and 100.")
