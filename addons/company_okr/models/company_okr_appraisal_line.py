from odoo import fields, models


class CompanyOkrAppraisalLine(models.Model):
    """An objective in an appraisal, as it stood when the cycle ended."""

    _name = "company.okr.appraisal.line"
    _description = "Objective in an Appraisal"
    _inherit = ["company.okr.scored.mixin"]
    _order = "appraisal_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(readonly=True, copy=False)
    objective_id = fields.Many2one(
        "company.okr.objective", "Objective", required=True, index=True, readonly=True, copy=False, check_company=True)
    overarching_id = fields.Many2one(
        "company.okr.objective", "Overarching Objective", index="btree_not_null", readonly=True,
        copy=False)
    is_counted = fields.Boolean(
        "Scored", readonly=True, copy=False, default=True, help="An overarching objective with others "
                                "under it takes their average and is not scored itself (R2 §5.4.3).")
    progress = fields.Float(
        "Progress (%)", readonly=True, copy=False, help="Completion of the key results when scoring began.")

    _objective_once = models.UniqueIndex("(appraisal_id, objective_id)", "An objective is scored once.")
