from datetime import timedelta

from odoo import api, fields, models


class CompanyPurchaseViolation(models.Model):
    """Demo: violations and complaints at every stage, each step by its person."""

    _inherit = "company.purchase.violation"

    @api.model
    def _load_demo_discipline(self):
        """A closed matter, one that waits for HR, one whose person is heard; complaints filed, handled, answered."""
        self._demo_closed()
        self._demo_in_approval()
        self._demo_hearing()
        self._demo_complaints()
        return True

    @api.model
    def _demo_violation(self, reporter, person, fact, days, **values):
        user = self.env.ref(f"company_base.demo_user_{reporter}")
        return self.with_user(user).create({
            "employee_id": self.env.ref(f"company_base.demo_employee_{person}").id, "fact": fact,
            "occurred_on": fields.Date.today() - timedelta(days=days), **values})

    @api.model
    def _demo_statement(self, violation, question, answer):
        hearing = self.env["company.purchase.hearing"].browse(violation.action_ask_statement(question))
        hearing.with_user(violation.sudo().person_user_id).action_state(answer)

    @api.model
    def _demo_decide(self, violation, stop_at=None):
        stop = stop_at and self.env.ref(f"company_base.demo_user_{stop_at}")
        while violation.sudo().approval_state == "pending":
            approval = violation.sudo().approval_id
            user = approval.current_user_ids[:1]
            if not user or user == stop:
                return
            approval.with_user(user).action_approve("同意按制度处理")

    @api.model
    def _demo_closed(self):
        violation = self._demo_violation(
            "audit", "zhao_buy", "二月零星采购完成后未按期报送备案资料,经两次催办后补齐。", 120, clause="R4 §五.2.2",
            severity="minor")
        self._demo_statement(violation, "请说明二月零星采购资料逾期备案的原因。",
                             "当时在外地催货,疏忽了备案期限,今后注意。")
        violation.action_submit()
        self._demo_decide(violation)
        violation.with_user(violation.sudo().person_user_id).action_acknowledge()
        violation.with_user(self.env.ref("company_base.demo_user_lv_hr")).action_close("分管负责人已当面批评教育。")

    @api.model
    def _demo_in_approval(self):
        violation = self._demo_violation(
            "audit", "zhao_buy", "劳保用品询价只联系一家供应商,另两家报价单由该供应商代交。", 12, clause="R1 §二.6",
            severity="medium", loss_amount=1860)
        self._demo_statement(violation, "请说明三份报价单的来源。", "时间紧,请供应商帮忙收集了另外两份报价。")
        violation.action_submit()
        self._demo_decide(violation, stop_at="lv_hr")

    @api.model
    def _demo_hearing(self):
        violation = self._demo_violation(
            "audit", "wang_buy", "供应商反映采购人收受购物卡,待核实。", 5, clause="R4 §五.2.3", nature="bribery",
            severity="serious")
        violation.action_ask_statement("有供应商反映您收受购物卡,请说明情况。")

    @api.model
    def _demo_complaints(self):
        complaints = self.env["company.purchase.complaint"]
        cases = self.env["company.purchase.sourcing"].sudo().search(
            [("request_ids.requester_id", "=", self.env.ref("company_base.demo_user_zhang_eng").id)], limit=2)
        engineer, audit, office = (self.env.ref(f"company_base.demo_user_{name}")
                                   for name in ("zhang_eng", "audit", "feng_office"))
        complaints.with_user(engineer).action_file(
            "报价信息疑似泄露", "截标前一天,有供应商已知道其他家的报价。", cases[:1]._name if cases else False,
            cases[:1].id, anonymous=True)
        complaint = complaints.browse(complaints.with_user(engineer).action_file(
            "到货与封样不一致", "第二批安全帽颜色与封样不一致,现场要求更换。", cases[-1:]._name if cases else False,
            cases[-1:].id))
        complaint.with_user(audit).action_assign(office.id)
        handled = complaint.with_user(office)
        handled.action_record("已与仓库核对封样,情况属实。")
        handled.action_answer("情况属实,已通知供应商三日内更换。")
