from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [("price", "Price"), ("technical", "Technical"), ("delivery", "Delivery"), ("service", "Service"),
         ("other", "Other")]
METHODS = [("members", "Scored by Members"), ("price_ratio", "Lowest Price ÷ Price"),
           ("days_ratio", "Shortest Delivery ÷ Delivery")]


class CompanyPurchaseTenderCriterion(models.Model):
    """What bids are scored by, with its weight."""

    _name = "company.purchase.tender.criterion"
    _description = "Criterion of a Tender"
    _inherit = ["company.state.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _client_parent_field = "tender_id"
    _client_fields = {"draft": frozenset({"name", "kind", "method", "weight", "sequence", "guide"})}

    tender_id = fields.Many2one("company.purchase.tender", required=True, index=True, ondelete="cascade",
                                check_company=True)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=100)
    name = fields.Char("Criterion", required=True)
    kind = fields.Selection(KINDS, required=True, default="other")
    method = fields.Selection(METHODS, "Scored by", required=True, default="members")
    weight = fields.Float(required=True, help="All weights sum to 100.")
    guide = fields.Char("How to Score", help="What a full score asks for; shown to members and bidders.")

    _weight_range = models.Constraint("CHECK(weight > 0 AND weight <= 100)", "A weight lies between 0 and 100.")

    @api.constrains("kind", "method")
    def _check_method(self):
        for criterion in self:
            if (criterion.kind == "price") != (criterion.method == "price_ratio"):
                raise ValidationError(self.env._(
                    "The price is scored by the formula lowest price ÷ price, and nothing else is."))
