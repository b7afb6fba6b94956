from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestPlan(OkrCase):

    def test_agreement_and_publication(self):
        """O4: a member proposes, the heads and HR agree, the plan is published and in the ledger."""
        plan = self._new_plan(self.member_employee)
        plan.with_user(self.member).action_submit()
        self.assertEqual(plan.state, "submitted")
        self._decide_all(plan)
        self.assertEqual(plan.state, "published")
        self.assertTrue(plan.published_on)
        entry = self.env["company.ledger.entry"].sudo().search([("kind", "=", "okr.published")], limit=1)
        self.assertEqual(entry.res_id, plan.id)

    def test_limits(self):
        """O3: numbers of objectives and key results, weights and measures are checked at submission."""
        five = [self._key_result(str(index), weight=20) for index in range(5)]
        cases = (
            ("OKR-OBJECTIVES", [self._objective("One", 100)]),
            ("OKR-WEIGHT", [self._objective(name, 30) for name in "abc"]),
            ("OKR-KR", [self._objective(name, 25, key_result_ids=[]) for name in "abcd"]),
            ("OKR-KR", [self._objective(name, 25, key_result_ids=five) for name in "abcd"]),
            ("OKR-MEASURE", [self._objective(name, 25, key_result_ids=[self._key_result(target_value=60)])
                             for name in "abcd"]),
        )
        for code, objectives in cases:
            with self.subTest(code=code):
                plan = self._new_plan(self.member_employee, objective_ids=objectives)
                with self.assertBlocked(code):
                    plan.action_submit()
                plan.sudo()._as_engine().unlink()

    def test_public_reading(self):
        """O2 O15: everybody in the company reads a plan, only its people and HR write it."""
        plan = self._new_plan(self.member_employee)
        self.assertEqual(plan.with_user(self.outsider).read(["name"])[0]["id"], plan.id)
        for user in (self.outsider, self.member2):
            with self.assertRaises(AccessError):
                plan.with_user(user).write({"note": "mine"})
            with self.assertRaises(AccessError):
                plan.objective_ids[0].with_user(user).write({"name": "mine"})
        for user in (self.member, self.module_head, self.dept_head, self.hr):
            plan.with_user(user).write({"note": user.name})

    def test_published_text_stays(self):
        """O5: what was agreed is not changed outside an adjustment."""
        plan = self._published()
        for record, values in (
            (plan, {"note": "x"}), (plan.objective_ids[0], {"weight": 1}),
            (plan.objective_ids[0].key_result_ids, {"target_value": 61}),
            (plan.objective_ids[0].key_result_ids, {"current_value": 90}),
        ):
            with self.assertRaises(UserError):
                record.with_user(self.member).write(values)

    def test_check_in(self):
        """O6: a check-in moves value, completion and progress; an overdue one overrides green."""
        plan = self._published()
        key_result = plan.objective_ids[0].key_result_ids
        self.assertEqual(key_result.health, "none")
        key_result.with_user(self.member).action_check_in(75, "green", "half way")
        self.assertEqual(key_result.current_value, 75)
        self.assertEqual(plan.objective_ids[0].progress, 50)
        self.assertEqual(plan.progress, 25)
        self.assertEqual(key_result.health, "green")
        with self.assertRaises(UserError):
            key_result.with_user(self.member).action_check_in(70, "red")
        with self.assertRaises(UserError):
            key_result.with_user(self.outsider).action_check_in(90)
        later = fields.Datetime.now() + timedelta(days=40)
        self.startPatcher(self._freeze(later))
        key_result.invalidate_recordset()
        self.assertEqual(key_result.health, "stale")
        self.assertIn(key_result, self.env["company.okr.key.result"].search([("is_stale", "=", True)]))

    def _freeze(self, moment):
        from freezegun import freeze_time
        return freeze_time(moment)

    def _published(self):
        plan = self._new_plan(self.member_employee)
        plan.action_submit()
        self._decide_all(plan)
        return plan
