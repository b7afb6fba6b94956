from markupsafe import Markup

from odoo import Command, api, models

from . import company_document_outgoing_demo_texts as texts


class CompanyDocumentOutgoing(models.Model):
    """Demo documents: each taken through its steps by the persons whose steps they are."""

    _inherit = "company.document.outgoing"

    @api.model
    def _load_demo(self):
        """Documents in most states, a void number among them, so that everybody finds something to do."""
        everybody = ("engineering", "purchasing", "finance", "warehouse", "rnd", "hr")
        # demo data is loaded before the terms; names of steps and labels in versions are kept as they are now
        self.env["ir.module.module"]._load_module_terms(["company_docs"], ["zh_CN"])
        minutes = self._demo_draft(
            "fang.gen", "jiyao", "2026年第7次总经理办公会议纪要", texts.MINUTES, main_departments=everybody,
            keywords="总经理办公会 纪要", department="general")
        minutes._demo_go("archived")
        inspection = self._demo_draft(
            "zhang.eng", "tongzhi", "关于开展2026年汛期安全生产大检查的通知", texts.INSPECTION,
            main_departments=everybody, cc_units=("demo_unit_group",), urgency="urgent", important=True,
            keywords="安全生产 汛期 检查 通知", copy_count=12, countersign_departments=("purchasing",),
            annexes=("汛期安全生产大检查重点项目表", "隐患排查治理台账（样表）"))
        inspection._demo_go("dispatched")
        inspection.dispatch_ids.filtered("partner_id").with_user(self._demo_user("feng.office")).action_receive(
            "集团综合管理部 王敏")
        criticism = self._demo_draft(
            "zhang.eng", "tongbao", "关于北环路项目部违规拆除排水设施的通报", texts.CRITICISM,
            main_departments=everybody, keywords="安全 通报批评", copy_count=10)
        criticism._demo_go("numbered")
        criticism.with_user(self._demo_user("feng.office")).action_void_number("编号后发现成文日期有误，作废重编")
        criticism._demo_go("proofread")
        self._load_demo_running(everybody)
        return True

    @api.model
    def _load_demo_running(self, everybody):
        """Those on their way: a proof to read, a number to give, opinions to write, a returned draft."""
        letter = self._demo_draft(
            "zhang.eng", "han", "关于商请提供临港段区间隧道及管线资料的函", texts.LETTER,
            main_units=("demo_unit_partner",), keywords="轨道交通 资料 函", copy_count=4)
        letter._demo_go("numbered")
        honours = self._demo_draft(
            "lv.hr", "jueding", "关于表彰2025年度先进集体和先进个人的决定", texts.HONOURS, signer="zheng_chair",
            main_departments=everybody, keywords="表彰 先进 决定", annexes=("2025年度先进个人名单",), department="hr",
            countersign_users=("wu.gm",), copy_count=15)
        honours._demo_go("issued")
        request = self._demo_draft(
            "zhang.eng", "qingshi", "关于购置智慧工地监测设备的请示", texts.REQUEST, signer="zheng_chair",
            main_units=("demo_unit_group",), cc_units=("demo_unit_association",), urgency="urgent",
            keywords="安全生产 监测设备 请示", annexes=("智慧工地监测设备购置清单", "监测方案专家论证意见"),
            countersign_departments=("finance", "purchasing"))
        request._demo_go("checked")
        canteen = self._demo_draft(
            "fang.gen", "tongzhi", "关于调整食堂供餐时间的通知", texts.CANTEEN, main_departments=everybody,
            department="general", keywords="食堂 通知")
        canteen._demo_return("feng.office", "早餐结束时间与上班时间冲突，请改为7:00至8:10后重报。")
        canteen.body = self._demo_html(texts.CANTEEN.split("\n", 1)[1].replace("7:10至8:20", "7:00至8:10"))

    # ------------------------------------------------------------------

    @api.model
    def _demo_user(self, login):
        return self.env.ref(f"company_base.demo_user_{login.replace('.', '_')}")

    @api.model
    def _demo_html(self, text):
        return Markup("").join(Markup("<p>{}</p>").format(line) for line in text.split("\n"))

    @api.model
    def _demo_draft(self, login, kind, title, text, *, signer="wu_gm", department="engineering", annexes=(),
                    main_units=(), cc_units=(), main_departments=(), countersign_departments=(), countersign_users=(),
                    **values):
        ref, departments = self.env.ref, "company_base.demo_department_{}".format
        body = text.split("\n", 1)[1] if text.split("\n", 1)[0].endswith("：") else text
        return self.with_user(self._demo_user(login)).create({
            "title": title, "kind_id": ref(f"company_docs.document_kind_{kind}").id, "body": self._demo_html(body),
            "issuer_id": ref("company_docs.demo_issuer_company").id, "department_id": ref(departments(department)).id,
            "signer_id": ref(f"company_base.demo_employee_{signer}").id,
            "main_unit_ids": [Command.set([ref(f"company_docs.{name}").id for name in main_units])],
            "cc_unit_ids": [Command.set([ref(f"company_docs.{name}").id for name in cc_units])],
            "main_department_ids": [Command.set([ref(departments(name)).id for name in main_departments])],
            "countersign_department_ids": [
                Command.set([ref(departments(name)).id for name in countersign_departments])],
            "countersign_user_ids": [Command.set([self._demo_user(name).id for name in countersign_users])],
            "annex_ids": [Command.create({"name": name}) for name in annexes],
            **values})

    def _demo_go(self, target):
        """Take the document on until it is in ``target`` (or “checked” by the office)."""
        office = self.with_user(self._demo_user("feng.office"))
        if self.state == "draft":
            self.action_submit()
        if self.state == "submitted":
            self._demo_approve(2 if target == "checked" else None)
        for state, step in (("issued", office.action_number), ("numbered", lambda: self.action_proofread(True)),
                            ("proofread", lambda: self._demo_seal()), ("sealed", office.action_dispatch),
                            ("dispatched", office.action_archive)):
            if self.state == state != target:
                step()

    def _demo_approve(self, count=None):
        done = 0
        while self.approval_state == "pending" and (count is None or done < count):
            seat = self.sudo().approval_id.assignment_ids.filtered(lambda row: row.state == "pending")[:1]
            self.sudo().approval_id.with_user(seat.user_id).action_approve(
                texts.OPINIONS.get(seat.user_id.login, "同意。"))
            self.invalidate_recordset()
            done += 1

    def _demo_seal(self):
        self.sudo().with_user(self._demo_user("feng.office")).sudo()._set_state("sealed")

    def _demo_return(self, login, opinion):
        self.action_submit()
        self._demo_approve(1)
        self.sudo().approval_id.with_user(self._demo_user(login)).action_return(opinion, False)
        self.invalidate_recordset()
