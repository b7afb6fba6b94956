from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from ..engine import allocation
from .company_purchase_payable_mixin import FINANCE


class CompanyPurchasePayment(models.Model):
    """Steps of an application: made from orders or bills, approved, amount set, paid."""

    _inherit = "company.purchase.payment"

    # ------------------------------------------------------------------
    # Making
    # ------------------------------------------------------------------

    @api.model
    def _make_application(self, orders, bills, kind="bill"):
        """A draft for orders and bills of one supplier; returns its id. The caller has checked the right to read."""
        if kind not in dict(self._fields["kind"].selection):
            raise UserError(self.env._("A payment application is on bill, an advance or the final payment."))
        orders_sudo = orders.sudo().filtered(lambda order: order.sourcing_id and not order.is_quote)
        bills_sudo = bills.sudo().filtered(
            lambda bill: bill.move_type == "in_invoice" and bill.state == "posted" and bill.amount_residual)
        supplier = (orders_sudo.partner_id | bills_sudo.partner_id).commercial_partner_id
        if len(supplier) != 1 or len(orders_sudo.currency_id) != 1 or len(orders_sudo.company_id) != 1:
            raise UserError(self.env._(
                "Choose orders of a sourcing case, or posted bills of them, of one supplier and in one currency."))
        pairs = []
        for order in orders_sudo:
            own = bills_sudo.filtered(
                lambda bill, order=order: order in bill.invoice_line_ids.purchase_line_id.order_id)
            pairs += [(order, bill) for bill in own] if kind != "advance" and own else [(order, bills_sudo.browse())]
        application = self.with_company(orders_sudo.company_id).create({
            "partner_id": supplier.id,
            "currency_id": orders_sudo.currency_id.id,
            "kind": kind,
            "partner_bank_id": supplier.bank_ids[:1].id,
            "purpose": ", ".join(orders_sudo.sourcing_id.mapped("name")),
            "line_ids": [(0, 0, {"order_id": order.id, "bill_id": bill.id}) for order, bill in pairs],
        })
        return application.id

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_applied, self.currency_id

    def _approval_department(self):
        return self.department_id

    def _approval_category(self):
        return self.category_id.code or ""

    def _approval_requester(self):
        return self.applicant_id

    def _approval_digest_fields(self):
        return [
            "name", "applicant_id", "partner_id", "currency_id", "kind", "payment_method", "purpose", "due_date",
            "amount_applied", "line_ids.order_id", "line_ids.bill_id", "line_ids.amount",
            # not the account alone but what it says: number, holder and bank that the money goes to
            *(f"partner_bank_id.{name}" for name in (
                "partner_id", "acc_number", "acc_holder_name", "bank_id", "bank_id.name", "bank_id.bic",
                "clearing_number")),
        ]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for payment in self:
            refusals[payment.id] = refusals.get(payment.id) or payment._get_submit_refusal()
        return refusals

    def _get_submit_refusal(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("it was submitted already; only a draft can be submitted")
        if self.applicant_id != self.env.user:
            return self.env._("only its applicant %(name)s submits it", name=self.applicant_id.name)
        if not self.line_ids or any(not line.amount for line in self.line_ids):
            return self.env._("every line needs its order and an amount")
        orders_sudo = self.sudo().line_ids.order_id
        if any(not order.sourcing_id or order.is_quote or order.state != "purchase" for order in orders_sudo):
            return self.env._("each order must be a confirmed order of a sourcing case")
        if self.kind != "advance" and not all(self.line_ids.mapped("bill_id")):
            return self.env._(
                "each line needs its posted bill: the supplier issues the invoice before the payment (R1 §3.8); "
                "payments before delivery are advances by contract")
        buyers = orders_sudo.user_id | orders_sudo.sourcing_id.buyer_id
        if self.env.user not in buyers and not self.env.user.has_group("company_procurement.group_purchase_head"):
            return self.env._("only the buyer of its orders or the head of purchasing applies for the payment")
        return False

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for payment in self:
            payment._lock_claims(payment.line_ids.order_id, payment.line_ids.bill_id)
            payment._as_engine().write({"approved_amount": 0.0, "approved_amount_by_id": False})
            payment.line_ids._as_engine().write({"approved_amount": 0.0})
            payment._enforce_payment()
        self._set_state("approval")
        self.line_ids.order_id._refresh_retention_todos()

    def _enforce_payment(self):
        """PUR-PAYDOCS, PUR-3WAY, PUR-OVERPAY and PUR-RETENTION for one application."""
        self.ensure_one()
        control = self.env["company.control"]
        payment = self.sudo()
        lacking = [row for row in payment._get_checklists()[payment.id] if row["required"] and not row["ok"]]
        if lacking:
            control._enforce("PUR-PAYDOCS", payment, self.env._(
                "papers are missing: %(papers)s. Add them to the records, then apply again.",
                papers="; ".join(f"{row['order']}: {row['label']} ({row['clause']})"
                                 + (f" – {row['detail']}" if row["detail"] else "") for row in lacking)),
                fact=",".join(f"{row['order_id']}:{row['paper']}" for row in lacking))
        if payment.match_problem:
            facts = payment.line_ids.bill_id._get_three_way_problems()
            control._enforce("PUR-3WAY", payment, payment.match_problem,
                             fact="|".join(fact for _reason, fact in facts.values()))
        problem = payment._get_overpay_problem(payment.line_ids, payment.kind)
        if problem:
            control._enforce("PUR-OVERPAY", payment, problem[0], fact=problem[1])
        retention = payment.kind != "advance" and payment._get_retention_problem(payment.line_ids)
        if retention:
            control._enforce("PUR-RETENTION", payment, retention[0], fact=retention[1])

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for payment in self:
            if not payment.approved_amount:
                payment._write_approved_amount(payment.amount_applied)
        self._set_state("approved")
        self._refresh_payment_todos()

    # ------------------------------------------------------------------
    # Approved amount
    # ------------------------------------------------------------------

    def action_set_approved_amount(self, amount):
        """Finance sets how much of the application is paid, never above what was applied for. Returns True.

        The person of finance whose turn it is in the approval (R1 §3.7).

        :param amount: positive number in the currency of the application
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_set_amount_refusals())
        amount = self._read_amount(amount)
        if self.currency_id.compare_amounts(amount, self.amount_applied) > 0:
            raise UserError(self.env._(
                "%(payment)s: %(amount)s is above the applied amount of %(applied)s (R1 §3.7).", payment=self.name,
                amount=self.currency_id.format(amount), applied=self.currency_id.format(self.amount_applied)))
        self.sudo()._write_approved_amount(amount)
        self.env["company.ledger.entry"]._append("purchase.payment_amount", self.sudo(), {
            "payment": self.name, "applied": self.amount_applied, "approved": amount,
            "currency": self.currency_id.name})
        return True

    def _get_set_amount_refusals(self):
        is_finance = self.env.user.has_group(FINANCE)
        refusals = {}
        for payment in self:
            reason = False
            if payment.state != "approval" or payment.approval_state != "pending":
                reason = self.env._("the amount is set while the application is in approval")
            elif not is_finance or not payment.can_approve:
                reason = self.env._("finance sets the amount when it is its turn in the approval (R1 §3.7)")
            refusals[payment.id] = reason
        return refusals

    def _write_approved_amount(self, amount):
        """Share the amount out over the lines, in their order."""
        self.ensure_one()
        lines = self.line_ids
        digits = self.currency_id.decimal_places
        by_share = defaultdict(self.env["company.purchase.payment.line"].browse)
        for line, share in zip(lines, allocation.spread(amount, lines.mapped("amount"), digits), strict=True):
            by_share[share] |= line
        for share, group in by_share.items():
            group._as_engine().write({"approved_amount": share})
        self._as_engine().write({"approved_amount": amount, "approved_amount_by_id": self.env.uid})

    # ------------------------------------------------------------------
    # Cancelling
    # ------------------------------------------------------------------

    def action_cancel(self, reason):
        """Cancel a draft or approved application that nothing was paid on. Returns True.

        Its applicant, the head of purchasing or finance.

        :param reason: text
        """
        self.check_access("read")
        self._lock_for_decision()
        reason = self._read_text(reason)
        refusals = self._get_cancel_refusals()
        self._raise_refusals({
            payment.id: refusals[payment.id] or not reason and self.env._("say why it is cancelled")
            for payment in self})
        for payment_sudo in self.sudo():
            payment_sudo._as_engine().write({"cancel_reason": reason})
            payment_sudo._set_state("cancelled")
        self._refresh_payment_todos()
        return True

    def _get_cancel_refusals(self):
        user = self.env.user
        wide = user.has_group("company_procurement.group_purchase_head") or user.has_group(FINANCE)
        refusals = {}
        for payment in self:
            reason = False
            if payment.state not in ("draft", "approved"):
                reason = self.env._("is “%(state)s”; a draft or an approved application is cancelled",
                                    state=payment._get_state_label())
            elif not wide and payment.applicant_id != user:
                reason = self.env._("only its applicant, the head of purchasing or finance cancels it")
            elif payment._get_live_payments():
                reason = self.env._("a payment was made of it; cancel that payment first")
            refusals[payment.id] = reason
        return refusals
