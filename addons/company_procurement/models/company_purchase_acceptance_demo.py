import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import api, fields, models

from .company_purchase_sourcing_demo import SAFETY


class CompanyPurchaseAcceptance(models.Model):
    """Demo deliveries, each taken its way by the persons whose steps they are."""

    _inherit = "company.purchase.acceptance"

    @api.model
    def _load_demo_acceptances(self):
        """One delivery waits for its signatures, one is done, one has a defect; transports of three kinds."""
        waiting = self.search([("state", "=", "draft")], order="id", limit=1)
        if waiting:
            self._demo_count(waiting, "SH2026-0815")
        self._demo_done()
        self._demo_defect()
        self._demo_late()
        self._demo_transports()
        return True

    def _demo_as(self, login):
        return self.with_user(self.env.ref(f"company_base.demo_user_{login}"))

    def _demo_count(self, acceptance, note, **values):
        keeper = acceptance._demo_as("sun_wh")
        keeper.action_count([
            {"line_id": line.id, "counted_qty": line.due_qty, **values} for line in keeper.line_ids], note)

    @api.model
    def _demo_delivery(self, reason, goods, prices):
        """A small order of safety goods; returns the acceptance of its receipt."""
        case = self.env["company.purchase.sourcing"]._demo_awarded(reason, goods, SAFETY, prices)
        case.action_submit()
        case._demo_approve(case)
        case.action_create_orders()
        return case.sudo().acceptance_ids[:1]

    def _demo_done(self):
        acceptance = self._demo_delivery("三季度劳保补充", [("product_glove", 300)], [(3.2,), (3.45,), (3.38,)])
        self._demo_count(acceptance, "SH2026-0777")
        for login in ("wang_buy", "zhang_eng", "sun_wh"):
            acceptance._demo_as(login).action_sign("ok", "数量、质量符合要求")
        acceptance.picking_id.with_user(self.env.ref("company_base.demo_user_sun_wh")).with_context(
            skip_backorder=True).button_validate()

    def _demo_defect(self):
        acceptance = self._demo_delivery("高空作业安全带", [("product_harness", 30)], [(168,), (171,), (169.5,)])
        self._demo_count(acceptance, "SH2026-0802", accepted_qty=26.0, quality_note="4 条织带边缘开线")
        keeper = acceptance._demo_as("sun_wh")
        photo = self.env["ir.attachment"].with_user(keeper.env.user).create({
            "name": "织带开线.png", "raw": self._demo_photo(), "mimetype": "image/png"})
        keeper.action_report_nonconformity([
            {"line_id": keeper.line_ids[0].id, "quantity": 4.0, "reason": "织带边缘开线"},
        ], "抽检发现 4 条安全带织带边缘开线，不得使用。", photo.ids)

    @api.model
    def _demo_photo(self):
        """A picture of a frayed strap."""
        image = Image.new("RGB", (640, 360), "#d8d2c4")
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 130, 640, 230), fill="#e07020")
        for step in range(0, 640, 12):
            draw.line((step, 230, step + 9, 230 + step * 7 % 23), fill="#b85a10", width=3)
        stream = io.BytesIO()
        image.save(stream, "PNG")
        return stream.getvalue()

    def _demo_late(self):
        """An order that is late, with its supplier's later date and one call."""
        order = self.search([("state", "=", "draft")], order="id", limit=1).order_id or self.search(
            [("stocked_on", "=", False)], order="id", limit=1).order_id
        line = order.order_line[:1]
        if line:
            line._as_engine().write({"date_planned": fields.Datetime.now() - timedelta(days=2)})
            line._propose_date(fields.Datetime.now() + timedelta(days=4))
            order.with_user(order.user_id).action_expedite("phone", "工厂排产延误，争取本周发货")
            order._cron_alert_late()

    def _demo_transports(self):
        head = self.env.ref("company_base.demo_user_liu_buy")
        carriers = self.env["res.partner"].create([
            {"name": name, "is_company": True, "city": "广州", "phone": phone}
            for name, phone in (
                ("广州顺通物流有限公司", "+86 20 8488 1120"), ("佛山捷运货运有限公司", "+86 757 8630 5566"))])
        self.env["company.purchase.carrier"].with_user(head).create([
            {"partner_id": carrier.id, "reason": "多年合作，三家比价最低"} for carrier in carriers])
        today = fields.Date.today()
        rates = self.env["company.purchase.carrier.rate"].with_user(head).create([
            {"partner_id": carrier.id, "route": route, "vehicle": vehicle, "unit": unit, "price": price,
             "minimum": minimum, "date_from": today - timedelta(days=120)}
            for carrier, route, vehicle, unit, price, minimum in (
                (carriers[0], "番禺—南沙", "9.6 米平板", "trip", 1350, 0),
                (carriers[0], "番禺—佛山", "13 米高栏", "ton", 95, 900),
                (carriers[1], "番禺—佛山", "13 米高栏", "ton", 98, 800))])
        self._demo_transport("跨线桥钢梁三标段完工", "钢梁节段 GL-07～GL-10", "南沙三标工地")
        placed = self._demo_transport("钢平台加工完成", "检修钢平台 2 套", "佛山变电站工地")
        buyer = placed.with_user(self.env.ref("company_base.demo_user_wang_buy"))
        buyer.write({"carrier_id": carriers[0].id, "rate_id": rates[1].id, "quantity": 18.5})
        buyer.action_place()
        buyer.action_deliver("货物完好")

    @api.model
    def _demo_transport(self, notice, goods, destination):
        transport = self.env["company.purchase.transport"].with_user(
            self.env.ref("company_base.demo_user_gao_prod")).create({
                "notice": notice, "goods": goods, "pickup": "一号生产基地", "destination": destination,
                "pickup_on": fields.Datetime.now() + timedelta(days=2)})
        transport.action_request()
        return transport
