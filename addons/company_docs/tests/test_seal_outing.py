from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .sealuse_common import SealUseFixture

OUTSIDE = {"outside": True, "outside_place": "Tax office", "outside_reason": "Contract is signed there"}


@tagged("post_install", "-at_install")
class TestSealOuting(SealUseFixture, DocumentsCase):

    def _outing(self, use):
        return use.sudo().outing_ids.sudo(False)

    def test_two_people(self):
        """E4: the finance seal leaves with two people only, when the companion has confirmed himself."""
        use = self._approved(self.finance_seal, **OUTSIDE)
        with self.assertBlocked("SEAL-OUT-PAIR"):
            use.with_user(self.cashier).action_take_out()
        with self.assertRaisesRegex(UserError, "companion"):
            use.with_user(self.cashier).action_take_out(self.cashier_employee.id)
        use.with_user(self.cashier).action_take_out(self.drafter_employee.id)
        outing = self._outing(use)
        self.assertEqual((outing.state, self.finance_seal.state), ("requested", "in_use"))
        for user in (self.cashier, self.accountant, self.seal_manager):
            with self.assertRaises(UserError):
                outing.with_user(user).action_accompany()
        outing.with_user(self.drafter).action_accompany()
        self.assertEqual((outing.state, self.finance_seal.state), ("out", "out"))
        self.assertTrue(outing.deadline)
        with self.assertRaises(UserError):
            outing.with_user(self.drafter).action_accompany()

    def test_used_outside_and_back(self):
        """E4: outside it is used for the approved application only, registered, and brought back."""
        use, other = self._approved(**OUTSIDE), self._approved()
        use.with_user(self.keeper).action_take_out()
        self.assertEqual(self.seal.state, "out")
        with self.assertBlocked("SEAL-HOLDER"):
            other.with_user(self.keeper).action_use(1)
        use.with_user(self.keeper).action_use(1)
        with self.assertRaises(UserError):
            use.with_user(self.drafter).action_bring_back()
        use.with_user(self.keeper).action_bring_back()
        self.assertEqual((self._outing(use).state, self.seal.state), ("returned", "in_use"))
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_bring_back()
        other.with_user(self.keeper).action_use(1)

    def test_needs_approved_reason(self):
        """E4: normally nothing leaves the office: reason and place are part of what is approved."""
        with self.assertRaisesRegex(UserError, "reason and place"):
            self._draft(outside=True).action_submit()
        use = self._approved()
        with self.assertBlocked("SEAL-OUT"):
            use.with_user(self.keeper).action_take_out()
        for values in (OUTSIDE, {"outside": True}, {"outside_return": "2030-01-01 00:00:00"}):
            with self.assertRaises(UserError):
                use.with_user(self.drafter).write(values)
        with self.assertRaises(UserError):
            self._draft(**OUTSIDE).with_user(self.drafter).action_take_out()

    def test_who(self):
        """E4: only the present holder takes a seal out; rows are written by the system alone."""
        use = self._approved(**OUTSIDE)
        for user in (self.drafter, self.office):
            with self.assertRaises(UserError):
                use.with_user(user).action_take_out(self.drafter_employee.id)
        use.with_user(self.keeper).action_take_out()
        outing = self._outing(use)
        with self.assertRaisesRegex(UserError, "taken out already|no seal"):
            use.with_user(self.keeper).action_take_out()
        for record in (outing.with_user(self.keeper), outing.sudo()):
            with self.assertRaises(AccessError):
                record.write({"state": "returned"})
        with self.assertRaises(AccessError):
            outing.sudo().create({"seal_id": self.seal.id, "use_id": use.id, "carrier_id": self.keeper_employee.id,
                                  "company_id": self.company_a.id})
        self.assertFalse(self.env["company.seal.outing"].with_user(self.outsider).search([]))

    def test_no_handover_outside(self):
        """E4: while it is out it is not handed over and not counted as being elsewhere."""
        use = self._approved(**OUTSIDE)
        use.with_user(self.keeper).action_take_out()
        handover = self.env["company.seal.handover"].with_user(self.keeper).create({
            "kind": "transfer", "giver_id": self.keeper_employee.id, "receiver_id": self.office_employee.id,
            "line_ids": [(0, 0, {"seal_id": self.seal.id})]})
        with self.assertRaisesRegex(UserError, "Bring it back"):
            handover.action_give()

    def test_overdue(self):
        """E4: what is not back in time reaches the office at once and the general manager a day later."""
        with freeze_time("2026-03-02 01:30:00"):
            use = self._approved(**OUTSIDE)
            use.with_user(self.keeper).action_take_out()
        outing = self._outing(use)
        todo = self.env["company.todo"].sudo()
        domain = [("kind", "=", "seal.outing"), ("res_id", "=", outing.id), ("state", "=", "open")]
        with freeze_time("2026-03-03 09:00:00"):
            outing.sudo()._cron_overdue()
            self.assertIn(self.office, todo.search(domain).user_id)
            self.assertNotIn(self.gm, todo.search(domain).user_id)
        with freeze_time("2026-03-06 09:00:00"):
            outing.sudo()._cron_overdue()
            outing.sudo()._cron_overdue()
            self.assertIn(self.gm, todo.search(domain).user_id)
            use.with_user(self.keeper).action_bring_back()
        self.assertTrue(outing.is_late)
        self.assertFalse(todo.search(domain))
        self.assertEqual(1, self.env["company.control.finding"].sudo().search_count([
            ("control_code", "=", "SEAL-OUT-RETURN"), ("res_id", "=", outing.id)]))

    def test_lost_outside(self):
        """E7: a seal lost outside ends its outing; nothing is sealed with it any more."""
        use = self._approved(**OUTSIDE)
        use.with_user(self.keeper).action_take_out()
        self.seal.with_user(self.keeper).action_report_loss("Left in a taxi")
        self.assertEqual(self._outing(use).state, "lost")
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_use(1)
