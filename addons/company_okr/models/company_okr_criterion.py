from odoo import fields, models


class CompanyOkrCriterion(models.Model):
    """Criterion of the values score: work attitude, daily conduct, the company's culture … (R2 §5.5.1)."""

    _name = "company.okr.criterion"
    _description = "Values Criterion"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    weight = fields.Float("Weight", default=1, help="Relative to the other criteria.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    active = fields.Boolean(default=True)

    _weight_positive = models.Constraint(
        "CHECK(weight > 0 AND weight <= 1000000)", "The weight of a criterion is a number above 0.")
