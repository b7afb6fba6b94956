from datetime import timedelta

from odoo import api, fields, models


class CompanyOkrCycle(models.Model):
    _inherit = "company.okr.cycle"

    @api.model
    def _cron_remind(self):
        """Once a day: who is late with a step of the calendar, or about to be, finds it in the to-dos (S8, O1).

        May run as often as one likes: an open to-do is not opened twice.
        """
        today, todo = fields.Date.context_today(self), self.env["company.todo"]
        steps = self.env["company.okr.cycle.step"].sudo().search([
            ("code", "in", ("department_goals", "agreement")), ("cycle_id.state", "=", "open"),
            ("due_date", "<=", today + timedelta(days=7))])
        for step in steps:
            levels = ("department",) if step.code == "department_goals" else ("department", "module", "position")
            plans = self.env["company.okr.plan"].sudo().search([
                ("cycle_id", "=", step.cycle_id.id), ("level", "in", levels), ("state", "=", "draft"),
                ("user_id", "!=", False)])
            for user, mine in plans.grouped("user_id").items():
                todo._open("okr.plan", mine, user, {plan.id: plan.display_name for plan in mine},
                           deadline=fields.Datetime.to_datetime(step.due_date))
        done = self.env["company.okr.plan"].sudo().search([
            ("state", "!=", "draft"), ("id", "in", todo.sudo().search(
                [("kind", "=", "okr.plan"), ("state", "=", "open")]).mapped("res_id"))])
        if done:
            todo._close("okr.plan", done)
        return True

    def action_view_steps(self):
        """Completion of the calendar's steps: [{"step", "due", "done", "of"}] (REQUIREMENTS O16).

        :return: list of dicts, one per step
        """
        self.ensure_one()
        self.check_access("read")
        plans = dict(self.env["company.okr.plan"]._read_group(
            [("cycle_id", "=", self.id), ("state", "!=", "cancelled")], ["state"], ["__count"]))
        departments = dict(self.env["company.okr.plan"]._read_group(
            [("cycle_id", "=", self.id), ("level", "=", "department"), ("state", "!=", "cancelled")],
            ["state"], ["__count"]))
        results = dict(self.env["company.okr.appraisal"].sudo()._read_group(
            [("cycle_id", "=", self.id)], ["state"], ["__count"]))
        talks = dict(self.env["company.okr.interview"].sudo()._read_group(
            [("cycle_id", "=", self.id)], ["state"], ["__count"]))
        figures = {
            "department_goals": (departments, ("published", "adjusting", "closed")),
            "agreement": (plans, ("published", "adjusting", "closed")),
            "scoring": (results, ("scored", "confirmed", "closed")),
            "interviews": (talks, ("held", "acknowledged", "disputed")),
        }
        return [{
            "step": step.code, "due": str(step.due_date), "done": sum(figures[step.code][0].get(state, 0)
                                                                    for state in figures[step.code][1]),
            "of": sum(figures[step.code][0].values())} for step in self.step_ids]
