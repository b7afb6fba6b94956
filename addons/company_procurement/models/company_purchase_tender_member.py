from odoo import fields, models


class CompanyPurchaseTenderMember(models.Model):
    """A member of the committee that scores the bids."""

    _name = "company.purchase.tender.member"
    _description = "Committee Member of a Tender"
    _inherit = ["company.state.mixin"]
    _order = "id"
    _check_company_auto = True
    _rec_name = "user_id"

    _client_parent_field = "tender_id"
    _client_fields = {"draft": frozenset({"user_id", "is_expert"})}

    tender_id = fields.Many2one("company.purchase.tender", required=True, index=True, ondelete="cascade",
                                check_company=True)
    company_id = fields.Many2one(related="tender_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="restrict",
                              check_company=True, domain=[("share", "=", False)])
    is_expert = fields.Boolean("Expert", help="Named for technical knowledge.")
    declaration = fields.Selection([("impartial", "Impartial"), ("conflict", "Conflict of Interest")], readonly=True,
                                   copy=False)
    declared_on = fields.Datetime(readonly=True, copy=False)
    declaration_note = fields.Char("Note on the Declaration", readonly=True, copy=False)
    scored_on = fields.Datetime(readonly=True, copy=False)
    silent = fields.Boolean("Consent by Silence", readonly=True, copy=False,
                            help="No score until the deadline counts as consent with the average of the others.")
    dissent = fields.Text("Dissent", readonly=True, copy=False)
    dissented_on = fields.Datetime(readonly=True, copy=False)
    replaced_on = fields.Datetime(readonly=True, copy=False)
    replace_reason = fields.Char("Reason of Replacement", readonly=True, copy=False)

    _once = models.UniqueIndex("(tender_id, user_id)", "A person sits in the committee once.")
