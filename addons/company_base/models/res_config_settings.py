from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    due_soon_hours = fields.Integer(related='company_id.due_soon_hours', readonly=False)
    company_calendar_id = fields.Many2one(
        'resource.calendar', 'Working Hours of the Company', related='company_id.resource_calendar_id', readonly=False,
        domain="[('company_id', 'in', [company_id, False])]")
    control_count = fields.Integer('Number of Controls', compute='_compute_control_counts')
    control_relaxed_count = fields.Integer('Controls Not Blocking', compute='_compute_control_counts')

    def _compute_control_counts(self):
        controls = self.env['company.control'].search([])
        relaxed = len(controls.filtered(lambda control: control.mode != 'block'))
        for settings in self:
            settings.control_count = len(controls)
            settings.control_relaxed_count = relaxed
