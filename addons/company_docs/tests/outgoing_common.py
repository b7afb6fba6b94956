"""Outgoing documents in a company with chairman, general manager, general office and departments."""
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase, DocumentsFixture


class OutgoingFixture(DocumentsFixture):
    """``cls.issuer``, ``cls.notice`` (kind), ``cls.unit``; ``_new_draft``, ``_submit``, ``_issue``, ``_number`` …"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issuer = cls.env["company.document.issuer"].search([("company_id", "=", cls.company_a.id)], limit=1)
        if not cls.issuer:
            cls.issuer = cls.env["company.document.issuer"].create({
                "name": "Test Company A", "code": "测试", "company_id": cls.company_a.id})
        cls.issuer.write({"code": "测试", "number_pattern": "{code}〔{year}〕{number:02d}号"})
        kinds = cls.env["company.document.kind"]
        cls.notice = kinds.search([("code", "=", "tongzhi")], limit=1) or kinds.create({
            "name": "Notice", "code": "tongzhi"})
        cls.unit = cls.env["res.partner"].create({"name": "First Branch", "is_document_unit": True})
        cls.documents = cls.env["company.document.outgoing"]

    @classmethod
    def _draft_values(cls, **values):
        return {
            "title": "关于二〇二六年国庆节放假的通知", "kind_id": cls.notice.id, "issuer_id": cls.issuer.id,
            "department_id": cls.department.id, "signer_id": cls.gm_employee.id,
            "main_department_ids": [(6, 0, cls.finance_department.ids)],
            "body": "<p>各部门：</p><p>国庆节放假七天。</p><p>特此通知。</p>", **values}

    def _new_draft(self, **values):
        return self.documents.with_user(self.drafter).create(self._draft_values(**values))

    def _approve(self, document, *users, opinion="同意"):
        for user in users:
            document.invalidate_recordset()
            document.sudo().approval_id.with_user(user).action_approve(opinion)

    def _submit(self, **values):
        document = self._new_draft(**values)
        document.action_submit()
        return document

    def _issue(self, **values):
        document = self._submit(**values)
        self._approve(document, self.dept_head, self.office, self.gm)
        self.assertEqual(document.state, "issued")
        return document

    def _number(self, **values):
        document = self._issue(**values)
        document.with_user(self.office).action_number()
        return document

    def _seal(self, **values):
        """A document as the seal leaves it."""
        document = self._number(**values)
        document.action_proofread(True)
        document.sudo()._set_state("sealed")
        return document

    def _dispatch(self, **values):
        document = self._seal(**values)
        document.with_user(self.office).action_dispatch()
        return document


@tagged("post_install", "-at_install")
class OutgoingCase(OutgoingFixture, DocumentsCase):
    """Transaction case."""


@tagged("post_install", "-at_install")
class OutgoingRpcCase(OutgoingFixture, RpcCase):
    """Over the real doors."""
