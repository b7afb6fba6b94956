from odoo import fields, models


class CompanyPurchaseTenderBidder(models.Model):
    """A supplier that is invited, or that took part in an open notice."""

    _name = "company.purchase.tender.bidder"
    _description = "Bidder of a Tender"
    _inherit = ["company.state.mixin"]
    _order = "id"
    _check_company_auto = True
    _rec_name = "partner_id"

    _client_parent_field = "tender_id"
    _client_fields = {"draft": frozenset({"partner_id"})}

    tender_id = fields.Many2one("company.purchase.tender", required=True, index=True, ondelete="cascade",
                                check_company=True)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", "Supplier", required=True, index=True, ondelete="restrict",
                                 check_company=True)
    supplier_state = fields.Selection(related="partner_id.supplier_state", string="Supplier Status")
    invited_on = fields.Datetime(readonly=True, copy=False)
    result_told_on = fields.Datetime("Result Sent on", readonly=True, copy=False)

    _once = models.UniqueIndex("(tender_id, partner_id)", "A supplier is invited once.")
