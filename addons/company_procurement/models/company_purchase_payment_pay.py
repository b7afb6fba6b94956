from odoo import fields, models
from odoo.exceptions import UserError

from .company_purchase_payable_mixin import FINANCE


class CompanyPurchasePayment(models.Model):
    """Approved applications become draft vendor payments; what was paid flows back."""

    _inherit = "company.purchase.payment"

    def action_create_payment(self, amount=0.0, journal_id=False, date=False):
        """Make a draft vendor payment of the approved amount; returns its id. Posting it is the standard step.

        Finance, never the applicant himself; papers, three-way match and limits are checked again.

        :param amount: part of the approved amount; 0: all that is left
        :param journal_id: bank or cash journal; empty: the first one of the company that fits
        :param date: planned date as ISO text; empty: today
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_create_payment_refusals())
        amount = self._read_amount(amount) if amount else self._get_payable_amount()
        if self.currency_id.compare_amounts(amount, self._get_payable_amount()) > 0:
            raise UserError(self.env._(
                "%(payment)s: only %(amount)s of the approved amount is left.", payment=self.name,
                amount=self.currency_id.format(self._get_payable_amount())))
        self._enforce_payment()
        problem = self._get_changed_problem()
        if problem:
            self.env["company.control"]._enforce("PUR-PAYCASE", self.sudo(), problem[0], fact=problem[1])
        payment = self._make_payment(
            self.partner_id, amount, "purchase_payment_id", journal_id, date,
            partner_bank_id=self.partner_bank_id.id,
            invoice_ids=[fields.Command.set(self.sudo().line_ids.bill_id.ids)])
        self._refresh_payment_todos()
        return payment.id

    def _get_create_payment_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for payment in self:
            reason = False
            if payment.state != "approved" or payment.approval_state != "approved":
                reason = self.env._("is “%(state)s”; an approved application is paid",
                                    state=payment._get_state_label())
            elif not is_finance:
                reason = self.env._("only finance makes the payment (R4 §3.1.6.6)")
            elif payment.applicant_id == self.env.user:
                reason = self.env._("who applies for a payment does not make it")
            elif payment.currency_id.compare_amounts(payment._get_payable_amount(), 0) <= 0:
                reason = self.env._("the whole approved amount stands on payments already")
            refusals[payment.id] = reason
        return refusals

    def _get_payable_amount(self):
        """Approved and on no payment yet, drafts counted."""
        self.ensure_one()
        return self.currency_id.round(self.approved_amount - sum(self._get_live_payments().mapped("amount")))

    # ------------------------------------------------------------------
    # Cheque
    # ------------------------------------------------------------------

    def action_record_cheque(self, number, receiver):
        """支票领用: number of the cheque and who received it. Returns True. Finance; approved or paid by cheque."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        number, receiver = self._read_text(number), self._read_text(receiver)
        if not self.env.user.has_group(FINANCE) or self.state not in ("approved", "paid") \
                or self.payment_method != "cheque":
            raise UserError(self.env._(
                "%s: finance hands out a cheque for an approved application that is paid by cheque.", self.name))
        if not number or not receiver or self.cheque_number:
            raise UserError(self.env._("%s: give number and receiver of one cheque.", self.name))
        self.sudo()._as_engine().write({"cheque_number": number, "cheque_receiver": receiver})
        self.env["company.ledger.entry"]._append("purchase.cheque", self.sudo(), {
            "payment": self.name, "number": number, "receiver": receiver, "amount": self.approved_amount})
        return True

    # ------------------------------------------------------------------
    # What payments tell
    # ------------------------------------------------------------------

    def _get_cover_problem(self, payment):
        """(reason, fact) why this application does not cover a vendor payment that is being posted, or None."""
        self.ensure_one()
        return (self._get_payee_problem(payment, self.partner_id, self.approved_amount)
                or self._get_account_problem(payment) or self._get_changed_problem())

    def _get_account_problem(self, payment):
        """(reason, fact) when a payment goes to another account than the approved one, or None."""
        if not self.partner_bank_id or payment.partner_bank_id == self.partner_bank_id:
            return None
        return self.env._("%(name)s was approved for the account %(account)s, the payment goes to another one",
                          name=self.name, account=self.partner_bank_id.acc_number), "account"

    def _get_changed_problem(self):
        """(reason, fact) when something that was approved, the payee's account included, says something else now."""
        approval_sudo = self.sudo().approval_id
        names = approval_sudo and approval_sudo._get_digest_changes()
        if not names:
            return None
        labels = [self._fields[name]._description_string(self.env) if name in self._fields else name for name in names]
        return self.env._(
            "%(fields)s of %(name)s changed after it was submitted; amend it, so that it is approved again",
            name=self.name, fields=", ".join(labels)), f"changed={','.join(names)}"

    def _covers_bill(self, bill):
        """Whether the application names the bill, or pays an order of the bill in advance."""
        lines = self.line_ids
        return bill in lines.bill_id or bool(
            lines.filtered(lambda line: not line.bill_id).order_id & bill.invoice_line_ids.purchase_line_id.order_id)

    def _get_bills_to_settle(self):
        """Bills that a payment of this application settles, in the order of its lines."""
        bills = self.line_ids.bill_id
        for order in self.line_ids.filtered(lambda line: not line.bill_id).order_id:
            bills |= order.invoice_ids.filtered(lambda bill: bill.move_type == "in_invoice")
        return bills.filtered(lambda bill: bill.state == "posted")

    def _on_payments_changed(self):
        """Vendor payments were posted, reset or cancelled: follow them."""
        for payment in self.sudo():
            done = payment.approved_amount and payment.currency_id.compare_amounts(
                payment.paid_amount, payment.approved_amount) >= 0
            if payment.state == "approved" and done:
                payment._set_state("paid")
                self.env["company.ledger.entry"]._append("purchase.payment_paid", payment, {
                    "payment": payment.name, "supplier": payment.partner_id.id, "amount": payment.paid_amount,
                    "currency": payment.currency_id.name})
            elif payment.state == "paid" and not done:
                payment._set_state("approved")
        self._refresh_payment_todos()

    def _refresh_payment_todos(self):
        """Approved and not fully on payments: finance makes the payment."""
        for payment in self.sudo():
            waiting = payment.state == "approved" and payment.currency_id.compare_amounts(
                payment._get_payable_amount(), 0) > 0
            payment._tell_finance_to_pay(
                waiting, self.env._("Pay %s", payment.name), payment.approved_amount, payment.applicant_id)

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_view_orders(self):
        """Open the orders of the applications."""
        self.check_access("read")
        return self.env["company.purchase.request"]._get_link_action(
            "purchase.order", self.order_ids, self.env._("Purchase Orders"))

    def action_view_bills(self):
        """Open the bills of the applications."""
        self.check_access("read")
        return self.env["company.purchase.request"]._get_link_action(
            "account.move", self.bill_ids, self.env._("Bills"))
