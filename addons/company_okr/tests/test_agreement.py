from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import OkrCase, OkrFixture

OBJECTIVE = "company.okr.objective"


@tagged("post_install", "-at_install")
class TestAgreement(OkrCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._new_plan(cls.member_employee)
        cls.objective = cls.plan.objective_ids[0]

    def test_head_asks_and_accepts(self):
        """O4: a head asks for a change with a remark, the person changes the text, the head accepts."""
        self.assertEqual(self.objective.agreement, "proposed")
        asked = self.objective.with_user(self.module_head)
        asked.action_ask_change(" name a figure ")
        self.assertEqual((asked.agreement, asked.remark), ("change", "name a figure"))
        self.assertEqual(asked.remark_by_id, self.module_head)
        self.assertTrue(asked.remark_on)
        self.assertIn("name a figure", self.plan.message_ids[0].body)
        self.assertIn(self.member.partner_id, self.plan.message_ids[0].notified_partner_ids)
        self.objective.with_user(self.member).write({"name": "Quality above 90 %"})
        self.assertEqual((asked.agreement, asked.remark), ("proposed", "name a figure"))
        asked.action_accept()
        self.assertEqual(asked.agreement, "accepted")

    def test_new_text_is_a_new_proposal(self):
        """O4: what was accepted is proposed anew when its key results change, not when a value is reported."""
        key_result, more = self.objective.key_result_ids.with_user(self.member), self._key_result("More", weight=0)
        changes = (
            lambda: key_result.write({"target_value": 95}),
            lambda: self.objective.with_user(self.member).write({"key_result_ids": [more]}),
            lambda: self.objective.key_result_ids[-1].with_user(self.member).unlink(),
        )
        for change in changes:
            self.objective.with_user(self.dept_head).action_accept("fine")
            change()
            self.assertEqual(self.objective.agreement, "proposed")
        self.objective.with_user(self.dept_head).action_accept("fine")
        self.plan.action_submit()
        self._decide_all(self.plan)
        key_result.action_check_in(70)
        self.assertEqual(self.objective.agreement, "accepted")

    def test_who_and_when(self):
        """O4: heads above, the general manager and HR remark on drafts; nobody on his own, nobody after submission."""
        for user in (self.dept_head, self.gm, self.hr):
            self.objective.with_user(user).action_ask_change("shorter")
        for user in (self.member, self.member2, self.outsider):
            self.assertFalse(self.objective.with_user(user).can_remark)
            with self.assertRaises(AccessError):
                self.objective.with_user(user).action_accept()
        with self.assertRaises(UserError):
            self.objective.with_user(self.hr).action_ask_change("  ")
        for values in ({"agreement": "accepted"}, {"remark": "mine"}, {"remark_by_id": self.dept_head.id}):
            with self.assertRaises(AccessError):
                self.objective.with_user(self.member).with_context(install_mode=True).write(values)
        self.plan.action_submit()
        self.assertFalse(self.objective.with_user(self.module_head).can_remark)
        with self.assertRaises(UserError):
            self.objective.with_user(self.module_head).action_accept()

    def test_propose_from_below(self):
        """O4: from a key result of the head into one's own draft; without a draft the way to one is told."""
        above = self._new_plan(self.module_head_employee, "module", self.module)
        key_result = above.objective_ids[0].key_result_ids
        action = key_result.with_user(self.member).action_propose()
        context = action["context"]
        self.assertEqual((context["default_plan_id"], context["default_parent_key_result_id"]),
                         (self.plan.id, key_result.id))
        made = self.env[OBJECTIVE].with_user(self.member).with_context(**context).create({"name": "Check twice"})
        self.assertEqual((made.plan_id, key_result.contributing_ids), (self.plan, made))
        for user in (self.member2, self.module_head):
            with self.assertRaises(UserError):
                key_result.with_user(user).action_propose()


@tagged("post_install", "-at_install")
class TestAgreementRpc(OkrFixture, RpcCase):

    @mute_logger("odoo.http")
    def test_over_rpc(self):
        """O4: the discussion over XML-RPC, by the head; not by the person himself."""
        plan = self._new_plan(self.member_employee)
        key = plan.objective_ids[0].ids
        self.env.flush_all()
        self.assertTrue(self.rpc("test.module", OBJECTIVE, "action_ask_change", key, "name a figure"))
        self.assertEqual(self.rpc("test.member", OBJECTIVE, "read", key, ["agreement", "remark"])[0]["remark"],
                         "name a figure")
        with self.assertRaises(UserError):
            self.rpc("test.member", OBJECTIVE, "action_accept", key)
