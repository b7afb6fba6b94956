from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from .outgoing_common import OutgoingCase, OutgoingRpcCase


class TestOutgoingDispatch(OutgoingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance_department.manager_id = cls.accountant_employee

    def test_only_the_office(self):
        """D2: documents leave the house by the general office only (R6 §5.9.1.5)."""
        document = self._seal(cc_unit_ids=[Command.set(self.unit.ids)])
        with self.assertBlocked("DOC-DISPATCH"):
            document.action_dispatch()
        self._set_control("DOC-DISPATCH", mode="warn")
        document.action_dispatch()
        self.assertEqual(document.state, "dispatched")

    def test_no_mail_past_the_office(self):
        """D2: a department can't send a document out by a message to somebody outside (R6 §5.9.1.5)."""
        document = self._issue()
        outside = self.env["res.partner"].create({"name": "Outside", "email": "outside@example.com"})
        with self.assertBlocked("DOC-DISPATCH"):
            document.message_post(body="请查收", partner_ids=outside.ids)
        document.message_post(body="请看", partner_ids=self.dept_head.partner_id.ids)
        document.with_user(self.office).message_post(body="请查收", partner_ids=outside.ids)

    def test_list_of_recipients(self):
        """D2: one line per recipient; the office sets copies and way, nobody adds or removes recipients."""
        document = self._number(cc_unit_ids=[Command.set(self.unit.ids)])
        lines = document.dispatch_ids
        self.assertEqual(lines.mapped("display_name"), ["Finance", "First Branch"])
        self.assertEqual(lines.mapped("is_copy"), [False, True])
        self.assertEqual(lines.mapped("method"), ["internal", "paper"])
        lines[1].with_user(self.office).write({"copies": 3, "method": "mail", "remark": "顺丰"})
        with self.assertRaises(AccessError):
            lines[1].write({"copies": 5})
        with self.assertRaises(UserError):
            lines[1].with_user(self.office).write({"partner_id": self.company_b.partner_id.id})
        with self.assertRaises(UserError):
            lines[1].with_user(self.office).write({"received_on": fields.Datetime.now()})
        with self.assertRaises(UserError):
            lines.with_user(self.office).unlink()
        with self.assertRaises(UserError):
            lines.with_user(self.office).create({"document_id": document.id, "partner_id": self.unit.id})
        document.action_proofread(True)
        document.sudo()._set_state("sealed")
        document.with_user(self.office).action_dispatch()
        with self.assertRaises(UserError):
            lines[1].with_user(self.office).write({"copies": 5})

    def test_receipts(self):
        """D2: departments confirm in the system, the office records the receipt of units."""
        document = self._dispatch(cc_unit_ids=[Command.set(self.unit.ids)])
        internal, unit = document.dispatch_ids
        self.assertTrue(all(document.dispatch_ids.mapped("sent_on")))
        self.assertEqual(internal.sent_by_id, self.office)
        self.assertTrue(document.with_user(self.accountant).has_access("read"), "the head of the department was told")
        with self.assertRaises(UserError):
            internal.action_receive()
        with self.assertRaises(AccessError):
            internal.with_user(self.outsider).action_receive()
        internal.with_user(self.accountant).action_receive()
        self.assertEqual(internal.received_by, self.accountant.name)
        with self.assertRaises(UserError):
            internal.with_user(self.accountant).action_receive()
        with self.assertRaises(UserError):
            unit.with_user(self.accountant).action_receive("自己")
        office = unit.with_user(self.office)
        for arguments in (("",), ("王收发", "2099-01-01 00:00:00"), ("王收发", "gestern"),
                          ("王收发", "2001-01-01 00:00:00")):
            with self.assertRaises(UserError):
                office.action_receive(*arguments)
        office.action_receive("王收发")
        self.assertEqual(unit.received_by, "王收发")
        self.assertEqual((document.dispatch_count, document.received_count), (2, 2))
        self.assertEqual(document.step_ids.mapped("step")[-2:], ["received", "received"])

    def test_opening_is_receipt(self):
        """D2: the head of a department that opens the document has received it."""
        document = self._dispatch()
        self.assertFalse(document.dispatch_ids.received_on)
        document.with_user(self.accountant).read(["title", "body"])
        self.assertTrue(document.dispatch_ids.received_on)

    def test_overdue_receipts(self):
        """D2: the office is reminded of receipts that don't come, once, and no more when they came."""
        document = self._dispatch(cc_unit_ids=[Command.set(self.unit.ids)])
        todos = self.env["company.todo"].sudo()
        domain = [("kind", "=", "document_receipt"), ("res_id", "=", document.id), ("state", "=", "open")]
        dispatches = self.env["company.document.dispatch"]
        dispatches._cron_remind_receipts()
        self.assertFalse(todos.search(domain))
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            for _turn in range(2):
                dispatches._cron_remind_receipts()
            self.assertEqual(todos.search(domain).user_id, self.office | self.office2)
            document.dispatch_ids.with_user(self.office).action_receive("收发室")
            self.assertFalse(todos.search(domain))

    def test_archive(self):
        """D2: filed by the office once dispatched; draft, versions and annexes stay with it (R6 §5.9.1.4)."""
        document = self._dispatch(annex_ids=[Command.create({"name": "名单", "file": "eA==", "file_name": "a.txt"})])
        with self.assertRaises(UserError):
            document.action_archive()
        document.with_user(self.office).action_archive()
        self.assertEqual(document.state, "archived")
        self.assertGreaterEqual(document.archive_id.file_count, 1)
        with self.assertRaises(UserError):
            document.with_user(self.office).action_archive()

    def test_ledger(self):
        """D2: number and dispatch stand in the ledger with the digest of the text."""
        document = self._dispatch()
        entries = self.env["company.ledger.entry"].search([
            ("res_model", "=", document._name), ("res_id", "=", document.id), ("kind", "like", "document.")])
        self.assertEqual(set(entries.mapped("kind")), {"document.number", "document.dispatch"})
        for entry in entries:
            self.assertIn(document.text_digest, entry.payload)
            self.assertNotIn(document.title, entry.payload)

    def test_list_queries(self):
        """D2: the list costs the same number of queries for 5 and 25 documents."""
        names = ["draft_no", "name", "title", "kind_id", "secrecy", "urgency", "main_text", "waiting_for", "state"]
        spec = {name: {} for name in names} | {"drafter_id": {"fields": {"display_name": {}}}}

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.documents.with_user(self.office).web_search_read([], spec, limit=limit)
            return self.cr.sql_log_count - before
        for _turn in range(25):
            self._submit()
        count(1)
        self.assertEqual(count(5), count(25))


class TestOutgoingRpc(OutgoingRpcCase):

    def test_flow(self):
        """S7: the whole flow over XML-RPC with the rights of each user; every answer is a plain value."""
        model = "company.document.outgoing"
        key = self.rpc("test.employee", model, "create", self._draft_values())
        self.assertTrue(self.rpc("test.employee", model, "preview_approval", [key]))
        self.assertIs(self.rpc("test.employee", model, "action_submit", [key]), True)
        document = self.documents.browse(key)
        for login in ("test.manager", "test.office", "test.gm"):
            self.rpc(login, "company.approval", "action_approve", document.approval_id.ids, "同意")
        with self.assertRaises(UserError):
            self.rpc("test.employee", model, "action_number", [key])
        self._take_findings()
        with self.assertRaises(UserError):
            self.rpc("test.employee", model, "write", [key], {"title": "x"})
        numbers = self.rpc("test.office", model, "action_number", [key])
        self.assertEqual(numbers, {str(key): document.name})
        self.assertIs(self.rpc("test.employee", model, "action_proofread", [key], False, "错一字"), True)
        self.assertIs(self.rpc("test.office", model, "action_send_proof", [key], "已改"), True)
        self.assertIs(self.rpc("test.employee", model, "action_proofread", [key], True), True)
        document.sudo()._set_state("sealed")
        self.assertIs(self.rpc("test.office", model, "action_dispatch", [key]), True)
        lines = document.dispatch_ids.ids
        self.assertIs(self.rpc("test.office", "company.document.dispatch", "action_receive", lines, "收发室"), True)
        self.assertIs(self.rpc("test.office", model, "action_archive", [key]), True)
        self.assertEqual(document.state, "archived")
        self.assertEqual(self.rpc("test.office", "company.document.number", "get_free_numbers"), [])

    def test_void_restart_cancel(self):
        """S7: voiding, opening again and giving up over XML-RPC, with reasons."""
        model = "company.document.outgoing"
        document = self._number()
        self.assertIs(self.rpc("test.office", model, "action_void_number", document.ids, "印错"), True)
        self.assertIs(self.rpc("test.employee", model, "action_restart", document.ids, "改期"), True)
        self.assertIs(self.rpc("test.employee", model, "action_cancel", document.ids, "不发"), True)
        self.assertEqual(document.state, "cancelled")

    def test_json2(self):
        """S7: the same over JSON-2."""
        document = self._issue()
        status, answer = self.json2("test.office", "company.document.outgoing", "action_number", ids=document.ids)
        self.assertEqual((status, answer), (200, {str(document.id): document.name}))
        status, answer = self.json2("test.office", "company.document.outgoing", "write", ids=document.ids,
                                    vals={"title": "x"})
        self.assertEqual(status, 403)

    def test_private(self):
        """S7: what starts with an underscore is not callable."""
        document = self._issue()
        for method in ("_do_number", "_set_state", "_as_engine", "_do_void_number"):
            with self.assertRaises(Exception):      # noqa: B017  whatever the door answers
                self.rpc("test.office", "company.document.outgoing", method, document.ids)
        self.assertEqual(document.state, "issued")
