import html

from odoo import Command, api, models

NAME = "华筑工程技术有限公司"


class CompanySealUse(models.Model):
    """Demo uses of seals, in every state, each step by the person whose step it is."""

    _inherit = "company.seal.use"

    @api.model
    def _load_demo(self):
        """Applications that wait for leaders and keepers, sealed and refused ones; nothing without seals."""
        if not self.env.ref("company_docs.demo_seal_official", raise_if_not_found=False):
            return True
        draft, paper = self._demo_draft, "{}\n\n特此证明。\n\n{}\n二〇二六年".format
        proof = draft("zhang_eng", "在职证明（签证用）", "certificate", "办理商务签证", {"official": 2}, paper(
            "兹证明张伟系我公司工程部员工。", NAME), receiver="某国驻沪总领事馆")
        proof._demo_go("done")
        report = draft("li_eng", "第三季度施工企业统计报表", "statement", "按季报送统计部门", {"official": 1}, paper(
            "第三季度施工企业统计报表", NAME), receiver="区统计局")
        report._demo_go("approved")
        contract = draft("li_eng", "北环路项目劳务分包合同", "contract", "签订劳务分包合同", {"contract": 4}, paper(
            "劳务分包合同：甲乙双方就北环路项目劳务分包达成如下协议。", NAME), receiver="上海安达建筑劳务有限公司",
            amount=860000)
        contract._demo_go("submitted")
        bank = draft("zhou_fin", "对公账户年检表", "bank", "开户银行年检", {"finance": 1, "legal_rep": 1}, paper(
            "对公账户年检表  法定代表人：郑国栋", NAME), receiver="交通银行", signatory_name="郑国栋")
        bank._demo_go("approved")
        refused = draft("zhang_eng", "材料进场验收单（补）", "other", "补盖公章", {"official": 1}, paper(
            "材料进场验收单", NAME))
        refused._demo_go("approved")
        refused.with_user(self._demo_user("tian_office")).action_refuse("验收单日期早于合同签订日期，请核实后重新申请。")
        signed = draft("lv_hr", "2026年高校毕业生就业协议书", "personnel", "签订就业协议", {"official": 6},
                       paper("毕业生就业协议书", NAME), basis="signature")
        signed.action_register_signed(self._demo_user("wu_gm").id)
        claim = draft("zhang_eng", "北环路项目九月差旅费报销结算单", "reimbursement", "项目差旅费报销",
                      {"finance": 1}, paper("差旅费报销结算单", NAME), basis="fund_owner", amount=3860)
        claim.action_register_signed(self._demo_user("li_eng").id)
        claim.with_user(self._demo_user("li_eng")).action_confirm_signature("属实")
        claim.with_user(self._demo_user("ren_fin")).action_use()
        draft("wang_buy", "年度钢材采购询价函", "other", "向供应商询价", {"official": 5}, paper("询价函", NAME))
        return True

    # ------------------------------------------------------------------

    @api.model
    def _demo_user(self, login):
        own = self.env.ref(f"company_docs.demo_user_{login}", raise_if_not_found=False)
        return own or self.env.ref(f"company_base.demo_user_{login}")

    @api.model
    def _demo_paper(self, name, text, user):
        """A loose file that a user uploaded: one page with this text."""
        import weasyprint

        lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
        pdf = weasyprint.HTML(string=f'<html lang="zh-CN"><body style="font-size: 14pt">{lines}</body></html>')
        return self.env["ir.attachment"].with_user(user).create({
            "name": name, "raw": pdf.write_pdf(), "mimetype": "application/pdf"})

    @api.model
    def _demo_draft(self, login, title, kind, purpose, seals, text, **values):
        user = self._demo_user(login)
        return self.with_user(user).create({
            "title": title, "document_kind": kind, "purpose": purpose, "entity_name": NAME,
            "file_ids": [Command.set(self._demo_paper(f"{title}.pdf", f"{title}\n{text}", user).ids)],
            "line_ids": [Command.create({
                "seal_id": self.env.ref(f"company_docs.demo_seal_{key}").id, "copies": copies})
                for key, copies in seals.items()], **values})

    @api.model
    def _demo_approve(self, record):
        """Everyone whose turn it is approves."""
        while record.sudo().approval_state == "pending":
            approval = record.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_approve("同意")

    def _demo_go(self, state):
        self.action_submit()
        if state == "submitted":
            return
        self._demo_approve(self)
        if state == "done":
            self.with_user(self.sudo().line_ids.seal_id.holder_user_id).action_use()


class CompanyDocumentIssuer(models.Model):
    _inherit = "company.document.issuer"

    @api.model
    def _load_seal_demo(self):
        """The issuers of the demo company have the official seal."""
        seal = self.env.ref("company_docs.demo_seal_official", raise_if_not_found=False)
        issuer = self.env.ref("company_docs.demo_issuer_company", raise_if_not_found=False)
        if seal and issuer:
            issuer.seal_id = seal
        return True
