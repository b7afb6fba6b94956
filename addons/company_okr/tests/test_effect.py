from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import OkrCase
from .scored_common import ScoredFixture


class EffectFixture(ScoredFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.appraisals["dept_head"] | cls.appraisal).with_user(cls.hr).action_confirm()

    def _new_effect(self, **values):
        return self.env["company.okr.effect"].with_user(self.hr).create({
            "appraisal_id": self.appraisal.id, "kind_id": self.env.ref("company_okr.effect_kind_pay").id,
            "decided_by_id": self.gm_employee.id, "text": "post grade six", **values})


@tagged("post_install", "-at_install")
class TestEffect(EffectFixture, OkrCase):

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_reads(self):
        """O11 O15: drafts are HR's; person, assessors and heads above read what is confirmed, nobody else ever."""
        effect = self._new_effect()
        model = self.env["company.okr.effect"]
        chain = (self.member, self.module_head, self.dept_head)
        others = (self.member2, self.outsider, self.foreign_head, self.admin, self.auditor.user_id)
        for user in chain + others:
            self.assertFalse(model.with_user(user).search([]))
            self.assertFalse(self.appraisal.with_user(user).effect_count if user in chain else 0)
        effect.action_confirm()
        for user in chain:
            self.assertEqual(model.with_user(user).search([]).text, "post grade six")
            self.assertEqual(self.appraisal.with_user(user).effect_count, 1)
        for user in others:
            self.assertFalse(model.with_user(user).search([]))
            with self.assertRaises(AccessError):
                effect.with_user(user).read(["text"])
            with self.assertRaises(AccessError):
                self.env["company.okr.note.dialog"].with_user(user).create(
                    {"effect_id": effect.id, "step": "withdraw_effect"})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_hr_writes(self):
        """O11: HR performance writes drafts and confirms; what is confirmed stays, withdrawn with a reason at most."""
        effect = self._new_effect(decided_by_id=False)
        with self.assertRaises(UserError):
            effect.action_confirm()
        effect.decided_by_id = self.gm_employee
        for user in (self.member, self.module_head, self.dept_head, self.gm, self.admin, self.auditor.user_id):
            for door in (lambda e: e.write({"text": "x"}), lambda e: e.action_confirm(), lambda e: e.unlink(),
                         lambda e: e.action_withdraw("x"),
                         lambda e: e.with_context(default_state="confirmed").create(
                             {"appraisal_id": self.appraisal.id, "kind_id": effect.kind_id.id, "text": "x"})):
                with self.assertRaises(AccessError):
                    door(effect.with_user(user))
        effect.action_confirm()
        for values in ({"text": "y"}, {"state": "draft"}, {"appraisal_id": self.appraisals["dept_head"].id}):
            with self.assertRaises(AccessError):
                effect.write(values)
        with self.assertRaises(UserError):
            effect.unlink()
        with self.assertRaises(UserError):
            effect.action_withdraw(" ")
        effect.action_withdraw("the budget was cut")
        self.assertEqual(effect.with_user(self.member).withdrawn_reason, "the budget was cut")
        entries = self.env["company.ledger.entry"].sudo().search([("kind", "=", "okr.effect")])
        self.assertEqual(len(entries), 1)
        self.assertNotIn("post grade", entries.payload)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_for_oneself(self):
        """O11 O15: nobody of HR records an effect of his own result, nor one of a result that does not stand."""
        self.appraisals["dept_head"]._as_engine().write({"user_id": self.hr.id})
        with self.assertRaises(AccessError):
            self._new_effect(appraisal_id=self.appraisals["dept_head"].id)
        effect = self._new_effect()
        self.appraisal._as_engine().write({"user_id": self.hr.id})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            effect.action_confirm()
        self.appraisal._as_engine().write({"user_id": self.member.id, "state": "scored"})
        with self.assertRaises(UserError):
            self._new_effect()

    def test_buttons(self):
        """O11: the windows of the smart buttons on appraisal and employee show the effects of that person."""
        effect = self._new_effect()
        for name, record in (("appraisal", self.appraisal), ("employee", self.member_employee)):
            action = self.env["ir.actions.act_window"]._for_xml_id(f"company_okr.company_okr_effect_action_{name}")
            self.assertIn("active_id", action["domain"])
            field = "appraisal_id" if name == "appraisal" else "employee_id"
            found = self.env["company.okr.effect"].with_user(self.hr).search([(field, "=", record.id)])
            self.assertEqual(found, effect)


@tagged("post_install", "-at_install")
class TestEffectRpc(EffectFixture, RpcCase):

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers.xmlrpc")
    def test_over_rpc(self):
        """O11 O15: recorded, confirmed and read by XML-RPC; a colleague gets nothing."""
        model, kind = "company.okr.effect", self.env.ref("company_okr.effect_kind_training").id
        effect = self.rpc("test.hr", model, "create", {
            "appraisal_id": self.appraisal.id, "kind_id": kind, "text": "course",
            "decided_by_id": self.gm_employee.id})
        with self.assertRaises(AccessError):
            self.rpc("test.member", model, "action_confirm", [effect])
        self.assertTrue(self.rpc("test.hr", model, "action_confirm", [effect]))
        self.assertEqual(self.rpc("test.member", model, "search_count", []), 1)
        self.assertEqual(self.rpc("test.member2", model, "search_count", []), 0)
