from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture


@tagged("post_install", "-at_install")
class TestSealCount(SealFixture, DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_finance()

    def _count(self, checker=None):
        count = self.env["company.seal.count"].with_user(self.office).create({
            "checker_id": (checker or self.dept_head_employee).id})
        count.action_start()
        return count

    def _line(self, count, seal):
        return count.line_ids.filtered(lambda line: line.seal_id == seal)

    def test_proposed_each_month(self):
        """E5: a count each month, in December the yearly check; once, with a to-do of the office."""
        counts = self.env["company.seal.count"]
        for moment, kind in (("2026-03-02 02:00:00", "monthly"), ("2026-12-01 02:00:00", "yearly")):
            with freeze_time(moment):
                counts._cron_propose()
                counts._cron_propose()
            count = counts.search([("company_id", "=", self.company_a.id), ("kind", "=", kind)])
            self.assertEqual(len(count), 1)
            self.assertTrue(count.deadline)

    def test_shown_and_confirmed(self):
        """E5: the holder shows, another person confirms; the count closes without differences."""
        count = self._count()
        self.assertEqual(count.line_ids.seal_id, self.official + self.finance + self.legal_rep)
        line = self._line(count, self.official)
        with self.assertRaisesRegex(UserError, "not shown"):
            line.with_user(self.dept_head).action_confirm()
        for user in (self.office, self.dept_head):
            with self.assertRaises(UserError):
                line.with_user(user).action_show()
        with self.assertRaises(UserError):
            count.with_user(self.dept_head).action_finish()
        for seal, keeper in ((self.official, self.keeper), (self.finance, self.cashier),
                             (self.legal_rep, self.accountant)):
            line = self._line(count, seal)
            line.with_user(keeper).action_show()
            with self.assertRaises(UserError):
                line.with_user(keeper).action_confirm()
            line.with_user(self.dept_head).action_confirm()
        count.with_user(self.dept_head).action_finish()
        self.assertEqual(count.state, "done")

    def test_never_own(self):
        """E5: nobody confirms what he keeps himself."""
        count = self._count(self.keeper_employee)
        line = self._line(count, self.official)
        line.with_user(self.keeper).action_show()
        with self.assertBlocked("SEAL-COUNT"):
            line.with_user(self.keeper).action_confirm()

    def test_difference_followed_up(self):
        """E5: a difference is a finding and stays open until it is settled."""
        count = self._count()
        for line in count.line_ids:
            line.with_user(line.holder_user_id).action_show()
        with self.assertRaises(UserError):
            self._line(count, self.official).with_user(self.dept_head).action_confirm("missing")
        self._line(count, self.official).with_user(self.dept_head).action_confirm("missing", "The cabinet is empty")
        (count.line_ids - self._line(count, self.official)).with_user(self.dept_head).action_confirm()
        count.with_user(self.dept_head).action_finish()
        self.assertEqual((count.state, count.difference_count), ("follow_up", 1))
        self.assertTrue(self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "SEAL-COUNT"), ("res_id", "=", self._line(count, self.official).id)]))
        with self.assertRaises(UserError):
            count.action_close()
        with self.assertRaises(AccessError):
            self._line(count, self.official).with_user(self.dept_head).action_resolve("Found")
        self._line(count, self.official).with_user(self.office).action_resolve("Found in the car")
        count.action_close()
        self.assertEqual(count.state, "done")

    def test_written_by_steps_only(self):
        """E5: results are never typed in, lines never added or removed; others see nothing."""
        count = self._count()
        line = count.line_ids[0]
        for values in ({"result": "present"}, {"holder_id": self.office_employee.id}, {"follow_state": "closed"}):
            for record in (line, line.sudo(), line.with_user(self.dept_head)):
                with self.assertRaises(AccessError):
                    record.write(values)
        with self.assertRaises(AccessError):
            count.write({"line_ids": [(0, 0, {"seal_id": self.official.id})]})
        with self.assertRaises(UserError):
            count.sudo().unlink()
        with self.assertRaises(AccessError):
            count.with_user(self.outsider).read(["name"])
        with self.assertRaises(AccessError):
            self.env["company.seal.count"].with_user(self.dept_head).create({})
