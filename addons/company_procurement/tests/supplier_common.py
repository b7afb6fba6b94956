"""Helpers of the supplier tests: files with papers, by the right persons."""
import base64
from datetime import timedelta

from odoo import Command, fields

from .sourcing_common import SourcingCase, SourcingFixture

SCAN = base64.b64encode(b"%PDF-1.4\n%%EOF licence")


class SupplierFixture(SourcingFixture):
    """A candidate with the file that R4 §三.1.3.2 asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls.env.ref("company_procurement.paper_kind_business_licence")
        cls.id_card = cls.env.ref("company_procurement.paper_kind_id_card")
        cls.certificate = cls.env.ref("company_procurement.paper_kind_qualification")

    def _candidate(self, index=50, **values):
        return self._new_supplier(index, state="candidate", **values)

    def _new_file(self, partner=None, user=None, **values):
        """A complete draft of the buyer without papers."""
        partner = partner or self._candidate()
        contact = self.env["res.partner"].create({
            "name": "Contact", "parent_id": partner.id, "phone": "+86 755 1", "type": "contact"})
        return self.env["company.supplier.qualification"].with_user(user or self.buyer).with_company(
            self.company_a).create({
                "partner_id": partner.id, "target_state": "qualified", "reason": "Good offer",
                "legal_status": "active", "annual_inspection": "passed", "dishonesty": "none", "litigation": "none",
                "contact_ids": [Command.set(contact.ids)],
                "product_category_ids": [Command.set(self.goods_category.ids)], **values})

    def _add_paper(self, record, kind=None, days=None, verify=True, user=None, **values):
        """Upload a paper as the buyer and have the second buyer verify it."""
        paper = self.env["company.supplier.paper"].with_user(user or self.buyer).create({
            "qualification_id": record.id, "kind_id": (kind or self.licence).id, "number": "9144", "file": SCAN,
            "file_name": "licence.pdf",
            "expires_on": days is not None and fields.Date.today() + timedelta(days=days), **values})
        if verify:
            paper.with_user(self.buyer2).action_verify("Compared with the original")
        return paper

    def _qualified_file(self, partner=None, days=None, **values):
        """A supplier that went its way to qualified."""
        record = self._new_file(partner, **values)
        self._add_paper(record, days=days)
        record.action_submit()
        self._approve(record)
        return record


class SupplierCase(SupplierFixture, SourcingCase):
    """Transaction case of the suppliers."""
