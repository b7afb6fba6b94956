from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from .company_purchase_acceptance import SLOTS


class CompanyPurchaseAcceptanceSignature(models.Model):
    """One of the three signatures under an acceptance: who, as what, when, for which figures. Never changed."""

    _name = "company.purchase.acceptance.signature"
    _description = "Signature of an Acceptance"
    _inherit = ["company.evidence.mixin"]
    _order = "id"
    _check_company_auto = True

    acceptance_id = EvidenceMany2one("company.purchase.acceptance", "Acceptance", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    slot = fields.Selection(SLOTS, "As", required=True)
    user_id = EvidenceMany2one("res.users", "Person", required=True, index=True)
    user_name = fields.Char(required=True)
    result = fields.Selection([("ok", "In Order"), ("not_ok", "Not in Order")], required=True)
    note = fields.Char("Remark")
    signed_on = fields.Datetime("Signature Time", required=True, default=fields.Datetime.now)
    round = fields.Integer(required=True)
    digest = fields.Char(required=True, help="SHA-256 of the figures that were signed.")
    is_valid = fields.Boolean("Valid", compute="_compute_is_valid",
                              help="Off: the delivery was counted again after this signature.")

    _slot_once = models.UniqueIndex("(acceptance_id, round, slot)", "This place is signed already.")
    _person_once = models.UniqueIndex("(acceptance_id, round, user_id)", "Three different persons sign.")

    def _compute_is_valid(self):
        for signature in self:
            signature.is_valid = signature.round == signature.acceptance_id.round
