from datetime import date

from odoo import Command, api, models

YEAR = date.today().year
GOALS = {
    "company": [
        ("新签合同额稳步增长", 40, [
            ("新签合同额", "number", 9.5, 12, "亿元", 60), ("市政项目占比", "percentage", 22, 30, "%", 40)]),
        ("项目履约让业主满意", 35, [
            ("节点按期完成率", "percentage", 82, 95, "%", 60), ("业主投诉", "number", 14, 5, "起", 40)]),
        ("管理更精细", 25, [("间接费率", "percentage", 8.6, 7.5, "%", 100)]),
    ],
    "department": [
        ("投标质量再上台阶", 40, [("中标率", "percentage", 18, 26, "%", 70), ("废标", "number", 6, 0, "次", 30)]),
        ("市政客户持续增加", 40, [
            ("新增市政业主", "number", 0, 8, "家", 60), ("拜访记录完整率", "percentage", 60, 95, "%", 40)]),
        ("品牌更有辨识度", 20, [
            ("媒体正面报道", "number", 10, 24, "篇", 50), ("新官网上线", "boolean", 0, 1, "", 50)]),
    ],
    "brand": [
        ("项目案例有口碑", 50, [("媒体正面报道", "number", 10, 24, "篇", 100)]),
        ("官网成为第一窗口", 30, [("新官网上线", "boolean", 0, 1, "", 50), ("月访问量", "number", 2, 6, "千次", 50)]),
        ("让市政业主认识我们", 20, [
            ("业主开放日", "number", 0, 4, "场", 60), ("宣传册节点", "milestone", 0, 4, "个", 40)]),
    ],
    "bidding": [
        ("提高中标率", 50, [("中标率", "percentage", 18, 26, "%", 100)]),
        ("标书零差错", 30, [("废标", "number", 6, 0, "次", 50), ("复核清单执行率", "percentage", 55, 100, "%", 50)]),
        ("建成报价数据库", 20, [
            ("入库历史报价", "number", 0, 300, "份", 60), ("阶段节点", "milestone", 0, 4, "个", 40)]),
    ],
    "position": [
        ("经济标编制又快又准", 40, [
            ("平均编制天数", "number", 9, 6, "天", 60), ("算量差错", "number", 12, 3, "处", 40)]),
        ("复核清单落地", 35, [("清单执行率", "percentage", 55, 100, "%", 100)]),
        ("报价数据入库", 25, [("入库历史报价", "number", 0, 150, "份", 100)]),
    ],
    "draft": [
        ("技术标有亮点", 50, [("技术标得分率", "percentage", 78, 88, "%", 100)]),
        ("案例库可检索", 30, [("入库案例", "number", 20, 80, "个", 100)]),
        ("取得二级建造师", 20, [("通过考试科目", "milestone", 0, 3, "科", 100)]),
    ],
}
# (objective, key result above) of each objective, in order; None: aligned with nothing
LINES = {
    "department": [(0, 0), (0, 1), None], "bidding": [(0, 0), (0, 1), (0, 0)], "brand": [(2, 0), (2, 1), (1, 0)],
    "position": [(0, 0), (1, 1), (2, 0)], "draft": [(0, 0), (2, 0), None]}
CHECKINS = ((0, .55, "green", "按计划推进"), (1, .3, "yellow", "两个项目延期开标，下月补上"), (2, .6, "green", ""))
REVIEWS = (
    {"period": (date(YEAR, 1, 1), date(YEAR, 3, 31)), "text": {
        "done": "完成季度节点，重点投标项目按期递交。", "highlights": "复核清单在两个标段试用，未再出现算量差错。",
        "problems": "两个项目延期开标，人手集中在同一周。",
        "next_plan": "四月起按周排布标书编制，六月底前入库历史报价。",
        "help_needed": "请工程部提供已完项目结算资料。"}},
    {"period": (date(YEAR, 4, 1), date(YEAR, 6, 30)), "text": {
        "done": "标书排期按周公布，历史报价入库过半。", "highlights": "两个市政标段中标，报价数据库首次用于测算。",
        "problems": "结算资料到得晚，入库集中在六月。", "next_plan": "三季度补齐市政类报价，完成复核清单修订。",
        "help_needed": "请信息中心协助导入旧系统数据。"}},
)
SELF, MODULE, FINAL = (92, 88, 90), (88, 84, 90), (86, 82, 88)


class CompanyOkrPlan(models.Model):
    """Demo OKRs of the marketing department: last year scored and graded, this year running."""

    _inherit = "company.okr.plan"

    @api.model
    def _load_demo(self):
        """Two cycles, each step by the person whose step it is."""
        hr = self._demo_user("lv.hr")
        cycles = self.env["company.okr.cycle"].with_user(hr)
        last, running = cycles.create([
            {"name": str(year), "date_start": date(year, 1, 1), "date_end": date(year, 12, 31)}
            for year in (YEAR - 1, YEAR)])
        (last | running).action_open()
        self._demo_year(running)
        draft = self._demo_draft(
            running, "yuan.mkt", "position", "bidding", GOALS["draft"], self._demo_plan_of(running, "bidding"))
        draft._demo_align("draft")
        self._demo_check_in(running)
        self._demo_reviews(running)
        self._demo_year(last, position_people=("qin.mkt", "yuan.mkt", "bai.mkt"))
        self._demo_check_in(last)
        self._demo_results(last, hr)
        return True

    @api.model
    def _demo_user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    @api.model
    def _demo_department(self, name):
        if name == "marketing":
            return self.env.ref("company_base.demo_department_marketing")
        return self.env.ref(f"company_okr.demo_department_{name}")

    @api.model
    def _demo_plan_of(self, cycle, name):
        department = self._demo_department(name)
        return self.search([("cycle_id", "=", cycle.id), ("department_id", "=", department.id)], limit=1)

    @api.model
    def _demo_year(self, cycle, position_people=("qin.mkt",)):
        company = self._demo_draft(cycle, "wu.gm", "company", None, GOALS["company"])
        company._demo_agree()
        department = self._demo_draft(cycle, "cao.mkt", "department", "marketing", GOALS["department"], company)
        department._demo_align("department")._demo_agree()
        for head, unit in (("shao.mkt", "bidding"), ("deng.mkt", "brand")):
            module = self._demo_draft(cycle, head, "module", unit, GOALS[unit], department)
            module._demo_align(unit)._demo_agree()
        for login in position_people:
            unit = "brand" if login == "bai.mkt" else "bidding"
            position = self._demo_draft(
                cycle, login, "position", unit, GOALS["position"], self._demo_plan_of(cycle, unit))
            position._demo_align("position")._demo_agree()

    @api.model
    def _demo_draft(self, cycle, login, level, department, goals, above=None):
        user = self._demo_user(login)
        return self.with_user(user).create({
            "cycle_id": cycle.id, "level": level, "employee_id": user.employee_id.id,
            "department_id": self._demo_department(department).id if department else False,
            "parent_id": above.id if above else False,
            "objective_ids": [Command.create({
                "name": name, "weight": weight, "key_result_ids": [Command.create({
                    "name": result, "kind": kind, "start_value": start, "target_value": target, "unit": unit,
                    "falling": target < start, "weight": share, "due_date": cycle.date_end,
                    "owner_id": user.employee_id.id}) for result, kind, start, target, unit, share in results]})
                for name, weight, results in goals]})

    def _demo_align(self, name):
        """Let the objectives contribute to the key results of the plan above."""
        for objective, above in zip(self.objective_ids, LINES[name], strict=True):
            if above:
                objective.parent_key_result_id = self.parent_id.objective_ids[above[0]].key_result_ids[above[1]]
        return self

    def _demo_agree(self):
        self.with_user(self.user_id).action_submit()
        while self.sudo().approval_state == "pending":
            approval = self.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_approve("同意")

    @api.model
    def _demo_check_in(self, cycle):
        for plan in self.search([("cycle_id", "=", cycle.id), ("state", "=", "published")]):
            for index, share, confidence, note in CHECKINS:
                for result in plan.objective_ids[index].key_result_ids:
                    value = result.start_value + (result.target_value - result.start_value) * share
                    result.with_user(plan.user_id).action_check_in(
                        round(value, 1) if result.kind in ("number", "percentage") else round(value), confidence, note)

    @api.model
    def _demo_reviews(self, cycle):
        """The first quarter discussed in the meeting, the second handed in for it; one is still being written."""
        plans = self.search([("cycle_id", "=", cycle.id), ("state", "=", "published"), ("level", "!=", "company")])
        for plan in plans:
            first, second = (self._demo_review(plan, texts) for texts in REVIEWS)
            first.action_hand_in()
            first.with_user(self._demo_user("lv.hr")).write({
                "meeting_notes": "与会人员逐项核对关键成果，数据无异议。",
                "decisions": "投标组每周五公布标书排期；工程部五月底前提供结算资料。"})
            first.with_user(self._demo_user("lv.hr")).action_review()
            if plan.level != "position":
                second.action_hand_in()

    @api.model
    def _demo_review(self, plan, texts):
        start, end = texts["period"]
        return self.env["company.okr.review"].with_user(plan.user_id).create({
            "plan_id": plan.id, "kind": "quarterly", "period_start": start, "period_end": end, **texts["text"]})

    @api.model
    def _demo_results(self, cycle, hr):
        cycle.action_start_scoring()
        cycle.action_create_appraisals()
        appraisals = self.env["company.okr.appraisal"].search([("cycle_id", "=", cycle.id)])
        for place, appraisal in enumerate(appraisals):
            appraisal.with_user(appraisal.user_id).action_self_score(appraisal._demo_lines(SELF, place))
        for place, appraisal in enumerate(appraisals):
            for user, scores in ((appraisal.module_head_user_id, MODULE), (appraisal.department_head_user_id, FINAL)):
                if user:
                    appraisal.with_user(user).action_score(
                        appraisal._demo_lines(scores, place), appraisal._demo_values(scores, place))
        appraisals.with_user(hr).action_confirm()
        sessions = self.env["company.okr.grading"].with_user(hr).browse(cycle.action_create_gradings())
        for session in sessions:
            session.action_propose()
            session.action_confirm()
        for interview in appraisals.interview_ids[:3]:
            interview.with_user(interview.interviewer_id).action_hold(
                "投标量超出计划，入库进度落后。", "时间安排", "参加造价培训，按周复盘。")


class CompanyOkrAppraisal(models.Model):
    _inherit = "company.okr.appraisal"

    def _demo_lines(self, scores, place):
        return [{"objective_id": line.objective_id.id, "score": score - place}
                for line, score in zip(self.line_ids, scores, strict=True)]

    def _demo_values(self, scores, place):
        return [{"criterion_id": row.criterion_id.id, "score": score - place}
                for row, score in zip(self.value_ids, scores, strict=True)]
