from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture
from .sealuse_common import SealUseFixture


@tagged("post_install", "-at_install")
class TestSealLists(SealFixture, DocumentsCase):

    def _count_queries(self, model, user, names):
        self.env.flush_all()
        self.env.invalidate_all()
        records = self.env[model].with_user(user)
        before = self.env.cr.sql_log_count
        rows = records.web_search_read([], {name: {} for name in names})
        return len(rows["records"]), self.env.cr.sql_log_count - before

    def test_constant_queries(self):
        """S9: lists of seals, custody and handovers take the same queries for few and many rows."""
        lists = (
            ("company.seal", self.drafter, ("code", "name", "holder_id", "keeper_id", "held_since", "state")),
            ("company.seal.custody", self.drafter, ("seal_id", "holder_id", "date_from", "reason")),
            ("company.seal.handover", self.office, ("name", "kind", "item_names", "giver_id", "receiver_id", "state")),
        )
        for number in range(2):
            self._handover(self._new_seal(f"Seal {number}", "other", self.keeper_employee), self.office_employee)
        for model, user, names in lists:
            self._count_queries(model, user, names)     # warm
        few = [self._count_queries(*row) for row in lists]
        for number in range(20):
            self._handover(self._new_seal(f"More {number}", "other", self.keeper_employee), self.office_employee)
        for row, (found, queries) in zip(lists, few, strict=True):
            more, now = self._count_queries(*row)
            self.assertEqual(more, found + 20, row[0])
            self.assertLessEqual(now, queries, row[0])

    def test_violation_hook(self):
        """E7: what R11 §三 punishes is told to the hook that a register of discipline takes."""
        told = []
        self.patch(type(self.env["company.seal"]), "_on_violation",
                   lambda seal, code, employee, text, source: told.append((code, employee, source._name)))
        self.official.with_user(self.keeper).action_report_loss("Stolen")
        self.assertEqual(told, [("SEAL-LOSS", self.keeper_employee, "company.seal.loss")])


@tagged("post_install", "-at_install")
class TestCertificateCustody(SealUseFixture, DocumentsCase):

    def test_handed_over_with_seals(self):
        """E5: seals and certificates change hands together; a keeper of a certificate doesn't leave either."""
        certificate = self._certificate()
        handover = self.env["company.seal.handover"].with_user(self.keeper).create({
            "kind": "transfer", "giver_id": self.keeper_employee.id, "receiver_id": self.office_employee.id})
        handover.action_fill()
        self.assertEqual(handover.line_ids.certificate_id, certificate)
        self.assertIn(self.seal, handover.line_ids.seal_id)
        handover.action_give()
        with self.assertBlocked("SEAL-DEPARTURE"), self.env.cr.savepoint():
            self.keeper_employee.write({"active": False})
        handover.with_user(self.office).action_receive()
        self.assertEqual((certificate.holder_id, self.seal.holder_id), (self.office_employee,) * 2)
        self.keeper_employee.write({"active": False})
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_certificate_counted(self):
        """E5: counts list certificates beside seals."""
        certificate = self._certificate()
        count = self.env["company.seal.count"].with_user(self.office).create({"checker_id": self.dept_head_employee.id})
        count.action_start()
        line = count.line_ids.filtered(lambda row: row.certificate_id == certificate)
        self.assertEqual(line.item_name, certificate.display_name)
        line.with_user(self.keeper).action_show()
        line.with_user(self.dept_head).action_confirm()
        with self.assertRaises(UserError):
            line.with_user(self.dept_head).action_confirm()
