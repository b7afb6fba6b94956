from odoo import api, fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from .company_purchase_filing import PARTS


class CompanyPurchaseFilingReceipt(models.Model):
    """A recipient's signature under the list of papers (材料接受清单, R4 §四.2)."""

    _name = "company.purchase.filing.receipt"
    _description = "Receipt of Filed Papers"
    _inherit = ["company.evidence.mixin"]
    _order = "id"

    filing_id = fields.Many2one("company.purchase.filing", required=True, index=True, ondelete="restrict",
                                check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    part = fields.Selection(PARTS, required=True)
    user_id = EvidenceMany2one("res.users", "Taken over by", required=True)
    user_name = fields.Char("Name", required=True)
    received_on = fields.Datetime("On", required=True, default=fields.Datetime.now)
    delivered_on = fields.Datetime("Handed over on", required=True)
    bundle_digest = fields.Char("SHA-256 of the Bundle")
    note = fields.Char()
    valid = fields.Boolean(compute="_compute_valid", help="Belongs to the last handing over.")

    @api.depends("delivered_on", "filing_id.delivered_on")
    def _compute_valid(self):
        for receipt in self:
            receipt.valid = receipt.delivered_on == receipt.filing_id.delivered_on
