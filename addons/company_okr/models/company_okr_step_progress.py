from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

AGREED = ("published", "adjusting", "closed")
# step: (model, states that are done, levels of plans)
STEPS = {
    "department_goals": ("company.okr.plan", AGREED, ("department",)),
    "agreement": ("company.okr.plan", AGREED, ("company", "department", "module", "position")),
    "scoring": ("company.okr.appraisal", ("scored", "confirmed", "closed"), ()),
    "interviews": ("company.okr.interview", ("held", "acknowledged", "disputed"), ()),
}


class CompanyOkrCycleStep(models.Model):
    """How far each step of the calendar is (O16)."""

    _inherit = "company.okr.cycle.step"

    total_count = fields.Integer("Of", compute="_compute_progress")
    done_count = fields.Integer("Completed", compute="_compute_progress")
    open_count = fields.Integer("Still open", compute="_compute_progress")
    progress = fields.Float("Progress (%)", compute="_compute_progress")
    is_late = fields.Boolean("Late", compute="_compute_progress")

    @api.depends("code", "due_date", "cycle_id")
    def _compute_progress(self):
        """Numbers only, of all results whoever asks: a figure of a person is not told by them (O15)."""
        counts, today = self._count_states(), fields.Date.context_today(self)
        for step in self:
            model, done, levels = STEPS.get(step.code, (None, (), ()))
            states = defaultdict(int)
            for (level, state), count in counts[model][step.cycle_id.id].items():
                if not levels or level in levels:
                    states[state] += count
            step.total_count = sum(states.values())
            step.done_count = sum(states[state] for state in done)
            step.open_count = step.total_count - step.done_count
            step.progress = 100 * step.done_count / step.total_count if step.total_count else 0.0
            step.is_late = bool(step.due_date and step.due_date < today and step.open_count)

    def _count_states(self):
        """{model: {cycle id: {(level, state): number}}}, three queries."""
        counts = defaultdict(lambda: defaultdict(dict))
        for model in ("company.okr.plan", "company.okr.appraisal", "company.okr.interview"):
            level = model == "company.okr.plan"
            for cycle, *keys, count in self.env[model].sudo()._read_group(
                    [("cycle_id", "in", self.cycle_id.ids), ("state", "!=", "cancelled")],
                    ["cycle_id", "level", "state"] if level else ["cycle_id", "state"], ["__count"]):
                counts[model][cycle.id][tuple(keys) if level else (False, keys[0])] = count
        return counts

    def action_view_open(self):
        """Window: what of this step is still open, as far as the caller may read it."""
        self.ensure_one()
        self.check_access("read")
        if self.code not in STEPS:
            raise UserError(self.env._("This step has nothing to show."))
        model, done, levels = STEPS[self.code]
        domain = [("cycle_id", "=", self.cycle_id.id), ("state", "not in", (*done, "cancelled"))]
        return {
            "type": "ir.actions.act_window", "res_model": model, "views": [(False, "list"), (False, "form")],
            "name": dict(self._fields["code"]._description_selection(self.env))[self.code],
            "domain": domain + ([("level", "in", levels)] if levels else [])}


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    def action_view_steps(self):
        """Completion of the calendar's steps (REQUIREMENTS O16).

        :return: [{"step", "due", "done", "of", "late"}], one per step
        """
        self.ensure_one()
        self.check_access("read")
        return [{"step": step.code, "due": str(step.due_date), "done": step.done_count, "of": step.total_count,
                 "late": step.is_late} for step in self.step_ids]
