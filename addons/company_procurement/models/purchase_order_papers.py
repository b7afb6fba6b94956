from odoo import models

from ..engine import payment_checklist

SIGNED_CONTRACT_STATES = ("signed", "active", "expired", "terminated", "closed")


class PurchaseOrder(models.Model):
    """The papers behind an order, for the checklists of payments and reimbursements."""

    _inherit = "purchase.order"

    def _get_required_papers(self, kind="bill"):
        """Papers that a payment of this order needs, by its purchase category."""
        self.ensure_one()
        category = self.sourcing_id.category_id
        return payment_checklist.required(
            category._get_wanted_papers(), kind=kind, quotes=category.min_quotes,
            contract=self._needs_contract(), retroactive=category.retroactive,
            goods=any(line._is_received_goods() for line in self.order_line if not line.display_type))

    def _needs_contract(self):
        """Whether a written contract belongs to the order (R4 §3.1.6.2, §3.2.4.4)."""
        category = self.sourcing_id.category_id
        threshold = category.contract_threshold
        return category.contract_required or bool(
            threshold and self.company_id.currency_id.compare_amounts(self._get_company_amount(), threshold) >= 0)

    def _get_company_amount(self):
        return self.amount_total / (self.currency_rate or 1.0)

    def _accepts_receipt(self):
        """A receipt 收款收据 stands in for the invoice in purchases before the form (R4 §3.2.2.2, §3.2.3.3)."""
        category = self.sourcing_id.category_id
        return category.receipt_accepted or category.retroactive

    def _get_signed_contract(self):
        """The contract of the order, when it is signed by both sides; else an empty recordset."""
        return self.contract_id.filtered(lambda contract: contract.state in SIGNED_CONTRACT_STATES)

    def _get_accepted_acceptances(self):
        return self.acceptance_ids.filtered(lambda acceptance: acceptance.state == "accepted")

    def _get_delivery_note(self):
        """The supplier's delivery note: its scan on the order, or the acceptance that names its number."""
        return self.delivery_note_id or self.acceptance_ids.filtered(
            lambda acceptance: acceptance.state == "accepted" and acceptance.delivery_note)[:1]

    def _get_sealed_quotes_fact(self):
        """(ok, detail, record): the awarded quote and as many others as the category needs carry a sealed scan."""
        case = self.sourcing_id
        sealed = case.quote_ids.filtered("quote_scan_id")
        needed = 1 if case.single_source else case.category_id.min_quotes
        paid = case.record_id and case.record_id.voucher == "none"   # bought before the form, without any voucher
        ok = bool(self.quote_id.quote_scan_id or self.is_call_off or paid) and (len(sealed) >= needed or paid)
        return ok, self.env._("%(count)s of %(needed)s", count=len(sealed), needed=needed), case
