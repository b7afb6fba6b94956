"""D10: catalogue, label, disposal list and lending register on paper."""
import io

from pypdf import PdfReader

from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase

from .common_archive import ArchiveFixture


@tagged("standard", "at_install")
class TestArchivePrint(ArchiveFixture, CompanyCase):

    def _print(self, report, records):
        pdf = self._as(self.archivist, self.env["ir.actions.report"])._render_qweb_pdf(
            f"company_docs.{report}", records.ids)[0]
        return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())

    def test_box(self):
        """D10 S4: the catalogue lists the pieces of a box, classified titles masked; the label names the box."""
        entries = self._filed("关于防汛的通知") | self._filed("机密重组方案", secrecy="secret")
        box = self.env["company.document.archive.box"].browse(self._as(self.archivist, entries).action_box())
        text = self._print("company_document_archive_catalogue_report", box)
        for wanted in (entries[0].name, entries[1].name, "关于防汛的通知"):
            self.assertIn(wanted, text)
        self.assertNotIn("重组", text)
        self.assertIn(box.name, self._print("company_document_archive_label_report", box))

    def test_disposal(self):
        """D10 S4: the disposal list prints number, title and both persons."""
        self._filed("旧函一件")
        disposal = self._as(self.archivist, self.env["company.document.archive.disposal"]).create({"reason": "期满"})
        disposal.action_collect()
        disposal.action_submit()
        self._approve_all(disposal)
        disposal.action_destroy("机要室")
        self._as(self.office, disposal).action_witness()
        text = self._print("company_document_archive_disposal_report", disposal)
        for wanted in ("旧函一件", "DangArchivist", "FengOffice", "机要室", "期满"):
            self.assertIn(wanted, text)

    def test_lending_register(self):
        """D10 S4: the lending register prints the loans together."""
        entry = self._filed("函", readers=(self.outsider,))
        loans = self._as(self.outsider, self.env["company.document.archive.loan"]).create([
            {"purpose": "查阅一", "archive_ids": [(6, 0, entry.ids)]}, {"purpose": "查阅二"}])
        text = self._print("company_document_archive_loan_report", loans)
        self.assertIn("查阅一", text)
        self.assertIn("查阅二", text)
