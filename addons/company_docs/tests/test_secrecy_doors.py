import base64
import io
import json
import xmlrpc.client

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase, RpcFault

from .common import DocumentsFixture
from .secrecy_common import SecrecyFixture

WORDS = ("zhujiang", "88 million", "heron", "osprey")
LOUD = ("odoo.addons.base.models.ir_rule", "odoo.http", "odoo.models", "odoo.addons.base.models.ir_model",
        "odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.company_base.models.company_control")


@tagged("post_install", "-at_install")
class TestDoors(SecrecyFixture, DocumentsFixture, RpcCase):
    """D8: a confidential paper, and everybody who must not read it, at every door that Odoo has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("DOC-CHECK", "DOC-ISSUE"):     # the route of this test is a short one
            cls._set_control(code, mode="off")
        cls.route = cls.env["company.approval.route"].create({
            "name": "Test route", "model_id": cls.env["ir.model"]._get_id("company.document.outgoing"),
            "company_id": cls.company_a.id, "sequence": 0})
        cls.env["company.approval.route.step"].create({
            "route_id": cls.route.id, "name": "Leader", "order": 10, "approver_type": "users",
            "user_ids": [(6, 0, cls.gm.ids)]})
        mine = cls.paper.with_user(cls.drafter)
        cls.file = cls.env["ir.attachment"].with_user(cls.drafter).create({
            "name": "heron.txt", "raw": b"the osprey flies", "res_model": mine._name, "res_id": mine.id,
            "mimetype": "text/plain"})
        cls.pdf = cls.env["ir.attachment"].with_user(cls.drafter).create({
            "name": "heron.pdf", "raw": cls._make_pdf(), "res_model": mine._name, "res_id": mine.id})
        mine.write({"file_ids": [(6, 0, (cls.file | cls.pdf).ids)]})
        mine.write({"title": "Merger of Zhujiang, heron"})
        cls.note = mine.message_post(body="The heron nests", partner_ids=cls.outsider.partner_id.ids)
        cls.activity = mine.activity_schedule(
            "mail.mail_activity_data_todo", summary="See the heron", user_id=cls.drafter.id)
        mine._do_submit()
        cls.paper.approval_id.with_user(cls.gm).action_ask(cls.drafter.id, "How about the heron?")
        cls.env["company.todo"]._cron_mirror_activities()
        cls.env.flush_all()

    @staticmethod
    def _make_pdf():
        from pypdf import PdfWriter
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(595, 842)
        writer.write(out)
        return out.getvalue()

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    @property
    def walkers(self):
        return (self.settings_admin, self.auditor.user_id, self.office, self.outsider, self.archivist,
                self.secrecy_officer, self.chairman, self.manager_user)

    def assertSilent(self, answer, user, door):
        text = (answer if isinstance(answer, str) else json.dumps(answer, default=str)).lower()
        for word in WORDS:
            self.assertNotIn(word, text, f"{user.login} at {door}")

    def _knock(self, user, door, call):
        """What the door answers, or the refusal as text."""
        with self.subTest(user=user.login, door=door), mute_logger(*LOUD):
            try:
                answer = call()
            except (AccessError, UserError, AccessDenied, RpcFault, xmlrpc.client.Error) as error:
                answer = str(error)
                self.assertNotIn("Traceback", answer if isinstance(error, RpcFault) else "")
            self.assertSilent(answer, user, door)
            return answer

    def _rpc_doors(self, login):
        """(name, call) of each RPC door; all are knocked at by everybody."""
        def call(model, method, *args, **kw):
            return lambda: self.rpc(login, model, method, *args, **kw)
        paper, ids = "company.document.outgoing", self.paper.ids
        mine = [["res_model", "=", paper], ["res_id", "in", ids]]
        return [
            ("read", call(paper, "read", ids, ["title", "body"])),
            ("read everything", call(paper, "read", ids)),
            ("web_read", call(paper, "web_read", ids, {"title": {}, "file_ids": {"fields": {"name": {}}}})),
            ("search_read", call(paper, "search_read", [["id", "in", ids]], ["title"])),
            ("web_search_read", call(paper, "web_search_read", [["id", "in", ids]], {"title": {}})),
            ("formatted_read_group", call(paper, "formatted_read_group", [["id", "in", ids]], ["title"], ["__count"])),
            ("web_read_group", call(paper, "web_read_group", [["id", "in", ids]], ["title"], ["__count"])),
            ("read_progress_bar", call(paper, "read_progress_bar", [["id", "in", ids]], "title", {
                "field": "state", "colors": {"draft": "x", "submitted": "y"}})),
            ("search_panel", call(paper, "search_panel_select_range", "kind_id")),
            ("name_search", call(paper, "name_search", "heron")),
            ("export", call(paper, "export_data", ids, ["id", "title", "body"])),
            ("copy", call(paper, "copy", ids)),
            ("get_formview_action", call(paper, "get_formview_action", ids)),
            ("approval preview", call(paper, "preview_approval", ids)),
            ("write", call(paper, "write", ids, {"title": "x"})),
            ("unlink", call(paper, "unlink", ids)),
            ("message_post", call(paper, "message_post", ids, body="hello")),
            ("subscribe oneself", call(paper, "message_subscribe", ids, self._partner(login).ids)),
            ("attachment search", call("ir.attachment", "search_read", mine, ["name", "index_content"])),
            ("attachment by name", call("ir.attachment", "search_read", [["name", "ilike", "heron"]], ["name"])),
            ("attachment by text", call("ir.attachment", "search", [["index_content", "ilike", "osprey"]])),
            ("attachment read", call("ir.attachment", "read", self.file.ids, ["name", "raw", "datas"])),
            ("attachment share", call("ir.attachment", "generate_access_token", self.file.ids)),
            ("attachment taken", call("ir.attachment", "write", self.file.ids, {"res_id": 0, "public": True})),
            ("messages", call("mail.message", "search_read", [
                ["model", "=", paper], ["res_id", "in", ids]], ["body", "subject", "record_name"])),
            ("message by id", call("mail.message", "read", self.note.ids, ["body", "preview"])),
            ("message text", call("mail.message", "search", [["body", "ilike", "heron nests"]])),
            ("message of an approval", call("mail.message", "search_read", [["body", "ilike", "heron"]], ["body"])),
            ("mails", call("mail.mail", "search_read", [], ["subject", "body_html"])),
            ("tracking", call("mail.tracking.value", "search_read", [], ["old_value_char", "new_value_char"])),
            ("followers", call("mail.followers", "search_read", mine, ["partner_id", "display_name"])),
            ("notifications", call("mail.notification", "search_read", [], ["mail_message_id"])),
            ("activities", call("mail.activity", "search_read", mine, ["summary", "note", "res_name"])),
            ("activity by id", call("mail.activity", "read", self.activity.ids, ["summary", "res_name"])),
            ("approvals", call("company.approval", "search_read", mine, ["name", "document_summary"])),
            ("approval by id", call("company.approval", "read", self.paper.approval_id.ids)),
            ("approval trail", call("company.approval", "read", self.paper.approval_id.ids, ["trail"])),
            ("decisions", call("company.approval.decision", "search_read", [
                ["approval_id", "in", self.paper.approval_id.ids]], [])),
            ("assignments", call("company.approval.assignment", "search_read", [
                ["approval_id", "in", self.paper.approval_id.ids]], [])),
            ("to-dos", call("company.todo", "search_read", mine, ["name"])),
            ("all to-dos", call("company.todo", "search_read", [], ["name"])),
            ("findings", call("company.control.finding", "search_read", mine, ["record_name", "reason", "fact"])),
            ("ledger", call("company.ledger.entry", "search_read", [], ["record_name", "payload"])),
            ("versions", call("company.document.version", "search_read", [], ["title", "text", "html"])),
            ("path of a link", call("company.document.version", "search", [["document_id.title", "ilike", "heron"]])),
            ("order by a link", call("company.document.number", "search", [], order="document_id")),
            ("numbers", call("company.document.number", "search_read", [], ["name", "document_id"])),
            ("clearances", call("company.document.clearance", "search_read", [], ["employee_name", "reason"])),
        ]

    def _partner(self, login):
        return self.env["res.users"].search([("login", "=", login)]).partner_id

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------

    def test_rpc(self):
        """D8: over XML-RPC nobody but the readers gets a word of it, through any of fifty doors."""
        for user in self.walkers:
            for door, call in self._rpc_doors(user.login):
                self._knock(user, door, call)
        self.assertEqual(self.paper.title, "Merger of Zhujiang, heron")
        self.assertFalse((self.paper.message_partner_ids - self.drafter.partner_id).filtered(
            lambda partner: partner in self.env["res.users"].browse([u.id for u in self.walkers]).partner_id))

    def test_doors_are_real(self):
        """D8: the same doors do open for a reader, so that the refusals above mean something."""
        opened = 0
        for _door, call in self._rpc_doors(self.drafter.login):
            with mute_logger(*LOUD):
                try:
                    opened += any(word in json.dumps(call(), default=str).lower() for word in WORDS)
                except (AccessError, UserError, RpcFault):
                    continue
        self.assertGreaterEqual(opened, 15)

    def test_search_finds_nothing(self):
        """D8: searching a word of it finds nothing, so that nobody guesses its text letter by letter."""
        for user in self.walkers:
            for model, field in (("company.document.outgoing", "title"), ("company.document.outgoing", "body"),
                                 ("ir.attachment", "name"), ("mail.message", "body"),
                                 ("company.document.outgoing", "approval_id.decision_ids.opinion"),
                                 ("company.document.outgoing", "message_ids.body"),
                                 ("company.document.outgoing", "file_ids.name"),
                                 ("company.document.outgoing", "content"), ("company.document.search", "content"),
                                 ("company.document.search", "document_name")):
                with self.subTest(user=user.login, model=model, field=field), mute_logger(*LOUD):
                    self.assertEqual(
                        self.rpc(user.login, model, "search_count", [[field, "ilike", "heron"]]), 0)

    def test_every_model(self):
        """D8: no text of any model of the database tells a word of it to people who must not know it."""
        skipped = {"ir.logging", "ir.model.fields", "ir.model.data", "ir.ui.view"}
        names = [name for name, model in self.env.registry.items()
                 if not model._abstract and not model._transient and name not in skipped]
        for user in (self.settings_admin, self.auditor.user_id, self.office, self.outsider):
            for name in names:
                model = self.env[name].with_user(user).with_context(active_test=False)
                texts = [field.name for field in model._fields.values() if field.name == "display_name" or (
                    field.type in ("char", "text", "html", "json") and not field.name.startswith("password"))]
                if not model.has_access("read"):
                    continue
                with self.subTest(user=user.login, model=name), mute_logger(*LOUD), self.env.cr.savepoint(flush=False):
                    self._read_texts(model, texts, user)

    def _read_texts(self, model, texts, user):
        rows = model.search([], limit=120, order="id desc" if "id" in model._fields else None)
        for text in texts:
            try:
                values = rows.read([text])
            except (AccessError, UserError, NotImplementedError):
                continue
            self.assertSilent(str(values), user, f"{model._name}.{text}")

    def test_http(self):
        """D8: neither files, images, reports, threads nor exports over HTTP; a stranger without login neither."""
        token = "0" * 36
        self.env.cr.execute("UPDATE ir_attachment SET public = true, access_token = %s WHERE id = %s", (
            token, self.file.id))       # even if an old share link existed
        self.env["ir.attachment"].invalidate_model()
        paths = [
            f"/web/content/{self.file.id}", f"/web/content/{self.file.id}?access_token={token}",
            f"/web/content/ir.attachment/{self.file.id}/raw?download=1", f"/web/image/{self.file.id}",
            f"/web/content/{self.pdf.id}?unique=1", f"/web/content/company.document.outgoing/{self.paper.id}/body",
            f"/report/html/company_approval.report_approval/{self.paper.approval_id.id}",
            f"/odoo/company.document.outgoing/{self.paper.id}",
            f"/mail/view?model=company.document.outgoing&res_id={self.paper.id}",
            f"/mail/attachment/pdf_first_page/{self.pdf.id}",
        ]
        for user in (*self.walkers, None):
            login = user.login if user else None
            self.authenticate(login, login and f"{login}-Pass1")
            for path in paths:
                with self.subTest(user=login, path=path), mute_logger(*LOUD, "odoo.addons.http_routing.models.ir_http"):
                    response = self.url_open(path)
                    self.assertNotIn(b"osprey", response.content)
                    self.assertNotIn(b"heron", response.content.lower())
                    self.assertFalse(response.content.startswith(b"%PDF"))
            for route, params in (
                ("/mail/thread/messages", {"thread_model": "company.document.outgoing", "thread_id": self.paper.id}),
                ("/mail/data", {"fetch_params": [["mail.thread", {
                    "thread_model": "company.document.outgoing", "thread_id": self.paper.id,
                    "request_list": ["activities", "attachments", "followers"]}]]}),
            ):
                with self.subTest(user=login, path=route), mute_logger(*LOUD):
                    answer = self.url_open(route, data=json.dumps({"params": params}), headers={
                        "Content-Type": "application/json"}).text
                    self.assertSilent(answer, self.outsider, route)

    def test_reader_gets_it_marked_and_logged(self):
        """D8: the reader gets it; the PDF carries name and time, each download is logged with the address."""
        self.authenticate(self.drafter.login, f"{self.drafter.login}-Pass1")
        response = self.url_open(f"/web/content/{self.pdf.id}?download=1")
        self.assertTrue(response.content.startswith(b"%PDF"))
        self._assert_marked(response.content, self.drafter)
        self.assertEqual(self.url_open(f"/web/content/{self.file.id}").content, b"the osprey flies")
        [row] = self.rpc(self.drafter.login, "ir.attachment", "read", self.pdf.ids, ["datas"])
        self._assert_marked(base64.b64decode(row["datas"]), self.drafter)
        rows = self.env["company.document.access"].search([
            ("res_id", "=", self.paper.id), ("action", "=", "download")])
        self.assertEqual(len(rows), 3)
        self.assertTrue(all(rows.mapped("address")), rows.mapped(lambda row: (row.door, row.address, row.detail)))
        self.assertEqual(rows.user_id, self.drafter)

    def _assert_marked(self, content, user):
        from pypdf import PdfReader
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn(user.login, text.replace(" ", ""))

    def test_administrator_stays_bound(self):
        """D8: the administrator neither switches the rules off nor becomes the superuser in the browser."""
        login = self.settings_admin.login
        rules = self.env.ref("company_docs.company_document_outgoing_rule_need_to_know") \
            | self.env.ref("company_docs.mail_message_rule_secrecy")
        for method, arguments in (("write", [{"active": False}]), ("write", [{"domain_force": "[]"}]), ("unlink", [])):
            with mute_logger(*LOUD), self.assertRaises(AccessError):
                self.rpc(login, "ir.rule", method, rules.ids, *arguments)
        self.authenticate(login, f"{login}-Pass1")
        with mute_logger(*LOUD):
            self.url_open("/web/become")
            answer = self.url_open("/web/dataset/call_kw/company.document.outgoing/read", data=json.dumps({"params": {
                "model": "company.document.outgoing", "method": "read", "args": [self.paper.ids, ["title"]],
                "kwargs": {}}}), headers={"Content-Type": "application/json"}).text
        self.assertSilent(answer, self.settings_admin, "/web/become")

    def test_notified_before(self):
        """D8: who was told before the class was raised reads it no more: message, activity, to-do, approval."""
        note = self.env["company.document.outgoing"].with_user(self.drafter).create({
            "title": "A heron", "secrecy": "internal"})
        note._add_readers(self.outsider)
        message = note.message_post(body="heron", partner_ids=self.outsider.partner_id.ids)
        self.env["company.todo"]._open("approval", note, self.outsider, "Read the heron")
        activity = note.activity_schedule("mail.mail_activity_data_todo", user_id=self.outsider.id, summary="heron")
        login = self.outsider.login
        self.assertTrue(self.rpc(login, "mail.message", "read", message.ids, ["body"]))
        self.assertTrue(self.rpc(login, "company.todo", "search", [["res_id", "=", note.id]]))
        note.with_user(self.drafter).write({"secrecy": "confidential"})
        for model, ids in (("company.document.outgoing", note.ids), ("mail.message", message.ids),
                           ("mail.activity", activity.ids)):
            with self.subTest(model=model), mute_logger(*LOUD), self.assertRaises(AccessError):
                self.rpc(login, model, "read", ids, ["display_name"])
        self.assertFalse(self.rpc(login, "company.todo", "search", [["res_id", "=", note.id]]))
        self.assertFalse(self.rpc(login, "mail.message", "search", [["id", "in", message.ids]]))
