import logging
from datetime import timedelta

from odoo import Command, api, fields, models

_logger = logging.getLogger(__name__)

QUOTATION = """<html lang="zh-CN"><style>
@page {{ size: A4; margin: 25mm }} body {{ font: 12pt/1.8 "FandolSong", "Noto Serif CJK SC", serif }}
h1 {{ text-align: center; font-size: 20pt; letter-spacing: 8pt }} table {{ width: 100%; border-collapse: collapse }}
td, th {{ border: 1px solid #333; padding: 2mm }} .sign {{ position: relative; margin-top: 20mm; text-align: right }}
.seal {{ position: absolute; right: 4mm; top: -14mm; width: 38mm; height: 38mm; border: 1mm solid #d00; color: #d00;
border-radius: 50%; text-align: center; font-size: 9pt; line-height: 1.3; padding-top: 8mm; box-sizing: border-box }}
.seal b {{ display: block; font-size: 20pt }}</style><h1>报 价 单</h1><p>致：{company}　　询价单号：{number}</p>
<table><tr><th>品名</th><th>规格型号</th><th>数量</th><th>单价（元）</th></tr>{rows}</table>
<p>以上价格含税含运费，有效期至 {valid}。</p><div class="sign">{supplier}<br/>{date}
<div class="seal">{supplier}<b>★</b>报价专用章</div></div></html>"""

STEEL = ("supplier_xinda", "supplier_yuegang", "supplier_huaye")
ELECTRIC = ("supplier_nanfang", "supplier_zhengtai", "supplier_xinsheng")
SAFETY = ("supplier_anhu", "supplier_chengxin", "supplier_xinsheng")


class CompanyPurchaseSourcing(models.Model):
    """Demo cases: every one went its way through the public methods, by the persons whose steps they are."""

    _inherit = "company.purchase.sourcing"

    @api.model
    def _load_demo_sourcing(self):
        """Half-done cases to look at: inquiry, price check, award, approval, orders."""
        self._demo_inquiry()
        self._demo_price_check()
        self._demo_to_award()
        self._demo_approval(
            "中厚钢板补料", [("product_plate", 18)], [(4080,), (4120,), (4035,)], "company_base.demo_user_zhou_fin")
        self._demo_approval(
            "钢构件制作用料", [("product_hbeam", 22), ("product_plate", 8)],
            [(3965, 4090), (4010, 4055), (3940, 4130)], "company_base.demo_user_wu_gm")
        self._demo_ordered()
        return True

    def _demo_inquiry(self):
        """Two of three quotes came in, one of them without its seal."""
        case = self._demo_case("跨线桥钢梁制作", [("product_hbeam", 30), ("product_plate", 15)], STEEL)
        self._demo_quote(case, STEEL[0], (3990, 4105))
        self._demo_quote(case, STEEL[1], (4020, 4080), scan=False)

    def _demo_price_check(self):
        """Three quotes, one negotiated down; waits for the price checker."""
        case = self._demo_case("配电房改造", [("product_cable", 260), ("product_breaker", 12)], ELECTRIC)
        for supplier, prices in zip(ELECTRIC, ((221, 372), (226.5, 358), (219.8, 381)), strict=True):
            self._demo_quote(case, supplier, prices)
        case.action_close_inquiry()
        self._demo_quote(case, ELECTRIC[0], (216, 366))

    def _demo_to_award(self):
        """Prices are verified; the buyer awards next."""
        case = self._demo_case("二季度劳保用品", [("product_helmet", 200), ("product_harness", 40)], SAFETY)
        for supplier, prices in zip(SAFETY, ((31.5, 172), (33, 165), (32.4, 169)), strict=True):
            self._demo_quote(case, supplier, prices)
        case.action_close_inquiry()
        self._demo_check(case)

    def _demo_approval(self, reason, goods, prices, approver):
        """Awarded and submitted; waits for one approver."""
        case = self._demo_awarded(reason, goods, STEEL, prices)
        case.action_submit()
        self._demo_approve(case, self.env.ref(approver))

    def _demo_ordered(self):
        """Approved by all and ordered."""
        case = self._demo_awarded("施工现场临时用电", [("product_breaker", 20)], ELECTRIC, [(362,), (355,), (370,)])
        case.action_submit()
        self._demo_approve(case)
        case.action_create_orders()

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    @api.model
    def _demo_user(self, login):
        return self.env.ref(f"company_base.demo_user_{login}")

    @api.model
    def _demo_case(self, reason, goods, suppliers):
        request = self.env["company.purchase.request"].with_user(self._demo_user("zhang_eng")).create({
            "category_id": self.env.ref("company_procurement.category_general").id,
            "reason": reason,
            "site": "一号生产基地",
            "line_ids": [Command.create({
                "product_id": self.env.ref(f"company_procurement.{product}").id, "quantity": quantity,
                "needed_date": fields.Date.today() + timedelta(days=20),
                "stock_explanation": "库存已为在建项目预留",
            }) for product, quantity in goods],
        })
        request.action_submit()
        self._demo_approve(request)
        buyer = self._demo_user("wang_buy")
        if request.sudo().buyer_id != buyer:
            request.with_user(self._demo_user("liu_buy")).action_assign(buyer.id)
        case = self.with_user(buyer).browse(request.with_user(buyer).action_start_sourcing())
        case.action_invite([self.env.ref(f"company_procurement.{supplier}").id for supplier in suppliers])
        return case

    def _demo_approve(self, document, stop_at=None):
        """Whose turn it is agrees, until the approval ends or reaches ``stop_at``."""
        while document.sudo().approval_state == "pending":
            approval = document.sudo().approval_id
            user = approval.current_user_ids[:1]
            if not user or user == stop_at:
                return
            approval.with_user(user).action_approve("同意")

    def _demo_quote(self, case, supplier, prices, scan=True):
        partner = self.env.ref(f"company_procurement.{supplier}")
        until = fields.Date.today() + timedelta(days=45)
        attachment = self.env["ir.attachment"].with_user(case.env.user)
        if scan:
            attachment = attachment.create({
                "name": f"{partner.name}报价单.pdf", "mimetype": "application/pdf",
                "raw": self._demo_quotation(case, partner, prices, until)})
        case.action_record_quote(partner.id, [
            {"sourcing_line_id": line.id, "price_unit": price, "lead_days": 7 + index * 3}
            for index, (line, price) in enumerate(zip(case.line_ids, prices, strict=True))
        ], until, attachment.id)

    @api.model
    def _demo_quotation(self, case, partner, prices, until):
        """A quotation with a seal, as a scan would show it."""
        rows = "".join(
            f"<tr><td>{line.description}</td><td>{line.specification or ''} {line.model_number or ''}</td>"
            f"<td>{line.quantity:g}</td><td>{price:.2f}</td></tr>"
            for line, price in zip(case.line_ids, prices, strict=True))
        html = QUOTATION.format(
            company=case.company_id.name, number=case.name, rows=rows, valid=until, supplier=partner.name,
            date=fields.Date.today())
        try:
            from weasyprint import HTML
        except (ImportError, OSError):
            _logger.info("WeasyPrint is missing: the demo quotations are empty pages")
            return b"%PDF-1.4\n%%EOF " + html.encode()
        return HTML(string=html).write_pdf()

    def _demo_check(self, case):
        lowest = case.sudo()._get_lowest_prices()
        case.with_user(self._demo_user("chen_price")).action_check_price([
            {"sourcing_line_id": line.id, "verified_price": lowest[line.id], "result": "accepted",
             "opinion": "与历史价格及市场行情相符"} for line in case.line_ids
        ], "已与近十二个月采购价格比对,最低有效报价合理。")

    def _demo_awarded(self, reason, goods, suppliers, prices):
        case = self._demo_case(reason, goods, suppliers)
        for supplier, offer in zip(suppliers, prices, strict=True):
            self._demo_quote(case, supplier, offer)
        case.action_close_inquiry()
        self._demo_check(case)
        cells, lowest = case.sudo()._get_cells(), case.sudo()._get_lowest_prices()
        case.action_award([{
            "sourcing_line_id": line.id,
            "quote_line_id": next(key for key, cell in cells[line.id].items() if cell["landed"] == lowest[line.id]),
        } for line in case.line_ids])
        return case
