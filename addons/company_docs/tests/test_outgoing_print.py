import io

import pdfplumber

from odoo import Command
from odoo.exceptions import AccessError

from .outgoing_common import OutgoingCase


class TestOutgoingPrint(OutgoingCase):

    def _text(self, records):
        pdf, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "company_docs.company_document_outgoing_draft_form", records.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            text = "".join(page.extract_text() for page in document.pages)
        return text.replace(" ", "").replace("\n", "")

    def test_draft_form(self):
        """D2 S4: 发文稿纸 prints every element of the form, the opinions of all rounds and the record of the steps."""
        document = self._submit(
            urgency="urgent", keywords="放假 通知", note="此件公开发布", copy_count=12,
            cc_unit_ids=[Command.set(self.unit.ids)], countersign_user_ids=[Command.set(self.chairman.ids)],
            annex_ids=[Command.create({"name": "值班安排表"})])
        self._approve(document, self.dept_head, opinion="同意报批")
        document.approval_id.with_user(self.office).action_return("请补充值班安排", False)
        document.action_submit()
        self._approve(document, self.dept_head, opinion="再次同意")
        self._approve(document, self.office, opinion="文种格式无误")
        self._approve(document, self.chairman, opinion="会签同意")
        self._approve(document, self.gm, opinion="同意印发")
        document.with_user(self.office).action_number()
        document.action_proofread(True, "核对无误")
        text = self._text(document)
        for word in (
                "测试〔", document.draft_no, document.title, "国庆节放假七天", "值班安排表", "放假通知", "此件公开发布",
                "FirstBranch", "Finance", "12", self.drafter.name, self.department.name, "请补充值班安排",
                "再次同意", "文种格式无误", "会签同意", "同意印发", "核对无误"):
            self.assertIn(word.replace(" ", ""), text)

    def test_who_prints(self):
        """D2 S4: only who may read the document prints its form."""
        document = self._submit()
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.outsider)._render_qweb_pdf(
                "company_docs.company_document_outgoing_draft_form", document.ids)
