from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from .company_okr_key_result import CONFIDENCE


class CompanyOkrCheckin(models.Model):
    """A reported value of a key result: written once, never changed (R2 §5.3.1)."""

    _name = "company.okr.checkin"
    _description = "Check-in"
    _inherit = ["company.evidence.mixin"]
    _order = "id desc"
    _log_access = False

    key_result_id = fields.Many2one("company.okr.key.result", "Key Result", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    created_on = fields.Datetime("Reported on", required=True, default=fields.Datetime.now)
    user_id = EvidenceMany2one("res.users", "Reported by")
    user_name = fields.Char("Name")
    value = fields.Float(required=True)
    confidence = fields.Selection(CONFIDENCE, required=True)
    note = fields.Text()
