"""D8: what leaves the screen of a classified paper: exports, workbooks, prints, Word files, mails; and at the seal."""
import base64
import io
import json

import openpyxl
from docx import Document
from pypdf import PdfReader

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase, DocumentsFixture
from .sealuse_common import SealUseFixture
from .secrecy_common import SecrecyFixture
from .test_secrecy_doors import LOUD

MODEL = "company.document.outgoing"


@tagged("post_install", "-at_install")
class TestSecrecyExport(SecrecyFixture, DocumentsFixture, RpcCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        exporters = cls.env.ref("base.group_allow_export")
        cls.people = (cls.office, cls.settings_admin, cls.auditor.user_id, cls.secrecy_officer, cls.outsider)
        for user in (cls.drafter, *cls.people):
            user.sudo().group_ids += exporters

    def _rows(self, action, user=None):
        rows = self.env["company.document.access"].search([("res_id", "=", self.paper.id), ("action", "=", action)])
        return rows.filtered(lambda row: row.user_id == user) if user else rows

    def _login(self, user):
        self.authenticate(user.login, f"{user.login}-Pass1")

    def _workbook(self, model, ids, names):
        """Text of the web client's XLSX export."""
        data = {"model": model, "fields": [{"name": name, "label": name, "type": "char"} for name in names], "ids": ids,
                "domain": [], "groupby": [], "import_compat": False, "context": {}}
        response = self.url_open("/web/export/xlsx", data={
            "csrf_token": http.Request.csrf_token(self), "data": json.dumps(data)})
        if response.headers.get("Content-Type", "").startswith("application/vnd.openxml"):
            sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
            return str([[cell.value for cell in row] for row in sheet.iter_rows()])
        return response.text

    def test_export_data(self):
        """D8: a reader's export is logged with its fields, through the link of another record too; others get none."""
        self.rpc(self.drafter.login, MODEL, "export_data", self.paper.ids, ["title", "body"])
        [row] = self._rows("export")
        self.assertEqual((row.user_id, row.secrecy), (self.drafter, "confidential"))
        self.assertIn("title, body", row.detail)
        self.assertTrue(row.address)
        self.assertNotIn("Zhujiang", row.document_name)
        annex = self.env["company.document.annex"].with_user(self.drafter).create({
            "document_id": self.paper.id, "name": "List"})
        data = self.rpc(self.drafter.login, annex._name, "export_data", annex.ids, ["name", "document_id/title"])
        self.assertIn("Zhujiang", str(data))
        self.assertEqual(len(self._rows("export", self.drafter)), 2)
        for user in self.people:
            for model, ids, names in ((MODEL, self.paper.ids, ["title"]),
                                      (annex._name, annex.ids, ["document_id/title"])):
                with self.subTest(user=user.login, model=model), mute_logger(*LOUD), self.assertRaises(AccessError):
                    self.rpc(user.login, model, "export_data", ids, names)
        self.assertEqual(self._rows("export").user_id, self.drafter)

    def test_workbook(self):
        """D8: the XLSX of the web client holds the paper for its reader and is logged; others find no word of it."""
        self._login(self.drafter)
        self.assertIn("Zhujiang", self._workbook(MODEL, self.paper.ids, ["title", "name"]))
        self.assertEqual(len(self._rows("export", self.drafter)), 1)
        for user in self.people:
            self._login(user)
            with self.subTest(user=user.login), mute_logger(*LOUD, "odoo.addons.web.controllers.export"):
                for ids in (self.paper.ids, False):
                    self.assertNotIn("Zhujiang", self._workbook(MODEL, ids, ["title", "name"]))
        self.assertEqual(self._rows("export").user_id, self.drafter)

    def test_prints(self):
        """D8 D5: the printed form and the layout carry the reader's login and are logged; others get neither."""
        url = f"/report/pdf/company_docs.report_outgoing_draft_form/{self.paper.id}"
        layout = f"/company_docs/outgoing/{self.paper.id}/layout"
        self._login(self.drafter)
        for path in (url, f"{layout}.pdf"):
            content = self.url_open(path).content
            self.assertTrue(content.startswith(b"%PDF"), path)
            text = PdfReader(io.BytesIO(content)).pages[0].extract_text().replace(" ", "")
            self.assertIn(self.drafter.login, text)
        self.assertEqual(len(self._rows("print", self.drafter)), 1)
        logged = len(self._rows("open", self.drafter) | self._rows("download", self.drafter))
        self.assertTrue(logged)
        content = self.url_open(f"{layout}.docx").content
        self.assertIn("88 million", "".join(line.text for line in Document(io.BytesIO(content)).paragraphs))
        [row] = self._rows("download", self.drafter).filtered(lambda row: row.detail == "docx")
        self.assertTrue(row.address)
        before = len(self.env["company.document.access"].search([("res_id", "=", self.paper.id)]))
        for user in self.people:
            self._login(user)
            for path in (url, f"{layout}.pdf", f"{layout}.docx", f"{layout}.pdf?download=1"):
                with self.subTest(user=user.login, path=path), mute_logger(*LOUD):
                    response = self.url_open(path)
                    self.assertNotEqual(response.status_code, 200)
                    self.assertNotIn(b"88 million", response.content)
        self.assertEqual(len(self.env["company.document.access"].search([("res_id", "=", self.paper.id)])), before)

    def test_mails_and_chatter(self):
        """D8: mails about the paper carry class and number and go to readers only; its log never names it elsewhere."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        self.paper.with_user(self.drafter).message_post(
            body="About Zhujiang", partner_ids=(self.outsider | self.gm).partner_id.ids, message_type="comment",
            subtype_xmlid="mail.mt_comment")
        self.env["company.todo"].sudo()._open("approval", self.paper, self.outsider, self.paper._get_masked_name())
        self.env["company.todo"]._cron_mirror_activities()
        new = mails.search([]) - before
        for mail in new:
            self.assertNotIn("Zhujiang", f"{mail.subject}{mail.body_html}")
            self.assertNotIn(self.outsider.partner_id, mail.recipient_ids)
            self.assertFalse(mail.attachment_ids)
        with mute_logger(*LOUD), self.assertRaises(AccessError):
            self.paper.with_user(self.outsider).message_ids.mapped("body")
        self.assertNotIn("Zhujiang", self.paper.display_name)


@tagged("post_install", "-at_install")
class TestKeeperClearance(SealUseFixture, DocumentsCase):

    def _secret(self):
        for employee in (self.drafter_employee, self.keeper_employee, self.dept_head_employee):
            employee.with_user(self.secrecy_officer).action_set_clearance("secret", "Needed for the post")
        use = self._draft(secrecy="secret", title="Heron", purpose="Osprey")
        use.action_submit()
        self._approve(use)
        return use

    def test_keeper_without_clearance(self):
        """D8 E3: a deputy who gets the seal after the approval and has no clearance neither sees nor seals the paper;
        his to-do names it by number; with the clearance he does."""
        use = self._secret()
        self.assertEqual(use.state, "approved")
        self.seal.sudo()._move_custody(self.office2_employee, "absence")
        deputy = use.with_user(self.office2)
        self.assertFalse(deputy.search([("id", "=", use.id)]))
        todos = self.env["company.todo"].sudo().search([
            ("res_model", "=", use._name), ("res_id", "=", use.id), ("user_id", "=", self.office2.id)])
        self.assertNotIn("Heron", "".join(todos.mapped("name")))
        for call in (lambda: deputy.action_use(), lambda: deputy.read(["title"]), lambda: deputy.action_refuse("No"),
                     lambda: use.file_ids.with_user(self.office2).read(["datas"])):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(self.refused_uses)
        self.office2_employee.with_user(self.secrecy_officer).action_set_clearance("secret", "Holds the seal")
        self.env.invalidate_all()
        self.assertEqual(deputy.read(["title"])[0]["title"], "Heron")
        deputy.action_use()
        self.assertEqual(use.state, "done")

    def test_clearance_taken_back(self):
        """D8 E3: the keeper who loses his clearance before he seals is refused; the register keeps no title."""
        use = self._secret()
        self.keeper_employee.with_user(self.secrecy_officer).action_set_clearance("internal", "Left the project")
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            use.with_user(self.keeper).action_use()
        self.assertEqual(use.state, "approved")

    def test_export_of_a_classified_use(self):
        """D8: exporting the application of a classified paper is logged, and for its readers only."""
        use = self._secret()
        for user in (self.drafter, self.outsider, self.seal_manager):
            user.sudo().group_ids += self.env.ref("base.group_allow_export")
        self.assertIn("Heron", str(use.with_user(self.drafter).export_data(["title"])))
        [row] = self.env["company.document.access"].search([("res_model", "=", use._name), ("action", "=", "export")])
        self.assertEqual((row.user_id, row.detail), (self.drafter, "title"))
        for user in (self.outsider, self.seal_manager):
            with self.assertRaises(AccessError):
                use.with_user(user).export_data(["title"])

    def test_print_of_the_register(self):
        """D8 E3: book and workbook of the seal use carry no title of a classified paper, whoever prints them."""
        use = self._secret()
        rows = self.env["company.seal.register"].browse(use.with_user(self.keeper).action_use())
        for user in (self.keeper, self.seal_manager, self.auditor.user_id):
            content, _kind = self.env["ir.actions.report"].with_user(user)._render_qweb_pdf(
                "company_docs.report_seal_use_register", rows.ids)
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
            self.assertIn(use.name, text.replace("\n", ""))
            for word in ("Heron", "Osprey", "proof.pdf"):
                self.assertNotIn(word, text)
            try:
                book = self.env["company.seal.register"].with_user(user).get_xlsx(rows.year)
            except UserError:
                continue        # this reader has no book of this seal
            sheet = openpyxl.load_workbook(io.BytesIO(base64.b64decode(book))).active
            self.assertNotIn("Heron", str([[cell.value for cell in row] for row in sheet.iter_rows()]))
