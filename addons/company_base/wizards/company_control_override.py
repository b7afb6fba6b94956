from odoo import fields, models


class CompanyControlOverride(models.TransientModel):
    """Asks the owner of a control for the reason of an exception."""

    _name = 'company.control.override'
    _inherit = ['company.wizard.mixin']
    _description = 'Allow an Exception from a Control'

    finding_id = fields.Many2one(
        'company.control.finding', required=True, readonly=True, ondelete='cascade',
        default=lambda self: self.env.context.get('active_id'))
    finding_reason = fields.Text('What Was Missing', related='finding_id.reason')
    reason = fields.Text('Reason of the Exception', required=True)

    def action_confirm(self):
        """Allow the exception; the finding checks who may."""
        self.ensure_one()
        self.finding_id.action_override(self.reason)
        return {'type': 'ir.actions.act_window_close'}
