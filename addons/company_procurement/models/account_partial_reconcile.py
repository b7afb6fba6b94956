from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Bills of sourcing cases are settled by covered payments and credit notes only (PUR-PAYCASE)."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._check_purchase_settlement()
        return partials

    def _check_purchase_settlement(self):
        control = self.env["company.control"]
        partials_sudo = self.sudo().filtered(lambda partial: partial.credit_move_id.move_id.move_type == "in_invoice")
        partials_sudo = partials_sudo.filtered(
            lambda partial: control._get_mode("PUR-PAYCASE", partial.credit_move_id.company_id) != "off")
        ruled = partials_sudo.credit_move_id.move_id._filter_ruled_bills() if partials_sudo else ()
        for partial in partials_sudo.filtered(lambda partial: partial.credit_move_id.move_id in ruled):
            if not partial._is_covered_settlement():
                bill = partial.credit_move_id.move_id
                control._enforce("PUR-PAYCASE", bill, self.env._(
                    "%(entry)s can't settle it: no approved payment application covers that. Pay it with “Create "
                    "Payment” of an application (R4 §3.1.6.5–6).",
                    entry=partial.debit_move_id.move_id.display_name), fact=f"entry={partial.debit_move_id.move_id.id}")

    def _is_covered_settlement(self):
        """Credit notes, exchange differences, covered payments, and bank lines of covered payments without entry."""
        self.ensure_one()
        bill, counter = self.credit_move_id.move_id, self.debit_move_id.move_id
        if counter.move_type == "in_refund" or not self.credit_amount_currency:
            return True
        payment = counter.origin_payment_id
        if payment:
            return payment._is_covered_kind() and payment._get_purchase_document()._covers_bill(bill)
        waiting = bill.matched_payment_ids.filtered(
            lambda payment: payment._is_covered_kind() and not payment.move_id and payment._get_effective())
        settled = sum(
            partial.credit_amount_currency for partial in bill.line_ids.matched_debit_ids
            if not partial.debit_move_id.move_id.origin_payment_id
            and partial.debit_move_id.move_id.move_type == "entry")
        return bill.currency_id.compare_amounts(sum(waiting.mapped("amount")), settled) >= 0


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """The entry of a payment that was set back is posted through the same gate as the payment itself."""
        payments = self.origin_payment_id.filtered(lambda payment: payment.state == "draft")
        if payments:
            payments._check_purchase_gate()
        return super()._post(soft=soft)

    def write(self, vals):
        result = super().write(vals)
        if "matched_payment_ids" in vals:
            self.matched_payment_ids._get_effective()._check_purchase_gate()
        return result
