"""Helpers of the payment tests: an ordered case at every stage up to the paid bill."""
import base64

from odoo import Command, fields

from .acceptance_common import AcceptanceFixture
from .sourcing_common import PDF


class PaymentFixture(AcceptanceFixture):
    """Company A with a chart of accounts, a clerk of finance, and deliveries that are accepted and billed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company_a, install_demo=False)
        cls.company_a.currency_id = cls.env.ref("base.CNY")
        cls.finance.group_ids += cls.env.ref("company_procurement.group_finance")
        cls.clerk_employee = cls._new_employee(
            "Qian Clerk", "test.clerk", groups=("company_procurement.group_finance",), manager=cls.finance_employee)
        cls.clerk = cls.clerk_employee.user_id
        cls.bank = cls.env["account.journal"].search(
            [("company_id", "=", cls.company_a.id), ("type", "=", "bank")], limit=1)

    # ------------------------------------------------------------------
    # Order, receipt, bill
    # ------------------------------------------------------------------

    def _one_order(self, **values):
        """The confirmed order of a case whose lines all went to one supplier."""
        case = self._checked_case(**values)
        quote = case.quote_ids.filtered(lambda quote: quote.partner_id == self.suppliers[0])
        case.action_award([{"quote_id": quote.id, "reason": "All from one hand"}])
        case.action_submit()
        self._approve(case)
        return self.env["purchase.order"].with_user(self.buyer).browse(case.action_create_orders())

    def _attach_papers(self, order, kinds=("order", "delivery_note")):
        for kind in kinds:
            order.with_user(self.buyer).action_attach_paper(kind, self._scan(f"{kind} {order.name}").id)

    def _receive(self, order, quantity=None):
        """Goods come, are counted, accepted by three people and put in stock; ``quantity``: of each line."""
        for acceptance in order.sudo().acceptance_ids.filtered(lambda acceptance: acceptance.state == "draft"):
            acceptance = acceptance.with_user(self.warehouse)
            quantities = [quantity] * len(acceptance.line_ids) if quantity is not None else None
            self._count(acceptance, quantities)
            self._sign(acceptance)
            self._validate(acceptance)
        self.env.invalidate_all()

    def _bill(self, order, number="24442000000012345678", files=True, post=True, **values):
        """The posted vendor bill of what was received, with the supplier's invoice."""
        order_sudo = order.sudo()
        order_sudo.action_create_invoice()
        bill = order_sudo.invoice_ids.sorted("id")[-1:]
        bill.write({"invoice_date": fields.Date.today(), "tax_invoice_kind": "special", "tax_invoice_number": number,
                    **values})
        if files:
            self._attach(bill)
        if post:
            bill.action_post()
        return bill

    def _attach(self, record, name="invoice.pdf"):
        return self.env["ir.attachment"].create({
            "name": name, "datas": base64.b64encode(PDF + name.encode()), "mimetype": "application/pdf",
            "res_model": record._name, "res_id": record.id})

    def _billed_order(self, **values):
        """(order, bill): everything there that a payment needs."""
        order = self._one_order(**values)
        self._attach_papers(order)
        self._receive(order)
        return order, self._bill(order)

    # ------------------------------------------------------------------
    # Applications
    # ------------------------------------------------------------------

    def _new_application(self, order, bill=None, amount=None, kind="bill", user=None, **values):
        line = {"order_id": order.id, "bill_id": bill.id if bill else False}
        if amount is not None:
            line["amount"] = amount
        return self.env["company.purchase.payment"].with_user(user or self.buyer).with_company(self.company_a).create({
            "partner_id": order.sudo().partner_id.id, "kind": kind, "line_ids": [Command.create(line)], **values})

    def _approve_application(self, application, amount=None):
        """Finance head sets the amount and agrees, the head of the company agrees."""
        application.with_user(self.finance).action_set_approved_amount(
            application.amount_applied if amount is None else amount)
        return self._approve(application)

    def _approved_application(self, order, bill, amount=None, approved=None):
        application = self._new_application(order, bill, amount)
        application.action_submit()
        self._approve_application(application, approved)
        return application

    def _pay(self, document, post=True, **values):
        """Finance makes the payment of an approved document and posts it."""
        payment = self.env["account.payment"].with_user(self.clerk).browse(
            document.with_user(self.clerk).action_create_payment(**values))
        if post:
            payment.action_post()
        return payment

    def _direct_payment(self, partner, amount, **values):
        """A vendor payment without any application."""
        return self.env["account.payment"].with_company(self.company_a).create({
            "payment_type": "outbound", "partner_type": "supplier", "partner_id": partner.id, "amount": amount,
            "journal_id": self.bank.id, "currency_id": self.company_a.currency_id.id, **values})
