from odoo import fields, models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _init_payments(self, to_process, edit_mode=False):
        """Name the bills on the payment before it is posted, so that the gate knows what is paid."""
        vals_list = [entry["create_vals"] for entry in to_process if entry["create_vals"]["payment_type"] == "outbound"]
        partners_sudo = self.env["res.partner"].sudo().browse({vals["partner_id"] for vals in vals_list} - {False})
        ruled = self.env["account.payment"]._get_ruled_dues(partners_sudo, self.line_ids.company_id)
        suppliers = {supplier for _company, supplier in ruled}
        for entry in to_process if ruled else ():
            if partners_sudo.browse(entry["create_vals"]["partner_id"]).commercial_partner_id in suppliers:
                entry["create_vals"]["invoice_ids"] = [fields.Command.set(entry["to_reconcile"].move_id.ids)]
        return super()._init_payments(to_process, edit_mode=edit_mode)
