from datetime import timedelta

from odoo import api, fields, models

from .company_purchase_sourcing_demo import STEEL

DRAWING = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF"""


class CompanyPurchaseSourcing(models.Model):
    _inherit = "company.purchase.sourcing"

    @api.model
    def _load_demo_portal_inquiry(self):
        """A running inquiry: one supplier has still to answer on the portal, one asked, one declined."""
        case = self._demo_case("二期厂房钢结构", [("product_hbeam", 36), ("product_plate", 12)], STEEL)
        drawing = self.env["ir.attachment"].with_user(case.env.user).create({
            "name": "二期厂房钢结构技术要求.pdf", "raw": DRAWING, "mimetype": "application/pdf",
            "res_model": case._name, "res_id": case.id})
        case.write({
            "note": "材料须附质量证明书原件；按图纸长度供货，不得拼接；送至一号生产基地卸货。",
            "inquiry_document_ids": [fields.Command.link(drawing.id)]})
        quotes = {quote.partner_id: quote for quote in case.sudo().quote_ids}
        asking = quotes[self.env.ref(f"company_procurement.{STEEL[1]}")]
        asking.with_user(self.env.ref("company_procurement.demo_user_supplier2")).action_portal_ask(
            "H型钢是否接受定尺12米供货？")
        case.question_ids.with_user(case.env.user).action_answer_question("接受，12米定尺优先。")
        declining = quotes[self.env.ref(f"company_procurement.{STEEL[2]}")]
        case.action_decline_quote(declining.id, "电话告知：本月产能已满")
        case.action_extend_inquiry(fields.Datetime.now() + timedelta(days=6), "节假日顺延")
        return True
