from odoo import fields, models


class CompanyOkrType(models.Model):
    """Type of an objective; the regulation speaks of six without naming them, so the list is the administrator's."""

    _name = "company.okr.type"
    _description = "OKR Type"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    active = fields.Boolean(default=True)
