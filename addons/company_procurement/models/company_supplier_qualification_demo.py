import base64
import logging
from datetime import timedelta

from odoo import Command, api, fields, models

_logger = logging.getLogger(__name__)

PAPER = """<html lang="zh-CN"><style>@page {{ size: A4 landscape; margin: 20mm; border: 1mm solid #b8860b }}
body {{ font: 14pt/2 "FandolSong", "Noto Serif CJK SC", serif; padding: 8mm }}
h1 {{ text-align: center; font-size: 30pt; letter-spacing: 12pt; color: #a00 }}</style>
<h1>{title}</h1><p>编号：{number}</p><p>名称：{name}</p><p>法定代表人：{person}</p><p>住所：{address}</p>
<p>有效期至：{until}</p></html>"""

# supplier, goods, contact, phone, days until the certificate expires
FILES = (
    ("xinda", ("steel",), "沈志明", "138 1688 2301", 410),
    ("yuegang", ("steel",), "陆文斌", "139 1312 5520", 520),
    ("huaye", ("steel", "building"), "钱晓东", "137 7103 6688", 300),
    ("baoli", ("building", "steel"), "邵海波", "136 5678 1122", 20),
    ("nanfang", ("electric", "telecom"), "韩冰", "135 8599 7788", 365),
    ("zhengtai", ("electric",), "朱国庆", "138 5713 4400", 280),
    ("anhu", ("safety",), "仇建", "139 5180 3366", 240),
    ("chengxin", ("office", "safety"), "方婷", "136 2166 9900", 330),
    ("keyi", ("lab", "chemical"), "顾伟", "137 6103 8877", 190),
    ("tongguang", ("telecom",), "黎明", "135 1725 6600", 260),
    ("xinsheng", ("building", "electric", "safety"), "范学军", "138 6733 2200", 450),
    ("hengda", ("telecom",), "丁峰", "139 5606 7711", 150),
)
PREFERRED = ("yuegang", "nanfang")
SURVEYS = (
    ("hbeam", "website", "我的钢铁网", 3905), ("plate", "website", "我的钢铁网", 4060),
    ("rebar", "phone", "上海逸仙路钢材市场 李经理", 3590), ("cable", "visit", "上海北京东路五金电器市场", 218),
    ("helmet", "phone", "南京劳保用品批发市场", 30.5),
)


class CompanySupplierQualification(models.Model):
    """Demo files: every supplier took his way through the public methods, by the persons whose steps they are."""

    _inherit = "company.supplier.qualification"

    @api.model
    def _load_demo_files(self):
        """Qualified and preferred suppliers, one whose certificate expires soon, one suspended, one in approval."""
        files = self.with_user(self._demo_user("wang_buy")).browse()
        for supplier, goods, contact, phone, days in FILES:
            files |= self._demo_file(supplier, goods, contact, phone, days)
        files.action_submit()
        for record in files:
            self._demo_decide(record)
        preferred = files.filtered(
            lambda record: record.partner_id in [self._demo_partner(name) for name in PREFERRED])
        preferred.action_request_state(
            "preferred", "全年供货及时、质量稳定、价格合理", "首次建档,按近三年合作情况列入优秀供应商名录")
        preferred.action_submit()
        for record in preferred:
            self._demo_decide(record)
        files[-1].with_user(self._demo_user("liu_buy")).action_suspend("连续两批光缆到货质量不合格,未按期整改")
        self._demo_waiting()
        soon = files.sudo().filtered(
            lambda record: record.next_expiry and record.next_expiry <= fields.Date.today() + timedelta(days=30))
        for record in soon:
            record._remind_expiry(record, fields.Date.today())
        return True

    def _demo_waiting(self):
        """A candidate whose approval waits for the head of finance, and one whose papers wait for verification."""
        waiting = self._demo_file("ruian", ("steel",), "史小军", "138 6110 5566", 380)
        waiting.action_submit()
        waiting.sudo().approval_id.with_user(self._demo_user("liu_buy")).action_approve("现场考察合格")
        self._demo_file("xindafen", ("steel",), "周志强", "138 1688 2301", 365, verify=False)

    @api.model
    def _demo_user(self, login):
        return self.env.ref(f"company_base.demo_user_{login}")

    @api.model
    def _demo_partner(self, name):
        return self.env.ref(f"company_procurement.supplier_{name}")

    def _demo_file(self, supplier, goods, contact, phone, days, verify=True):
        partner = self._demo_partner(supplier)
        person = self.env["res.partner"].create({
            "name": contact, "phone": phone, "function": "销售经理", "parent_id": partner.id, "type": "contact"})
        record = self.with_user(self._demo_user("wang_buy")).create({
            "partner_id": partner.id,
            "target_state": "qualified",
            "reason": "营业执照、资质证书齐全,近三年无失信记录,资格审查合格",
            "legal_status": "active",
            "annual_inspection": "passed",
            "dishonesty": "none",
            "litigation": "none",
            "check_note": "国家企业信用信息公示系统:存续;信用中国、中国执行信息公开网:无失信、无重大诉讼记录",
            "contact_ids": [Command.set(person.ids)],
            "product_category_ids": [Command.set([
                self.env.ref(f"company_procurement.product_category_{name}").id for name in goods])],
        })
        self._demo_papers(record, partner, days)
        if verify:
            record.paper_ids.with_user(self._demo_user("zhao_buy")).action_verify("与原件核对一致")
        return record

    def _demo_papers(self, record, partner, days):
        today = fields.Date.today()
        for kind, number, until in (
            ("business_licence", partner.vat, False),
            ("qualification", f"ZZ{partner.vat[-8:]}", today + timedelta(days=days)),
        ):
            kind = self.env.ref(f"company_procurement.paper_kind_{kind}")
            record.env["company.supplier.paper"].create({
                "qualification_id": record.id, "kind_id": kind.id, "number": number,
                "issued_on": today - timedelta(days=700), "expires_on": until,
                "file": self._demo_scan(kind.name, partner, number, until),
                "file_name": f"{partner.name}{kind.name}.pdf"})

    @api.model
    def _demo_scan(self, title, partner, number, until):
        html = PAPER.format(title=title, number=number, name=partner.name, person=partner.legal_representative,
                            address=f"{partner.city}{partner.street}", until=until or "长期")
        try:
            from weasyprint import HTML
            content = HTML(string=html).write_pdf()
        except (ImportError, OSError):
            _logger.info("WeasyPrint is missing: the demo papers are empty pages")
            content = b"%PDF-1.4\n%%EOF " + html.encode()
        return base64.b64encode(content)

    def _demo_decide(self, record):
        while record.sudo().approval_state == "pending":
            approval = record.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_approve("同意")

    # ------------------------------------------------------------------
    # Prices
    # ------------------------------------------------------------------

    @api.model
    def _load_demo_prices(self):
        """Recorded market surveys, one draft, and the score cards of the running year."""
        surveys = self.env["company.purchase.price.survey"].with_user(self._demo_user("wang_buy"))
        for index, (product, source, name, price) in enumerate(SURVEYS):
            survey = surveys.create({
                "product_id": self.env.ref(f"company_procurement.product_{product}").id, "source": source,
                "source_name": name, "price": price, "date": fields.Date.today() - timedelta(days=6 * index + 3),
                "note": "含税到厂价"})
            if index < len(SURVEYS) - 1:
                survey.action_record()
        self._demo_receipts()
        self.search([("supplier_state", "in", ("qualified", "preferred"))]).action_compute_score()
        return True

    @api.model
    def _demo_receipts(self):
        """The goods of the past came on the day they were promised, some of them late."""
        moves = self.env["stock.move"].sudo().search([
            ("purchase_line_id", "!=", False), ("state", "=", "done")], order="id")
        for index, move in enumerate(moves):
            move.date = move.purchase_line_id.date_planned + timedelta(days=4 if index % 6 == 2 else -1)
