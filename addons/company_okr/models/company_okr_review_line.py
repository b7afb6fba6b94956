from odoo import fields, models

from .company_okr_key_result import CONFIDENCE


class CompanyOkrReviewLine(models.Model):
    """A key result as it stood in a review."""

    _name = "company.okr.review.line"
    _description = "Key Result in a Review"
    _inherit = ["company.state.mixin"]
    _order = "review_id, id"
    _check_company_auto = True

    _client_parent_field = "review_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    review_id = fields.Many2one(
        "company.okr.review", "Review", required=True, index=True, readonly=True, copy=False, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    objective_id = fields.Many2one("company.okr.objective", "Objective", index=True, readonly=True, copy=False)
    key_result_id = fields.Many2one(
        "company.okr.key.result", "Key Result", required=True, index=True, readonly=True, copy=False)
    target_value = fields.Float(related="key_result_id.target_value", string="Target")
    unit = fields.Char(related="key_result_id.unit")
    value = fields.Float("Reached", readonly=True, copy=False)
    completion = fields.Float(readonly=True, copy=False)
    completion_before = fields.Float("Completion before", readonly=True, copy=False)
    confidence = fields.Selection(CONFIDENCE, readonly=True, copy=False)
    note = fields.Text("Last Note", readonly=True, copy=False)
