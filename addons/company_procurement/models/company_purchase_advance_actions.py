from datetime import timedelta

from odoo import fields, models

from .company_purchase_advance import LIVE
from .company_purchase_payable_mixin import FINANCE

CASE_STATES = ("approved", "ordered")


class CompanyPurchaseAdvance(models.Model):
    """Steps of an advance: approved, paid by finance, settled."""

    _inherit = "company.purchase.advance"

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount, self.currency_id

    def _approval_requester(self):
        return self.borrower_id

    def _approval_department(self):
        return self.department_id

    def _approval_category(self):
        return self.sourcing_id.category_id.code or ""

    def _approval_digest_fields(self):
        return ["name", "borrower_id", "sourcing_id", "amount", "purpose", "payment_method"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for advance in self:
            reason = refusals.get(advance.id)
            case_sudo = advance.sudo().sourcing_id
            if not reason and advance.state != "draft":
                reason = self.env._("it was submitted already; only a draft can be submitted")
            elif not reason and advance.borrower_id != self.env.user:
                reason = self.env._("only its borrower %(name)s submits it", name=advance.borrower_id.name)
            elif not reason and not advance.amount:
                reason = self.env._("it needs an amount")
            elif not reason and case_sudo.buyer_id != advance.borrower_id:
                reason = self.env._("only the buyer of the case, %(name)s, draws an advance for it",
                                    name=case_sudo.buyer_id.name)
            elif not reason and (case_sudo.state not in CASE_STATES or case_sudo.approval_state != "approved"):
                reason = self.env._("its case %(case)s is “%(state)s”; an approved case is needed (R4 §3.1.6.1)",
                                    case=case_sudo.name, state=case_sudo._get_state_label())
            refusals[advance.id] = reason
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for advance in self:
            self.env["company.purchase.payment"]._lock_claims(advance.sourcing_id)
            advance._enforce_advance()
        self._set_state("approval")

    def _enforce_advance(self):
        """PUR-ADVANCE: no second money while an advance is overdue, never above what was awarded."""
        control = self.env["company.control"]
        overdue = self.sudo().search([
            ("borrower_id", "=", self.borrower_id.id), ("company_id", "=", self.company_id.id),
            ("state", "=", "paid"), ("deadline", "<", fields.Datetime.now()), ("id", "!=", self.id)])
        if overdue:
            control._enforce("PUR-ADVANCE", self, self.env._(
                "%(person)s has not settled %(advances)s (%(amount)s open). Settle it by a reimbursement or give the "
                "money back first.", person=self.borrower_id.name, advances=", ".join(overdue.mapped("name")),
                amount=self.currency_id.format(sum(overdue.mapped("balance")))),
                fact=f"overdue={','.join(map(str, overdue.ids))}")
        case = self.sourcing_id
        drawn = sum(self.sudo().search([
            ("sourcing_id", "=", case.id), ("state", "in", LIVE), ("id", "!=", self.id)]).mapped("amount"))
        if self.currency_id.compare_amounts(drawn + self.amount, case.amount_awarded) > 0:
            control._enforce("PUR-ADVANCE", self, self.env._(
                "%(case)s was awarded for %(awarded)s and %(drawn)s of it are drawn already. Borrow %(left)s at most.",
                case=case.name, awarded=self.currency_id.format(case.amount_awarded),
                drawn=self.currency_id.format(drawn),
                left=self.currency_id.format(max(case.amount_awarded - drawn, 0))), fact=f"drawn={drawn:.2f}")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._set_state("approved")
        self._refresh_advance_todos()

    # ------------------------------------------------------------------
    # Paying
    # ------------------------------------------------------------------

    def action_create_payment(self, journal_id=False, date=False):
        """Make the draft payment of an approved advance to its borrower; returns its id. Finance, not the borrower.

        :param journal_id: bank or cash journal; empty: the first that fits
        :param date: ISO date; empty: today
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_create_payment_refusals())
        payment = self._make_payment(
            self.borrower_id.partner_id, self.amount, "purchase_advance_id", journal_id, date)
        self._refresh_advance_todos()
        return payment.id

    def _get_create_payment_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for advance in self:
            reason = False
            if advance.state != "approved" or advance.approval_state != "approved":
                reason = self.env._("is “%(state)s”; an approved advance is paid", state=advance._get_state_label())
            elif not is_finance or advance.borrower_id == self.env.user:
                reason = self.env._("only finance pays it, never the borrower himself")
            elif advance._get_live_payments():
                reason = self.env._("its payment was made already")
            refusals[advance.id] = reason
        return refusals

    def _get_cover_problem(self, payment):
        """(reason, fact) why this advance does not cover a payment that is being posted, or None."""
        return self._get_payee_problem(payment, self.borrower_id.partner_id, self.amount)

    def _covers_bill(self, bill):
        """An advance settled by a reimbursement covers the bills of that reimbursement."""
        return bill in self.settlement_ids.reimbursement_id.line_ids.bill_id

    def _get_bills_to_settle(self):
        return self.settlement_ids.reimbursement_id.line_ids.bill_id

    def _on_payments_changed(self):
        for advance in self.sudo():
            paid = advance.currency_id.compare_amounts(advance.paid_amount, advance.amount) >= 0
            if advance.state == "approved" and paid:
                advance._set_state("paid")
                date = max(advance.payment_ids._get_effective().mapped("date"))
                advance._as_engine().write({"paid_on": date, "deadline": advance._get_settle_deadline(date)})
            elif advance.state == "paid" and not paid:
                advance._set_state("approved")
                advance._as_engine().write({"paid_on": False, "deadline": False})
        self._refresh_advance_todos()

    def _get_settle_deadline(self, date):
        """End of the last day on which the advance is settled in time."""
        return fields.Datetime.to_datetime(date) + timedelta(days=self.company_id.purchase_advance_days + 1)

    def _refresh_advance_todos(self):
        todo_sudo = self.env["company.todo"].sudo()
        for advance in self.sudo():
            advance._tell_finance_to_pay(
                advance.state == "approved" and not advance._get_live_payments(),
                self.env._("Pay out %s", advance.name), advance.amount, advance.borrower_id)
            if advance.state == "paid":
                todo_sudo._open("purchase.settle", advance, advance.borrower_id,
                                self.env._("Settle %s", advance.name), deadline=advance.deadline,
                                amount=advance.balance, currency_id=advance.currency_id)
            else:
                todo_sudo._close("purchase.settle", advance)
