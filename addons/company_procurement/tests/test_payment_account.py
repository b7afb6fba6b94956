from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_payment import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentAccount(PaymentCase):
    """The account that was approved is the one that is paid: its number, holder and bank, not its id."""

    def setUp(self):
        super().setUp()
        self.order, self.bill = self._billed_order()
        self.bank_record = self.env["res.bank"].create({"name": "Bank of Communications", "bic": "COMMCNSH"})
        self.account = self.env["res.partner.bank"].create({
            "partner_id": self.order.sudo().partner_id.id, "acc_number": "6222 1111 2222 3333",
            "acc_holder_name": "Steel Works", "bank_id": self.bank_record.id})

    def _approved(self):
        application = self._new_application(self.order, self.bill, partner_bank_id=self.account.id)
        application.action_submit()
        self._approve_application(application)
        return application

    def test_unchanged_account(self):
        """P16: an account that stays as approved is paid."""
        application = self._approved()
        payment = self._pay(application)
        self.assertEqual((payment.partner_bank_id, application.state), (self.account, "paid"))

    def test_changed_before_the_payment(self):
        """P16: after the approval no payment is made to an account that says something else now."""
        for name, value in (("acc_number", "6222 9999 9999 9999"), ("acc_holder_name", "Somebody Else"),
                            ("bank_id", self.env["res.bank"].create({"name": "Another Bank"}).id)):
            application = self._approved()
            before = self.account[name]
            self.account.write({name: value})
            with self.subTest(name=name), self.assertBlocked("PUR-PAYCASE"):
                application.with_user(self.clerk).action_create_payment()
            self.account.write({name: before})
            application.with_user(self.clerk).action_create_payment()
            application.sudo().payment_ids.action_cancel()
            application.action_cancel("Next case")

    def test_changed_before_posting(self):
        """P16: neither is a payment that waits as a draft posted, nor one that was turned to another account."""
        application = self._approved()
        payment = self._pay(application, post=False)
        self.account.acc_number = "6222 9999 9999 9999"
        with self.assertBlocked("PUR-PAYCASE"):
            payment.action_post()
        self.account.acc_number = "6222 1111 2222 3333"
        other = self.account.copy({"acc_number": "6222 4444 5555 6666"})
        payment.partner_bank_id = other
        with self.assertBlocked("PUR-PAYCASE"):
            payment.action_post()
        payment.partner_bank_id = self.account
        payment.action_post()
        self.assertEqual(application.state, "paid")

    def test_changed_while_deciding(self):
        """P16: nobody decides on an application whose account says something else than at submission (APR-DIGEST)."""
        application = self._new_application(self.order, self.bill, partner_bank_id=self.account.id)
        application.action_submit()
        self.bank_record.name = "Bank of Nowhere"
        with self.assertRaises(UserError) as refusal:
            self._approve_application(application)
        self.assertIn("APR-DIGEST", str(refusal.exception))
        self.assertEqual(application.state, "approval")
