from odoo import Command, fields, models


class CompanyPurchaseRequestCancel(models.TransientModel):
    _name = "company.purchase.request.cancel"
    _inherit = ["company.wizard.mixin"]
    _description = "Withdraw Purchase Requests"

    request_ids = fields.Many2many(
        "company.purchase.request", required=True, default=lambda self: self._default_request_ids()
    )
    reason = fields.Text(required=True)

    def _default_request_ids(self):
        return [Command.set(self.env.context.get("active_ids") or [])]

    def action_confirm(self):
        """Withdraw the requests with the reason."""
        self.ensure_one()
        return self.request_ids.action_cancel(self.reason)
