from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import OkrCase
from .scored_common import ScoredFixture


@tagged("post_install", "-at_install")
class TestAppeal(ScoredFixture, OkrCase):
    """Who decides an appeal when HR performance may not, and what a ruling changes."""

    def _appeal(self):
        interview = self._confirm_and_grade()
        interview.with_user(self.module_head).action_hold(improvement="Go on")
        interview.with_user(self.member).action_acknowledge(False, "No")
        return self.env["company.okr.appeal"].browse(self.appraisal.with_user(self.member).action_appeal("Why?"))

    def _todo_users(self, appeal):
        return self.env["company.todo"].sudo().search(
            [("kind", "=", "okr.appeal"), ("res_id", "=", appeal.id), ("state", "=", "open")]).user_id

    def _make_hr_concerned(self):
        """The only person of HR performance assessed this result."""
        self.appraisal._as_engine().write({"module_head_user_id": self.hr.id})

    def test_hr_decides(self):
        """O12: with HR performance free, the appeal is theirs and nobody stands in."""
        appeal = self._appeal()
        self.assertEqual(self._todo_users(appeal), self.hr)
        self.assertFalse(appeal.stand_in_ids)
        self.assertTrue(appeal.with_user(self.hr).is_judge)
        with self.assertRaises(AccessError):
            appeal.with_user(self.gm).action_investigate()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_general_manager_stands_in(self):
        """O12 R2 §5.7.2: HR concerned: the general manager gets the to-do, investigates and rules; HR may not."""
        interview = self._confirm_and_grade()
        interview.with_user(self.module_head).action_hold(improvement="Go on")
        interview.with_user(self.member).action_acknowledge(False, "No")
        self._make_hr_concerned()
        self.gm.okr_department_ids.manager_id = False
        appeal = self.env["company.okr.appeal"].browse(self.appraisal.with_user(self.member).action_appeal("Why?"))
        self.assertEqual(self._todo_users(appeal), self.gm)
        for user in (self.hr, self.chairman, self.outsider, self.admin, self.auditor.user_id):
            with self.assertRaises(AccessError):
                appeal.with_user(user).action_investigate()
        mine = appeal.with_user(self.gm)
        with self.assertRaises(AccessError):
            mine.write({"findings": "too early"})
        mine.action_investigate()
        mine.write({"findings": "the site diary confirms it"})
        for user in (self.hr, self.member):
            with self.assertRaises(AccessError):
                appeal.with_user(user).write({"findings": "nothing"})
        with self.assertRaises(AccessError):
            mine.appraisal_id.line_ids[0].write({"module_head_score": 100})
        dialog = self.env["company.okr.ruling.dialog"].with_user(self.gm).create(
            {"appeal_id": appeal.id, "ruling": "Two months were lost."})
        rows = dialog.line_ids.read(["name", "old_score", "new_score"])
        self.assertEqual({(row["name"], row["old_score"]) for row in rows[:1]}, {("Quality", 77)})
        dialog.line_ids[0].new_score = 95
        dialog.action_confirm()
        self.assertEqual(appeal.state, "changed")
        self.assertGreater(self.appraisal.final_score, appeal.old_score)
        self.assertFalse(self._todo_users(appeal))

    def test_chairman_stands_in(self):
        """O12: the general manager assessed as well: the chairman decides."""
        interview = self._confirm_and_grade()
        interview.with_user(self.module_head).action_hold(improvement="Go on")
        self._make_hr_concerned()
        self.appraisal._as_engine().write({"department_head_user_id": self.gm.id})
        appeal = self.env["company.okr.appeal"].browse(self.appraisal.with_user(self.member).action_appeal("Why?"))
        self.assertEqual(appeal.stand_in_ids, self.chairman)
        self.assertEqual(self._todo_users(appeal), self.chairman)
        appeal.with_user(self.chairman).action_investigate()
        self.assertEqual(appeal.investigator_id, self.chairman)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_stand_in_by_hand(self):
        """O12 O15: nobody makes himself judge; the general manager reads results he does not head only when asked."""
        appeal = self._appeal()
        for user in (self.hr, self.gm, self.member):
            with self.assertRaises(AccessError):
                appeal.with_user(user).write({"stand_in_ids": [(4, user.id)]})
        with self.assertRaises(AccessError):
            appeal.with_user(self.chairman).read(["text"])
        with self.assertRaises(AccessError):
            self.env["company.okr.appeal"].with_user(self.gm).with_context(default_stand_in_ids=[self.gm.id]).create(
                {"text": "x"})

    def test_grade_by_ruling(self):
        """O11 O12: the ruling may change the grade, and the bonus follows; a grade of another scheme is refused."""
        appeal = self._appeal().with_user(self.hr)
        appeal.action_investigate()
        appeal.write({"findings": "the site diary confirms it"})
        line = self.env["company.okr.grading.line"].search([("appraisal_id", "=", self.appraisal.id)])
        line.with_user(self.hr).bonus_base = 1000
        top = self.env.ref("company_okr.grade_s")
        with self.assertRaises(UserError):
            appeal.action_rule("So be it", grade_id=-1)
        self.assertEqual(appeal.action_rule("So be it", grade_id=top.id)["state"], "changed")
        self.assertEqual((self.appraisal.grade_id, line.grade_id, line.bonus_amount), (top, top, 2000))
        self.assertIn("So be it", line.change_reason)
        entries = self.env["company.ledger.entry"].sudo().search([("kind", "=", "okr.ruling")])
        self.assertNotIn("So be it", " ".join(entries.mapped("payload")))

    def test_dialog_as_the_client_saves_it(self):
        """O12: the dialog of the web client, which sends no read-only field, changes the score of the row named."""
        appeal = self._appeal().with_user(self.hr)
        appeal.action_investigate()
        appeal.write({"findings": "the site diary confirms it"})
        with Form(self.env["company.okr.ruling.dialog"].with_user(self.hr).with_context(
                default_appeal_id=appeal.id)) as form:
            form.ruling = "So be it"
            with form.line_ids.edit(0) as line:
                line.new_score = 95
        form.record.action_confirm()
        self.assertEqual([row.score for row in self.appraisal.line_ids], [95, 77, 77])
        self.assertEqual([row.score for row in self.appraisal.value_ids], [66, 66, 66])
