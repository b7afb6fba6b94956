from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.engine import take_mark

PURCHASE_FIELDS = frozenset({"purchase_payment_id", "purchase_advance_id", "purchase_reimbursement_id"})
EFFECTIVE = ("in_process", "paid")


class AccountPayment(models.Model):
    """Vendor payments for orders of sourcing cases leave only with an approved application (PUR-PAYCASE).

    The gate stands where a payment becomes effective: in create and write of its state, so below buttons, wizards,
    batches and RPC. Reconciling is guarded apart (`account_partial_reconcile.py`).
    """

    _inherit = "account.payment"

    purchase_payment_id = fields.Many2one(
        "company.purchase.payment", "Payment Application", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)
    purchase_advance_id = fields.Many2one(
        "company.purchase.advance", "Advance", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)
    purchase_reimbursement_id = fields.Many2one(
        "company.purchase.reimbursement", "Reimbursement", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)

    # ------------------------------------------------------------------
    # Guard
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            for vals in vals_list:
                self._refuse_purchase_fields(vals)
            names = {f"default_{name}" for name in PURCHASE_FIELDS}
            if not names.isdisjoint(self.env.context):
                self = self.with_context({key: val for key, val in self.env.context.items() if key not in names})
        payments = super().create(vals_list)
        effective = payments._get_effective()
        if effective:
            effective._check_purchase_gate()
            effective._after_purchase_change()
        return payments

    def write(self, vals):
        _trusted, self = take_mark(self)
        self._refuse_purchase_fields(vals)
        entering = self.browse()
        if vals.get("state") in EFFECTIVE:
            entering = self.filtered(lambda payment: payment.state not in EFFECTIVE)
            entering._check_purchase_gate()
        result = super().write(vals)
        if "invoice_ids" in vals:
            self._get_effective()._check_purchase_gate()
        if vals.keys() & {"state", "amount", "move_id"}:
            entering._settle_purchase_bills()
            self._after_purchase_change()
        return result

    def action_post(self):
        """Standard posting; answers True where the standard answers nothing, which XML-RPC can't carry."""
        result = super().action_post()
        return True if result is None else result

    def unlink(self):
        documents = self._get_purchase_documents()
        result = super().unlink()
        for records in documents:
            records._on_payments_changed()
        return result

    def _refuse_purchase_fields(self, vals):
        if PURCHASE_FIELDS & vals.keys():
            raise AccessError(self.env._(
                "A payment is linked to its application, advance or reimbursement by “Create Payment” there."))

    # ------------------------------------------------------------------
    # Gate
    # ------------------------------------------------------------------

    def _get_effective(self):
        """Payments that left the company or are on their way."""
        return self.filtered(lambda payment: payment.state in EFFECTIVE)

    def _is_covered_kind(self):
        """Whether the payment comes from an application, an advance or a reimbursement."""
        return bool(self.purchase_payment_id or self.purchase_advance_id or self.purchase_reimbursement_id)

    def _get_purchase_document(self):
        return self.purchase_payment_id or self.purchase_advance_id or self.purchase_reimbursement_id

    def _get_purchase_documents(self):
        """Documents behind the payments, one recordset a model."""
        payments_sudo = self.sudo()
        found = [payments_sudo[name] for name in PURCHASE_FIELDS]
        return [records for records in found if records]

    def _check_purchase_gate(self):
        """PUR-PAYCASE for outbound payments to suppliers, with a flat number of queries."""
        control = self.env["company.control"]
        payments_sudo = self.sudo().filtered(
            lambda payment: payment.payment_type == "outbound"
            and (payment._is_covered_kind() or payment.partner_type == "supplier")
            and control._get_mode("PUR-PAYCASE", payment.company_id) != "off")
        if not payments_sudo:
            return
        covered = payments_sudo.filtered(lambda payment: payment._is_covered_kind())
        for payment in covered:
            self._enforce_payment_gate(payment, payment._get_purchase_document()._get_cover_problem(payment))
        others = payments_sudo - covered
        ruled = self._get_ruled_dues(others.partner_id, others.company_id)
        for payment in others:
            self._enforce_payment_gate(payment, payment._get_uncovered_problem(ruled))

    def _enforce_payment_gate(self, payment_sudo, problem):
        if problem:
            self.env["company.control"]._enforce("PUR-PAYCASE", payment_sudo, self.env._(
                "%(problem)s. Pay it with “Create Payment” of an approved payment application (R4 §3.1.6.5–6).",
                problem=problem[0]), fact=problem[1])

    @api.model
    def _get_ruled_dues(self, partners, companies):
        """{(company, supplier): names of open bills and orders of sourcing cases}"""
        suppliers = partners.commercial_partner_id
        if not suppliers:
            return {}
        names = defaultdict(list)
        lines = self.env["account.move.line"].sudo().search_fetch([
            ("purchase_line_id.order_id.sourcing_id", "!=", False), ("parent_state", "=", "posted"),
            ("move_id.commercial_partner_id", "in", suppliers.ids), ("company_id", "in", companies.ids),
            ("move_id.move_type", "=", "in_invoice"), ("move_id.amount_residual", ">", 0),
        ], ["move_id"])
        for bill in lines.move_id:
            names[bill.company_id, bill.commercial_partner_id].append(bill.name)
        orders = self.env["purchase.order"].sudo().search([
            ("sourcing_id", "!=", False), ("is_quote", "=", False), ("state", "=", "purchase"),
            ("partner_id", "child_of", suppliers.ids), ("company_id", "in", companies.ids),
            ("invoice_status", "!=", "invoiced")])
        for order in orders:
            names[order.company_id, order.partner_id.commercial_partner_id].append(order.name)
        return names

    def _get_uncovered_problem(self, ruled):
        """(reason, fact) when a payment without application could pay for an order of a sourcing case, or None."""
        bills = self.invoice_ids.filtered(lambda move: move.move_type == "in_invoice")
        own = bills._filter_ruled_bills()
        if own:
            return self.env._("it pays %(bills)s without an application", bills=", ".join(own.mapped("name"))), \
                f"bills={','.join(map(str, own.ids))}"
        dues = ruled.get((self.company_id, self.partner_id.commercial_partner_id))
        named = sum(bill.currency_id._convert(
            bill.amount_total, self.currency_id, self.company_id, self.date) for bill in bills)
        if dues and self.currency_id.compare_amounts(self.amount, named) > 0:
            return self.env._(
                "%(supplier)s has open bills or orders of sourcing cases (%(dues)s) and the payment names no other "
                "bill", supplier=self.partner_id.name, dues=", ".join(dues[:5])), "open dues"
        return None

    # ------------------------------------------------------------------
    # What happens afterwards
    # ------------------------------------------------------------------

    def _settle_purchase_bills(self):
        """Match the entry of a posted payment with the bills of its document."""
        for payment in self.sudo().filtered(
                lambda payment: payment._is_covered_kind() and payment.move_id.state == "posted"):
            document = payment._get_purchase_document()
            lines = payment._seek_for_lines()[1].filtered(lambda line: line.account_id.reconcile)
            for bill in document._get_bills_to_settle():
                open_lines = bill.line_ids.filtered_domain(
                    [("account_id", "in", lines.account_id.ids), ("reconciled", "=", False)])
                own = lines.filtered(lambda line: not line.reconciled)
                if own and open_lines:
                    (own | open_lines).reconcile()

    def _after_purchase_change(self):
        for records in self._get_purchase_documents():
            records._on_payments_changed()

    def action_open_purchase_document(self):
        """Open the application, advance or reimbursement behind the payment."""
        self.ensure_one()
        self.check_access("read")
        document = self._get_purchase_document()
        return {"type": "ir.actions.act_window", "res_model": document._name, "res_id": document.id,
                "view_mode": "form", "views": [(False, "form")]}
