from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .supplier_common import SupplierCase


@tagged("post_install", "-at_install")
class TestSupplierExpiry(SupplierCase):

    def setUp(self):
        super().setUp()     # a test has one transaction: the cron commits its batches
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0))

    def _run(self, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.env.invalidate_all()
            self.env["company.supplier.qualification"]._cron_watch_papers()
        self.env.invalidate_all()

    def _todos(self, record):
        return self.env["company.todo"].search([
            ("kind", "=", "supplier.paper"), ("res_id", "=", record.id), ("state", "=", "open")])

    def test_reminders(self):
        """P22: the buyer in charge is reminded 30 and 7 days before the expiry, each once."""
        record = self._qualified_file(days=60)
        self._run(days=20)
        self.assertFalse(self._todos(record))
        self._run(days=31)
        todo = self._todos(record)
        self.assertEqual((todo.user_id, todo.urgent, record.reminder_stage), (self.buyer, False, 1))
        self._run(days=32)
        self.assertEqual(self._todos(record), todo)
        self._run(days=54)
        self.assertEqual((self._todos(record).urgent, record.reminder_stage), (True, 2))
        self.assertEqual(record.supplier_state, "qualified")

    def test_suspension(self):
        """P22: the day after a paper expired the supplier is suspended, with ledger entry and finding."""
        record = self._qualified_file(days=10)
        self._run(days=10)
        self.assertEqual(record.supplier_state, "qualified", "valid on its last day")
        for _run in range(2):
            self._run(days=11)
            self.assertEqual((record.supplier_state, record.suspension_origin, record.suspended_from),
                             ("suspended", "expiry", "qualified"))
        self.assertEqual(record.partner_id._get_supplier_state(self.company_a), "suspended")
        self.assertEqual(len([f for f in self._take_findings() if f.control_code == "PUR-PAPERS"]), 1)
        self.assertEqual(self.env["company.ledger.entry"].sudo().search_count([
            ("kind", "=", "supplier.state"), ("res_id", "=", record.id), ("payload", "like", '"origin":"expiry"')]), 1)
        self.assertEqual(len(self._todos(record)), 1)

    def test_renewal(self):
        """P22: the renewed and verified paper lifts the suspension by itself, back to the earlier status."""
        record = self._qualified_file(days=10)
        record.action_request_state("preferred", "Best", "Perfect first order")
        record.action_submit()
        self._approve(record)
        self._run(days=11)
        self.assertEqual(record.supplier_state, "suspended")
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            paper = self._add_paper(record, days=400, verify=False)
            self.assertEqual(record.supplier_state, "suspended")
            paper.with_user(self.buyer2).action_verify()
            self.assertEqual((record.supplier_state, record.suspension_origin), ("preferred", False))
            self.assertFalse(self._todos(record))
        self._run(days=13)
        self.assertEqual(record.supplier_state, "preferred")

    def test_other_paper_still_expired(self):
        """P22: renewing one of two expired papers doesn't lift the suspension."""
        record = self._new_file()
        self._add_paper(record, days=10)
        self._add_paper(record, self.certificate, days=9)
        record.action_submit()
        self._approve(record)
        self._run(days=11)
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            self._add_paper(record, days=400)
            self.assertEqual(record.supplier_state, "suspended")
            self._add_paper(record, self.certificate, days=400)
            self.assertEqual(record.supplier_state, "qualified")

    def test_suspension_by_head_stays(self):
        """P22: the head of purchasing may take over a suspension by expiry; then it needs an approval."""
        record = self._qualified_file(days=10)
        self._run(days=11)
        record.with_user(self.purchase_head).action_suspend("Wrong goods as well")
        self.assertEqual((record.suspension_origin, record.suspended_from), ("head", "qualified"))
        self._add_paper(record, days=400)
        self.assertEqual(record.supplier_state, "suspended")

    def test_modes(self):
        """S1 P22: in mode warn the buyer is told only, in mode off nothing happens."""
        warned, ignored = self._qualified_file(days=10), None
        self._set_control("PUR-PAPERS", mode="warn")
        self._run(days=11)
        self.assertEqual(warned.supplier_state, "qualified")
        self.assertEqual(len(self._todos(warned)), 1)
        ignored = self._qualified_file(self._candidate(70), days=10)
        self._set_control("PUR-PAPERS", mode="off")
        self._run(days=11)
        self.assertEqual(ignored.supplier_state, "qualified")
        self.assertFalse(self._todos(ignored).filtered(lambda todo: "expired" in todo.name))

    def test_not_suspending_kind(self):
        """P22: the expiry of a paper of a kind that doesn't suspend changes nothing."""
        record = self._qualified_file()
        self._add_paper(record, self.env.ref("company_procurement.paper_kind_product_certificate"), days=5)
        self.assertFalse(record.next_expiry)
        self._run(days=6)
        self.assertEqual(record.supplier_state, "qualified")

    def test_batches(self):
        """P22 S8: the cron works in batches and goes on where it stopped."""
        records = [self._qualified_file(self._candidate(80 + index), days=5) for index in range(3)]
        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            self.env.invalidate_all()
            files = self.env["company.supplier.qualification"]
            files._cron_watch_papers(limit=2)
            self.assertEqual(sorted(record.supplier_state for record in records),
                             ["qualified", "suspended", "suspended"])
            files._cron_watch_papers(limit=2)
            self.assertEqual({record.supplier_state for record in records}, {"suspended"})
