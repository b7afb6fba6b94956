"""Filed documents for the tests of archive, registers and search."""
from odoo import fields

from .common import DocumentsFixture


class ArchiveFixture(DocumentsFixture):
    """``_closed(…)`` makes an incoming document at its end, ``_filed(…)`` also files it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_role("legal", cls.seal_manager_employee)
        cls.lawyer = cls.seal_manager
        cls.kind10 = cls.env["company.document.kind"].create(
            {"code": "test10", "name": "Ten Years", "retention": "10"})
        cls.archives = cls.env["company.document.archive"]

    @classmethod
    def _closed(cls, title="Letter", year=2012, file=b"scan", readers=(), **values):
        number = cls.env["ir.sequence"].sudo().next_by_code("company.document.incoming") or "SW"
        document = cls.env["company.document.incoming"]._as_engine().create({
            "title": title, "name": number, "state": "closed",
            "received_on": f"{year}-05-06 02:00:00", "kind_id": cls.kind10.id, "page_count": 3,
            "company_id": cls.company_a.id, "source_name": "Bureau", "source_number": "粤建〔2012〕7号", **values})
        if file:
            document._as_engine().write({"file_ids": [fields.Command.create({
                "name": "scan.pdf", "raw": file, "res_model": document._name, "res_id": document.id})]})
        if readers:
            document._add_readers(cls.env["res.users"].union(*readers))
        return document

    @classmethod
    def _filed(cls, title="Letter", year=2012, **values):
        document = cls._closed(title, year, **values)
        return cls.archives.with_user(cls.archivist)._file(document)

    @classmethod
    def _as(cls, user, records):
        return records.with_user(user).with_context(allowed_company_ids=[cls.company_a.id])

    @classmethod
    def _approve_all(cls, document):
        """Everybody who is asked approves, until the round ends."""
        for _round in range(10):
            approval = document.sudo().approval_id
            steps = approval.sudo().step_ids.assignment_ids.filtered(lambda row: row.state == "pending")
            if approval.state != "pending" or not steps:
                break
            approval.with_user(steps[0].user_id).action_approve("OK")
