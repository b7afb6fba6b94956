"""Seals, certificates and papers for the tests of their use."""
import base64
import io

import weasyprint
from docx import Document

from odoo.fields import Command

TEXT_PDF = weasyprint.HTML(string="<p>Proof by Test Company A</p>").write_pdf()
BLANK_PDF = weasyprint.HTML(string="<p></p>").write_pdf()


def docx(text=""):
    """Bytes of a DOCX with one paragraph, or with none."""
    document, out = Document(), io.BytesIO()
    if text:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


class SealUseFixture:
    """An official seal with ``keeper``, a finance seal with ``cashier``; helpers for applications."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seal = cls._new_seal("Official Seal", "official", cls.keeper_employee)
        cls.finance_seal = cls._new_seal("Finance Seal", "finance", cls.cashier_employee)
        cls.legal_employee = cls._new_employee("He Legal", "test.legal", manager=cls.gm_employee)
        cls.legal = cls.legal_employee.user_id
        cls.finance_head_employee = cls._new_employee("Zhou Finance", "test.finhead", manager=cls.gm_employee)
        cls._give_role("legal", cls.legal_employee)
        cls._give_role("finance_head", cls.finance_head_employee)
        cls.finance_head = cls.finance_head_employee.user_id

    @classmethod
    def _new_seal(cls, name, seal_type, holder, **values):
        return cls.env["company.seal"].create({
            "name": name, "seal_type": seal_type, "entity_name": cls.company_a.name, "holder_id": holder.id,
            "company_id": cls.company_a.id, **values})

    def _file(self, raw=TEXT_PDF, name="proof.pdf", mimetype="application/pdf", user=None):
        return self.env["ir.attachment"].with_user(user or self.drafter).create(
            {"name": name, "raw": raw, "mimetype": mimetype})

    def _draft(self, seals=None, copies=2, files=None, **values):
        seals = self.seal if seals is None else seals
        return self.env["company.seal.use"].with_user(self.drafter).create({
            "title": "Proof of employment", "purpose": "Visa", "document_kind": "certificate",
            "file_ids": [Command.set((files or self._file()).ids)],
            "line_ids": [Command.create({"seal_id": seal.id, "copies": copies}) for seal in seals], **values})

    def _approve(self, record):
        """Everyone whose turn it is approves, until the approval ends."""
        while record.sudo().approval_state == "pending":
            approval = record.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_approve("Agreed")
        return record

    def _approved(self, *args, **values):
        use = self._draft(*args, **values)
        use.action_submit()
        self._approve(use)
        self.assertEqual(use.state, "approved")
        return use

    def _certificate(self, code="business_licence", **values):
        kind = self.env["company.certificate.type"].search([("code", "=", code)])
        certificate = self.env["company.certificate"].with_user(self.seal_manager).create({
            "name": "Business Licence (Original)", "type_id": kind.id, "number": "91440101",
            "holder_id": self.keeper_employee.id, **values})
        scan = self._file(user=self.seal_manager, name="licence.pdf")
        certificate.action_add_scan(scan.id)
        return certificate

    def _encode(self, raw):
        return base64.b64encode(raw).decode()
