from odoo import Command, api, models

from .company_document_outgoing import NUMBERED

USER = "company_base.demo_user_{}".format
REQUEST = "关于购置检测车辆和增加项目部编制的请示"


class CompanyDocumentRelation(models.Model):
    """Drafts of the demo company that stand to other documents, and one whose open points wait for its drafter."""

    _inherit = "company.document.relation"

    @api.model
    def _load_relation_demo(self):
        """A draft with open points, answers, forwardings and a successor, each by its drafter's own steps."""
        outgoing = self.env["company.document.outgoing"]
        if outgoing.sudo().search_count([("title", "=", REQUEST)], limit=1):
            return
        self._load_demo_request()
        office = self.env.ref(USER("feng_office"))
        incoming = self.env["company.document.incoming"].with_user(office)
        for number, method, body in (
                ("华检〔2026〕21号", "action_draft_reply",
                 "<p>同意你单位购置全站仪两台。资金在年度设备预算内列支。</p><p>请按采购管理制度办理。</p><p>此复。</p>"),
                ("华建〔2026〕118号", "action_draft_forward",
                 "<p>各单位于本月25日前完成自查，并将自查情况报综合部。</p>")):
            source = incoming.search([("source_number", "=", number)], limit=1)
            if source and source.state not in ("draft", "refused"):
                draft = outgoing.with_user(office).browse(getattr(source, method)()["res_id"])
                draft.write({"body": draft.body + body})
        self._load_demo_successor(office)

    def _load_demo_request(self):
        """A request with what the rules find: two matters, a copy downwards, no signer."""
        drafter = self.env.ref(USER("zhang_eng"))
        self.env["company.document.outgoing"].with_user(drafter).create({
            "title": REQUEST,
            "kind_id": self.env["company.document.kind"]._get_kind("qingshi").id,
            "issuer_id": self.env.ref("company_docs.demo_issuer_company").id,
            "main_unit_ids": [Command.link(self.env.ref("company_docs.demo_unit_group").id)],
            "cc_unit_ids": [Command.link(self.env.ref("company_docs.demo_unit_testing").id)],
            "keywords": "设备 购置 请示",
            "body": "<p>随着轨道交通项目进入主体施工阶段，现有检测车辆已不能满足现场需要。</p>"
                    "<p>一、拟购置检测车辆一台，预算二十八万元。</p>"
                    "<p>二、申请增加项目部编制两名。</p><p>妥否，请批示。</p>"})

    def _load_demo_successor(self, office):
        """The oldest notice that went out gets a successor in draft."""
        old = self.env["company.document.outgoing"].with_user(office).search(
            [("state", "in", NUMBERED[-2:]), ("kind_id.code", "=", "tongzhi")], order="id", limit=1)
        if old:
            old.action_draft_superseding()
