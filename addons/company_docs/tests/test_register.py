"""D9: the books of outgoing and incoming documents; D10: finished = archived."""
import base64
import io

import openpyxl
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase
from odoo.addons.company_base.tests.rpc import RpcCase

from .common_archive import ArchiveFixture


class RegisterFixture(ArchiveFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = 2025
        cls.registers = cls.env["company.document.register"]
        cls.issuer = cls.env["company.document.issuer"].search([("company_id", "=", cls.company_a.id)], limit=1)
        if not cls.issuer:
            cls.issuer = cls.env["company.document.issuer"].create(
                {"name": "Company A", "code": "甲司", "company_id": cls.company_a.id})

    @classmethod
    def _issued(cls, sequence, title="Notice", state="dispatched", number_state="used", **values):
        document = cls.env["company.document.outgoing"]._as_engine().create({
            "title": title, "state": state, "issuer_id": cls.issuer.id, "company_id": cls.company_a.id,
            "kind_id": cls.kind10.id, "signed_on": f"{cls.year}-03-0{sequence % 8 + 1}", "main_text": "Bureau of Works",
            "copy_count": 5, "drafter_id": cls.drafter.id, "state_changed_on": f"{cls.year}-03-10 01:00:00",
            "name": f"甲司〔{cls.year}〕{sequence:02d}号" if number_state == "used" else "/", **values})
        number = cls.env["company.document.number"].sudo()._as_engine().create({
            "name": f"甲司〔{cls.year}〕{sequence:02d}号", "company_id": cls.company_a.id, "issuer_id": cls.issuer.id,
            "series": "test", "year": cls.year, "sequence": sequence, "document_id": document.id,
            "state": number_state, "reason": "Wrong kind" if number_state == "void" else False})
        document._as_engine().write({"number_id": number.id if number_state == "used" else False})
        return document


@tagged("standard", "at_install")
class TestRegister(RegisterFixture, CompanyCase):

    def _book(self, user, book="outgoing", year=None):
        return self._as(user, self.registers)._find_book(book, year or self.year)

    def test_void_in_place(self):
        """D9 D4: every number stands in the book in its place, void ones with their reason."""
        for sequence, state in ((1, "used"), (2, "void"), (3, "used")):
            self._issued(sequence, f"Notice {sequence}", number_state=state,
                         state="dispatched" if state == "used" else "cancelled")
        rows = self._book(self.office)._get_book_rows()
        self.assertEqual([row["number"][-3:] for row in rows], ["01号", "02号", "03号"])
        self.assertEqual([row["void"] for row in rows], [False, True, False])
        self.assertEqual(rows[1]["outcome"], "Wrong kind")
        pages = self.registers._get_book_pages("outgoing", rows)
        self.assertEqual((pages[0]["count"], pages[0]["copies"]), (2, 10))

    def test_masked(self):
        """D9 D8: a classified document keeps its row; title, recipients and remark are masked."""
        self._issued(1, "Open Matter")
        self._issued(2, "Hidden Matter", secrecy="secret", main_text="Hidden Bureau")
        rows = self._book(self.office)._get_book_rows()
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows[0]["title"], "Open Matter")
        self.assertNotIn("Hidden", str(rows))
        self.assertFalse(self._as(self.office, self.registers).search([("document_name", "ilike", "Hidden")]))
        hidden = self._book(self.office).filtered(lambda row: row.secrecy == "secret")
        with self.assertRaises(AccessError):
            hidden.action_open_document()
        self.office.sudo().group_ids += self.env.ref("base.group_allow_export")
        exported = hidden.export_data(["number", "document_name", "correspondent", "outcome"])["datas"]
        self.assertNotIn("Hidden", str(exported))

    def test_rights(self):
        """D9: the books are for the general office and auditors; other companies stay apart."""
        self._issued(1)
        self.assertTrue(self._book(self.office))
        for user in (self.outsider, self.archivist, self.drafter):
            with self.assertRaises(AccessError):
                self._book(user)
            with self.assertRaises(AccessError):
                self._as(user, self.registers).get_xlsx("outgoing", self.year)
        with self.assertRaises(UserError):
            self._as(self.office, self.registers).get_xlsx("other", self.year)
        with self.assertRaises(AccessError):
            self._book(self.office).write({"number": "X"})

    def test_incoming_book(self):
        """D9: the incoming book has date, number, source, their number, class, urgency, handler and result."""
        document = self._closed("Letter", self.year, urgency="urgent", closing_note="Done as told")
        row = self._book(self.office, "incoming")._get_book_rows()[0]
        self.assertEqual((row["number"], row["correspondent"], row["their_number"], row["outcome"]), (
            document.name, "Bureau", "粤建〔2012〕7号", "Done as told"))
        self.assertTrue(row["urgency"])

    def test_day_of_the_company(self):
        """D9: a paper of New Year's morning stands in the book of the new year."""
        self.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        document = self._closed("Morning", received_on="2024-12-31 17:00:00")
        row = self.registers.search([("res_model", "=", document._name), ("res_id", "=", document.id)])
        self.assertEqual((row.year, row.date), (2025, fields.Date.to_date("2025-01-01")))

    def test_xlsx(self):
        """D9: the workbook holds the same rows, formulas stay texts."""
        self._issued(1, "=HYPERLINK(1)")
        self._issued(2, "Second", number_state="void", state="cancelled")
        content = base64.b64decode(self._as(self.office, self.registers).get_xlsx("outgoing", self.year))
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        self.assertEqual([row[2][-3:] for row in values], ["01号", "02号"])
        self.assertEqual(values[0][5], "=HYPERLINK(1)")
        self.assertEqual(sheet["F3"].data_type, "s")

    def test_print(self):
        """D9: the printed book has a cover, all rows and totals of each page."""
        for sequence in range(1, 31):
            self._issued(sequence, f"Notice {sequence}")
        rows = self._book(self.office)
        pdf = self._as(self.office, self.env["ir.actions.report"])._render_qweb_pdf(
            "company_docs.company_document_register_report", rows.ids)[0]
        reader = PdfReader(io.BytesIO(pdf))
        texts = [page.extract_text() for page in reader.pages]
        self.assertGreater(len(texts), 2)
        box = reader.pages[1].mediabox
        self.assertGreater(box.width, box.height)
        for sequence in range(1, 31):
            self.assertTrue(any(f"{sequence:02d}" in text for text in texts))
        self.assertIn("150", texts[-1])

    def test_queries(self):
        """D9: rows of a book cost the same number of queries, few or many."""
        counts = []
        for number in (3, 12):
            for sequence in range(number):
                self._issued(100 * number + sequence)
                self._closed(f"{number}-{sequence}", self.year)
            for book in ("outgoing", "incoming"):
                rows = self._book(self.office, book)
                rows._get_book_rows()
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                rows._get_book_rows()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[:2], counts[2:])

    def test_summary_and_due(self):
        """D10: finished documents that are not filed are counted, found and brought to the office's mind."""
        late, done = self._issued(1, "Late"), self._closed("Filed", self.year)
        self.archives._file(done)
        summary = {row["book"]: row for row in self._as(self.office, self.registers).get_archive_summary(self.year)}
        self.assertEqual((summary["outgoing"]["finished"], summary["outgoing"]["complete"]), (1, False))
        self.assertEqual((summary["incoming"]["archived"], summary["incoming"]["complete"]), (1, True))
        with self.assertRaises(AccessError):
            self._as(self.outsider, self.registers).get_archive_summary()
        for _run in range(2):
            self.registers._cron_due()
        findings = self.env["company.control.finding"].search([
            ("control_id.code", "=", "DOC-ARCHIVE-DUE"), ("res_id", "=", late.id)])
        self.assertEqual(len(findings), 1)
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "document_archive_due"), ("user_id", "=", self.office.id), ("state", "=", "open")]))

    def test_without_file(self):
        """D10: what was filed without its original shows."""
        document = self._closed("No scan", self.year, file=None)
        self.archives._file(document)
        self.assertTrue(self.env["company.control.finding"].search([
            ("control_id.code", "=", "DOC-ARCHIVE-FILE"), ("res_id", "=", document.id)]))
        self._set_control("DOC-ARCHIVE-FILE", mode="block")
        with self.assertBlocked("DOC-ARCHIVE-FILE"):
            self.archives._file(self._closed("Second", self.year, file=None))
        row = self.registers.search([("res_model", "=", document._name), ("res_id", "=", document.id)])
        self.assertEqual(row.archive_state, "no_file")

    def test_dialog(self):
        """D9: the dialog prints or downloads one book of one year; an empty one says so."""
        wizard = self._as(self.office, self.env["company.document.register.print"]).create(
            {"book": "outgoing", "year": 1999})
        with self.assertRaises(UserError):
            wizard.action_print()
        self._issued(1)
        wizard.year = self.year
        self.assertEqual(wizard.action_print()["report_name"], "company_docs.report_document_register")
        self.assertIn(f"/outgoing/{self.year}.xlsx", wizard.action_export()["url"])


@tagged("standard", "post_install", "-at_install")
class TestRegisterRpc(RegisterFixture, RpcCase):

    def test_over_rpc(self):
        """D9 S7: a book is read, summed up and exported over XML-RPC; its address has the same rights."""
        self._issued(1, "Notice")
        self._issued(2, "Hidden Matter", secrecy="secret")
        model = "company.document.register"
        rows = self.rpc(self.office.login, model, "search_read", [["book", "=", "outgoing"]],
                        ["number", "document_name"])
        self.assertEqual(len(rows), 2)
        self.assertNotIn("Hidden", str(rows))
        content = base64.b64decode(self.rpc(self.office.login, model, "get_xlsx", "outgoing", self.year))
        self.assertTrue(content.startswith(b"PK"))
        self.assertTrue(self.rpc(self.office.login, model, "get_archive_summary", self.year))
        with self.assertRaises(AccessError):
            self.rpc(self.outsider.login, model, "get_xlsx", "outgoing", self.year)
        self.authenticate(self.office.login, f"{self.office.login}-Pass1")
        url = f"/company_docs/register/outgoing/{self.year}.xlsx"
        self.assertEqual(self.url_open(url).content[:2], b"PK")
        self.authenticate(self.outsider.login, f"{self.outsider.login}-Pass1")
        self.assertNotEqual(self.url_open(url).content[:2], b"PK")
