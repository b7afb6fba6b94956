from odoo import api, fields, models
from odoo.exceptions import UserError

from .company_purchase_payable_mixin import FINANCE


class CompanyPurchaseAdvance(models.Model):
    """Settling, giving back, cancelling, reminding."""

    _inherit = "company.purchase.advance"

    def action_record_repayment(self, amount, note=""):
        """Record that the borrower gave money back that was not used. Returns True. Finance, not the borrower.

        :param amount: positive, at most the open balance
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_repay_refusals())
        amount = self._read_amount(amount)
        if self.currency_id.compare_amounts(amount, self.balance) > 0:
            raise UserError(self.env._(
                "%(advance)s: only %(balance)s are open.", advance=self.name,
                balance=self.currency_id.format(self.balance)))
        self.sudo()._settle("repayment", amount, note=self._read_text(note))
        return True

    def _get_repay_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for advance in self:
            reason = False
            if advance.state != "paid":
                reason = self.env._("is “%(state)s”; money is given back on an advance that was paid out",
                                    state=advance._get_state_label())
            elif not is_finance or advance.borrower_id == self.env.user:
                reason = self.env._("finance records what its borrower gives back")
            refusals[advance.id] = reason
        return refusals

    def _settle(self, kind, amount, reimbursement=None, note=""):
        """Keep a settlement and close the advance when nothing is open (the caller has checked)."""
        self.ensure_one()
        self.env["company.purchase.advance.settlement"].sudo()._as_engine().create({
            "advance_id": self.id, "company_id": self.company_id.id, "kind": kind, "amount": amount, "note": note,
            "reimbursement_id": reimbursement.id if reimbursement else False, "user_id": self.env.uid})
        self.invalidate_recordset(["settlement_ids", "balance", "settled_amount"])
        self.env.add_to_compute(self._fields["balance"], self)
        self.env.add_to_compute(self._fields["settled_amount"], self)
        self.env["company.ledger.entry"]._append("purchase.advance_settled", self, {
            "advance": self.name, "kind": kind, "amount": amount, "open": self.balance})
        is_open = not self.currency_id.is_zero(self.balance)
        if self.state == "paid" and not is_open:
            self._set_state("settled")
        elif self.state == "settled" and is_open:
            self._set_state("paid")
        self._refresh_advance_todos()

    def action_cancel(self, reason):
        """Cancel a draft or approved advance that was not paid. Returns True. Its borrower or finance."""
        self.check_access("read")
        self._lock_for_decision()
        reason = self._read_text(reason)
        refusals = self._get_cancel_refusals()
        self._raise_refusals({
            advance.id: refusals[advance.id] or not reason and self.env._("say why it is cancelled")
            for advance in self})
        for advance_sudo in self.sudo():
            advance_sudo._as_engine().write({"cancel_reason": reason})
            advance_sudo._set_state("cancelled")
        self._refresh_advance_todos()
        return True

    def _get_cancel_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for advance in self:
            reason = False
            if advance.state not in ("draft", "approved") or advance._get_live_payments():
                reason = self.env._("a draft or an approved advance without payment is cancelled")
            elif not is_finance and advance.borrower_id != self.env.user:
                reason = self.env._("only its borrower or finance cancels it")
            refusals[advance.id] = reason
        return refusals

    @api.model
    def _get_open_balances(self, users, company):
        """{user id: open balance of advances}, for lists and forms."""
        groups = self.sudo()._read_group(
            [("borrower_id", "in", users.ids), ("company_id", "=", company.id), ("state", "=", "paid")],
            ["borrower_id"], ["balance:sum"])
        return {user.id: balance for user, balance in groups}

    @api.model
    def _cron_remind_overdue(self):
        """Keep a finding of each overdue advance and tell borrower and finance, once."""
        overdue = self.search([("state", "=", "paid"), ("deadline", "<", fields.Datetime.now())])
        for advance in overdue:
            amount = advance.currency_id.format(advance.balance)
            is_new = self.env["company.control"]._note("PUR-ADVANCE", advance, self.env._(
                "it was to be settled by %(date)s and %(amount)s are open.", date=advance.deadline.date(),
                amount=amount), fact=f"overdue:{advance.deadline.date()}")
            if is_new:
                finance = self.env["company.role"]._get_users("finance_head", advance.company_id)
                advance.message_post(
                    body=self.env._("The advance is overdue: %s open.", amount),
                    partner_ids=(advance.borrower_id | finance).partner_id.ids, subtype_xmlid="mail.mt_comment")
        return True
