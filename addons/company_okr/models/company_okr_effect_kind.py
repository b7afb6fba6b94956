from odoo import fields, models


class CompanyOkrEffectKind(models.Model):
    """What a result can lead to: pay, promotion, transfer, training … (R2 §5.6.3, §5.6.4)."""

    _name = "company.okr.effect.kind"
    _description = "Kind of Effect"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    is_remedy = fields.Boolean(
        "After two Lowest Grades", help="Offered as the measure where two lowest grades came running (R2 §5.6.3).")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    active = fields.Boolean(default=True)
