from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    seal_appointment_hours = fields.Float(
        "Appointment within (Working Hours)", default=4.0, required=True,
        help="When the keeper is away, the time agreed for sealing lies within half a day; weekends and holidays "
             "postpone it (R7 §一.2).")
    seal_outing_hours = fields.Float(
        "Return of Seals Taken out (Working Hours)", default=8.0, required=True,
        help="A seal that leaves the office comes back within this time unless the approved application names an "
             "earlier moment (R11 §一.3, R7 §一.1).")
    seal_return_hours = fields.Float(
        "Report of an Overdue Return (Working Hours)", default=4.0, required=True,
        help="So long after the end of an absence or holiday the general office is told that a deputy has not "
             "returned what he keeps (R11 §一.5).")
    seal_duty_days = fields.Integer(
        "Holiday Duty Proposed before (Days)", default=14, required=True,
        help="So many days before a public holiday the duty list for the seals is proposed (R7 §一.3).")
    seal_register_open = fields.Boolean(
        "Existing Seals may be Registered", default=True,
        help="While the register is being set up, seals that exist are entered directly. Afterwards a seal comes "
             "into the register only from an approved carving (R11 §三.2).")

    _seal_hours_positive = models.Constraint(
        "CHECK (seal_appointment_hours > 0 AND seal_outing_hours > 0 AND seal_return_hours >= 0 "
        "AND seal_duty_days >= 0)", "The times of the seal rules are positive.")
