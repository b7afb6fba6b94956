from odoo import models


class CompanyApprovalSimulation(models.TransientModel):
    _inherit = 'company.approval.simulation'

    def action_show(self):
        """Simulate and show the result in the same dialog."""
        self.action_simulate()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Simulate"), 'res_model': self._name,
            'res_id': self.id, 'views': [(False, 'form')], 'target': 'new',
        }
