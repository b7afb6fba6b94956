from odoo import fields, models
from odoo.exceptions import ValidationError

from ..engine.rounding import is_figure

CLIENT_FIELDS = {
    ("draft", "self"): frozenset({"self_score", "self_note"}),
    ("scoring", "module_head"): frozenset({"module_head_score", "module_head_note"}),
    ("scoring", "department_head"): frozenset({"department_head_score", "department_head_note"}),
}
SCORES = ("self_score", "module_head_score", "department_head_score")


class CompanyOkrScoredMixin(models.AbstractModel):
    """A row of an appraisal that the person and the assessors score from 0 to 100: an objective or a criterion.

    A score of 0 is a score; whether one was given stands in ``has_…``, set by the first write of the score.
    """

    _name = "company.okr.scored.mixin"
    _description = "Scored Row of an Appraisal"
    _inherit = ["company.state.mixin"]

    _client_parent_field = "appraisal_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    appraisal_id = fields.Many2one(
        "company.okr.appraisal", "Appraisal", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False)
    name = fields.Char(readonly=True, copy=False)
    weight = fields.Float("Weight (%)", readonly=True, copy=False)
    self_score = fields.Float("Self-score", digits=(16, 2), copy=False)
    self_note = fields.Text("Own Note", copy=False)
    module_head_score = fields.Float("Module Head's Score", digits=(16, 2), copy=False)
    module_head_note = fields.Text("Module Head's Note", copy=False)
    department_head_score = fields.Float("Final Assessor's Score", digits=(16, 2), copy=False)
    department_head_note = fields.Text("Final Assessor's Note", copy=False)
    has_self = fields.Boolean(readonly=True, copy=False)
    has_module_head = fields.Boolean(readonly=True, copy=False)
    has_department_head = fields.Boolean(readonly=True, copy=False)
    ruled_score = fields.Float(
        "Score by Ruling", digits=(16, 2), readonly=True, copy=False,
        help="What the ruling on an appeal put in the place of the assessors' scores (R2 §5.7).")
    has_ruling = fields.Boolean(readonly=True, copy=False)
    score = fields.Float(digits=(16, 2), readonly=True, copy=False, help="By the assessors' shares (R2 §5.4.2).")
    has_score = fields.Boolean(readonly=True, copy=False)
    my_role = fields.Char(related="appraisal_id.my_role")
    appraisal_state = fields.Selection(related="appraisal_id.state", string="State of the Appraisal")

    def _get_client_fields(self):
        state = self.appraisal_id.state
        allowed = frozenset()
        for role in self.appraisal_id._get_my_roles():
            allowed |= CLIENT_FIELDS.get((state, role), frozenset())
        return allowed

    def write(self, vals):
        """A score that is emptied again is no score."""
        given = {name: vals[name] for name in SCORES if name in vals}
        empty = {name for name, score in given.items() if score is None or score is False}
        if any(not is_figure(score, 0, 100) for name, score in given.items() if name not in empty):
            raise ValidationError(self.env._(
                "%(rows)s: a score is a number between 0 and 100 (R2 §5.4.1); enter it again.", rows=self._get_names()))
        result = super().write(vals)
        if given:
            self._as_engine().write({"has_" + name.removesuffix("_score"): name not in empty for name in given})
            self.sudo().appraisal_id._update_scores()
        return result
