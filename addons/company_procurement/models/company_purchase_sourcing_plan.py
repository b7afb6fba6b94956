from odoo import fields, models


class CompanyPurchaseSourcing(models.Model):
    """A request leaves the case of a monthly plan with what the office had granted it."""

    _inherit = "company.purchase.sourcing"

    def _do_release(self, requests_sudo, reason):
        plan_sudo = self.env["company.purchase.plan"].sudo().search([("sourcing_id", "=", self.id)])
        if not plan_sudo:
            return super()._do_release(requests_sudo, reason)
        if self.state not in ("draft", "inquiry"):
            self._do_reopen(reason)
        changes = []
        for item in plan_sudo.line_ids.filtered("sourcing_line_id"):
            gone = item.allocation_ids.filtered(lambda row: row.request_id in requests_sudo)
            if gone:
                gone.request_line_id._as_engine().write({"sourcing_line_id": False})
                quantity = item.sourcing_line_id.quantity - sum(gone.mapped("granted_quantity"))
                left = item.uom_id.compare(quantity, 0) > 0 and item.allocation_ids - gone
                changes.append((item.sourcing_line_id, {"quantity": quantity} if left else {"active": False}))
        self._as_engine().write({"request_ids": [fields.Command.unlink(request.id) for request in requests_sudo]})
        self._do_change_inquiry(changes, reason)
        self.message_post(body=reason, partner_ids=self.buyer_id.partner_id.ids)
