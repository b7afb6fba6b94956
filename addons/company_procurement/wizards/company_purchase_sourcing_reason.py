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


class CompanyPurchaseSupplierState(models.TransientModel):
    """Asks for the new status of a supplier and its reason."""

    _name = "company.purchase.supplier.state"
    _inherit = ["company.wizard.mixin"]
    _description = "Set Supplier Status"

    partner_ids = fields.Many2many("res.partner", "company_purchase_supplier_state_partner_rel", required=True,
                                   default=lambda self: self.env.context.get("active_ids"))
    state = fields.Selection(
        selection=lambda self: self.env["res.partner"]._fields["supplier_state"]._description_selection(self.env),
        string="Status", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Set the status (see res.partner.action_set_supplier_state)."""
        self.ensure_one()
        self.partner_ids.action_set_supplier_state(self.state, self.reason)
        return {"type": "ir.actions.act_window_close"}
