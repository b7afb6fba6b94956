from odoo import fields, models

from ..models.company_purchase_expedite import HOW


class CompanyPurchaseExpediteDialog(models.TransientModel):
    """Asks what the supplier answered."""

    _name = "company.purchase.expedite.dialog"
    _inherit = ["company.wizard.mixin"]
    _description = "Expedite"

    order_id = fields.Many2one("purchase.order", required=True, ondelete="cascade",
                               default=lambda self: self.env.context.get("active_id"))
    how = fields.Selection(HOW, required=True, default="phone")
    note = fields.Text("Answer", required=True)
    promised_date = fields.Date("Promised for")
    line_ids = fields.Many2many(
        "purchase.order.line", "company_purchase_expedite_dialog_line_rel", string="Goods",
        domain="[('order_id', '=', order_id), ('qty_open', '>', 0)]", help="Empty: all open lines.")

    def action_confirm(self):
        """Record it (see purchase.order.action_expedite)."""
        self.ensure_one()
        self.order_id.action_expedite(self.how, self.note, self.promised_date, self.line_ids.ids)
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseFollowReason(models.TransientModel):
    """Asks why a date stays, or why a transport is cancelled."""

    _name = "company.purchase.follow.reason"
    _inherit = ["company.wizard.mixin"]
    _description = "Reason of a Follow-up Step"

    date_change_ids = fields.Many2many("company.purchase.date.change", "company_purchase_follow_reason_date_rel")
    transport_id = fields.Many2one("company.purchase.transport", ondelete="cascade")
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Take the step with its reason."""
        self.ensure_one()
        if self.transport_id:
            self.transport_id.action_cancel(self.reason)
        else:
            self.date_change_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
