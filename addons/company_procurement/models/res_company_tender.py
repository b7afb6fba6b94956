from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_tender_openers = fields.Integer(
        default=2, help="Persons named to open the bids of a tender; any two of them are needed (R1 §2.6).")
    purchase_tender_committee = fields.Integer(
        default=3, help="Least number of members of the committee, odd (R1 §2.6).")
    purchase_tender_days = fields.Integer(
        default=10, help="Days from drafting to the deadline that a new tender proposes.")
    purchase_tender_scoring_days = fields.Integer(
        default=3, help="Working days for scoring; silence until then counts as consent.")
    purchase_tender_validity_days = fields.Integer(default=60, help="Days after the deadline for which a bid is valid.")

    _tender_figures = models.Constraint(
        """CHECK(COALESCE(purchase_tender_openers, 2) >= 2 AND COALESCE(purchase_tender_committee, 3) >= 3
            AND COALESCE(purchase_tender_days, 1) > 0 AND COALESCE(purchase_tender_scoring_days, 1) > 0
            AND COALESCE(purchase_tender_validity_days, 1) > 0)""",
        "A tender has two openers and three members of the committee at least; its days are positive.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_tender_openers = fields.Integer(related="company_id.purchase_tender_openers", readonly=False)
    purchase_tender_committee = fields.Integer(related="company_id.purchase_tender_committee", readonly=False)
    purchase_tender_days = fields.Integer(related="company_id.purchase_tender_days", readonly=False)
    purchase_tender_scoring_days = fields.Integer(related="company_id.purchase_tender_scoring_days", readonly=False)
    purchase_tender_validity_days = fields.Integer(related="company_id.purchase_tender_validity_days", readonly=False)
