"""Terms by urgency, reminders, escalation, urging and figures of incoming documents."""
from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .incoming_common import IncomingCase

MONDAY = "2026-03-02 02:00:00"      # 10:00 in Shanghai


@tagged("post_install", "-at_install")
class TestIncomingDeadline(IncomingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        cls.company_a.resource_calendar_id.leave_ids.unlink()

    def _paper_of(self, urgency, **values):
        return self._registered(urgency=urgency, received_on=MONDAY, source_number=urgency, **values)

    def test_terms_by_urgency(self):
        """D7: one, two and seven working days after the receipt; the weekend doesn't count (§5.8.2)."""
        with freeze_time(MONDAY):
            days = [self._paper_of(urgency).deadline.strftime("%m-%d") for urgency in (
                "extra_urgent", "urgent", "normal")]
        self.assertEqual(days, ["03-03", "03-04", "03-11"])

    def test_terms_of_the_company(self):
        """D7: the days are settings of the company; a holiday moves the end."""
        self.company_a.document_days_urgent = 3
        with freeze_time(MONDAY):
            self.assertEqual(self._paper_of("urgent").deadline.date().isoformat(), "2026-03-05")
            self.env["resource.calendar.leaves"].create({
                "name": "Holiday", "company_id": self.company_a.id, "date_from": "2026-03-02 16:00:00",
                "date_to": "2026-03-03 15:59:59"})
            self.assertEqual(self._paper_of("extra_urgent").deadline.date().isoformat(), "2026-03-04")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company_a.document_days_urgent = 0
            self.env.flush_all()

    def test_task_term_within_the_document(self):
        """D7: a task ends with its document at the latest; after that a new term begins."""
        with freeze_time(MONDAY):
            paper = self._instructed(urgency="urgent", received_on=MONDAY)
            with self.assertRaises(UserError):
                paper.action_assign([self.department.id], due="2026-03-20 00:00:00")
            paper.action_assign([self.department.id], due="2026-03-03 03:00:00")
            self.assertEqual(paper.circulation_ids.due, datetime(2026, 3, 3, 3))
        with freeze_time("2026-03-05 02:00:00"):
            paper.action_assign([self.finance_department.id])
            late = paper.circulation_ids.filtered(lambda row: row.department_id == self.finance_department)
            self.assertEqual(late.due.date().isoformat(), "2026-03-09")

    def test_late_feedback_is_a_finding(self):
        """D7: feedback after the term is kept, and is a finding."""
        with freeze_time(MONDAY):
            paper = self._assigned(urgency="extra_urgent", received_on=MONDAY)
        with freeze_time("2026-03-04 02:00:00"):
            self.assertEqual(paper.deadline_status, "overdue")
            self.assertIn(paper, self.incoming.search([("deadline_status", "=", "overdue")]))
            paper.with_user(self.dept_head).action_reply("Late")
            self.assertFalse(paper.is_on_time)
            self.assertNotIn(paper, self.incoming.search([("deadline_status", "=", "overdue")]))
        self.assertIn("DOC-IN-LATE", self.env["company.control.finding"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]).mapped("control_code"))

    def _count_messages(self, user):
        return self.env["mail.notification"].search_count([("res_partner_id", "=", user.partner_id.id)])

    def test_reminder_and_escalation(self):
        """D7 S8: reminded once before the term, escalated once after it, however often the job runs."""
        with freeze_time(MONDAY):
            paper = self._assigned(urgency="extra_urgent", received_on=MONDAY)
            self.incoming._cron_remind()
            before = self._count_messages(self.dept_head)
        with freeze_time("2026-03-03 07:00:00"):
            self.incoming._cron_remind()
            self.assertEqual(self._count_messages(self.dept_head), before + 1)
            self.incoming._cron_remind()
            self.assertEqual(self._count_messages(self.dept_head), before + 1)
            self.assertNotIn("overdue", self._get_todos(paper))
        with freeze_time("2026-03-03 11:00:00"):
            self.incoming._cron_remind()
            self.assertIn("overdue", self._get_todos(paper, self.office))
            self.assertIn("overdue", self._get_todos(paper, self.gm), "the superior of the head of the department")
            escalated = paper.circulation_ids.escalated_on
            self.incoming._cron_remind()
            self.assertEqual(paper.circulation_ids.escalated_on, escalated)
            paper.with_user(self.dept_head).action_reply("Late")
            paper.action_close("Done")
            self.assertNotIn("overdue", self._get_todos(paper))

    def test_escalation_of_waiting_leader(self):
        """D7: a document that nobody moves on is told to the office, whatever its stage."""
        with freeze_time(MONDAY):
            paper = self._paper_of("extra_urgent")
            paper.action_propose("For instruction")
        with freeze_time("2026-03-04 02:00:00"):
            self.incoming._cron_remind()
            self.assertIn("overdue", self._get_todos(paper, self.office))

    def test_constant_queries(self):
        """D7: the job takes as many queries for many papers as for few; so does the list."""
        with freeze_time(MONDAY):
            papers = [self._assigned(urgency="extra_urgent", received_on=MONDAY, source_number=str(number))
                      for number in range(12)]
        with freeze_time("2026-03-04 02:00:00"):
            self.env.flush_all()
            counts = []
            for part in (papers[:2], papers[2:]):
                others = self.incoming.union(*papers) - self.incoming.union(*part)
                now = datetime(2026, 3, 4)
                others._as_engine().write({"escalated_on": now})
                others.circulation_ids._as_engine().write({"escalated_on": now})
                self.incoming.union(*part)._as_engine().write({"escalated_on": False})
                self.incoming.union(*part).circulation_ids._as_engine().write({"escalated_on": False})
                self.env.flush_all()
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                self.incoming._escalate_late(self.company_a)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0], counts)
        specification = {name: {} for name in (
            "name", "title", "deadline_status", "reading_summary", "is_unread", "is_waiting_for_me", "state")}
        lists = []
        for limit in (1, 2, 12):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.incoming.with_user(self.office).web_search_read([], specification, limit=limit)
            lists.append(self.env.cr.sql_log_count - start)
        self.assertEqual(lists[1], lists[2], lists)

    def test_urging(self):
        """D6: urging reaches those who are awaited, and not twice within the pause."""
        with freeze_time(MONDAY):
            paper = self._assigned(departments=self.department | self.finance_department)
            self.assertEqual(paper.action_urge(), 2)
            with self.assertRaises(UserError):
                paper.action_urge()
            with self.assertRaises(UserError):
                paper.with_user(self.dept_head).action_urge()
        with freeze_time("2026-03-02 07:00:00"):
            paper.with_user(self.accountant).action_reply("Done")
            self.assertEqual(paper.with_user(self.gm).action_urge(), 1)
        waiting = self._registered(source_number="w")
        waiting.action_propose("For instruction")
        self.assertEqual(waiting.action_urge(), 1)
        with self.assertRaises(UserError):
            waiting.action_urge()

    def test_figures(self):
        """D7 D13: on-time and reading rates per department, without any title."""
        with freeze_time(MONDAY):
            paper = self._assigned(departments=self.department | self.finance_department, urgency="extra_urgent",
                                   received_on=MONDAY)
            paper.action_circulate([self.outsider.id])
            paper.with_user(self.accountant).action_reply("In time")
        with freeze_time("2026-03-05 02:00:00"):
            paper.with_user(self.dept_head).action_reply("Late")
        self.env.flush_all()
        report = self.env["company.document.handling.report"].with_user(self.office)
        rates = dict(report._read_group(
            [("purpose", "=", "handle")], ["department_id"], ["on_time_rate:avg"]))
        self.assertEqual({department.id: rate for department, rate in rates.items()},
                         {self.department.id: 0, self.finance_department.id: 100})
        [[read]] = report._read_group([("purpose", "=", "read")], [], ["read_rate:avg"])
        self.assertEqual(read, 0)
        self.assertNotIn("title", report._fields)


@tagged("post_install", "-at_install")
class TestIncomingReading(IncomingCase):

    def test_read_receipts(self):
        """D13: opening the document by oneself is the receipt; lists and others' opening are none."""
        paper = self._instructed()
        paper.action_circulate([self.outsider.id, self.drafter.id])
        rows = paper.circulation_ids
        mine = paper.with_user(self.outsider)
        self.assertIn(mine, self.incoming.with_user(self.outsider).search([("is_unread", "=", True)]))
        self.incoming.with_user(self.outsider).web_search_read([], {"title": {}})
        self.assertFalse(any(rows.mapped("read_on")))
        mine.web_read({"title": {}})
        row = rows.filtered(lambda row: row.user_id == self.outsider)
        self.assertTrue(row.read_on)
        self.assertEqual(row.state, "done")
        self.assertFalse(self._get_todos(paper, self.outsider))
        self.assertFalse(mine.is_unread)
        self.assertEqual((paper.read_count, paper.unread_count, paper.reading_summary), (1, 1, "1/2"))
        paper.with_user(self.office).web_read({"title": {}})
        self.assertFalse((rows - row).read_on)
        self.assertIs(paper.with_user(self.drafter).action_read(), True)
        self.assertTrue((rows - row).read_on)

    def test_remind_unread(self):
        """D13: the office reminds those who have not read; the job does so once after the days set."""
        paper = self._instructed()
        with freeze_time(MONDAY):
            paper.action_circulate([self.outsider.id, self.drafter.id])
            paper.with_user(self.drafter).action_read()
            self.assertEqual(paper.action_remind_unread(), 1)
            with self.assertRaises(UserError):
                paper.action_remind_unread()
            with self.assertRaises(UserError):
                paper.with_user(self.outsider).action_remind_unread()
        row = paper.circulation_ids.filtered(lambda row: not row.read_on)
        with freeze_time("2026-03-06 02:00:00"):
            self.incoming._cron_remind()
            self.assertEqual(row.reminded_on, datetime(2026, 3, 6, 2))
        with freeze_time("2026-03-07 02:00:00"):
            self.incoming._cron_remind()
            self.assertEqual(row.reminded_on, datetime(2026, 3, 6, 2))
            with self.assertRaises(UserError):
                row.with_user(self.drafter).action_urge()
            self.assertEqual(row.with_user(self.office).action_urge(), 1)

    def test_classified(self):
        """D6 D8: a secret paper is given to people with clearance only, and its to-dos carry no title."""
        for employee in self.office_employee | self.gm_employee:
            employee._set_clearance("top_secret", "Test")
        paper = self._new_paper(title="Hidden Matter", secrecy="secret")
        paper.action_register()
        paper.action_propose("For instruction", self.gm.id)
        todos = self.env["company.todo"].sudo().search([("res_model", "=", paper._name), ("res_id", "=", paper.id)])
        self.assertTrue(todos)
        self.assertFalse([name for name in todos.mapped("name") if "Hidden" in name])
        paper.with_user(self.gm).action_instruct("Agreed")
        with self.assertBlocked("DOC-CLEARANCE"):
            paper.action_circulate([self.outsider.id])
        with self.assertRaises(UserError):
            paper.with_user(self.archivist).web_read({"title": {}})
        entries = self.env["company.ledger.entry"].sudo().search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)])
        self.assertTrue(entries)
        self.assertFalse([entry for entry in entries if "Hidden" in entry.record_name + entry.payload])

    def test_outgoing_circulation(self):
        """D13: outgoing documents are circulated and read the same way."""
        document = self.env["company.document.outgoing"].with_user(self.drafter).create({
            "title": "Notice", "kind_id": self.kind.id})
        rows = self.env["company.document.circulation"]._send(document.sudo(), self.outsider, "read")
        self.assertEqual(rows.sudo().outgoing_id, document)
        self.assertIn(self.outsider, document.sudo().reader_ids)
        document.with_user(self.outsider).web_read({"title": {}})
        self.assertTrue(rows.sudo().read_on)
        self.assertEqual(document.sudo().reading_summary, "1/1")
        with self.assertRaises(UserError):
            document.with_user(self.drafter).action_remind_unread()
        self.assertEqual(rows.with_user(self.outsider).action_open_document()["res_id"], document.id)

    def test_links_to_files(self):
        """D6: the mixed door of files and rows takes no foreign document."""
        paper = self._registered()
        with self.assertRaises(UserError):
            paper.with_user(self.office).write({"file_ids": [Command.clear()]})
