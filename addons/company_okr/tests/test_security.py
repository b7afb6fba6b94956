from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OkrCase
from .scored_common import ScoredFixture


@tagged("post_install", "-at_install")
class TestOkrSecurity(ScoredFixture, OkrCase):
    """The critic's doors, one by one."""

    def _outsiders(self):
        return (self.member, self.member2, self.outsider, self.foreign_head, self.admin, self.auditor.user_id)

    def test_new_head_new_eyes(self):
        """O15: who stops to head a unit stops to read its results at once, and the new head reads them."""
        model = self.env["company.okr.appraisal"]
        self.appraisal._as_engine().write({"module_head_user_id": False, "module_head_id": False})
        self.assertIn(self.appraisal, model.with_user(self.module_head).search([]))
        self.assertNotIn(self.appraisal, model.with_user(self.foreign_head).search([]))
        self.module.manager_id = self.foreign_head_employee
        self.assertNotIn(self.appraisal, model.with_user(self.module_head).search([]))
        self.assertIn(self.appraisal, model.with_user(self.foreign_head).search([]))
        self.outsider_employee.user_id = False
        self.env.flush_all()
        self.foreign_head_employee.user_id = self.outsider
        self.assertIn(self.appraisal, model.with_user(self.outsider).search([]))
        self.assertNotIn(self.appraisal, model.with_user(self.foreign_head).search([]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_reading_doors(self):
        """O15: no list, group, name, export, dialog or sheet gives a result to somebody it does not concern."""
        line = self.appraisal.line_ids[0]
        for user in self._outsiders():
            with self.subTest(user=user.login):
                for record in (self.appraisal, line, self.appraisal.value_ids[0]):
                    mine = record.with_user(user)
                    self.assertFalse(mine.search([("id", "=", record.id)]))
                    self.assertFalse(mine.name_search("", [("id", "=", record.id)]))
                    self.assertFalse(mine.formatted_read_group([("id", "=", record.id)], ["company_id"], ["__count"])
                                     and mine.formatted_read_group(
                                         [("id", "=", record.id)], ["company_id"], ["__count"])[0]["__count"])
                    for door in (lambda r: r.read(["display_name"]), lambda r: r.web_read({"display_name": {}}),
                                 lambda r: r.export_data(["company_id"]), lambda r: r.copy(),
                                 lambda r: r.with_context(active_test=False).read([])):
                        with self.assertRaises(UserError):
                            door(mine)
                for model, values in (
                    ("company.okr.note.dialog", {"appraisal_id": self.appraisal.id, "step": "appeal"}),
                    ("company.okr.ruling.dialog.line", {"line_id": line.id, "dialog_id": 1}),
                ):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).create(values)
                messages = self.env["mail.message"].with_user(user).search([
                    ("model", "=", "company.okr.appraisal"), ("res_id", "=", self.appraisal.id)])
                self.assertFalse(messages)

    def test_no_way_from_public_records(self):
        """O15: no field of people, units or other addons leads to a result, and no tracked change holds a figure."""
        inside = ("company.okr.appra", "company.okr.appeal", "company.okr.grading", "company.okr.flag",
                  "company.okr.interview", "company.okr.effect")
        results = {name for name in self.env.registry.models if name.startswith(inside)} - {"company.okr.effect.kind"}
        for model in self.env.registry.models:
            if self.env[model]._abstract:
                continue
            for name, field in self.env[model]._fields.items():
                if field.comodel_name in results and not self.env[model]._transient:
                    self.assertTrue(model.startswith(inside), f"{model}.{name}")
                if model in results and getattr(field, "tracking", False):
                    self.assertEqual(name, "state", model)

    def test_followers_hear_nothing(self):
        """O15: following the own appraisal while it is a draft brings no word out of the scoring."""
        self.appraisal.sudo().message_subscribe(
            self.member.partner_id.ids, self.env["mail.message.subtype"].search([]).ids)
        before = self.env["mail.message"].with_user(self.member).search([])
        self.appraisal.with_user(self.hr).action_send_back("The values are too generous: 66")
        self.env.flush_all()
        after = self.env["mail.message"].with_user(self.member).search([])
        self.assertFalse([one.body for one in (after - before)])
        self.assertFalse(self.env["mail.notification"].sudo().search([
            ("res_partner_id", "=", self.member.partner_id.id),
            ("mail_message_id.model", "=", "company.okr.appraisal")]))

    def test_interview_is_the_interviewers(self):
        """O11: only the interviewer writes the record of the interview, not the appraised, not HR."""
        interview = self._confirm_and_grade()
        interview.with_user(self.module_head).write({"weak_points": "late"})
        for user in (self.member, self.hr):
            with self.assertRaises(AccessError):
                interview.with_user(user).write({"weak_points": "none at all"})
            with self.assertRaises(AccessError):
                interview.with_user(user).action_hold(improvement="x")
        self.assertEqual(interview.weak_points, "late")

    def test_ledger_and_todos_tell_no_figure(self):
        """O15 S2: what auditors read holds neither figure nor grade, and the digest can't be found by trying."""
        interview = self._confirm_and_grade()
        interview.with_user(self.module_head).action_hold(improvement="Go on")
        interview.with_user(self.member).action_acknowledge(False, "No")
        appeal = self.env["company.okr.appeal"].browse(self.appraisal.with_user(self.member).action_appeal("Why?"))
        auditor = self.auditor.user_id
        rows = self.env["company.todo"].with_user(auditor).search([("kind", "in", ("okr.appeal", "okr.flag"))])
        self.assertTrue(rows)
        self.assertNotIn(self.member_employee.name, " ".join(rows.mapped("name")))
        entries = self.env["company.ledger.entry"].with_user(auditor).search([("kind", "like", "okr.%")])
        self.assertLessEqual({"okr.score_confirmed", "okr.graded"}, set(entries.mapped("kind")))
        text = " ".join(entries.mapped("payload"))
        for secret in (f"{self.appraisal.final_score:.2f}", "77.00", f'"{self.appraisal.grade_id.name}"', "Why?",
                       self.appraisal.proof_key):
            self.assertNotIn(secret, text)
        self.assertTrue(self.appraisal.proof_key)
        with self.assertRaises(AccessError):
            appeal.with_user(auditor).read(["text"])
        with self.assertRaises(AccessError):
            self.appraisal.with_user(self.hr).write({"proof_key": "x"})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_printed_sheets(self):
        """O15 O17: the sheet prints for those who may read the result, and for nobody else."""
        report, name = self.env["ir.actions.report"], "company_okr.report_okr_appraisal"
        self.assertIn("77", report.with_user(self.module_head)._render_qweb_html(name, self.appraisal.ids)[0].decode())
        for user in self._outsiders():
            with self.assertRaises(AccessError):
                report.with_user(user)._render_qweb_html(name, self.appraisal.ids)

    def test_results_that_stand(self):
        """O12: a ruling on the head's result does not move the confirmed results of the department's people."""
        (self.appraisals["dept_head"] | self.appraisal).with_user(self.hr).action_confirm()
        old, head = self.appraisal.final_score, self.appraisals["dept_head"]
        for row in head.line_ids:
            row._as_engine().write({"ruled_score": 100, "has_ruling": True})
        head.sudo()._update_scores()
        self.assertEqual(head.okr_score, 100)
        self.assertEqual(self.appraisal.final_score, old)

    def test_nobody_scores_himself(self):
        """O8: the general manager's own appraisal is scored by the chairman."""
        unit = self.env["hr.department"].create({
            "name": "Management", "company_id": self.company_a.id, "manager_id": self.gm_employee.id})
        self.gm_employee.department_id = unit
        cycle = self.env["company.okr.cycle"].with_user(self.hr).create(
            {"name": "2027", "date_start": "2027-01-01", "date_end": "2027-12-31"})
        plan = self.env["company.okr.plan"].create({
            "cycle_id": cycle.id, "level": "department", "employee_id": self.gm_employee.id, "department_id": unit.id})
        made = self.env["company.okr.appraisal"]._make(cycle, plan)
        self.assertEqual(made.department_head_user_id, self.chairman)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_acts_in_the_name_of_another(self):
        """O2 O6: a draft can't be put into the hands of a stranger, nor a stranger's page be written."""
        model = self.env["company.okr.plan"].with_user(self.member2)
        cycle = self.env["company.okr.cycle"].with_user(self.hr).create(
            {"name": "2027", "date_start": "2027-01-01", "date_end": "2027-12-31"})
        values = {"cycle_id": cycle.id, "level": "position", "department_id": self.module.id}
        with self.assertRaises(AccessError):
            model.create({
                **values, "employee_id": self.outsider_employee.id, "department_id": self.hr_department.id})
        mine = model.create({**values, "employee_id": self.member2_employee.id})
        with self.assertRaises(AccessError):
            mine.write({"employee_id": self.outsider_employee.id, "department_id": self.hr_department.id})
        foreign = self.plans["member"]
        for door in (
            lambda: foreign.with_user(self.member2).write({"note": "x"}),
            lambda: foreign.objective_ids[0].with_user(self.member2).write({"name": "x"}),
            lambda: mine.write({"objective_ids": [Command.link(foreign.objective_ids[0].id)]}),
            lambda: mine.write({"objective_ids": [Command.set(foreign.objective_ids.ids)]}),
            lambda: mine.write({"objective_ids": [Command.update(foreign.objective_ids[0].id, {"name": "x"})]}),
            lambda: self.env["company.okr.objective"].with_user(self.member2).create(
                {"plan_id": foreign.id, "name": "x"}),
            lambda: self.env["company.okr.objective"].with_user(self.member2).with_context(
                default_plan_id=foreign.id).create({"name": "x"}),
        ):
            with self.assertRaises(UserError):
                door()
                self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_reviews_stay_with_their_plan(self):
        """O6: nobody writes a page for a stranger's plan, nor moves his own there; heads do not review themselves."""
        review = self.env["company.okr.review"]
        values = {"kind": "monthly", "period_start": "2026-03-01", "period_end": "2026-03-31"}
        with self.assertRaises(AccessError):
            review.with_user(self.member2).create({**values, "plan_id": self.plans["member"].id})
        page = review.with_user(self.member).create({**values, "plan_id": self.plans["member"].id})
        with self.assertRaises(AccessError):
            page.write({"plan_id": self.plans["dept_head"].id})
        own = review.with_user(self.dept_head).create({
            **values, "kind": "quarterly", "plan_id": self.plans["dept_head"].id, "done": "a", "problems": "b",
            "next_plan": "c"})
        own.action_hand_in()
        with self.assertRaises(AccessError):
            own.action_review("fine")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_adjustments_are_the_applicants(self):
        """O5: a draft application is written and deleted by the applicant and HR only."""
        draft = self.env["company.okr.adjustment"].with_user(self.member).create({
            "plan_id": self.plans["member"].id, "ground": "stage", "reason": "x"})
        for user in (self.member2, self.outsider, self.foreign_head):
            with self.assertRaises(AccessError):
                draft.with_user(user).write({"reason": "y"})
            with self.assertRaises(AccessError):
                draft.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.env["company.okr.adjustment"].with_user(self.member2).create({
                "plan_id": self.plans["member"].id, "ground": "stage", "reason": "x", "user_id": self.member.id})

    def test_infinite_values(self):
        """O3 O6: values are finite figures; others would end up in every chart."""
        key_result = self.plans["member"].objective_ids.key_result_ids[0]
        for junk in ({"key_result_id": True, "value": 70}, {"key_result_id": [1], "value": 70},
                     {"key_result_id": key_result.id, "value": 70, "confidence": ["green"]}):
            with self.assertRaises(UserError):
                key_result.browse().with_user(self.member).action_check_in_all([junk])
        for value in (float("inf"), float("-inf"), float("nan"), 1e308, 10**400, "5", None):
            with self.assertRaises(UserError):
                key_result.with_user(self.member).action_check_in(value)
        cycle = self.env["company.okr.cycle"].with_user(self.hr).create(
            {"name": "2027", "date_start": "2027-01-01", "date_end": "2027-12-31"})
        for value in (float("inf"), float("nan")):
            with self.assertRaises(UserError):
                self.env["company.okr.plan"].with_user(self.member).create({
                    "cycle_id": cycle.id, "employee_id": self.member_employee.id, "department_id": self.module.id,
                    "objective_ids": [Command.create({"name": "O", "key_result_ids": [self._key_result(
                        target_value=value)]})]})
        self.assertTrue(key_result.search_count([]))

    def test_scores_are_not_ordered_from_outside(self):
        """O8 S7: the figures can't be written, created, linked or deleted by anybody through any command."""
        line = self.appraisal.line_ids[0]
        for user in (self.member, self.module_head, self.dept_head, self.gm, self.hr, self.admin):
            record = self.appraisal.with_user(user)
            for door in (
                lambda r=record: r.write({"line_ids": [Command.update(line.id, {"score": 100})]}),
                lambda r=record: r.write({"line_ids": [Command.update(line.id, {"module_head_score": 100})]}),
                lambda r=record: r.write({"line_ids": [Command.delete(line.id)]}),
                lambda r=record: r.write({"line_ids": [Command.create({"name": "x"})]}),
                lambda r=record: r.write({"grade_id": 1}),
                lambda r=record: r.write({"department_head_user_id": r.env.uid}),
                lambda r=record: r.with_context(default_state="confirmed").copy({"final_score": 100}),
                lambda r=record: r.create({"employee_id": self.member2_employee.id}),
                lambda r=record: r.unlink(),
                lambda r=record: line.with_env(r.env).write({"appraisal_id": self.appraisals["dept_head"].id}),
                lambda r=record: line.with_env(r.env).unlink(),
            ):
                with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_rule"):
                    door()
        self.assertEqual(line.score, 77)
