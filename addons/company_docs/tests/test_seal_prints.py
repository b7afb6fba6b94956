import io

from pypdf import PdfReader

from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture


@tagged("post_install", "-at_install")
class TestSealPrints(SealFixture, DocumentsCase):

    def _print(self, name, records, user):
        pdf = self.env["ir.actions.report"].with_user(user)._render_qweb_pdf(
            f"company_docs.action_report_company_seal_{name}", records.ids)[0]
        return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())

    def test_forms(self):
        """E5 E7: 印章交接登记表, 印章登记簿, 盘点表 and 遗失声明 print with what they must say."""
        handover = self._hand_over(self.official, self.office_employee)
        count = self.env["company.seal.count"].with_user(self.office).create({"checker_id": self.dept_head_employee.id})
        count.action_start()
        loss = self.env["company.seal.loss"].browse(self.official.with_user(self.office).action_report_loss("Stolen"))
        for name, records, words in (
            ("handover", handover, ("印章交接登记表", handover.name, "BaoKeeper", "FengOffice", "接交人")),
            ("register", self.official, ("印章登记簿", self.official.code, "已遗失")),
            ("count", count, ("印章证照盘点表", count.name, "LiManager")),
            ("loss", loss, ("遗失声明", self.official.code, "声明作废" if "声明作废" in loss.notice else "void")),
        ):
            text = self._print(name, records, self.office)
            for word in words:
                with self.subTest(form=name, word=word):
                    self.assertIn(word, text)
