from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.rounding import exact, is_figure


class CompanyOkrGrade(models.Model):
    """Grade of the company's scheme with its share of people and its bonus coefficient (R2 §5.5.4, §5.6.1)."""

    _name = "company.okr.grade"
    _description = "Appraisal Grade"
    _order = "company_id, sequence, id"

    sequence = fields.Integer(default=10, help="The best grade first.")
    name = fields.Char("Grade", required=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company without grades of its own.")
    quota = fields.Float("Share of People (%)", required=True)
    coefficient = fields.Float("Bonus Coefficient", required=True, default=1)
    active = fields.Boolean(default=True)

    _quota_range = models.Constraint(
        "CHECK(quota >= 0 AND quota <= 100 AND coefficient BETWEEN 0 AND 100)",
        "Shares lie between 0 and 100 %, coefficients between 0 and 100.")

    @api.constrains("quota", "active", "company_id")
    def _check_quotas(self):
        for company in self.company_id or [self.company_id]:
            grades = self.search([("company_id", "=", company.id)])
            quotas = grades.mapped("quota")
            if not all(is_figure(quota, 0, 100) for quota in quotas) or sum(map(exact, quotas)) > 100:
                raise ValidationError(self.env._("The shares of all grades together are 100 % at most."))

    @api.model
    def _get_scheme(self, company):
        """Grades of the company, else the shared ones, the best first."""
        return self.search([("company_id", "=", company.id)]) or self.search([("company_id", "=", False)])
