import base64
from datetime import timedelta

from odoo import Command, api, fields, models

# source, number, kind, title, urgency, secrecy, days ago, stage
PAPERS = (
    ("华建控股集团有限公司", "华建〔2026〕118号", "tongzhi",
     "关于立即开展冬季施工安全大检查的通知",
     "extra_urgent", "internal", 0, "proposed"),
    ("示范区住房和城乡建设管理委员会", "示建质〔2026〕402号", "tongzhi",
     "关于做好岁末年初建筑工程质量安全工作的通知",
     "urgent", "public", 1, "handling"),
    ("华建控股集团有限公司", "华建财〔2026〕57号", "tongzhi",
     "关于编报2027年度财务预算的通知",
     "normal", "internal", 4, "reviewing"),
    ("华筑新材料有限公司", "华材函〔2026〕33号", "han",
     "关于商洽延长钢材供货合同期限的函",
     "normal", "internal", 2, "registered"),
    ("示范区轨道交通建设有限公司", "示轨建〔2026〕88号", "tonggao",
     "关于2026年度轨道沿线施工保险投保事项的通告",
     "normal", "public", 9, "closed"),
    ("华建控股集团有限公司", "华建〔2026〕109号", "tongbao",
     "关于第三季度安全生产考核情况的通报",
     "normal", "internal", 12, "archived"),
    ("华筑检测技术有限公司", "华检〔2026〕21号", "qingshi",
     "关于购置工程检测设备的请示",
     "urgent", "internal", 8, "overdue"),
    ("信达工程咨询有限公司", "", "han",
     "关于合作开展项目咨询业务的函",
     "normal", "internal", 3, "refused"),
    ("华建控股集团有限公司", "华建人〔2026〕64号", "tongzhi",
     "关于报送中层干部年度述职材料的通知",
     "normal", "internal", 3, "replied"),
    ("示范市国有资产监督管理办公室", "示国资办〔2026〕77号", "tongzhi",
     "关于组织国有企业安全生产专项培训的通知",
     "normal", "public", 1, "instructed"),
    ("华建控股集团有限公司", "华建〔2026〕120号", "han",
     "关于征求《工程分包管理办法》意见的函",
     "normal", "internal", 0, "draft"),
)
USER = "company_base.demo_user_{}".format
DEPARTMENT = "company_base.demo_department_{}".format


class CompanyDocumentIncoming(models.Model):
    """Incoming documents of the demo company, one in every stage, taken there by their own steps."""

    _inherit = "company.document.incoming"

    @api.model
    def _load_incoming_demo(self):
        """Enter the demo papers as the general office and let everybody take his steps."""
        if self.sudo().search_count([("source_number", "=", PAPERS[0][1])], limit=1):
            return
        office = self.env.ref(USER("feng_office"))
        for row in PAPERS:
            self._load_demo_paper(office, *row)

    @api.model
    def _load_demo_paper(self, office, source, number, kind, title, urgency, secrecy, days, stage):
        kinds = self.env["company.document.kind"]
        company = self.env.ref("base.main_company")
        unit = self.env["res.partner"].sudo().search([("name", "=", source)], limit=1)
        received = fields.Datetime.now() - timedelta(days=days, minutes=30)
        file = self.env["ir.attachment"].with_user(office).create({
            "name": f"{title}.txt", "datas": base64.b64encode(f"{source} {number}\n{title}".encode())})
        valid = stage != "refused"
        paper = self.with_user(office).with_company(company)._as_engine().create({
            "company_id": company.id, "title": title, "kind_id": kinds.search([("code", "=", kind)], limit=1).id,
            "source_partner_id": unit.id, "source_name": source, "source_number": number, "urgency": urgency,
            "secrecy": secrecy, "document_date": received.date(), "received_on": received, "page_count": 3,
            "is_signed": valid, "is_sealed": valid, "file_ids": [Command.link(file.id)], "received_by_id": office.id,
            "medium": "email" if stage == "draft" else "paper"})
        if stage == "refused":
            paper.action_refuse("来函未加盖公章,退回补正")
        elif stage != "draft":
            paper.action_register()
            getattr(paper, f"_demo_{stage}", lambda: None)()

    def _demo_propose(self, reviewers=()):
        users = [self.env.ref(USER(name)).id for name in reviewers]
        owner = DEPARTMENT("finance" if "财务" in self.title or "保险" in self.title else "engineering")
        self.action_propose(
            "拟请公司领导批示,由主办部门按时限办理", self.env.ref(USER("wu_gm")).id, users,
            self.env.ref(owner).id, self.env.ref(DEPARTMENT("purchasing")).ids)

    def _demo_proposed(self):
        self._demo_propose()

    def _demo_reviewing(self):
        self._demo_propose(["zhou_fin", "li_eng"])
        self.with_user(self.env.ref(USER("li_eng"))).action_review("同意拟办意见,工程部配合提供在建项目数据")

    def _demo_instructed(self):
        self._demo_propose()
        self.with_user(self.env.ref(USER("wu_gm"))).action_instruct("同意,请工程部按时限办理并反馈")

    def _demo_handling(self):
        self._demo_instructed()
        self.action_assign([self.owner_department_id.id, *self.department_ids.ids], self.owner_department_id.id)
        self.action_circulate([self.env.ref(USER(name)).id for name in ("zheng_chair", "he_legal")])
        self.with_user(self.env.ref(USER("he_legal"))).action_read()

    def _demo_overdue(self):
        self._demo_handling()
        tasks = self._get_open_rows("handle")
        tasks._as_engine().write({"sent_on": self.received_on, "due": self.deadline})
        self._open_step("handle", tasks.user_id, self.deadline)
        self.with_user(self.env.ref(USER("liu_buy"))).action_reply("已向三家检测设备厂商询价,报价单附后")

    def _demo_replied(self):
        self._demo_handling()
        for row in self._get_open_rows("handle"):
            self.with_user(row.user_id).action_reply("已按要求办理完毕")

    def _demo_closed(self):
        self._demo_replied()
        self.action_close("各部门已办结,可归档")

    def _demo_archived(self):
        self._demo_closed()
        self.action_archive()
