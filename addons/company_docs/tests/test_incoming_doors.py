"""Incoming documents by e-mail, over RPC and on paper."""
import io

import pdfplumber

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .incoming_common import IncomingCase, IncomingFixture

MAIL = """Return-Path: <office@upper.example.com>
To: {to}
From: "Office of the Group" <{sender}>
Subject: =?utf-8?B?5YWz5LqO5Yas5a2j5a6J5YWo?=
Message-ID: <{key}@upper.example.com>
Date: Mon, 02 Mar 2026 09:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

Please handle within the term.

--b1
Content-Type: application/pdf; name="notice.pdf"
Content-Disposition: attachment; filename="notice.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b1--
"""


@tagged("post_install", "-at_install")
class TestIncomingMail(IncomingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].search([], limit=1) or cls.env["mail.alias.domain"].create(
            {"name": "company.example.com"})
        cls.company_a.alias_domain_id = cls.domain
        cls.company_a.document_alias_name = "laiwen-test"
        cls.unit.is_document_unit = True

    def _receive(self, sender="office@upper.example.com", key="m1", extra=""):
        message = extra + MAIL.format(to=f"laiwen-test@{self.domain.name}", sender=sender, key=key)
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            thread_id = self.env["mail.thread"].message_process(False, message)
        return self.incoming.browse(thread_id)

    def test_draft_of_a_mail(self):
        """D6: a mail becomes a draft with its file and sender, nothing of it valid or registered, office told."""
        paper = self._receive()
        self.assertEqual(
            (paper.state, paper.medium, paper.title, paper.name),
            ("draft", "email", "\u5173\u4e8e\u51ac\u5b63\u5b89\u5168", False))
        self.assertEqual((paper.source_partner_id, paper.company_id), (self.unit, self.company_a))
        self.assertFalse(paper.is_signed or paper.is_sealed)
        self.assertEqual(paper.file_ids.mapped("name"), ["notice.pdf"])
        self.assertEqual((paper.file_ids.res_model, paper.file_ids.res_id), (paper._name, paper.id))
        self.assertIn("within the term", paper.summary)
        self.assertEqual(self._get_todos(paper, self.office), {"register"})
        with self.assertBlocked("DOC-IN-VALID"):
            paper.with_user(self.office).write({"kind_id": self.kind.id})
            paper.with_user(self.office).action_register()
        paper.with_user(self.office).write({"kind_id": self.kind.id, "is_signed": True, "is_sealed": True})
        paper.with_user(self.office).action_register()
        self.assertEqual(paper.received_by_id, self.office)

    def test_mail_of_an_employee(self):
        """D6 S7: a colleague's mail makes a draft too, without giving him rights on others'."""
        paper = self._receive(sender=self.drafter.email or self.drafter.login, key="m2")
        self.assertEqual(paper.state, "draft")
        with self.assertRaises(AccessError):
            paper.with_user(self.drafter).read(["title"])

    def test_alias_sets_nothing_else(self):
        """D6 S7: defaults of the address give the company and nothing more."""
        self.company_a.document_alias_id.alias_defaults = repr({
            "company_id": self.company_a.id, "state": "closed", "name": "SW-X", "is_signed": True, "is_sealed": True})
        paper = self._receive(key="m3")
        self.assertEqual((paper.state, paper.name, paper.is_signed), ("draft", False, False))

    def test_unknown_sender(self):
        """D6: an unknown sender is kept by the name in his mail."""
        paper = self._receive(sender="nobody@else.example.com", key="m4")
        self.assertFalse(paper.source_partner_id)
        self.assertEqual(paper.source_name, "Office of the Group")

    def test_address_in_settings(self):
        """D6: the administrator sets the address; nobody else does."""
        alias = self.company_a.document_alias_id
        self.assertEqual((alias.alias_name, alias.alias_model_id.model), ("laiwen-test", "company.document.incoming"))
        self.company_a.document_alias_name = "laiwen-other"
        self.assertEqual(alias.alias_name, "laiwen-other")
        with self.assertRaises(UserError):
            self.company_a.with_user(self.office).document_alias_name = "mine"

    def test_answer_to_a_registered_document(self):
        """D6: a later mail on the same matter is a message; it changes no file and no field of the document."""
        paper = self._receive(key="m5")
        paper.with_user(self.office).write({"kind_id": self.kind.id, "is_signed": True, "is_sealed": True})
        paper.with_user(self.office).action_register()
        files, title = paper.file_ids, paper.title
        address = f"laiwen-test@{self.domain.name}"
        message = MAIL.format(to=address, sender="office@upper.example.com", key="m6").replace(
            "MIME-Version", "In-Reply-To: <m5@upper.example.com>\nReferences: <m5@upper.example.com>\nMIME-Version")
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            thread_id = self.env["mail.thread"].message_process(False, message)
        self.assertEqual(thread_id, paper.id)
        self.assertEqual((paper.file_ids, paper.title, paper.state), (files, title, "registered"))

    def test_form(self):
        """D6 S4: 收文传阅签批单 shows every stage and reader, also over several pages."""
        paper = self._registered(summary="Summary of it")
        paper.action_propose("Proposal text", self.gm.id, [self.accountant.id], self.department.id)
        paper.with_user(self.accountant).action_review("Opinion of finance")
        paper.with_user(self.gm).action_instruct("Instruction text")
        paper.action_assign([self.department.id])
        paper.action_circulate([self.outsider.id])
        paper.with_user(self.outsider).action_read()
        for number in range(40):
            paper.with_user(self.gm).action_instruct(f"Further instruction {number:02d} " + "word " * 30)
        paper.with_user(self.dept_head).action_reply("Result of engineering")
        paper.action_close("Closing text")
        report = self.env["ir.actions.report"].with_user(self.office).with_context(lang="en_US")
        content, kind = report._render_qweb_pdf("company_docs.company_document_incoming_report", paper.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            text = "".join("".join(page.extract_text() for page in pdf.pages).split())
            self.assertGreater(len(pdf.pages), 2)
            self.assertEqual([round(side) for side in (pdf.pages[0].width, pdf.pages[0].height)], [595, 842])
        for wanted in (paper.name, "Upper Group", "UG-2026-8", "Proposal text", "Opinion of finance",
                       "Instruction text", "Further instruction 39", "Result of engineering", "Closing text",
                       "Outsider", self.gm.name):
            self.assertIn("".join(wanted.split()), text)
        with self.assertRaises(AccessError):
            report.with_user(self.cashier)._render_qweb_pdf("company_docs.company_document_incoming_report", paper.ids)


@tagged("post_install", "-at_install")
class TestIncomingRpc(IncomingFixture, RpcCase):

    def test_whole_way_over_rpc(self):
        """D6 S7: the whole way over XML-RPC with each one's own password, and what is not his refused."""
        model = "company.document.incoming"
        file_id = self.rpc("test.office", "ir.attachment", "create", {"name": "scan.txt", "datas": "c2Nhbg=="})
        [key] = self.rpc("test.office", model, "action_create_drafts", [file_id])
        self.rpc("test.office", model, "write", [key], {
            "kind_id": self.kind.id, "source_name": "Upper Group", "source_number": "UG-1", "is_signed": True,
            "is_sealed": True})
        with self.assertRaises(AccessError):
            self.rpc("test.office", model, "write", [key], {"state": "closed"})
        with self.assertRaises(AccessError):
            self.rpc("test.employee", model, "action_register", [key])
        self.assertIs(self.rpc("test.office", model, "action_register", [key]), True)
        self.assertIs(self.rpc("test.office", model, "action_propose", [key], "For instruction", self.gm.id), True)
        with self.assertRaises(UserError):
            self.rpc("test.office", model, "action_instruct", [key], "by the office", context={"force": True})
        self._take_findings()
        self.assertIs(self.rpc("test.gm", model, "action_instruct", [key], "Agreed"), True)
        self.assertIs(self.rpc("test.office", model, "action_assign", [key], [self.department.id]), True)
        self.assertIs(self.rpc("test.office", model, "action_circulate", [key], [self.outsider.id]), True)
        self.rpc("test.outsider", model, "read", [key], ["title"])
        paper = self.incoming.browse(key)
        self.assertTrue(paper.circulation_ids.filtered(lambda row: row.user_id == self.outsider).read_on)
        self.assertEqual(self.rpc("test.office", model, "action_urge", [key]), 1)
        status, body = self.json2("test.manager", model, "action_reply", ids=[key], text="Done")
        self.assertEqual((status, body), (200, True))
        self.assertIs(self.rpc("test.office", model, "action_close", [key], "Finished"), True)
        self.assertIs(self.rpc("test.office", model, "action_archive", [key]), True)
        self.assertEqual(paper.state, "archived")
        with self.assertRaises(AccessError):
            self.rpc("test.office", "company.document.opinion", "create", {"text": "x", "step": "instruct"})
