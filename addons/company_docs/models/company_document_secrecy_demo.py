from odoo import Command, api, models

from odoo.addons.company_base.tools.pdf import render_pdf

# login, clearance, reason
CLEARANCES = (
    ("zheng.chair", "top_secret", "董事长，全面负责公司保密工作"),
    ("wu.gm", "top_secret", "总经理，签发涉密公文"),
    ("feng.office", "confidential", "综合部经办涉密公文收发、登记"),
    ("tian.office", "confidential", "综合部保管印章，经手涉密公文用印"),
    ("fang.gen", "confidential", "综合部负责人兼保密专员"),
    ("zhou.fin", "secret", "财务负责人，参与投资项目测算"),
    ("he.legal", "secret", "法务，审查涉密合同"),
    ("tang.con", "secret", "咨询部负责人，承担并购项目"),
)
SCAN = """
<style>@page { size: A4; margin: 37mm 26mm 35mm 28mm } body { font: 16pt/28pt "Noto Serif CJK SC", serif }</style>
<p>秘密★10年</p><h2 style="text-align: center; color: #c00">集团总部文件</h2>
<p style="text-align: center">集团秘〔2026〕3号</p>
<h3 style="text-align: center">关于华南片区并购标的估值底线的通知</h3>
<p>各成员企业：</p><p>　　现将华南片区并购标的的估值区间和谈判权限通知如下，请严格控制知悉范围。</p>
"""


class CompanyDocumentSecrecy(models.AbstractModel):
    """Demo data: cleared leaders, and a secret paper with numbered copies on its way."""

    _inherit = "company.document.secrecy"

    @api.model
    def _demo_clearances(self):
        """Clearances of the leaders; before any other demo document."""
        for login, level, reason in CLEARANCES:
            employee = self.env["hr.employee"].search([
                ("user_id.login", "=", login), ("company_id", "=", self.env.ref("base.main_company").id)], limit=1)
            if employee and employee.document_clearance != level:
                employee._set_clearance(level, reason)

    @api.model
    def _demo_papers(self):
        """A secret paper of the superior unit: three numbered copies, handed out, one signed for; a copying request."""
        office, chair, manager, consultant = (
            self.env["res.users"].search([("login", "=", login)], limit=1)
            for login in ("feng.office", "zheng.chair", "wu.gm", "tang.con"))
        kind = self.env["company.document.kind"].search([("code", "=", "tongzhi")], limit=1)
        paper = self.env["company.document.incoming"].with_user(office).create({
            "title": "关于华南片区并购标的估值底线的通知", "kind_id": kind.id, "secrecy": "secret",
            "secrecy_years": 10, "source_name": "集团总部", "source_number": "集团秘〔2026〕3号",
            "urgency": "urgent", "copy_count": 4, "page_count": 6, "is_signed": True, "is_sealed": True,
            "summary": "明确并购标的估值区间和谈判权限，知悉范围限于公司领导和项目负责人。",
            "file_ids": [Command.link(self._demo_scan(office).id)]})
        paper.action_register()
        paper._add_readers(chair | manager | consultant)
        copies = self.env["company.document.copy"].browse(paper.action_make_copies(4)).with_user(office)
        for copy, user in zip(copies, (chair, manager, consultant), strict=False):
            copy.action_hand_out(user.id)
        copies[1].with_user(manager).action_sign_for()
        paper.with_user(chair)._on_opened()
        paper.with_user(manager)._on_opened()
        request = self.env["company.document.copy.request"].with_user(consultant).create({
            "incoming_id": paper.id, "copy_count": 1, "purpose": "并购项目组研读估值部分，阅后存综合部保密柜。"})
        request.action_submit()

    @api.model
    def _demo_scan(self, office):
        """A page that stands in for the scan of the paper."""
        content = render_pdf(self.env, SCAN)
        return self.env["ir.attachment"].with_user(office).create({
            "name": "集团秘〔2026〕3号.pdf", "raw": content, "mimetype": "application/pdf"})
