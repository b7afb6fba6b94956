from odoo import fields, models


class CompanyPurchaseInquiryExtend(models.TransientModel):
    """Moves the closing time of an inquiry."""

    _name = "company.purchase.inquiry.extend"
    _inherit = ["company.wizard.mixin"]
    _description = "Move the Closing Time"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade",
                                  default=lambda self: self.env.context.get("active_id"))
    old_deadline = fields.Datetime("Closing Time so far", related="sourcing_id.inquiry_deadline")
    deadline = fields.Datetime("New Closing Time", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Move it (see company.purchase.sourcing.action_extend_inquiry)."""
        self.ensure_one()
        self.sourcing_id.action_extend_inquiry(self.deadline, self.reason)
        return {"type": "ir.actions.act_window_close"}
