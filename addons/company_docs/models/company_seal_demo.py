import base64
import io
import math
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import Command, api, fields, models

USER = "company_base.demo_user_{}".format
PERSON = "company_base.demo_employee_{}".format
RED = (200, 20, 20, 255)


class CompanySeal(models.Model):
    """Seals of the demo company in their keepers' hands, taken there by the steps of the people."""

    _inherit = "company.seal"

    @api.model
    def _load_seal_pictures(self):
        """A drawn print for each demo seal that has none (round with a star, square for names)."""
        for seal in self.sudo().search([("company_id", "=", self.env.ref("base.main_company").id)]):
            if not seal.impression_ids:
                seal.image = _draw_seal(seal.seal_type in ("legal_rep", "accounting"))

    @api.model
    def _load_seal_demo(self):
        """Two months of custody: an absence with its return, a handover that waits, duty, counts, an old seal."""
        if self.env["company.seal.handover"].sudo().search_count([], limit=1):
            return
        self._load_seal_pictures()
        self._load_demo_handovers()
        self._load_demo_counts()
        self._load_demo_changes()
        self._load_demo_duty()

    def _as_person(self, model, name):
        """A model with the rights of a demo user."""
        known = self.env.ref(USER(name), raise_if_not_found=False) or self.env.ref(f"company_docs.demo_user_{name}")
        return self.env[model].with_user(known)

    def _load_demo_handovers(self):
        official = self.env.ref("company_docs.demo_seal_official")
        finance = self.env.ref("company_docs.demo_seal_finance")
        keeper, office = (self.env.ref(PERSON(name)) for name in ("tian_office", "feng_office"))
        cashier, finance_head = (self.env.ref(PERSON(name)) for name in ("ren_fin", "zhou_fin"))
        soon = fields.Datetime.now() + timedelta(days=2)
        away = self._as_person("company.seal.handover", "tian_office").create({
            "kind": "absence", "giver_id": keeper.id, "receiver_id": office.id, "reason": "赴杭州参加档案培训",
            "date_until": soon, "note": "华建控股来文回函待盖章一份，已放入待办夹。",
            "line_ids": [Command.create({"seal_id": official.id})]})
        away.action_give()
        away.with_user(office.user_id).action_receive()
        back = away.browse(away.with_user(office.user_id).action_return())
        back.with_user(keeper.user_id).action_receive()
        waiting = self._as_person("company.seal.handover", "ren_fin").create({
            "kind": "absence", "giver_id": cashier.id, "receiver_id": finance_head.id, "reason": "年休假三天",
            "witness_id": office.id, "date_until": soon, "note": "本周五需支付钢材款，付款单已审批。",
            "line_ids": [Command.create({"seal_id": finance.id})]})
        waiting.action_give()
        self._as_person("company.seal.appointment", "zhang_eng").create({
            "seal_id": official.id, "purpose": "投标文件封面盖章，两份", "wished_on": soon})

    def _load_demo_duty(self):
        """The next public holiday, with its leader named and the handovers still to be prepared."""
        duties = self._as_person("company.seal.duty", "feng_office")
        company, today = self.env.ref("base.main_company"), fields.Date.context_today(self)
        for name, first, last in duties._get_holidays(company, today, today + timedelta(days=200))[:1]:
            duties.create({
                "name": name, "date_from": first, "date_until": last, "note": "值班电话 021-0000 0001，钥匙在前台。",
                "leader_id": self.env.ref(PERSON("wu_gm")).id, "second_id": self.env.ref(PERSON("zheng_chair")).id})

    def _load_demo_counts(self):
        count = self._as_person("company.seal.count", "feng_office").create({
            "kind": "monthly", "checker_id": self.env.ref(PERSON("audit")).id, "note": "例行月度盘点"})
        count.action_start()
        for line in count.sudo().line_ids:
            line.with_user(line.holder_user_id).action_show()
        lines = count.line_ids.with_user(self.env.ref(USER("audit")))
        worn = lines.filtered(lambda line: line.sudo().seal_id.seal_type == "other")[:1]
        (lines - worn).action_confirm()
        if worn:
            worn.action_confirm("damaged", "章面边缘磨损，印迹不清")
        count.with_user(self.env.ref(USER("audit"))).action_finish()

    def _load_demo_changes(self):
        old = self.env.ref("company_docs.demo_seal_project")
        author = self.env.ref(USER("ma_pm"))
        design = self.env["ir.attachment"].with_user(author).create({
            "name": "项目部专用章设计稿.png", "datas": _draw_seal(False)})
        change = self._as_person("company.seal.change", "ma_pm").create({
            "change_type": "carve", "seal_name": "项目部专用章（新）", "seal_type": "other",
            "entity_name": "华筑工程技术有限公司项目管理部", "keeper_id": self.env.ref(PERSON("tian_office")).id,
            "old_seal_id": old.id, "carving_unit": "上海示范印章刻制有限公司",
            "reason": "原章磨损，印迹不清，盘点发现后申请重刻。",
            "department_id": self.env.ref("company_base.demo_department_engineering").id,
            "design_ids": [Command.set(design.ids)]})
        change.action_submit()


def _draw_seal(square):
    """PNG of a seal print as base64: a frame for a name, or a ring with a star."""
    picture = Image.new("RGBA", (240, 240), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    if square:
        pen.rectangle((20, 20, 220, 220), outline=RED, width=10)
        for place in (85, 155):
            pen.line((50, place, 190, place), fill=RED, width=6)
    else:
        pen.ellipse((8, 8, 232, 232), outline=RED, width=8)
        points = [(120 + radius * math.sin(turn * math.pi / 5), 120 - radius * math.cos(turn * math.pi / 5))
                  for turn, radius in ((n, 44 if n % 2 == 0 else 17) for n in range(10))]
        pen.polygon(points, fill=RED)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue())
