"""Suppliers with portal users, for the tests of inquiries."""
import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user

from .sourcing_common import SourcingFixture

SCAN = b"%PDF-1.4\n%%EOF signed and sealed "


class InquiryFixture(SourcingFixture):
    """Each supplier has a contact person with a portal user ``supplier1``, ``supplier2`` …"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_users = cls.env["res.users"]
        for index, supplier in enumerate(cls.suppliers, start=1):
            person = cls.env["res.partner"].create({
                "name": f"Person {index}", "parent_id": supplier.id, "email": f"person{index}@supplier{index}.example",
                "type": "contact", "lang": "en_US"})
            login = f"portal.supplier{index}"
            cls.portal_users |= new_test_user(
                cls.env, login=login, groups="base.group_portal", partner_id=person.id, email=person.email,
                tz="Asia/Shanghai",
                company_id=cls.company_a.id, company_ids=[Command.set(cls.company_a.ids)], password=login + "-Pass1")
        cls.company_a.purchase_inquiry_days = 3

    def setUp(self):
        super().setUp()
        # the form that goes with each invitation is tested on its own
        self.report_patch = patch.object(type(self.env["ir.actions.report"]), "_render_qweb_pdf",
                                         lambda *args, **kwargs: (b"%PDF-1.4 inquiry form", "pdf"))
        self.startPatcher(self.report_patch)

    def _invited_case(self, count=3, sealed=False, **values):
        """A case with its first suppliers invited by mail."""
        if sealed:
            self.category.sealed_until_close = True
        case = self._new_case(**values)
        case.action_invite(self.suppliers[:count].ids, send_mail=True)
        return case

    def _quote_of(self, case, index):
        return case.sudo().quote_ids.filtered(
            lambda quote: quote.partner_id == self.suppliers[index] and quote.quote_status != "void")

    def _as_supplier(self, case, index):
        """The quote as the supplier's own user sees it."""
        return self._quote_of(case, index).with_user(self.portal_users[index]).with_context(allowed_company_ids=[])

    def _values(self, case, prices, scan="1", **values):
        until = fields.Date.to_string(fields.Date.today() + timedelta(days=30))
        return {
            "lines": [{"sourcing_line_id": line.id, "price_unit": price,
                       "date_planned": fields.Date.to_string(fields.Date.today() + timedelta(days=9))}
                      for line, price in zip(case.line_ids, prices, strict=True)],
            "valid_until": until, "freight_amount": 50.0, "payment_terms": "30 days", "remark": "ex works",
            "scan": {"name": "quotation.pdf", "data": base64.b64encode(SCAN + str(scan).encode()).decode()}
            if scan else None, **values}

    def _submit(self, case, index, prices, **values):
        return self._as_supplier(case, index).action_portal_submit_quote(
            self._values(case, prices, scan=f"{index}{prices}", **values))

    def _pass_closing_time(self, case):
        case.sudo()._as_engine().write({"inquiry_deadline": fields.Datetime.now() - timedelta(minutes=1)})

    def _new_tax(self, name, kind="purchase"):
        group = self.env["account.tax.group"].create({"name": name, "company_id": self.company_a.id})
        return self.env["account.tax"].create({
            "name": name, "amount": 13, "type_tax_use": kind, "company_id": self.company_a.id,
            "tax_group_id": group.id, "country_id": self.company_a.account_fiscal_country_id.id})
