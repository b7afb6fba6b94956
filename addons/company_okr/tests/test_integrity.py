from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OkrCase
from .scored_common import ScoredFixture

NO_SCORES = (float("nan"), float("inf"), -1, 100.004, 1e308, 10**400, "80", True, [1])


@tagged("post_install", "-at_install")
class TestOkrIntegrity(ScoredFixture, OkrCase):
    """Figures stay what was agreed, also when people leave, move, hurry or mean ill."""

    def _again(self):
        """The member's appraisal with the assessors once more."""
        self.appraisal.with_user(self.hr).action_send_back("once more")
        return self.appraisal

    @contextmanager
    def _refused(self, error, words):
        """Refused in these words, and nothing of it is left."""
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            yield

    def _cycle(self, **values):
        cycle = self.env["company.okr.cycle"].with_user(self.hr).create({
            "name": "2027", "date_start": date(2027, 1, 1), "date_end": date(2027, 12, 31), **values})
        cycle.action_open()
        return cycle

    def test_nobody_picks_his_heads(self):
        """O2 O8: a position's plan stands in the unit of the person, whose heads agree and score it; HR may differ."""
        cycle, values = self._cycle(), {"employee_id": self.member2_employee.id, "level": "position"}
        model = self.env["company.okr.plan"].with_user(self.member2)
        for unit in (self.hr_department, self.department):
            with self._refused(UserError, "Structural Design"):
                model.create({**values, "cycle_id": cycle.id, "department_id": unit.id})
        plan = model.create({**values, "cycle_id": cycle.id, "department_id": self.module.id})
        with self.assertRaises(UserError):
            plan.write({"department_id": self.department.id})
        plan.with_user(self.hr).write({"department_id": self.department.id})
        with self.assertRaises(UserError):
            plan.with_user(self.hr).write({"parent_id": plan.id})

    def test_saved_is_not_handed_in(self):
        """O8: figures that an assessor saved on the way are no scores before he hands them in."""
        appraisal, todo = self._again(), self.env["company.todo"].sudo()
        appraisal.line_ids[0].with_user(self.module_head).write({"module_head_score": 5})
        self.assertEqual(appraisal.with_user(self.dept_head).action_score()["state"], "scoring")
        domain = [("kind", "=", "okr.score"), ("res_id", "=", appraisal.id), ("state", "=", "open")]
        self.assertEqual(todo.search(domain).user_id, self.module_head)
        self.assertEqual(appraisal.with_user(self.module_head).action_score()["state"], "scored")
        self.assertFalse(todo.search(domain))

    def test_scores_are_numbers(self):
        """O8: a score is a plain number from 0 to 100 by every way; an emptied one is none; nothing is half saved."""
        appraisal = self._again().with_user(self.module_head)
        line = appraisal.line_ids[0]
        for score in NO_SCORES:
            with self.subTest(score=str(score)[:9]):
                with self._refused(UserError, "number"):
                    appraisal.action_score([{"objective_id": line.objective_id.id, "score": score}])
                with self._refused(UserError, "number"):
                    line.write({"module_head_score": score})
        self.assertEqual(line.module_head_score, 77)
        for junk in ("abc", [5], [{"objective_id": [1], "score": 1}], {"objective_id": 1}):
            with self.assertRaises(UserError):
                appraisal.action_score(junk)
        line.write({"module_head_score": False})
        with self._refused(UserError, line.name):
            appraisal.action_score()
        line.write({"module_head_score": 0})
        self.assertEqual(appraisal.action_score()["state"], "scoring")

    def test_score_of_the_department_waits(self):
        """O15: nobody of a department, its head included, learns his OKR score before it is confirmed."""
        head = self.appraisals["dept_head"]
        self.assertEqual(head.okr_score, 77)
        self.assertEqual(self.appraisal.with_user(self.dept_head).read(["department_score", "has_final_score"])[0], {
            "id": self.appraisal.id, "department_score": 0, "has_final_score": False})
        with self._refused(UserError, "R2 §5.5.3"):
            self.appraisal.with_user(self.hr).action_confirm()
        (head | self.appraisal).with_user(self.hr).action_confirm()
        self.assertEqual(self.appraisal.department_score, 77)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_without_the_own_score(self):
        """O8: who gives no own score, or has left, does not hold up his result; HR goes on with a reason."""
        appraisal = self.appraisals["dept_head"]
        with self.assertRaises(UserError):
            appraisal.with_user(self.hr).action_skip_self_score("left")
        appraisal.sudo()._as_engine().write({"state": "draft"})
        for user in (self.dept_head, self.gm, self.outsider, self.admin):
            with self.assertRaises(AccessError):
                appraisal.with_user(user).action_skip_self_score("left")
        with self.assertRaises(UserError):
            appraisal.with_user(self.hr).action_skip_self_score("  ")
        appraisal.with_user(self.hr).action_skip_self_score("left in December")
        self.assertEqual(appraisal.state, "scoring")
        self.assertIn("left in December", appraisal.sudo().message_ids[0].body)
        self.assertEqual(self.env["company.todo"].sudo().search([
            ("kind", "=", "okr.score"), ("res_id", "=", appraisal.id), ("state", "=", "open")]).user_id, self.gm)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_assessor_that_left(self):
        """O8 O11: when a head leaves, HR renews the assessors; who stays has handed in what he has handed in."""
        appraisal = self._again()
        appraisal.with_user(self.dept_head).action_score()
        for user in (self.member, self.module_head, self.dept_head, self.admin):
            with self.assertRaises(AccessError):
                appraisal.with_user(user).action_renew_assessors()
        self.module.manager_id = self.member2_employee
        appraisal.with_user(self.hr).action_renew_assessors()
        self.assertEqual(appraisal.module_head_user_id, self.member2)
        self.assertEqual(appraisal.state, "scoring")
        with self.assertRaises(AccessError):
            appraisal.with_user(self.module_head).action_score()
        self.member2_employee.active = False
        appraisal.with_user(self.hr).action_renew_assessors()
        self.assertFalse(appraisal.module_head_user_id)
        self.assertEqual((appraisal.state, appraisal.okr_score), ("scored", 77))

    def test_interviewer_that_left(self):
        """O11: an interview that was not held goes to the new head."""
        interview = self._confirm_and_grade()
        self.module.manager_id = self.member2_employee
        self.appraisal.with_user(self.hr).action_renew_assessors()
        self.assertEqual(interview.interviewer_id, self.member2)
        self.assertEqual(self.appraisal.module_head_user_id, self.module_head)
        with self.assertRaises(AccessError):
            interview.with_user(self.module_head).action_hold(improvement="x")
        interview.with_user(self.member2).action_hold(improvement="x")

    def test_ruling_is_final(self):
        """O12: scores of a ruling are plain numbers, and after the ruling there is no second appeal."""
        interview = self._confirm_and_grade()
        interview.with_user(self.module_head).action_hold(improvement="x")
        interview.with_user(self.member).action_acknowledge(False, "no")
        appraisal = self.appraisal.with_user(self.member)
        appeal = self.env["company.okr.appeal"].with_user(self.hr).browse(appraisal.action_appeal("too low"))
        appeal.action_investigate()
        appeal.write({"findings": "checked"})
        row = self.appraisal.line_ids[0].objective_id.id
        for junk in ([{"objective_id": [1], "score": 1}], [5], *([{"objective_id": row, "score": score}]
                                                                 for score in NO_SCORES)):
            with self.assertRaises(UserError):
                appeal.action_rule("so", junk)
        self.assertEqual(appeal.action_rule("so", [{"objective_id": row, "score": 100}])["state"], "changed")
        with self._refused(UserError, "final"):
            appraisal.action_appeal("still too low")

    def test_heads_without_user(self):
        """O8: a unit whose head is gone is scored by the next head above, a person never by himself."""
        unit = self.env["hr.department"].create({
            "name": "Site team", "company_id": self.company_a.id, "parent_id": self.module.id})
        worker = self._new_employee("Site Worker", "test.site", department=unit)
        cycle = self._cycle()
        plan = self._new_plan(worker, cycle_id=cycle.id)
        appraisal = self.env["company.okr.appraisal"]._make(cycle, plan.sudo())
        self.assertEqual((appraisal.module_id, appraisal.department_id), (self.module, self.department))
        self.assertEqual((appraisal.module_head_user_id, appraisal.department_head_user_id),
                         (self.module_head, self.dept_head))
        self.manager.active = False
        self.department.parent_id = self.hr_department
        appraisal.with_user(self.hr).action_renew_assessors()
        self.assertEqual(appraisal.department_head_user_id, self.foreign_head)

    def test_head_that_left_reads_no_more(self):
        """O15: who has left the company reads no results as the head that he was."""
        model = self.env["company.okr.appraisal"]
        self.appraisal._as_engine().write({"module_head_user_id": False, "module_head_id": False})
        self.assertIn(self.appraisal, model.with_user(self.module_head).search([]))
        self.module_head_employee.active = False
        self.assertNotIn(self.appraisal, model.with_user(self.module_head).search([]))

    def test_cycle_closes_over_results_that_stand(self):
        """O1 O8: a cycle closes when all results are confirmed; then nothing is reported or adjusted in it."""
        cycle, plan = self.cycle.with_user(self.hr), self.plans["member"]
        with self._refused(UserError, "2 results"):
            cycle.action_close()
        (self.appraisals["dept_head"] | self.appraisal).with_user(self.hr).action_confirm()
        cycle.action_close()
        first = plan.objective_ids[0].with_user(self.member)
        for door in (lambda: first.action_finish("x"), lambda: first.key_result_ids.action_check_in(70),
                     lambda: plan.objective_ids[0].with_user(self.member).action_drop("x"),
                     lambda: plan.with_user(self.dept_head).action_adjust("stage", "x")):
            with self.assertRaises(UserError):
                door()

    def test_parts_of_what_is_dropped(self):
        """O8: with an overarching objective its parts are given up; one whose parts are dropped is scored itself."""
        plan = self._new_plan(self.member2_employee, objective_ids=[
            Command.create({"name": name, "weight": 50, "is_overarching": True}) for name in "ab"])
        first, second = plan.objective_ids
        plan.objective_ids = [Command.create({"name": over.name * 2, "overarching_id": over.id})
                              for over in (first, first, second)]
        plan._as_engine().write({"state": "published"})
        first.stage_ids[0].with_user(self.member2).action_drop("x")
        first.stage_ids[1].with_user(self.member2).action_drop("x")
        second.with_user(self.member2).action_drop("x")
        self.assertEqual(set(second.stage_ids.mapped("state")), {"dropped"})
        appraisal = self.env["company.okr.appraisal"]._make(self.cycle, plan.sudo())
        self.assertEqual(appraisal.line_ids.objective_id, first)
        self.assertTrue(appraisal.line_ids.is_counted)

    def test_one_application_at_a_time(self):
        """O5: a plan has one application for adjustment under way."""
        self.cycle.with_user(self.hr).action_reopen()
        plan = self.plans["dept_head"].with_user(self.dept_head)
        plan.action_adjust("market", "the tender was cancelled")
        with self._refused(UserError, "another application"):
            plan.action_adjust("strategy", "and once more")

    def test_grades_stay_what_they_were(self):
        """O10 O11: a grade that was given is not deleted, and another coefficient leaves the bonuses of before."""
        self._confirm_and_grade()
        session = self.env["company.okr.grading"].with_user(self.hr).search([("cycle_id", "=", self.cycle.id)])
        line = session.line_ids[0]
        line.write({"bonus_base": 1000})
        before = line.bonus_amount
        for base in (float("nan"), float("inf"), -1, 1e308, "5", [1]):
            with self.assertRaises(UserError):
                line.write({"bonus_base": base})
        line.grade_id.write({"coefficient": 7})
        self.env.flush_all()
        self.assertEqual(line.bonus_amount, before)
        line.write({"bonus_base": 2000})
        self.assertEqual(line.bonus_amount, 2 * before)
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.env.cr.savepoint():  # noqa: B017
            line.grade_id.unlink()

    def test_results_are_graded_once(self):
        """O10: of two sessions over the same people the second is refused; so is one over figures that changed."""
        (self.appraisals["dept_head"] | self.appraisal).with_user(self.hr).action_confirm()
        sessions = self.env["company.okr.grading"].with_user(self.hr).create([{
            "name": name, "cycle_id": self.cycle.id, "department_ids": [Command.set(self.department.ids)]}
            for name in "ab"])
        for session in sessions:
            session.action_propose()
        sessions[0].action_confirm()
        with self._refused(UserError, "graded elsewhere"):
            sessions[1].action_confirm()

    def test_nobody_confirms_his_own_grade(self):
        """O10 O15: HR confirms no session it stands in; shares count everybody, also who does not see himself."""
        (self.appraisals["dept_head"] | self.appraisal).with_user(self.hr).action_confirm()
        session = self.env["company.okr.grading"].with_user(self.hr).create({
            "name": "All", "cycle_id": self.cycle.id, "department_ids": [Command.set(self.department.ids)]})
        session.action_propose()
        self.dept_head.group_ids = [Command.link(self.env.ref("company_okr.group_hr").id)]
        own = session.with_user(self.dept_head)
        self.assertEqual(own.distribution, session.distribution)
        with self.assertRaises(AccessError):
            own.action_confirm()
        session.action_confirm()

    def test_carried_to_where_the_person_works(self):
        """O1 O2: what is carried forward follows the person to the new unit; nothing is drafted for who has left."""
        self.member_employee.department_id = self.hr_department
        self.manager.active = False
        following = self._cycle()
        self.cycle.with_user(self.hr).action_carry_forward(following.id)
        plans = self.env["company.okr.plan"].search([("cycle_id", "=", following.id), ("level", "=", "position")])
        self.assertEqual(plans.mapped("department_id"), self.hr_department)
        for junk in ("x", [1], 0, None):
            with self.assertRaises(UserError):
                self.cycle.with_user(self.hr).action_carry_forward(junk)
