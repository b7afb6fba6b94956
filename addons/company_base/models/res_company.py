from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    due_soon_hours = fields.Integer('Due Soon (Hours)', default=24, required=True)

    _due_soon_hours_positive = models.Constraint(
        'CHECK (due_soon_hours >= 0)', "The hours before a deadline can't be negative.")
