import base64
import io
import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase, DocumentsFixture
from .sealuse_common import TEXT_PDF, SealUseFixture


@tagged("post_install", "-at_install")
class TestSealUseRpc(SealUseFixture, DocumentsFixture, RpcCase):

    def test_seal_use_over_rpc(self):
        """E2 E3 S7: from the application to the register over XML-RPC; refusals carry their sentence."""
        model, drafter, keeper = "company.seal.use", "test.employee", "test.keeper"
        file_id = self.rpc(drafter, "ir.attachment", "create", {
            "name": "proof.pdf", "datas": base64.b64encode(TEXT_PDF).decode()})
        use = self.rpc(drafter, model, "create", {
            "title": "Proof", "purpose": "Visa", "document_kind": "certificate", "file_ids": [(6, 0, [file_id])],
            "line_ids": [(0, 0, {"seal_id": self.seal.id, "copies": 2})]})
        with self.assertRaisesRegex(UserError, "Draft"):
            self.rpc(keeper, model, "action_use", [use], 1)
        self.assertTrue(self.rpc(drafter, model, "preview_approval", [use]))
        self.assertIs(self.rpc(drafter, model, "action_submit", [use]), True)
        record = self.env[model].browse(use)
        approval = record.sudo().approval_id.id
        self.assertTrue(self.rpc("test.manager", "company.approval", "action_approve", [approval], "ok"))
        with self.assertRaisesRegex(UserError, "SEAL-COPIES"):
            self.rpc(keeper, model, "action_use", [use], 3)
        with self.assertRaisesRegex(UserError, "SEAL-HOLDER"):
            self.rpc(drafter, model, "action_use", [use], 1)
        with self.assertRaises(AccessError):
            self.rpc("test.outsider", model, "action_use", [use], 1)
        with self.assertRaises(AccessError):
            self.rpc(keeper, model, "write", [use], {"state": "done"})
        entries = self.rpc(keeper, model, "action_use", [use], 2, self.seal.id, record.file_digest)
        self.assertEqual(record.state, "done")
        row = self.rpc(keeper, "company.seal.register", "read", entries, ["copies", "keeper_name", "file_digest"])[0]
        self.assertEqual((row["copies"], row["file_digest"]), (2, record.file_digest))
        for method, args in (("write", ({"copies": 9},)), ("unlink", ())):
            with self.assertRaises(AccessError):
                self.rpc("test.seal_manager", "company.seal.register", method, entries, *args)
        with self.assertRaises(AccessError):
            self.rpc(keeper, "company.seal.register", "create", {"outcome": "used", "copies": 1})
        for method in ("_apply_for", "_set_approved", "_enter"):
            with self.assertRaises(Exception):      # noqa: B017  private methods can't be called
                self.rpc(keeper, model, method, [use])
        self._take_findings()

    def test_files_over_http(self):
        """E3 E6 S7: files of applications and unmarked scans aren't given to others by /web/content."""
        use, certificate = self._draft(), self._certificate()
        scan = certificate.scan_ids
        scan_file = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", scan._name), ("res_id", "=", scan.id), ("res_field", "=", "file")])
        self.env.flush_all()
        urls = {
            "use": f"/web/content/{use.file_ids.id}", "scan": f"/web/content/{scan_file.id}",
            "field": f"/web/content/company.certificate.scan/{scan.id}/file",
            "image": f"/web/image/company.certificate.scan/{scan.id}/file"}
        for login, allowed in (("test.keeper", {"use", "scan", "field", "image"}), ("test.outsider", set()),
                               ("test.gm", set()), ("test.employee", {"use"})):
            self.authenticate(login, login + "-Pass1")
            for key, url in urls.items():
                response = self.url_open(url)
                got = response.status_code == 200 and response.content == TEXT_PDF
                self.assertTrue(got == (key in allowed), f"{login} {url}")


@tagged("post_install", "-at_install")
class TestSealUsePrints(SealUseFixture, DocumentsCase):

    def _pdf_text(self, report, records):
        from pypdf import PdfReader
        content, _kind = self.env["ir.actions.report"].with_context(lang="zh_CN")._render_qweb_pdf(report, records.ids)
        return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)

    def test_prints(self):
        """E2 E3 E6 S4: 用印审批单, 用印登记表, 证照外借/复印审批单 and the certificate register print in Chinese."""
        use = self._approved()
        use.with_user(self.keeper).action_use()
        text = self._pdf_text("company_docs.report_seal_use", use.with_user(self.drafter))
        for word in ("用印审批单", use.name, "BaoKeeper", "LiManager", "Visa"):
            self.assertIn(word, text)
        rows = use.register_ids
        text = self._pdf_text("company_docs.report_seal_use_register", rows)
        for word in ("用印登记表", use.name, "BaoKeeper"):
            self.assertIn(word, text)
        certificate = self._certificate()
        loan = self.env["company.certificate.loan"].with_user(self.drafter).create({
            "certificate_id": certificate.id, "receiver": "Bank", "purpose": "account"})
        self.assertIn("仅供Bank办理account使用", loan.watermark_text)
        text = self._pdf_text("company_docs.report_certificate_loan", loan)
        self.assertIn("证照外借/复印审批单", text)
        self.assertIn("证照登记表", self._pdf_text("company_docs.report_certificate_register", certificate))

    def test_book(self):
        """E3: the book of a year as XLSX and print; formulas stay text; an empty year says so."""
        from openpyxl import load_workbook
        use = self._approved(title="=1+1")
        use.with_user(self.keeper).action_use()
        year = use.register_ids.year
        register = self.env["company.seal.register"].with_user(self.keeper)
        book = load_workbook(io.BytesIO(base64.b64decode(register.get_xlsx(year, self.seal.id))))
        self.assertIn("=1+1", [cell.value for cell in book.active[2]])
        self.assertTrue(all(cell.data_type != "f" for cell in book.active[2]))
        with self.assertRaises(UserError):
            register.get_xlsx(1999)
        with self.assertRaises(UserError):
            self.env["company.seal.register"].with_user(self.outsider).get_xlsx(year)
        wizard = self.env["company.seal.register.print"].with_user(self.keeper).create({"year": year})
        self.assertEqual(wizard.action_print()["type"], "ir.actions.report")

    def test_wizards(self):
        """E3: the dialogs at the seal: digest of the paper at hand, refusal, sealed copy."""
        use = self._approved(copies=1)
        wizards = self.env["company.seal.use.step"].with_user(self.keeper)
        form = Form(wizards.with_context(default_use_id=use.id, default_step="use"))
        self.assertEqual((form.seal_id, form.copies), (self.seal, 1))
        wizard = wizards.create({"use_id": use.id, "step": "use", "paper": base64.b64encode(b"other")})
        self.assertEqual((wizard.copies, wizard.seal_id), (1, self.seal))
        with self.assertBlocked("SEAL-DIGEST"):
            wizard.action_confirm()
        wizard.paper = use.file_ids.datas
        wizard.action_confirm()
        self.assertEqual(use.state, "done")
        wizards.create({"use_id": use.id, "step": "attach", "paper": self._encode(TEXT_PDF)}).action_confirm()
        self.assertTrue(use.sealed_file_ids)
        with self.assertRaises(AccessError):
            wizards.with_user(self.outsider).create({"use_id": use.id, "step": "use"})

    def test_constant_queries(self):
        """E3: the keeper's list costs the same number of queries for 2 and for 12 applications."""
        def count(number):
            self.env.invalidate_all()
            model = self.env["company.seal.use"].with_user(self.keeper)
            start = self.env.cr.sql_log_count
            uses = model.search_fetch([("is_keeper", "=", True)], ["name", "seal_names", "state"], limit=number)
            uses.mapped("can_use")
            return self.env.cr.sql_log_count - start
        for _turn in range(12):
            self._draft()
        self.env.flush_all()
        count(2)
        self.assertEqual(count(2), count(12))


@tagged("post_install", "-at_install")
class TestSealUseRace(TransactionCase):
    """Real transactions, each on a connection of its own."""

    def setUp(self):
        super().setUp()
        ledger = type(self.env["company.ledger.entry"])
        self.startPatcher(patch.object(ledger, "_append", lambda *_args, **_kwargs: None))   # kept for ever otherwise
        self.addCleanup(self._clean_up)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            user = new_test_user(env, login="race.keeper", groups="base.group_user", company_id=company.id,
                                 company_ids=[(6, 0, company.ids)])
            employee = env["hr.employee"].create({"name": "Race", "user_id": user.id, "company_id": company.id})
            seal = env["company.seal"].create({
                "name": "Race", "seal_type": "other", "entity_name": company.name, "holder_id": employee.id,
                "company_id": company.id})
            file = env["ir.attachment"].create({"name": "race.pdf", "raw": TEXT_PDF, "mimetype": "application/pdf"})
            use = env["company.seal.use"]._as_engine().create({
                "title": "Race", "purpose": "Race", "company_id": company.id, "requester_id": user.id,
                "entity_name": company.name, "file_ids": [(6, 0, file.ids)]})
            use.line_ids._as_engine().create({"use_id": use.id, "seal_id": seal.id, "copies": 1})
            use._freeze_files()
            use._as_engine().write({"state": "approved"})
            self.ids = {"use": use.id, "seal": seal.id, "user": user.id, "employee": employee.id}

    def _clean_up(self):
        with self.registry.cursor() as cr:
            for table, column, key in (
                    ("company_seal_register", "use_id", "use"), ("company_seal_use", "id", "use"),
                    ("company_seal_custody", "seal_id", "seal"), ("company_seal", "id", "seal")):
                cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cr.execute(f"DELETE FROM {table} WHERE {column} = %s", [self.ids[key]])
                cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["company.todo"].search([("res_model", "=", "company.seal.use"),
                                        ("res_id", "=", self.ids["use"])])
            cr.execute("DELETE FROM company_todo WHERE res_model = 'company.seal.use' AND res_id = %s",
                       [self.ids["use"]])
            cr.execute("DELETE FROM ir_attachment WHERE res_model = 'company.seal.use' AND res_id = %s",
                       [self.ids["use"]])
            env["hr.employee"].browse(self.ids["employee"]).unlink()
            env["res.users"].browse(self.ids["user"]).unlink()

    @mute_logger("odoo.sql_db")
    def test_last_copy(self):
        """E3: two uses of the last copy at the same instant: one wins, the other hears what happened."""
        from odoo.service.model import retrying
        barrier, outcomes = threading.Barrier(2, timeout=30), []

        def run():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.ids["user"], {})
                first = [True]

                def work():
                    env.cr.execute("SELECT 1")
                    if first:
                        first.pop()
                        barrier.wait()
                    return env["company.seal.use"].browse(self.ids["use"]).action_use(1)
                try:
                    outcomes.append(("used", retrying(work, env)))
                except UserError as error:
                    outcomes.append(("refused", str(error)))
        threads = [threading.Thread(target=run) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(key for key, _detail in outcomes), ["refused", "used"])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            use = env["company.seal.use"].browse(self.ids["use"])
            self.assertEqual((use.copies_used, use.state), (1, "done"))
            self.assertEqual(env["company.seal.register"].search_count(
                [("use_id", "=", use.id), ("outcome", "=", "used")]), 1)
