from odoo import fields, models


class CompanySealHandoverLine(models.Model):
    """One seal or certificate of a handover."""

    _name = "company.seal.handover.line"
    _inherit = ["company.seal.item.line.mixin", "company.state.mixin"]
    _description = "Handed over Item"
    _order = "handover_id, sequence, id"
    _check_company_auto = True

    _client_parent_field = "handover_id"
    _client_fields = {"draft": frozenset({"sequence", "seal_id", "certificate_id", "condition", "remark"})}

    handover_id = fields.Many2one("company.seal.handover", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    condition = fields.Selection(
        [("intact", "Intact"), ("worn", "Worn"), ("damaged", "Damaged")], required=True, default="intact")
    remark = fields.Char("Line Remark")

    _certificate_once = models.UniqueIndex("(handover_id, certificate_id)", "A certificate stands in a handover once.")
    _seal_once = models.UniqueIndex("(handover_id, seal_id)", "A seal stands in a handover once.")
