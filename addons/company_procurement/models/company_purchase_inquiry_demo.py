from datetime import timedelta

from odoo import api, fields, models

from .company_purchase_sourcing_demo import STEEL

REQUIREMENTS = """<html lang="zh-CN"><body style="font: 12pt/1.8 FandolSong, 'Noto Serif CJK SC', serif">
<h2>二期厂房钢结构技术要求</h2><p>一、材质 Q355B，符合 GB/T 11263、GB/T 3274，附质量证明书原件。</p>
<p>二、H型钢定尺12米，不得拼接；钢板平整度按 GB/T 709。</p><p>三、送至一号生产基地，供方负责卸车。</p></body></html>"""


class CompanyPurchaseSourcing(models.Model):
    _inherit = "company.purchase.sourcing"

    @api.model
    def _load_demo_portal_inquiry(self):
        """A running inquiry: one supplier has still to answer on the portal, one asked, one declined."""
        case = self._demo_case("二期厂房钢结构", [("product_hbeam", 36), ("product_plate", 12)], STEEL)
        drawing = self.env["ir.attachment"].with_user(case.env.user).create({
            "name": "二期厂房钢结构技术要求.pdf", "raw": self._demo_requirements(), "mimetype": "application/pdf",
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

    @api.model
    def _demo_requirements(self):
        """A page of technical requirements."""
        try:
            from weasyprint import HTML
        except (ImportError, OSError):
            return b"%PDF-1.4\n%%EOF " + REQUIREMENTS.encode()
        return HTML(string=REQUIREMENTS).write_pdf()
