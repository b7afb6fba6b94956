from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ProcurementCase
from .inquiry_common import InquiryFixture


@tagged("post_install", "-at_install")
class TestInquiryTime(InquiryFixture, ProcurementCase):
    """P7 S8: what time does to an inquiry."""

    def _run(self, moment):
        with freeze_time(moment):
            self.env["company.purchase.sourcing"]._cron_inquiries()

    def test_closing_time(self):
        """P7 S8: an inquiry without a closing time gets the company's; an urgent one a shorter one."""
        case = self._invited_case()
        self.assertTrue(case.inquiry_deadline > fields.Datetime.now() + timedelta(days=2))
        self.company_a.purchase_inquiry_days = 0
        self.assertFalse(self._invited_case().inquiry_deadline)

    def test_reminders(self):
        """P7: those without an answer are reminded 24 and 4 hours before, once each."""
        case = self._invited_case()
        self._submit(case, 0, (10.0, 250.0))
        quote, answered = self._quote_of(case, 1), self._quote_of(case, 0)
        before = {record: len(record.message_ids) for record in (quote, answered)}
        end = case.inquiry_deadline
        expected = 0
        for left, sent in ((30, 0), (23, 1), (22, 0), (3, 1), (1, 0)):
            self._run(end - timedelta(hours=left))
            expected += sent
            self.assertEqual(len(quote.message_ids) - before[quote], expected, left)
        self.assertEqual(len(answered.message_ids), before[answered])
        with self.assertRaises(ValidationError):
            self.company_a.purchase_inquiry_reminders = "a day"

    def test_closed_by_time(self):
        """P7 S9: with answers it closes by itself; without, or when switched off, it waits in the buyer's inbox."""
        answered, silent = self._invited_case(), self._invited_case()
        self._submit(answered, 0, (10.0, 250.0))
        late = max(answered.inquiry_deadline, silent.inquiry_deadline) + timedelta(minutes=1)
        self._run(late)
        self.assertEqual((answered.state, silent.state), ("compared", "inquiry"))
        todo = self.env["company.todo"].sudo().search([
            ("kind", "=", "purchase.inquiry_over"), ("state", "=", "open"), ("res_id", "=", silent.id)])
        self.assertEqual(todo.user_id, self.buyer)
        silent.with_user(self.buyer).action_extend_inquiry(late + timedelta(days=2), "Holidays")
        self.assertEqual(todo.state, "done")
        self._submit(silent, 0, (10.0, 250.0))
        self.company_a.purchase_auto_close = False
        self._run(silent.inquiry_deadline + timedelta(minutes=1))
        self.assertEqual(silent.state, "inquiry")

    def test_sealed_closed_by_time(self):
        """P7: the cron opens sealed answers with the closing, not before."""
        case = self._invited_case(sealed=True)
        self._submit(case, 0, (10.0, 250.0))
        self._run(case.inquiry_deadline - timedelta(minutes=1))
        self.assertEqual(self._quote_of(case, 0).quote_status, "sealed")
        self._run(case.inquiry_deadline + timedelta(minutes=1))
        self.assertEqual((case.state, self._quote_of(case, 0).quote_status), ("compared", "received"))

    def test_extend(self):
        """P7: the buyer moves the closing time to a later one, with a reason; all suppliers are told."""
        case = self._invited_case()
        later = case.inquiry_deadline + timedelta(days=2)
        for user, deadline, reason in ((self.buyer2, later, "x"), (self.buyer, later, " "), (self.buyer, "x", "x"),
                                       (self.buyer, case.inquiry_deadline, "x"), (self.buyer, "2001-01-01", "x")):
            with self.assertRaises(UserError):
                case.with_user(user).action_extend_inquiry(deadline, reason)
        with self.assertRaises(UserError):
            case.write({"inquiry_deadline": later})
        case.action_extend_inquiry(fields.Datetime.to_string(later), "Holidays")
        self.assertEqual(case.inquiry_deadline, later.replace(microsecond=0))
        self.assertIn("was moved", self._quote_of(case, 0).message_ids[0].body)
