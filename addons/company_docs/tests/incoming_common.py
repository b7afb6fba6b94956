"""Incoming documents for tests: a registered paper, and shortcuts through its stages."""
from odoo import Command

from .common import DocumentsCase, DocumentsFixture


class IncomingFixture(DocumentsFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance_department.manager_id = cls.accountant_employee
        cls.kind = cls.env["company.document.kind"].search([], limit=1) or cls.env["company.document.kind"].create(
            {"code": "test_kind", "name": "Notice"})
        cls.unit = cls.env["res.partner"].create(
            {"name": "Upper Group", "is_company": True, "email": "office@upper.example.com"})
        cls.incoming = cls.env["company.document.incoming"]

    @classmethod
    def _new_file(cls, user, name="scan.txt", content=b"scan"):
        return cls.env["ir.attachment"].with_user(user).create({"name": name, "raw": content})

    @classmethod
    def _new_paper(cls, content=None, **values):
        """A draft that is ready to be registered, entered by the general office."""
        files = cls._new_file(cls.office, content=content or f"scan {values}".encode())
        return cls.incoming.with_user(cls.office).create({
            "title": "On Safety in Winter", "kind_id": cls.kind.id, "source_partner_id": cls.unit.id,
            "source_number": "UG-2026-8", "is_signed": True, "is_sealed": True,
            "file_ids": [Command.link(files.id)], **values})

    @classmethod
    def _registered(cls, **values):
        paper = cls._new_paper(**values)
        paper.action_register()
        return paper

    @classmethod
    def _instructed(cls, **values):
        paper = cls._registered(**values)
        paper.action_propose("For instruction", owner_department_id=cls.department.id)
        paper.with_user(cls.gm).action_instruct("Agreed")
        return paper

    @classmethod
    def _assigned(cls, departments=None, **values):
        paper = cls._instructed(**values)
        paper.action_assign((departments or cls.department).ids)
        return paper

    def _get_todos(self, paper, user=None):
        """Kinds of the open to-dos of a document."""
        domain = [("res_model", "=", paper._name), ("res_id", "=", paper.id), ("state", "=", "open")]
        if user:
            domain.append(("user_id", "=", user.id))
        return {kind.rsplit(".", 1)[-1] for kind in self.env["company.todo"].sudo().search(domain).mapped("kind")}


class IncomingCase(IncomingFixture, DocumentsCase):
    """Transaction case with incoming papers."""
