"""Files that were approved, registered, signed or sealed: nobody changes them, whatever the door."""
import base64
import json
from unittest.mock import patch

from odoo import Command, fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase, DocumentsFixture
from .incoming_common import IncomingFixture
from .outgoing_common import OutgoingCase
from .sealuse_common import TEXT_PDF, SealUseFixture

FORGED = base64.b64encode(b"%PDF-1.4 forged").decode()


def _attempts(file, elsewhere):
    """(name, call) of each write that would change a file or take it away from its record."""
    for name, value in (
            ("raw", b"forged"), ("datas", FORGED), ("db_datas", b"forged"), ("name", "other.pdf"), ("type", "url"),
            ("url", "https://example.com"), ("mimetype", "text/plain"), ("index_content", "other"),
            ("res_id", elsewhere), ("res_id", False), ("res_model", "res.partner"), ("res_model", False),
            ("res_field", "image")):
        yield f"{name}={value!r}", lambda n=name, v=value: file.write({n: v})
    yield "unlink", file.unlink
    yield "sudo", lambda: file.sudo().write({"raw": b"forged"})
    yield "engine", lambda: file.with_context(_company_engine=True).write({"raw": b"forged"})


class FrozenFiles:

    def assertFrozen(self, files, *users, elsewhere=False):
        content = {file.id: file.sudo().raw for file in files}
        for user in users:
            for file in files:
                for name, call in _attempts(file.with_user(user), elsewhere):
                    with self.subTest(file=file.name, user=user.login, attempt=name):
                        with self.assertRaises(UserError):
                            call()
        self.env.invalidate_all()
        self.assertEqual(content, {file.id: file.sudo().raw for file in files})


@tagged("post_install", "-at_install")
class TestDocumentFileFreeze(FrozenFiles, OutgoingCase):

    def test_annexes_and_the_proof(self):
        """D2 D5: the content of an annex is not changed beside its field, nor is a second one laid over it."""
        seal = self.env["company.seal"].create({
            "name": "Seal", "seal_type": "official", "entity_name": self.company_a.name,
            "holder_id": self.keeper_employee.id, "company_id": self.company_a.id})
        values = {"annex_ids": [Command.create({"name": "名单", "file": FORGED, "file_name": "a.pdf"})]}
        document = self._number(**values)
        annex = document.annex_ids
        stored = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", annex._name), ("res_id", "=", annex.id), ("res_field", "=", "file")])
        self.assertTrue(stored)
        # code in superuser mode may refresh the stored file, the document guards the field itself
        content = stored.raw
        for user in (self.drafter, self.office, self.manager_user):
            for name, call in _attempts(stored.with_user(user), False):
                if name != "sudo":
                    with self.assertRaises(UserError, msg=name):
                        call()
            for owner, field in ((annex, "file"), (seal, "image")):
                with self.assertRaises(UserError):
                    self.env["ir.attachment"].with_user(user).create({
                        "name": "over", "raw": b"x", "res_model": owner._name, "res_id": owner.id, "res_field": field})
            loose = self.env["ir.attachment"].with_user(user).create({"name": "loose", "raw": b"x"})
            with self.assertRaises(UserError):
                loose.write({"res_model": annex._name, "res_id": annex.id, "res_field": "file"})
        self.assertEqual(stored.raw, content)
        document.action_proofread(True)
        self.assertFrozen(document.sudo().proof_file_id, self.drafter, self.office, self.manager_user)


@tagged("post_install", "-at_install")
class TestFileFreeze(FrozenFiles, SealUseFixture, IncomingFixture, DocumentsCase):

    def test_files_of_an_application(self):
        """E2 E3 R11 §一.8: from submission on the requester changes no file of the application, not even one that he
        attached in the same second; what he withdraws is his again."""
        use, other = self._draft(), self._draft()
        file = use.file_ids
        file.with_user(self.drafter).write({"raw": TEXT_PDF + b"\n"})
        self.assertFalse(use.file_digest)
        second = file.create_date.replace(microsecond=0)
        with patch.object(fields.Datetime, "now", lambda *args: second):
            use.action_submit()
        people = (self.drafter, self.dept_head, self.keeper, self.seal_manager, self.env.ref("base.user_admin"))
        self.assertFrozen(file, *people, elsewhere=other.id)
        for commands in ([Command.clear()], [Command.set(other.file_ids.ids)], [Command.unlink(file.id)],
                         [Command.delete(file.id)], [Command.update(file.id, {"datas": FORGED})],
                         [Command.create({"name": "x.pdf", "datas": FORGED})]):
            for name in ("file_ids", "sealed_file_ids"):
                with self.assertRaises(UserError):
                    use.with_user(self.drafter).write({name: commands})
        self.assertEqual(use._get_file_digests(), use.file_digests)
        use.action_withdraw("wrong file")
        file.with_user(self.drafter).write({"raw": TEXT_PDF})
        use.action_submit()
        self._approve(use)
        self.assertFrozen(file, *people, elsewhere=other.id)
        use.with_user(self.keeper).action_use()
        self.assertFrozen(file, *people, elsewhere=other.id)

    def test_scan_of_the_sealed_paper(self):
        """E3 R7 §四: the sealed copy that was added after the sealing stays, though no state follows it."""
        use = self._approved()
        use.with_user(self.keeper).action_use()
        kept = self.env["ir.attachment"].browse(use.action_attach_sealed(self._file(name="sealed.pdf").id))
        self.assertGreater(kept.create_date, use.state_changed_on.replace(year=2000))
        use.sudo()._as_engine().write({"state_changed_on": "2000-01-01"})
        self.assertFrozen(kept, self.drafter, self.keeper, self.seal_manager)

    def test_scan_of_an_incoming_paper(self):
        """D6 R6 §5.8.1.1: the scan of a registered paper is what came in; in the draft the office may change it."""
        paper = self._new_paper()
        paper.file_ids.with_user(self.office).write({"name": "better.txt"})
        paper.action_register()
        self.assertFrozen(paper.file_ids, self.office, self.office2, self.manager_user)

    def test_copies_and_scans_of_certificates(self):
        """E6: what was given to an outsider, and the scan that it was made from, stay as they were."""
        certificate = self._certificate()
        loan = self.env["company.certificate.loan"].with_user(self.drafter).create({
            "certificate_id": certificate.id, "receiver": "Bank", "purpose": "account"})
        loan.action_submit()
        self._approve(loan)
        loan.with_user(self.keeper).action_issue_copies()
        copy = loan.copy_ids[:1].sudo().attachment_id
        scan = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "company.certificate.scan"), ("res_id", "=", certificate.scan_ids.id),
            ("res_field", "=", "file")])
        self.assertTrue(copy and scan)
        self.assertFrozen(copy, self.drafter, self.keeper, self.seal_manager)
        for user in (self.drafter, self.keeper, self.seal_manager, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                scan.with_user(user).write({"raw": b"forged"})
            with self.assertRaises(AccessError):
                scan.with_user(user).unlink()


@tagged("post_install", "-at_install")
class TestFileFreezeRpc(SealUseFixture, DocumentsFixture, RpcCase):

    def test_doors(self):
        """E2 S7: over XML-RPC, JSON-2, the upload, delete and picture routes of the web client."""
        login = "test.employee"
        file_id = self.rpc(login, "ir.attachment", "create", {
            "name": "proof.pdf", "datas": base64.b64encode(TEXT_PDF).decode()})
        use = self.rpc(login, "company.seal.use", "create", {
            "title": "Proof", "purpose": "Visa", "document_kind": "certificate", "file_ids": [(6, 0, [file_id])],
            "line_ids": [(0, 0, {"seal_id": self.seal.id, "copies": 1})]})
        self.rpc(login, "company.seal.use", "action_submit", [use])
        for method, args in (("write", ({"datas": FORGED},)), ("write", ({"raw": "forged"},)), ("unlink", ()),
                             ("web_save", ({"datas": FORGED}, {})), ("write", ({"res_id": False},))):
            with self.assertRaises(AccessError):
                self.rpc(login, "ir.attachment", method, [file_id], *args)
        with self.assertRaises(UserError):
            self.rpc(login, "company.seal.use", "web_save", [use], {"file_ids": [[1, file_id, {"datas": FORGED}]]}, {})
        status, _body = self.json2(login, "ir.attachment", "write", ids=[file_id], vals={"datas": FORGED})
        self.assertEqual(status, 403)
        self.authenticate(login, login + "-Pass1")
        for url, params in (
                ("/mail/attachment/delete", {"attachment_id": file_id}),
                ("/html_editor/attachment/remove", {"ids": [file_id]}),
                (f"/html_editor/modify_image/{file_id}", {"data": FORGED, "name": "x.png", "mimetype": "image/png"})):
            self.url_open(url, data=json.dumps({"jsonrpc": "2.0", "params": params}),
                          headers={"Content-Type": "application/json"})
        self.url_open("/web/binary/upload_attachment", data={
            "model": "company.seal.use", "id": use, "csrf_token": http.Request.csrf_token(self)},
            files={"ufile": ("proof.pdf", b"forged", "application/pdf")})
        self.env.invalidate_all()
        record = self.env["company.seal.use"].browse(use)
        self.assertEqual(record.file_ids.ids, [file_id])
        self.assertEqual(record.file_ids.raw, TEXT_PDF)
        self.assertEqual(record._get_file_digests(), record.file_digests)
        self._take_findings()
