import hashlib
import io
import json

import pdfplumber
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .sealuse_common import SealUseFixture


@tagged("post_install", "-at_install")
class TestSealUseYear(SealUseFixture, DocumentsCase):

    def setUp(self):
        super().setUp()
        self.register = self.env["company.seal.register"].with_user(self.seal_manager)

    def _use(self, moment="2025-06-03 02:00:00"):
        with freeze_time(moment):
            use = self._approved()
            use.with_user(self.keeper).action_use(2)
        return use

    def _close(self, year=2025):
        return self.env["company.seal.register.year"].browse(self.register.action_close_year(year))

    def test_closed(self):
        """E3 R7 §四: the register of a year is printed whole, frozen by digest, filed for ever, in the ledger."""
        use, other = self._use(), self._use("2026-02-03 02:00:00")
        book = self._close()
        self.assertEqual((book.year, book.entry_count, book.closed_by_name), (2025, 1, self.seal_manager.name))
        content = book._get_archive_files()[book.id].raw
        self.assertEqual(hashlib.sha256(content).hexdigest(), book.file_digest)
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            self.assertEqual(len(pdf.pages), book.page_count)
            text = "".join(page.extract_text() for page in pdf.pages)
        self.assertIn(use.name, text.replace("\n", ""))
        self.assertNotIn(other.name, text.replace("\n", ""))
        entry = book.archive_id.with_user(self.archivist)
        self.assertEqual((entry.year, entry.retention, entry.expires_on, entry.is_open, entry.document_name), (
            2025, "permanent", False, True, book.title))
        self.assertEqual(entry.action_open_document()["res_model"], book._name)
        self.assertIn(entry, entry.search([("document_name", "ilike", "2025")]))
        ledger = self.env["company.ledger.entry"].sudo().search([("kind", "=", "seal.year_closed")])
        self.assertEqual(json.loads(ledger.payload)["file"], book.file_digest)
        for user in (self.office, self.auditor.user_id):
            self.assertTrue(book.with_user(user).file)
        with self.assertRaises(AccessError):
            book.with_user(self.outsider).read(["file"])

    def test_refused(self):
        """E3: another person, a running or empty year, a closed one, odd arguments."""
        self._use()
        for user in (self.office, self.keeper, self.archivist, self.outsider):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.register.with_user(user).action_close_year(2025)
        for year in (2026, 2030, 2001, "2025", True, None, [2025]):
            with self.subTest(year=year), self.assertRaises(UserError), freeze_time("2026-03-01 00:00:00"):
                self.register.action_close_year(year)
        with self.assertRaises(UserError), freeze_time("2025-12-31 15:59:00"):
            self.register.action_close_year(2025)
        book = self._close()
        with self.assertRaisesRegex(UserError, "closed already"):
            self._close()
        for call in (lambda: book.with_user(self.seal_manager).write({"file_digest": "x"}),
                     lambda: book.sudo().write({"file_digest": "x"}), lambda: book.sudo().unlink(),
                     lambda: book.with_user(self.seal_manager).create({"name": "x"})):
            with self.assertRaises(AccessError):
                call()

    def test_verified(self):
        """E3 D10: a row of a closed year that was changed behind the back of the system is found."""
        use = self._use()
        entry = self._close().sudo().archive_id
        self.assertEqual(entry._verify()["broken"], [])
        self.env.cr.execute("ALTER TABLE company_seal_register DISABLE TRIGGER USER")
        self.env.cr.execute("UPDATE company_seal_register SET copies = 9 WHERE use_id = %s", [use.id])
        self.env.cr.execute("ALTER TABLE company_seal_register ENABLE TRIGGER USER")
        self.env.invalidate_all()
        self.assertEqual(entry._verify()["broken"], entry.ids)

    def test_classified_later(self):
        """E3 D8: a paper whose class was raised after its sealing stands in the archived book masked, and counts."""
        use = self._use()
        self.env.cr.execute("UPDATE company_seal_use SET secrecy_level = 2 WHERE id = %s", [use.id])
        self.env.invalidate_all()
        book = self._close()
        with pdfplumber.open(io.BytesIO(book._get_archive_files()[book.id].raw)) as pdf:
            text = "".join(page.extract_text() for page in pdf.pages)
        self.assertNotIn("Proof of", text)
        self.assertEqual(book.entry_count, 1)

    def test_dialog(self):
        """E3: the dialog closes the year and opens the filed register."""
        self._use()
        action = self.env["company.seal.register.print"].with_user(self.seal_manager).create(
            {"year": 2025}).action_close_year()
        book = self.env["company.seal.register.year"].browse(action["res_id"])
        self.assertEqual(book.with_user(self.archivist).action_view_archive()["res_id"], book.archive_id.id)
