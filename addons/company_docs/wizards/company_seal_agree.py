from odoo import fields, models


class CompanySealAgree(models.TransientModel):
    """Dialog: the keeper agrees a time for sealing."""

    _name = "company.seal.agree"
    _inherit = ["company.wizard.mixin"]
    _description = "Agree a Time for Sealing"

    appointment_id = fields.Many2one("company.seal.appointment", "Appointment", required=True)
    deadline = fields.Datetime("At the Latest", related="appointment_id.deadline")
    meeting_on = fields.Datetime("Time Agreed", required=True)

    def action_confirm(self):
        """Agree this time."""
        self.ensure_one()
        self.appointment_id.action_set_time(self.meeting_on)
        return {"type": "ir.actions.act_window_close"}
