from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .test_payment import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentRetention(PaymentCase):

    def _retained_order(self, due_days=30):
        """The order of ten pieces under a contract that keeps 10 % until the end of the warranty."""
        case = self._checked_case(lines=[self._line()])
        quote = case.quote_ids.filtered(lambda quote: quote.partner_id == self.suppliers[0])
        case.action_award([{"quote_id": quote.id, "reason": "Steady quality"}])
        case.action_submit()
        self._approve(case)
        contract = self.env["company.purchase.contract"].with_user(self.buyer).browse(case.action_create_contracts())
        contract.instalment_ids.unlink()
        contract.write({"payment_terms": "90 % after acceptance, 10 % after the warranty", "instalment_ids": [
            Command.create({"name": "Payment", "percent": 90, "due_on": "acceptance"}),
            Command.create({"name": "Retention", "percent": 10, "due_on": "warranty", "due_days": due_days})]})
        contract.action_submit()
        self._approve(contract)
        contract.action_sign(self._scan("contract").id)
        order = self.env["purchase.order"].with_user(self.buyer).browse(case.action_create_orders())
        self._attach_papers(order)
        return order

    def _todos(self, order):
        return self.env["company.todo"].sudo().search([
            ("kind", "=", "purchase.retention"), ("res_id", "=", order.id), ("state", "=", "open")])

    def test_two_invoices_and_the_release(self):
        """P16: every bill is paid less its retention; the rest follows at the end of the warranty (PUR-RETENTION)."""
        order = self._retained_order()
        total = order.amount_total
        self._receive(order, quantity=4.0)
        first = self._bill(order, number="24442000000000000001")
        application = self._approved_application(order, first)
        self.assertAlmostEqual(application.amount_applied, total * 0.4 * 0.9, 2)
        self.assertAlmostEqual(application.line_ids.retained_amount, total * 0.4 * 0.1, 2)
        self._pay(application)
        self.assertFalse(order.retention_date, "the warranty begins with the last acceptance")

        self._receive(order)
        second = self._bill(order, number="24442000000000000002")
        greedy = self._new_application(order, second, amount=second.amount_total)
        with self.assertBlocked("PUR-RETENTION"):
            greedy.action_submit()
        greedy.unlink()
        application = self._approved_application(order, second)
        self.assertAlmostEqual(application.amount_applied, total * 0.6 * 0.9, 2)
        self._pay(application)
        self.assertAlmostEqual(order.retention_amount, total * 0.1, 2)
        accepted = max(order.sudo().acceptance_ids.mapped("accepted_on"))
        self.assertEqual(order.retention_date, fields.Datetime.context_timestamp(order, accepted).date()
                         + timedelta(days=30))
        self.assertFalse(self._new_application(order, second).amount_applied, "nothing is open before the release")
        self.env["purchase.order"]._cron_release_retentions()
        self.assertFalse(self._todos(order))
        self._release(order, first, second)

    def _release(self, order, first, second):
        with freeze_time(fields.Datetime.now() + timedelta(days=32)):
            self.env.invalidate_all()
            self.env["purchase.order"]._cron_release_retentions()
            self.env["purchase.order"]._cron_release_retentions()
            todo = self._todos(order)
            self.assertEqual(todo.user_id, self.buyer, "one to-do, however often the job runs")
            self.assertAlmostEqual(todo.amount, order.amount_total * 0.1, 2)
            self.assertFalse(order.retention_amount)
            application = self.env["company.purchase.payment"].with_user(self.buyer).create({
                "partner_id": order.sudo().partner_id.id, "kind": "final", "line_ids": [
                    Command.create({"order_id": order.id, "bill_id": bill.id, "amount": bill.amount_residual})
                    for bill in first | second]})
            application.action_submit()
            self.assertFalse(self._todos(order), "applied for")
            self._approve_application(application)
            self._pay(application)
            self.assertEqual([*(first | second).mapped("amount_residual")], [0.0, 0.0])

    def test_doors(self):
        """P16: neither a kind of payment, nor the schedule of a signed contract, nor a context gives it back early."""
        order = self._retained_order()
        self._receive(order)
        bill = self._bill(order)
        for kind in ("bill", "final"):
            application = self._new_application(order, bill, amount=bill.amount_total, kind=kind)
            with self.subTest(kind=kind), self.assertBlocked("PUR-RETENTION"):
                application.with_context(default_retained_amount=0.0, _company_engine=True).action_submit()
            application.unlink()
        part = order.contract_id.instalment_ids.filtered(lambda part: part.due_on == "warranty")
        for values in ({"due_on": "acceptance"}, {"percent": 1}, {"due_days": 0}, {"due_date": fields.Date.today()}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "in approval or approved"):
                part.with_user(self.buyer).write(values)
        with self.assertRaisesRegex(UserError, "in approval or approved"):
            part.with_user(self.buyer).unlink()

    def test_switched_off(self):
        """P16: without PUR-RETENTION the whole bill is open at once; a date in the schedule goes before the days."""
        order = self._retained_order()
        self._receive(order)
        bill = self._bill(order)
        held = order.retention_amount
        self.assertAlmostEqual(held, order.amount_total * 0.1, 2)
        part = order.sudo().contract_id.instalment_ids.filtered(lambda part: part.due_on == "warranty")
        part._as_engine().write({"due_date": fields.Date.today() + timedelta(days=400)})
        self.env.invalidate_all()
        self.assertEqual(order.retention_date, part.due_date)
        self._set_control("PUR-RETENTION", mode="off")
        self.env.invalidate_all()
        self.assertFalse(order.retention_amount)
        self.assertEqual(self._new_application(order, bill).amount_applied, bill.amount_total)

    def test_constant_queries(self):
        """P16: the retention of many orders takes the same number of queries as that of one."""
        orders = self.env["purchase.order"].browse()
        for _number in range(3):
            orders |= self._retained_order()

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records._get_retentions()
            return self.env.cr.sql_log_count - before
        count(orders)
        self.assertEqual(count(orders[:1]), count(orders))
