from odoo import fields, models
from odoo.exceptions import UserError


class CompanyPurchaseSourcingReason(models.TransientModel):
    """Asks for the reason of a step that needs one."""

    _name = "company.purchase.sourcing.reason"
    _inherit = ["company.wizard.mixin"]
    _description = "Reason of a Step"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    step = fields.Selection([("reopen", "Open the Inquiry again"), ("cancel", "Cancel the Case")], required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Take the step with its reason (see company.purchase.sourcing)."""
        self.ensure_one()
        if self.step == "reopen":
            self.sourcing_id.action_reopen(self.reason)
        elif self.step == "cancel":
            self.sourcing_id.action_cancel(self.reason)
        else:
            raise UserError(self.env._("Choose the step."))
        return {"type": "ir.actions.act_window_close"}
