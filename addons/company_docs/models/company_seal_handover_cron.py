from datetime import timedelta

from odoo import api, fields, models


class CompanySealHandover(models.Model):
    """Return of what was handed over for a time: reminder, then report to the general office (R11 §一.5)."""

    _inherit = "company.seal.handover"

    @api.model
    def _cron_remind(self):
        """To-dos for returns that are due; overdue ones become a finding and reach the general office."""
        now = fields.Datetime.now()
        due = self.sudo().search([
            ("state", "=", "done"), ("deadline", "!=", False), ("deadline", "<=", now + timedelta(hours=24))])
        for handover in due:
            users = handover.receiver_user_id | handover.giver_user_id
            self.env["company.todo"].sudo()._open(
                "seal.return", handover, users,
                self.env._("Return by handover: %(items)s", items=handover.item_names), deadline=handover.deadline)
        for handover in due.filtered(lambda handover: handover.deadline < now and not handover.escalated_on):
            late = self.env["company.deadline.mixin"]._compute_due(
                handover.deadline, handover.company_id.seal_return_hours, "hours", handover.company_id)
            if late <= now:
                handover._escalate()
        return True

    def _escalate(self):
        text = self.env._(
            "%(receiver)s has not returned %(items)s. Return it by a handover, which both sign.",
            receiver=self.receiver_id.name, items=self.item_names)
        if self.env["company.control"]._note("SEAL-RETURN", self, text, "overdue"):
            for line in self.line_ids:
                line._get_item()._on_violation("SEAL-RETURN", self.receiver_id, text, self)
        users = self.env["company.role"]._get_users("general_office", self.company_id)
        self.env["company.todo"].sudo()._open(
            "seal.return", self, users, self.env._("Overdue return: %(items)s", items=self.item_names),
            deadline=self.deadline)
        self._as_engine().write({"escalated_on": fields.Datetime.now()})
