from datetime import timedelta

from odoo import Command, api, fields, models


class CompanyPurchasePlan(models.Model):
    """Demo: the plan of this month with several departments, a sporadic and an emergency purchase on their way."""

    _inherit = "company.purchase.plan"

    @api.model
    def _load_demo_plans(self):
        """Every record takes its way through the public methods, by the persons whose steps they are."""
        self._demo_people()
        self._demo_monthly()
        self._demo_sporadic()
        self._demo_sporadic("会议室投影线临时损坏", "HDMI 高清线", "10m", 85, approve=False)
        self._demo_emergency()
        return True

    @api.model
    def _demo_people(self):
        group = self.env.ref("company_procurement.group_buyer")
        for name in ("gao_prod", "ma_pm"):
            self.env.ref(f"company_base.demo_user_{name}").group_ids = [Command.link(group.id)]
        company = self.env.ref("base.main_company")
        company.purchase_emergency_team_ids |= self._demo_user("gao_prod") | self._demo_user("ma_pm") | self._demo_user(
            "zhang_eng")

    @api.model
    def _demo_user(self, name):
        return self.env.ref(f"company_base.demo_user_{name}")

    @api.model
    def _demo_new(self, user, code, reason, lines, **values):
        category = self.env.ref(f"company_procurement.category_{code}")
        return self.env["company.purchase.request"].with_user(user).create({
            "category_id": category.id, "reason": reason, "site": "行政楼仓储间",
            "line_ids": [Command.create({
                "needed_date": fields.Date.today() + timedelta(days=12),
                "stock_explanation": "product_id" in line and "库存已为上月计划预留", **line}) for line in lines],
            **values})

    def _demo_agree(self, document):
        self.env["company.purchase.sourcing"]._demo_approve(document)

    @api.model
    def _demo_monthly(self):
        paper, toner, glove = (self.env.ref(f"company_procurement.product_{name}").id
                               for name in ("paper", "toner", "glove"))
        wishes = (
            ("zhang_eng", "工程部十一月办公用品", [
                {"product_id": paper, "quantity": 40}, {"product_id": glove, "quantity": 60},
                {"description": "签字笔", "specification": "0.5mm 黑", "quantity": 48, "estimated_price": 1.5}]),
            ("lin_rnd", "研发部打印耗材", [
                {"product_id": paper, "quantity": 25}, {"product_id": toner, "quantity": 3},
                {"description": "签字笔", "specification": "0.5MM 黑", "quantity": 24, "estimated_price": 1.6}]),
            ("cao_mkt", "市场部投标文件用纸", [
                {"product_id": paper, "quantity": 60},
                {"description": "文件盒", "specification": "A4 55mm", "quantity": 30, "estimated_price": 9}]),
            ("chen_price", "财务部凭证装订", [
                {"description": "文件盒", "specification": "A4 55mm", "quantity": 50, "estimated_price": 9},
                {"product_id": toner, "quantity": 2}]),
        )
        requests = self.env["company.purchase.request"]
        for login, reason, lines in wishes:
            request = self._demo_new(self._demo_user(login), "monthly", reason, lines)
            request.action_submit()
            self._demo_agree(request)
            requests |= request.sudo()
        requests.plan_id._merge()

    @api.model
    def _demo_sporadic(self, reason="设备调试缺配件,就近采购", goods="不锈钢卡箍", specification="DN50", price=18,
                       approve=True):
        request = self._demo_new(self._demo_user("zhang_eng"), "sporadic", reason, [
            {"description": goods, "specification": specification, "quantity": 8 if approve else 1,
             "estimated_price": price}])
        request.action_record_consent(
            self._demo_user("li_eng").id, fields.Datetime.now() - timedelta(hours=3), "phone",
            "同意,就近购买,注意索取发票", self._demo_user("gao_prod").id)
        request.action_submit()
        if approve:
            self._demo_agree(request)

    @api.model
    def _demo_emergency(self):
        lead = self._demo_user("gao_prod")
        now = fields.Datetime.now()
        task = self.env["company.purchase.emergency"].with_user(lead).create({
            "subject": "厂区配电房进水", "site": "一号生产基地", "received_on": now - timedelta(hours=9),
            "description": "暴雨倒灌,配电房地面积水,需立即抽排并封堵,避免停电。"})
        request = self._demo_new(self._demo_user("zhang_eng"), "emergency", "配电房抽排积水", [
            {"description": "潜水泵", "specification": "QX15-18-1.5", "quantity": 2, "estimated_price": 860},
            {"description": "防汛沙袋", "specification": "30×70cm", "quantity": 200, "estimated_price": 4}],
            emergency_id=task.id, urgent=True)
        request.action_record_stock_check(
            self._demo_user("sun_wh").id, now - timedelta(hours=8), "仓库无潜水泵,沙袋已用完")
        request.action_record_consent(
            self._demo_user("wu_gm").id, now - timedelta(hours=7), "phone", "同意立即采购,确保供电", lead.id)
        request.action_submit()
