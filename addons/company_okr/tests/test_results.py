from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestResults(OkrCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [cls._new_employee(f"Person {index}", f"test.person{index}", department=cls.module)
                      for index in range(10)]

    def _results(self, scores, cycle=None):
        """Confirmed results, made by the engine: the way there is tested elsewhere."""
        cycle = cycle or self.cycle
        return self.env["company.okr.appraisal"].sudo()._as_engine().create([{
            "company_id": self.company_a.id, "cycle_id": cycle.id, "employee_id": person.id,
            "user_id": person.user_id.id, "level": "position", "department_id": self.department.id,
            "module_id": self.module.id, "unit_id": self.module.id, "state": "confirmed",
            "module_head_id": self.module_head_employee.id, "module_head_user_id": self.module_head.id,
            "department_head_id": self.dept_head_employee.id, "department_head_user_id": self.dept_head.id,
            "okr_score": score, "final_score": score, "has_okr_score": True, "has_final_score": True,
        } for person, score in zip(self.people, scores, strict=True)])

    def _session(self, cycle=None):
        cycle = cycle or self.cycle
        if cycle.state == "open":
            cycle.with_user(self.hr).action_start_scoring()
        ids = cycle.with_user(self.hr).action_create_gradings()
        session = self.env["company.okr.grading"].with_user(self.hr).browse(ids)
        session.action_propose()
        return session

    def test_grades_by_quota(self):
        """O10: S10 A20 B50 C15 D5 of ten people: 1/2/5/2/0 by the largest remainder; ties share the better grade."""
        self._results([99, 95, 95, 90, 88, 86, 84, 82, 70, 60])
        session = self._session()
        self.assertEqual([line.grade_id.name for line in session.line_ids], list("SAABBBBBCC"))
        self.assertEqual(session.line_ids.mapped("rank"), [1, 2, 2, 4, 5, 6, 7, 8, 9, 10])

    def test_calibration(self):
        """O10 O15: changes need a reason, which the ledger proves and does not tell; quotas hold at the end."""
        results = self._results([99, 95, 94, 90, 88, 86, 84, 82, 70, 60])
        session = self._session()
        fourth, a_grade = session.line_ids[3], self.env.ref("company_okr.grade_a")
        with self.assertRaises(UserError):
            session.action_change_grade(fourth.id, a_grade.id, "  ")
        session.action_change_grade(fourth.id, a_grade.id, "took over two sites")
        self.assertTrue(fourth.is_changed)
        entry = self.env["company.ledger.entry"].sudo().search([("kind", "=", "okr.grade_changed")], limit=1)
        self.assertNotIn("took over two sites", entry.payload)
        self.assertEqual(fourth.change_reason, "took over two sites")
        proof = results[3]._prepare_proof(
            old="B", new="A", reason="took over two sites")["digest"]
        self.assertIn(proof, entry.payload)
        with self.assertBlocked("OKR-QUOTA"):
            session.action_confirm()
        session.action_change_grade(session.line_ids[2].id, self.env.ref("company_okr.grade_b").id, "in exchange")
        session.action_confirm()
        self.assertEqual(results[3].grade_id, a_grade)
        self.assertEqual(len(results.interview_ids), 10)
        with self.assertRaises(AccessError):
            session.line_ids[0].with_user(self.hr).write({"grade_id": a_grade.id})
        with self.assertRaises(AccessError):
            session.with_user(self.dept_head).read(["name"])

    def test_bonus(self):
        """O11: amount = base × coefficient of the grade."""
        self._results([99, 95, 94, 90, 88, 86, 84, 82, 70, 60])
        session = self._session()
        session.line_ids.write({"bonus_base": 1000})
        self.assertEqual(session.line_ids.mapped("bonus_amount"), [2000, 1500, 1500, *[1000] * 5, 800, 800])

    def test_interview_and_appeal(self):
        """O11 O12: interview by the assessor, answer, appeal, ruling by somebody else; the old score stays known."""
        results = self._results([99, 95, 94, 90, 88, 86, 84, 82, 70, 60])
        session = self._session()
        session.action_confirm()
        result, person = results[8], self.people[8].user_id
        with self.assertBlocked("OKR-APPEAL"):
            result.with_user(person).action_appeal("too low")
        interview = result.interview_ids
        with self.assertRaises(AccessError):
            interview.with_user(self.outsider).action_hold(improvement="x")
        with self.assertRaises(UserError):
            interview.with_user(self.module_head).action_hold()
        interview.with_user(self.module_head).action_hold("below plan", "checks", "training in May")
        interview.with_user(person).action_acknowledge(False, "the site was closed for two months")
        appeal = self.env["company.okr.appeal"].browse(result.with_user(person).action_appeal("two months lost"))
        with self.assertRaises(AccessError):
            appeal.with_user(self.module_head).action_investigate()
        appeal.with_user(self.hr).action_investigate()
        with self.assertRaises(UserError):
            appeal.with_user(self.hr).action_rule("stands")
        appeal.with_user(self.hr).write({"findings": "the site diary confirms it"})
        self.assertEqual(appeal.with_user(self.hr).action_rule("The result stands.")["state"], "upheld")
        self.assertEqual(appeal.with_user(self.hr).read(["old_score"])[0]["old_score"], 70)
        with self.assertRaises(AccessError):
            appeal.with_user(self.hr).write({"ruling": "changed"})

    def test_two_lowest_running(self):
        """O11: the lowest grade in two cycles running is a flag for HR with a plan, and nothing else."""
        self.env["company.okr.grade"].search([]).write({"quota": 0})
        for name, quota in (("s", 20), ("d", 80)):
            self.env.ref(f"company_okr.grade_{name}").quota = quota
        before = self.env["company.okr.cycle"].with_user(self.hr).create({
            "name": "2025", "date_start": date(2025, 1, 1), "date_end": date(2025, 12, 31)})
        before.action_open()
        self._results(range(90, 80, -1), before)
        self._session(before).action_confirm()
        self.assertFalse(self.env["company.okr.flag"].search([]))
        results = self._results([90, 80, 89, *range(70, 63, -1)])
        self._session().action_confirm()
        flags = self.env["company.okr.flag"].with_user(self.hr).search([])
        self.assertEqual(flags.appraisal_id, results[3:])
        with self.assertRaises(UserError):
            flags[0].action_agree_plan()
        flags[0].write({"kind_id": self.env.ref("company_okr.effect_kind_pay").id, "plan": "surveying course",
                        "review_on": date(2027, 3, 1)})
        with self.assertRaises(UserError):      # less pay is no plan
            flags[0].action_agree_plan()
        flags[0].kind_id = self.env.ref("company_okr.effect_kind_training")
        flags[0].action_agree_plan()
        effect = flags[0].effect_ids
        self.assertEqual((effect.state, effect.appraisal_id, effect.text, effect.decided_by_id),
                         ("confirmed", flags[0].appraisal_id, "surveying course", self.hr_employee))
        self.assertTrue(self.people[3].active)

    def test_sample(self):
        """O11: HR's sample is drawn by a digest, and only drawn interviews are checked."""
        results = self._results([99, 95, 94, 90, 88, 86, 84, 82, 70, 60])
        self._session().action_confirm()
        with self.assertRaises(UserError):
            self.cycle.with_user(self.hr).action_draw_sample(10)
        for interview in results.interview_ids:
            interview.with_user(self.module_head).action_hold(improvement="goes on")
        drawn = self.cycle.with_user(self.hr).action_draw_sample(20)
        self.assertEqual(len(drawn), 2)
        self.env["company.okr.interview"].with_user(self.hr).browse(drawn[0]).action_check_sample("good")
