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
            todo._open("okr.plan", plans, {plan.id: plan.user_id for plan in plans},
                       {plan.id: plan.display_name for plan in plans},
                       deadline=fields.Datetime.to_datetime(step.due_date))
        done = self.env["company.okr.plan"].sudo().search([
            ("state", "!=", "draft"), ("id", "in", todo.sudo().search(
                [("kind", "=", "okr.plan"), ("state", "=", "open")]).mapped("res_id"))])
        if done:
            todo._close("okr.plan", done)
        return True


class CompanyOkrKeyResult(models.Model):
    _inherit = "company.okr.key.result"

    @api.model
    def _cron_ask_check_ins(self):
        """Once a day: overdue check-ins are in the to-dos of the owners, one to-do per plan (O6); may run again."""
        todo = self.env["company.todo"]
        stale = self.sudo().with_context(allowed_company_ids=self.env["res.company"].sudo().search([]).ids).search(
            [("is_stale", "=", True)])
        plans = stale.plan_id
        todo._open("okr.check_in", plans, {
            plan.id: self.env["res.users"].union(*(one.owner_id.user_id or one.plan_id.user_id for one in mine))
            for plan, mine in stale.grouped("plan_id").items()}, {plan.id: plan.display_name for plan in plans})
        waiting = todo.sudo().search([("kind", "=", "okr.check_in"), ("state", "=", "open")])
        done = self.env["company.okr.plan"].browse(waiting.mapped("res_id")) - stale.plan_id
        if done:
            todo._close("okr.check_in", done)
        return True
