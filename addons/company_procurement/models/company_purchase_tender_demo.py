import base64
from datetime import timedelta

from odoo import Command, api, fields, models

BIDDERS = {"supplier_xinda": ("xinda.bid", "陈志强"), "supplier_yuegang": ("yuegang.bid", "周丽"),
           "supplier_huaye": ("huaye.bid", "吴建国")}
OPENERS = ("feng_office", "he_legal", "audit")
MEMBERS = ("li_eng", "lin_rnd", "gao_prod")
PROPOSALS = {
    "supplier_xinda": "按 GB/T 11263、GB/T 3274 供货，逐批附材质证明；分三批到货，随车卸货。",
    "supplier_yuegang": "首钢、鞍钢大厂资源，超声波探伤二级；可代储一个月。",
    "supplier_huaye": "自有加工中心，可按图定尺切割、坡口加工。",
}


class CompanyPurchaseTender(models.Model):
    """Demo tenders: one takes bids, two of them in; one is being scored. Every step by the person whose step it is."""

    _inherit = "company.purchase.tender"

    @api.model
    def _load_demo_tenders(self):
        """One running tender with two sealed bids and one in front of its committee."""
        self._demo_running()
        self._demo_scoring()
        return True

    def _demo_running(self):
        tender = self._demo_published(
            "滨江大道二号桥钢箱梁用钢", [("product_hbeam", 40, 3980), ("product_plate", 25, 4120)])
        self._demo_bid(tender, "supplier_xinda", (3925, 4080), 25)
        question = self.env["company.purchase.tender.question"].with_user(self._demo_bidder("supplier_huaye"))
        asked = question.browse(question.action_ask(tender.id, "钢板是否接受定尺轧制？长度公差按哪个标准执行？"))
        asked.with_user(self._demo_user("wang_buy")).action_answer("接受定尺，长度公差按 GB/T 709 执行。")
        self._demo_bid(tender, "supplier_yuegang", (3880, 4105), 30)
        question.action_ask(tender.id, "卸货由哪一方负责？")

    def _demo_scoring(self):
        tender = self._demo_published(
            "南沙物流仓库主体钢结构用钢", [("product_hbeam", 36, 3980), ("product_plate", 30, 4120)])
        for supplier, prices, days in (
                ("supplier_xinda", (3905, 4095), 20), ("supplier_yuegang", (3890, 4060), 28),
                ("supplier_huaye", (3940, 4040), 18)):
            self._demo_bid(tender, supplier, prices, days)
        tender.sudo()._approval_engine().write({"bid_deadline": fields.Datetime.now()})
        tender.action_close()
        for login in OPENERS[:2]:
            tender.with_user(self._demo_user(login)).action_open(self._demo_passphrase(login))
        for login in MEMBERS:
            tender.with_user(self._demo_user(login)).action_declare(True)
        tender.action_start_scoring()
        bids, criteria = tender.sudo()._get_valid_bids(), tender.sudo()._get_scored_criteria()
        tender.with_user(self._demo_user(MEMBERS[0])).action_score([
            {"bid_id": bid.id, "criterion_id": criterion.id, "score": 92 - 4 * position - 2 * index}
            for position, bid in enumerate(bids) for index, criterion in enumerate(criteria)])

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    @api.model
    def _demo_user(self, login):
        return self.env.ref(f"company_base.demo_user_{login}")

    @api.model
    def _demo_passphrase(self, login):
        return f"kaibiao 2026 {login}"

    @api.model
    def _demo_bidder(self, supplier):
        """The portal user of a demo supplier."""
        login, name = BIDDERS[supplier]
        users = self.env["res.users"].with_context(no_reset_password=True)
        user = users.search([("login", "=", login)])
        if user:
            return user
        partner = self.env.ref(f"company_procurement.{supplier}")
        contact = self.env["res.partner"].create({
            "name": name, "function": "投标专员", "parent_id": partner.id, "email": f"{login}@example.com"})
        return users.create({
            "login": login, "password": login, "partner_id": contact.id, "lang": "zh_CN", "tz": "Asia/Shanghai",
            "group_ids": [Command.set(self.env.ref("base.group_portal").ids)]})

    @api.model
    def _demo_case(self, reason, goods):
        request = self.env["company.purchase.request"].with_user(self._demo_user("zhang_eng")).create({
            "category_id": self.env.ref("company_procurement.category_general").id,
            "reason": reason,
            "site": "一号生产基地",
            "line_ids": [Command.create({
                "product_id": self.env.ref(f"company_procurement.{product}").id, "quantity": quantity,
                "estimated_price": price, "needed_date": fields.Date.today() + timedelta(days=60),
                "stock_explanation": "库存不足,按项目进度整批采购",
            }) for product, quantity, price in goods],
        })
        request.action_submit()
        cases = self.env["company.purchase.sourcing"]
        cases._demo_approve(request)
        buyer = self._demo_user("wang_buy")
        if request.sudo().buyer_id != buyer:
            request.with_user(self._demo_user("liu_buy")).action_assign(buyer.id)
        return cases.with_user(buyer).browse(request.with_user(buyer).action_start_sourcing())

    @api.model
    def _demo_published(self, reason, goods):
        case = self._demo_case(reason, goods)
        tender = self.with_user(case.env.user).browse(case.action_start_tender())
        tender.write({
            "subject": reason,
            "bid_deadline": fields.Datetime.now() + timedelta(days=6),
            "opening_place": "公司三楼会议室",
            "bid_bond": "人民币 5,000 元，电汇",
            "note": "1. 供货范围含运输至一号生产基地。\n2. 逐批提供材质证明书和合格证。\n3. 报价单须签字并加盖公章。",
            "bidder_ids": [Command.create({"partner_id": self.env.ref(f"company_procurement.{supplier}").id})
                           for supplier in BIDDERS],
            "opener_ids": [Command.create({"user_id": self._demo_user(login).id}) for login in OPENERS],
            "member_ids": [Command.create({"user_id": self._demo_user(login).id, "is_expert": login != "li_eng"})
                           for login in MEMBERS],
        })
        tender.action_submit()
        self.env["company.purchase.sourcing"]._demo_approve(tender)
        for login in OPENERS:
            tender.with_user(self._demo_user(login)).action_set_passphrase(self._demo_passphrase(login))
        tender.with_user(self._demo_user("liu_buy")).action_publish()
        return tender

    @api.model
    def _demo_bid(self, tender, supplier, prices, days):
        partner = self.env.ref(f"company_procurement.{supplier}")
        lines = tender.sudo().line_ids
        quotation = self.env["company.purchase.sourcing"]._demo_quotation(
            tender.sudo().sourcing_id, partner, prices, fields.Date.today() + timedelta(days=66))
        self.env["company.purchase.tender.bid"].with_user(self._demo_bidder(supplier)).action_submit_bid(
            tender.id, [{"sourcing_line_id": line.id, "price_unit": price, "lead_days": days}
                        for line, price in zip(lines, prices, strict=True)],
            [{"name": f"{partner.name}投标书.pdf", "data": base64.b64encode(quotation).decode()}],
            {"technical_note": PROPOSALS[supplier], "service_note": "七日内响应,质保一年。"})
