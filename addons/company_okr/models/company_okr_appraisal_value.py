from odoo import fields, models


class CompanyOkrAppraisalValue(models.Model):
    """A values criterion in an appraisal (R2 §5.5.2)."""

    _name = "company.okr.appraisal.value"
    _description = "Criterion in an Appraisal"
    _inherit = ["company.okr.scored.mixin"]
    _order = "appraisal_id, id"
    _check_company_auto = True

    name = fields.Char(related="criterion_id.name")
    criterion_id = fields.Many2one(
        "company.okr.criterion", "Criterion", required=True, index=True, readonly=True, copy=False)

    _criterion_once = models.UniqueIndex("(appraisal_id, criterion_id)", "A criterion is scored once.")
