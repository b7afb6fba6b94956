import base64
import io
from datetime import timedelta

import pdfplumber

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .supplier_common import SupplierCase, SupplierFixture

FILE = "company.supplier.qualification"
PAPER = "company.supplier.paper"
HOSTILE = {"_company_engine": True, "_company_approval_unlock": True, "default_supplier_state": "preferred",
           "install_mode": True, "skip_check": True}


@tagged("post_install", "-at_install")
class TestSupplierRpc(SupplierFixture, RpcCase):
    """S7 P22: the whole way of a supplier over XML-RPC, and no way around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.user_admin").write({
            "company_ids": [Command.link(cls.company_a.id)], "company_id": cls.company_a.id})

    def test_whole_way(self):
        """S7 P22: candidate → qualified → preferred → suspended → qualified over XML-RPC with plain values."""
        partner = self._candidate(150)
        contact_id = self.rpc("test.buyer", "res.partner", "create", {
            "name": "Sales", "parent_id": partner.id, "phone": "1"})
        file_id = self.rpc("test.buyer", FILE, "create", {
            "partner_id": partner.id, "legal_status": "active", "annual_inspection": "passed", "dishonesty": "none",
            "litigation": "none", "contact_ids": [(6, 0, [contact_id])],
            "product_category_ids": [(6, 0, [self.goods_category.id])]})
        record = self.env[FILE].browse(file_id)
        self.assertTrue(self.rpc("test.buyer", FILE, "action_request_state", [file_id], "qualified", "Good offer"))
        with self.assertRaises(UserError):
            self.rpc("test.buyer", FILE, "action_submit", [file_id], context=HOSTILE)
        self._take_findings()
        paper_id = self.rpc("test.buyer", PAPER, "create", {
            "qualification_id": file_id, "kind_id": self.licence.id, "number": "9144",
            "expires_on": fields.Date.to_string(fields.Date.today() + timedelta(days=300)),
            "file": base64.b64encode(b"%PDF-1.4 licence").decode()})
        with self.assertRaises(UserError):
            self.rpc("test.buyer", PAPER, "action_verify", [paper_id], context=HOSTILE)
        self.assertTrue(self.rpc("test.buyer2", PAPER, "action_verify", [paper_id], "seen"))
        self.assertTrue(self.rpc("test.buyer", FILE, "action_submit", [file_id]))
        self._approve(record)
        self.assertEqual(record.supplier_state, "qualified")
        self.assertEqual(self.rpc("test.buyer", FILE, "action_compute_score", [file_id]), {str(file_id): 100})
        self.rpc("test.buyer", FILE, "action_request_state", [file_id], "preferred", "Best")
        self.rpc("test.buyer", FILE, "action_submit", [file_id])
        self._approve(record)
        self.assertEqual(self.rpc("test.head", "res.partner", "action_suspend_supplier", [partner.id], "Bad"), True)
        self.assertEqual(record.supplier_state, "suspended")
        self.rpc("test.buyer", FILE, "action_request_state", [file_id], "qualified", "Replaced")
        self.rpc("test.buyer", FILE, "action_submit", [file_id])
        self._approve(record)
        self.assertEqual(partner._get_supplier_state(self.company_a), "qualified")

    def test_no_way_around(self):
        """S7 P22: nobody sets a status: not as buyer, head or administrator, by no door."""
        record = self._qualified_file(self._candidate(151))
        partner = record.partner_id
        for login in ("test.buyer", "test.head", "admin"):
            for model, ids, values in (
                (FILE, record.ids, {"supplier_state": "preferred"}), (FILE, record.ids, {"state": "draft"}),
                ("res.partner", partner.ids, {"supplier_state": "preferred"}),
                (PAPER, record.paper_ids.ids, {"expires_on": "2050-01-01"}),
            ):
                for method, args in (("write", (values,)), ("web_save", (values, {}))):
                    with self.subTest(login=login, model=model, method=method), self.assertRaises(UserError):
                        self.rpc(login, model, method, ids, *args, context=HOSTILE)
            for model, method, args in (
                (FILE, "_apply_state", ("preferred", "x", "approval")), (FILE, "_as_engine", ()),
                (FILE, "_on_approval_approved", (False,)), ("res.partner", "_write_supplier_state", (1, "preferred")),
                ("company.supplier.score", "_score", ("year", "2026-01-01")),
            ):
                with self.assertRaises(AccessError):
                    self.rpc(login, model, method, record.ids, *args)
            for model in ("company.supplier.score", "company.supplier.coverage", "company.purchase.price.archive"):
                with self.assertRaises(UserError):
                    self.rpc(login, model, "create", {"partner_id": partner.id}, context=HOSTILE)
        self.assertEqual(partner._get_supplier_state(self.company_a), "qualified")

    def test_wrong_values(self):
        """S7 P22: values of the wrong kind are refused with a message, not with a crash."""
        record = self._qualified_file(self._candidate(152))
        for state, reason in (("gold", "x"), (5, "x"), (False, "x"), ("preferred", ""), ("preferred", 4), ([], "x")):
            with self.assertRaises(UserError):
                self.rpc("test.buyer", FILE, "action_request_state", record.ids, state, reason)
        for reason in ("", 4, False):
            with self.assertRaises(UserError):
                self.rpc("test.head", FILE, "action_suspend", record.ids, reason)
        with self.assertRaises(UserError):
            self.rpc("test.buyer", FILE, "action_compute_score", [])


@tagged("post_install", "-at_install")
class TestSupplierPrint(SupplierCase):

    def test_form(self):
        """P22 S4: 供应商资质表 shows eligibility, papers, score and the approval trail."""
        record = self._qualified_file(days=200)
        record.action_compute_score()
        pdf, kind = self.env["ir.actions.report"].with_user(self.buyer)._render_qweb_pdf(
            "company_procurement.company_supplier_qualification_report", record.ids)
        self.assertEqual(kind, "pdf")
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            text = "".join(page.extract_text() for page in document.pages).replace(" ", "").replace("\n", "")
        for word in (record.name, record.partner_id.name, record.partner_id.vat, "9144", self.buyer2.name,
                     self.purchase_head.name, self.finance.name, "100.0", str(record.paper_ids.expires_on)):
            self.assertIn(word.replace(" ", ""), text)
