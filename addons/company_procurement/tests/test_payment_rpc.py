import base64

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .payment_common import PaymentFixture
from .sourcing_common import PDF
from .test_payment import HOSTILE

PAYMENT, CLAIM, ADVANCE = "company.purchase.payment", "company.purchase.reimbursement", "company.purchase.advance"


@tagged("post_install", "-at_install")
class TestPaymentRpc(PaymentFixture, RpcCase):
    """S7: the payment side over XML-RPC, and no way around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.user_admin").write({
            "company_ids": [Command.link(cls.company_a.id)], "company_id": cls.company_a.id})

    def _decide(self, login, model, record_id):
        [row] = self.rpc(login, model, "read", [record_id], ["approval_id"])
        return self.rpc(login, "company.approval", "action_approve", [row["approval_id"][0]], "Agreed")

    def test_application(self):
        """P16 S7: papers, application, amount, approvals, payment: each step with plain values."""
        order = self._one_order()
        for kind in ("order", "delivery_note"):
            scan = self.rpc("test.buyer", "ir.attachment", "create", {
                "name": f"{kind}.pdf", "raw": "%PDF-1.4 x", "mimetype": "application/pdf"})
            self.assertTrue(self.rpc("test.buyer", "purchase.order", "action_attach_paper", order.ids, kind, scan))
        self._receive(order)
        bill = self._bill(order)
        key = self.rpc("test.buyer", "account.move", "action_apply_payment", bill.ids)
        checklist = self.rpc("test.buyer", PAYMENT, "get_checklist", [key])
        self.assertFalse([row for row in checklist[str(key)] if row["required"] and not row["ok"]])
        self.assertTrue(self.rpc("test.buyer", PAYMENT, "action_submit", [key]))
        with self.assertRaises(UserError):
            self.rpc("test.buyer", PAYMENT, "action_set_approved_amount", [key], 100.0)
        self.assertTrue(self.rpc("test.finance", PAYMENT, "action_set_approved_amount", [key], 100.0))
        self._decide("test.finance", PAYMENT, key)
        self._decide("test.gm", PAYMENT, key)
        payment = self.rpc("test.clerk", PAYMENT, "action_create_payment", [key])
        self.rpc("test.clerk", "account.payment", "action_post", [payment])
        [row] = self.rpc("test.buyer", PAYMENT, "read", [key], ["state", "paid_amount"])
        self.assertEqual((row["state"], row["paid_amount"]), ("paid", 100.0))

    def test_doors_of_payments(self):
        """P16 S7: payments without application are refused over RPC, for the administrator as well."""
        order, bill = self._billed_order()
        values = {"payment_type": "outbound", "partner_type": "supplier", "partner_id": order.partner_id.id,
                  "amount": 10.0, "journal_id": self.bank.id, "company_id": self.company_a.id}
        for login in ("test.clerk", "admin"):
            key = self.rpc(login, "account.payment", "create", values)
            for method, args in (("action_post", ()), ("action_validate", ()), ("write", ({"state": "paid"},)),
                                 ("web_save", ({"state": "in_process"}, {"state": {}}))):
                with self.subTest(login=login, method=method), self.assertRaises(UserError):
                    self.rpc(login, "account.payment", method, [key], *args, context=HOSTILE)
            for extra in ({"state": "paid"}, {"purchase_payment_id": 1}):
                with self.assertRaises(UserError):
                    self.rpc(login, "account.payment", "create", {**values, **extra}, context=HOSTILE)
            wizard = self.rpc(login, "account.payment.register", "create", {}, context={
                **HOSTILE, "active_model": "account.move", "active_ids": bill.ids})
            with self.assertRaises(UserError):
                self.rpc(login, "account.payment.register", "action_create_payments", [wizard])
            for model in (PAYMENT, CLAIM, ADVANCE):
                with self.assertRaises(UserError):
                    self.rpc(login, model, "create", {"state": "approved"}, context=HOSTILE)
        self.assertEqual(bill.payment_state, "not_paid")

    def test_reimbursement(self):
        """P17 S7: a claim with its invoice over XML-RPC, late ones refused."""
        order = self._one_order()
        self._receive(order)
        key = self.rpc("test.buyer", CLAIM, "create", {"purpose": "Bolts", "line_ids": [(0, 0, {
            "order_id": order.id, "amount": 50.0, "document_kind": "ordinary", "document_number": "INV-77",
            "document_file": base64.b64encode(PDF).decode(), "document_filename": "i.pdf"})]})
        self.assertEqual(self.rpc("test.buyer", CLAIM, "get_missing_papers", [key]), {str(key): []})
        self.assertTrue(self.rpc("test.buyer", CLAIM, "action_submit", [key]))
        for login in ("test.finance", "test.gm"):
            self._decide(login, CLAIM, key)
        payment = self.rpc("test.clerk", CLAIM, "action_create_payment", [key], False,
                           fields.Date.to_string(fields.Date.today()))
        self.rpc("test.clerk", "account.payment", "action_post", [payment])
        self.assertEqual(self.env[CLAIM].browse(key).state, "paid")

    def test_other_company(self):
        """S6 S7: people of another company see and move nothing of it."""
        order, bill = self._billed_order()
        application = self._approved_application(order, bill)
        self._new_employee("Other Finance", "other.finance", groups=("company_procurement.group_finance",),
                           company=self.company_b)
        for model in (PAYMENT, "company.purchase.balance", "company.purchase.payment.plan"):
            self.assertFalse(self.rpc("other.finance", model, "search_count", [("company_id", "=", self.company_a.id)]))
        for method, args in (("action_create_payment", ()), ("action_cancel", ("x",)), ("get_checklist", ())):
            with self.assertRaises(AccessError):
                self.rpc("other.finance", PAYMENT, method, application.ids, *args)

    def test_private_methods(self):
        """S7: the engine behind the steps can't be called from outside."""
        for model, method in ((PAYMENT, "_make_application"), (PAYMENT, "_lock_claims"), (ADVANCE, "_settle"),
                              (CLAIM, "_settle_advances"), ("account.payment", "_settle_purchase_bills")):
            with self.assertRaises(AccessError):
                self.rpc("admin", model, method, [])
