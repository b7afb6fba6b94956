from odoo import api, fields, models

from ..engine import allocation
from .company_purchase_payable_mixin import FINANCE


class CompanyPurchaseReimbursement(models.Model):
    """Steps of a reimbursement: handed in, approved, advances settled, repaid in time."""

    _inherit = "company.purchase.reimbursement"

    # ------------------------------------------------------------------
    # Approval: buyer → finance head → company head, whatever the amount (R4 §3.1.6.5)
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_total, self.currency_id

    def _approval_requester(self):
        return self.claimant_id

    def _approval_department(self):
        return self.department_id

    def _approval_category(self):
        return self.category_id.code or ""

    def _approval_digest_fields(self):
        return ["name", "claimant_id", "amount_total", "purpose", "explanation", "payment_method",
                *(f"line_ids.{name}" for name in (
                    "order_id", "bill_id", "document_kind", "document_code", "document_number", "document_date",
                    "amount"))]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for claim in self:
            refusals[claim.id] = refusals.get(claim.id) or claim._get_submit_refusal()
        return refusals

    def _get_submit_refusal(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("it was submitted already; only a draft can be submitted")
        if self.claimant_id != self.env.user:
            return self.env._("only its claimant %(name)s submits it", name=self.claimant_id.name)
        if not self.line_ids or any(not line.amount for line in self.line_ids):
            return self.env._("every line needs its order and an amount")
        for order in self.sudo().line_ids.order_id:
            if not order.sourcing_id or order.is_quote or order.state != "purchase":
                return self.env._("each order must be a confirmed order of a sourcing case")
            if self.claimant_id not in order._get_payers():
                return self.env._("only the buyer of %(order)s, who paid for it, claims it back", order=order.name)
        return False

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for claim in self:
            self.env["company.purchase.payment"]._lock_claims(claim.line_ids.order_id, claim.line_ids.bill_id)
            claim._enforce_reimbursement()
            claim._start_clock()
        self._set_state("approval")

    def _start_clock(self):
        """From complete papers on finance has the days of the category (R4 §3.2.2.3, §3.2.3.4)."""
        now = fields.Datetime.now()
        days = [days for days in self.line_ids.order_id.sourcing_id.category_id.mapped("repayment_days") if days]
        deadline = self._compute_due(now, min(days), "days", self.company_id) if days else False
        self._as_engine().write({"papers_complete_on": now, "deadline": deadline})

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._set_state("approved")
        for claim in self:
            claim._settle_advances()
        self._on_payments_changed()

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._stop_clock()

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._stop_clock()

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self._stop_clock()

    def _stop_clock(self):
        self._as_engine().write({"papers_complete_on": False, "deadline": False})

    # ------------------------------------------------------------------
    # Advances first
    # ------------------------------------------------------------------

    def _settle_advances(self):
        """The claimant's open advances are settled first, those of the same cases before others."""
        self.ensure_one()
        cases = self.line_ids.order_id.sourcing_id
        advances = self.env["company.purchase.advance"].search([
            ("borrower_id", "=", self.claimant_id.id), ("company_id", "=", self.company_id.id),
            ("state", "=", "paid"), ("balance", ">", 0)])
        advances = advances.sorted(lambda advance: (advance.sourcing_id not in cases, advance.paid_on, advance.id))
        if not advances:
            return
        advances._lock_for_decision()
        shares, _rest = allocation.settle(
            self.amount_total, advances.mapped("balance"), self.currency_id.decimal_places)
        for advance, share in zip(advances, shares, strict=True):
            if share:
                advance._settle("reimbursement", share, reimbursement=self)
                advance.payment_ids._settle_purchase_bills()
        self.invalidate_recordset(["settlement_ids"])
        self.env.add_to_compute(self._fields["settled_amount"], self)
        self.env.add_to_compute(self._fields["net_amount"], self)

    # ------------------------------------------------------------------
    # Paying
    # ------------------------------------------------------------------

    def action_create_payment(self, journal_id=False, date=False):
        """Make the draft payment of an approved claim to its claimant; returns its id. Finance, not the claimant.

        :param journal_id: bank or cash journal; empty: the first that fits
        :param date: ISO date; empty: today
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_create_payment_refusals())
        payment = self._make_payment(
            self.claimant_id.partner_id, self.net_amount, "purchase_reimbursement_id", journal_id, date)
        self._refresh_claim_todos()
        return payment.id

    def _get_create_payment_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for claim in self:
            reason = False
            if claim.state != "approved" or claim.approval_state != "approved":
                reason = self.env._("is “%(state)s”; an approved claim is paid", state=claim._get_state_label())
            elif not is_finance or claim.claimant_id == self.env.user:
                reason = self.env._("only finance pays it, never the claimant himself")
            elif claim._get_live_payments() or claim.currency_id.is_zero(claim.net_amount):
                reason = self.env._("its payment was made already")
            refusals[claim.id] = reason
        return refusals

    def _get_cover_problem(self, payment):
        """(reason, fact) why this claim does not cover a payment that is being posted, or None."""
        return self._get_payee_problem(payment, self.claimant_id.partner_id, self.net_amount)

    def _covers_bill(self, bill):
        return bill in self.line_ids.bill_id

    def _get_bills_to_settle(self):
        return self.line_ids.bill_id

    def _on_payments_changed(self):
        for claim in self.sudo():
            done = claim.currency_id.compare_amounts(claim.paid_amount, claim.net_amount) >= 0
            if claim.state == "approved" and done:
                claim._set_state("paid")
                self.env["company.ledger.entry"]._append("purchase.reimbursed", claim, {
                    "claim": claim.name, "claimant": claim.claimant_id.id, "amount": claim.amount_total,
                    "settled": claim.settled_amount, "paid": claim.paid_amount})
            elif claim.state == "paid" and not done:
                claim._set_state("approved")
        self._refresh_claim_todos()

    def _refresh_claim_todos(self):
        for claim in self.sudo():
            claim._tell_finance_to_pay(
                claim.state == "approved" and not claim._get_live_payments(),
                self.env._("Repay %s", claim.name), claim.net_amount, claim.claimant_id)

    # ------------------------------------------------------------------
    # Cancelling, reminding
    # ------------------------------------------------------------------

    def action_cancel(self, reason):
        """Cancel a draft or approved claim without payment; advances it settled are open again. Returns True.

        Its claimant or finance.

        :param reason: text
        """
        self.check_access("read")
        self._lock_for_decision()
        reason = self._read_text(reason)
        refusals = self._get_cancel_refusals()
        self._raise_refusals({
            claim.id: refusals[claim.id] or not reason and self.env._("say why it is cancelled") for claim in self})
        for claim_sudo in self.sudo():
            for advance, rows in claim_sudo.settlement_ids.grouped("advance_id").items():
                advance._settle("reversal", -sum(rows.mapped("amount")), reimbursement=claim_sudo, note=reason)
            claim_sudo._as_engine().write({"cancel_reason": reason, "deadline": False})
            claim_sudo._set_state("cancelled")
        self._refresh_claim_todos()
        return True

    def _get_cancel_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for claim in self:
            reason = False
            if claim.state not in ("draft", "approved") or claim._get_live_payments():
                reason = self.env._("a draft or an approved claim without payment is cancelled")
            elif not is_finance and claim.claimant_id != self.env.user:
                reason = self.env._("only its claimant or finance cancels it")
            refusals[claim.id] = reason
        return refusals

    @api.model
    def _cron_note_overdue(self):
        """Findings and messages on claims that finance did not repay within the days of the category (PUR-REPAY)."""
        overdue = self.search([("state", "in", ("approval", "approved")), ("deadline", "<", fields.Datetime.now())])
        for claim in overdue:
            if self.env["company.control"]._note("PUR-REPAY", claim, self.env._(
                    "the papers were complete on %(start)s; the repayment was due on %(due)s.",
                    start=claim.papers_complete_on.date(), due=claim.deadline.date()),
                    fact=f"due={claim.deadline.date()}"):
                finance = self.env["company.role"]._get_users("finance_head", claim.company_id)
                claim.message_post(
                    body=self.env._("The repayment to %(person)s is overdue since %(due)s.",
                                    person=claim.claimant_id.name, due=claim.deadline.date()),
                    partner_ids=finance.partner_id.ids, subtype_xmlid="mail.mt_comment")
        return True


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _get_payers(self):
        """Users who may have paid for the order themselves: its buyer, the buyer of its case, who bought at once."""
        case = self.sourcing_id
        return self.user_id | case.buyer_id | case.record_id.buyer_id | case.request_ids.payer_id
