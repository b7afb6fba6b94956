from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsFixture
from .sealuse_common import TEXT_PDF, SealUseFixture


@tagged("post_install", "-at_install")
class TestSealUseDownload(SealUseFixture, DocumentsFixture, RpcCase):

    def setUp(self):
        super().setUp()
        self.use = self._draft()
        self.file = self.use.file_ids.with_user(self.drafter)

    def _classify(self):
        self.drafter_employee.sudo()._set_clearance("secret", "Takes part")
        self.use.sudo()._as_engine().write({"secrecy": "secret"})
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_rows(self):
        return self.env["company.document.access"].sudo().search([
            ("res_model", "=", "company.seal.use"), ("res_id", "=", self.use.id)])

    def test_classified(self):
        """E6 D8: a classified paper at the seal is downloaded with watermark and logged, at each door."""
        self._classify()
        self.authenticate(self.drafter.login, self.drafter.login)
        for door in (lambda: self.file.read(["raw"])[0]["raw"],
                     lambda: self.url_open(f"/web/content/{self.file.id}?download=true").content):
            before = len(self._get_rows())
            content = door()
            self.assertTrue(content.startswith(b"%PDF"))
            self.assertNotEqual(content, TEXT_PDF)
            row = self._get_rows()[0]
            self.assertEqual(len(self._get_rows()), before + 1)
            self.assertEqual((row.user_id, row.action, row.secrecy), (self.drafter, "download", "secret"))
            self.assertIn(self.use.name, row.document_name)
            self.assertNotIn("Proof", row.document_name)
        self.assertEqual(self.file.sudo().raw, TEXT_PDF)
        with self.assertRaises(AccessError):
            self.file.with_user(self.outsider).read(["raw"])
        self.authenticate(self.outsider.login, self.outsider.login)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            self.assertEqual(self.url_open(f"/web/content/{self.file.id}").status_code, 404)

    def test_plain(self):
        """E6: the file of an unclassified application leaves as it was approved, unlogged."""
        self.assertEqual(self.file.read(["raw"])[0]["raw"], TEXT_PDF)
        self.assertFalse(self._get_rows())
