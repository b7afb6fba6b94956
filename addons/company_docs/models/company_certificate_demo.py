from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# xml id, type, name, number, authority, months until expiry (0: none), keeper
CERTIFICATES = (
    ("licence", "business_licence", "营业执照（正本）", "91310101MA1FY23381", "上海市市场监督管理局", 0, "tian_office"),
    ("licence_copy", "business_licence", "营业执照（副本）", "91310101MA1FY23381", "上海市市场监督管理局", 0,
     "tian_office"),
    ("permit", "operating_permit", "建筑业企业资质证书", "D231045678", "上海市住房和城乡建设管理委员会", 1,
     "tian_office"),
    ("safety", "operating_permit", "安全生产许可证", "（沪）JZ安许证字〔2024〕020138",
     "上海市住房和城乡建设管理委员会", 14, "tian_office"),
    ("account", "account_permit", "开户许可证", "J2900012338101", "中国人民银行上海分行", 0, "shen_fin"),
    ("credit", "credit_code", "机构信用代码证", "G1031010100233810K", "中国人民银行征信中心", 9, "shen_fin"),
)


class CompanyCertificate(models.Model):
    """Demo certificates: one expires soon, an original is out, copies were issued."""

    _inherit = "company.certificate"

    @api.model
    def _load_demo(self):
        """Certificates of the demo company with their scans, and applications for them."""
        uses, today = self.env["company.seal.use"], fields.Date.context_today(self)
        for key, kind, name, number, authority, months, keeper in CERTIFICATES:
            certificate = self.create({
                "name": name, "number": number, "issued_by": authority,
                "type_id": self.env["company.certificate.type"].search([("code", "=", kind)], limit=1).id,
                "company_id": self.env.ref("base.main_company").id, "valid_from": "2024-03-01",
                "valid_until": today + relativedelta(months=months) if months else False,
                "next_renewal_on": today + relativedelta(months=7) if kind == "business_licence" else False,
                "holder_id": self.env.ref(f"company_base.demo_employee_{keeper}").id,
                "place": "办公室301室保险柜" if keeper == "tian_office" else "财务部206室保险柜"})
            self.env["ir.model.data"].create({
                "module": "company_docs", "name": f"demo_certificate_{key}", "model": self._name,
                "res_id": certificate.id, "noupdate": True})
            holder = certificate.holder_user_id
            scan = uses._demo_paper(f"{name}.pdf", f"{name}\n编号：{number}\n{authority}", holder)
            certificate.with_user(holder).action_add_scan(scan.id)
        self._demo_loans(today)
        self._cron_remind_expiry()
        return True

    @api.model
    def _demo_loans(self, today):
        loans = self.env["company.certificate.loan"]
        self._demo_loan("zhang_eng", "licence_copy", "copy", "上海临港建设发展有限公司", "投标报名",
                        copies=2)._demo_go("done")
        self._demo_loan("wang_buy", "account", "copy", "交通银行上海分行", "开立保函")._demo_go("approved")
        self._demo_loan("zhang_eng", "permit", "copy", "市建筑业管理站", "项目备案", copies=3)._demo_go("submitted")
        original = self._demo_loan("lv_hr", "licence_copy", "original", "市人力资源和社会保障局", "社保登记变更",
                                   due_on=today + relativedelta(days=2))
        original._demo_go("out")
        return loans

    @api.model
    def _demo_loan(self, login, key, mode, receiver, purpose, **values):
        user = self.env["company.seal.use"]._demo_user(login)
        return self.env["company.certificate.loan"].with_user(user).create({
            "certificate_id": self.env.ref(f"company_docs.demo_certificate_{key}").id, "mode": mode,
            "receiver": receiver, "purpose": purpose, **values})


class CompanyCertificateLoan(models.Model):
    _inherit = "company.certificate.loan"

    def _demo_go(self, state):
        """Take the application to this state by the persons whose steps they are."""
        self.action_submit()
        if state == "submitted":
            return
        self.env["company.seal.use"]._demo_approve(self)
        keeper = self.with_user(self.sudo().certificate_id.holder_user_id)
        if state == "done":
            keeper.action_issue_copies()
        elif state == "out":
            keeper.action_hand_out()
