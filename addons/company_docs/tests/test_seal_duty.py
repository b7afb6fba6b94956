from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture


@tagged("post_install", "-at_install")
class TestSealDuty(SealFixture, DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_finance()
        cls.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        cls.env["resource.calendar.leaves"].create({
            "name": "National Day", "company_id": cls.company_a.id, "calendar_id": False,
            "date_from": "2026-09-30 16:00:00", "date_to": "2026-10-07 15:59:59"})

    # ------------------------------------------------------------------
    # Holiday duty
    # ------------------------------------------------------------------

    def _propose(self):
        duties = self.env["company.seal.duty"]
        with freeze_time("2026-09-20 02:00:00"):
            duties._cron_propose()
            duties._cron_propose()
        return duties.search([("company_id", "=", self.company_a.id)])

    def test_proposed_from_holidays(self):
        """E5: two weeks before a public holiday its duty is proposed once; the office is asked for the leader."""
        duty = self._propose()
        self.assertEqual((duty.name, str(duty.date_from), str(duty.date_until)),
                         ("National Day", "2026-10-01", "2026-10-07"))
        todo = self.env["company.todo"].sudo().search([("kind", "=", "seal.duty"), ("res_id", "=", duty.id)])
        self.assertEqual(todo.user_id, self.office)

    @freeze_time("2026-09-28 02:00:00")
    def test_handovers_to_the_leader(self):
        """E5: one handover for each keeper; what must stay apart goes to the second person; custody by signature."""
        duty = self._propose().with_user(self.office)
        busy = self._new_seal("Contract Seal", "contract", self.keeper_employee)
        self._handover(busy, self.office2_employee).action_send()      # waits elsewhere, so it is left out
        with self.assertRaisesRegex(UserError, "duty leader"):
            duty.action_propose()
        duty.write({"leader_id": self.gm_employee.id, "second_id": self.chairman_employee.id})
        for user in (self.gm, self.keeper):
            with self.assertRaises(AccessError):
                duty.with_user(user).action_propose()
        handovers = self.env["company.seal.handover"].browse(duty.action_propose())
        held = {row.line_ids.seal_id: row.receiver_id for row in handovers.sudo()}
        self.assertEqual(held, {
            self.official: self.gm_employee, self.finance: self.gm_employee, self.legal_rep: self.chairman_employee})
        self.assertEqual(set(handovers.mapped("date_until")), {datetime(2026, 10, 8, 0, 0)})
        self.assertEqual(self.official.holder_id, self.keeper_employee)
        mine = handovers.filtered(lambda row: row.giver_id == self.keeper_employee)
        mine.with_user(self.keeper).action_give()
        mine.with_user(self.gm).action_receive()
        self.assertEqual(self.official.holder_id, self.gm_employee)
        with self.assertRaises(UserError):
            duty.action_reset()

    # ------------------------------------------------------------------
    # Appointments
    # ------------------------------------------------------------------

    def _ask(self, moment):
        with freeze_time(moment):
            return self.env["company.seal.appointment"].with_user(self.drafter).create({
                "seal_id": self.official.id, "purpose": "Contract with the bank"})

    def test_half_a_day(self):
        """E5: the answer is due within half a working day; a weekend postpones it."""
        self.assertEqual(self._ask("2026-03-02 01:00:00").deadline, datetime(2026, 3, 2, 6, 0))
        friday = self._ask("2026-03-06 08:00:00")
        self.assertEqual(friday.deadline.date().isoformat(), "2026-03-09")
        todo = self.env["company.todo"].sudo().search([("kind", "=", "seal.appointment"), ("res_id", "=", friday.id)])
        self.assertEqual((todo.user_id, todo.deadline), (self.keeper, friday.deadline))

    def test_answer(self):
        """E5: the present holder agrees a time; later than half a day is noted by the control."""
        row = self._ask("2026-03-02 01:00:00")
        with freeze_time("2026-03-02 02:00:00"):
            for user in (self.drafter, self.office):
                with self.assertRaises(UserError):
                    row.with_user(user).action_set_time("2026-03-02 05:00:00")
            row.with_user(self.keeper).action_set_time("2026-03-02 05:00:00")
            self.assertEqual((row.state, row.is_late, row.wait_hours), ("agreed", False, 1.0))
            row.with_user(self.keeper).action_set_time("2026-03-03 05:00:00")
            self.assertTrue(row.is_late)
        finding = self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "SEAL-APPOINTMENT"), ("res_id", "=", row.id)])
        self.assertEqual(finding.outcome, "warned")
        with self.assertRaises(AccessError):
            row.with_user(self.drafter).write({"meeting_on": "2026-03-02 05:00:00"})
        row.with_user(self.drafter).action_done()
        self.assertEqual(row.state, "done")
        with self.assertRaises(UserError):
            row.with_user(self.drafter).action_cancel()

    def test_no_answer(self):
        """E5: without an answer the office is told, once."""
        row = self._ask("2026-03-02 01:00:00")
        with freeze_time("2026-03-02 09:00:00"):
            row.sudo()._cron_remind()
            row.sudo()._cron_remind()
        todo = self.env["company.todo"].sudo().search([
            ("kind", "=", "seal.appointment"), ("res_id", "=", row.id), ("state", "=", "open")])
        self.assertEqual(todo.user_id, self.keeper | self.office)
        self.assertTrue(row.is_late)

    def test_deputy_takes_over(self):
        """E5: when the keeper hands the seal over instead, the request waits for the deputy."""
        row = self._ask("2026-03-02 01:00:00")
        self._hand_over(self.official, self.office2_employee)
        self.assertEqual(row.holder_id, self.office2_employee)
        with freeze_time("2026-03-02 02:00:00"):
            row.with_user(self.office2).action_set_time("2026-03-02 05:00:00")
        with self.assertRaises(AccessError):
            row.with_user(self.outsider).read(["purpose"])
        with self.assertRaises(AccessError):
            self.env["company.seal.appointment"].with_user(self.drafter).create({
                "seal_id": self.official.id, "purpose": "X", "meeting_on": "2026-03-02 05:00:00"})
