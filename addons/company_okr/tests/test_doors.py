from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import OkrCase
from .scored_common import ScoredFixture

APPRAISAL, LINE, VALUE = "company.okr.appraisal", "company.okr.appraisal.line", "company.okr.appraisal.value"
SECRETS = ("77.31", "66.42", "canary")
FIGURES = ("self_score", "okr_score", "values_score", "personal_score", "department_score", "final_score")
# auditors read who and when, and digests; maps and steps are public and tell of plans, and of results their number
TITLES = {"ledger", "to-dos", "pivot", "heat map", "alignment map", "steps"}
SHEET = "company_okr.report_okr_appraisal"


class DoorFixture(ScoredFixture):
    """A member scored 77.31 and 66.42 with a note that can be recognised, and everybody whom it does not concern."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_appraisal = cls._appraise_hr()
        cls._mark(cls.appraisal, 77.31, 66.42)
        cls._mark(cls.hr_appraisal, 55.13, 44.29)
        cls._mark(cls.appraisals["dept_head"], 33.21, 22.87)
        cls.other_department_head_employee = cls._new_employee("Bo Other", "test.other")
        cls.env["hr.department"].create({
            "name": "Cost", "company_id": cls.company_a.id, "manager_id": cls.other_department_head_employee.id})
        cls.other_module_head_employee = cls._new_employee("Ke Module", "test.module2", department=cls.department)
        cls.env["hr.department"].create({
            "name": "Drainage", "company_id": cls.company_a.id, "parent_id": cls.department.id, "is_okr_module": True,
            "manager_id": cls.other_module_head_employee.id})
        foreign = cls._new_employee("Fu Foreign", "test.company_b", company=cls.company_b, groups=(
            "company_okr.group_hr",))
        cls.portal = new_test_user(cls.env, "test.portal", groups="base.group_portal", company_id=cls.company_a.id,
                                   company_ids=[Command.set(cls.company_a.ids)], password="test.portal-Pass1")
        cls.nobodies = {
            "himself while others score": cls.member, "colleague": cls.member2, "outsider": cls.outsider,
            "other module head": cls.other_module_head_employee.user_id,
            "other department head": cls.other_department_head_employee.user_id, "foreign head": cls.foreign_head,
            "settings administrator": cls.admin, "auditor": cls.auditor.user_id,
            "control manager": cls.control_manager.user_id, "HR of another company": foreign.user_id,
            "portal": cls.portal}


    @classmethod
    def _mark(cls, appraisals, figure, value):
        for row in (*appraisals.line_ids, *appraisals.value_ids):
            score = figure if row._name == LINE else value
            row._as_engine().write({
                "self_score": score, "module_head_score": score, "department_head_score": score,
                "module_head_note": f"canary {figure}", "department_head_note": f"canary {figure}",
                "has_module_head": True, "has_department_head": True, "has_self": True})
        appraisals.sudo()._update_scores()

    @classmethod
    def _appraise_hr(cls):
        """HR's own result, scored by the general manager."""
        cls.cycle.with_user(cls.hr).action_reopen()
        unit = cls.env["hr.department"].create({
            "name": "Performance", "company_id": cls.company_a.id, "manager_id": cls.gm_employee.id})
        plan = cls._new_plan(cls.hr_employee, department=unit)
        plan._as_engine().write({"state": "published"})
        cls.cycle.with_user(cls.hr).action_start_scoring()
        appraisal = cls.env[APPRAISAL]._make(cls.cycle, plan.sudo())
        appraisal._as_engine().write({"state": "scored"})
        return appraisal


@tagged("post_install", "-at_install")
class TestOkrDoors(DoorFixture, OkrCase):

    def _get_doors(self, env, appraisal):
        """{name: call}: every way of the ORM and of mail by which a figure could come out."""
        one, line = env[APPRAISAL].browse(appraisal.id), env[LINE].browse(appraisal.line_ids[0].id)
        value, key = env[VALUE].browse(appraisal.value_ids[0].id), [("id", "=", appraisal.id)]
        rows = {"line_ids": {"fields": {"score": {}, "module_head_note": {}}}, "trace": {}, "final_score": {}}
        document = [("model", "=", APPRAISAL), ("res_id", "=", one.id)]
        doors = {
            "read": lambda: one.read(list(FIGURES)), "read line": lambda: line.read(),
            "read value": lambda: value.read(),
            "web_read": lambda: one.web_read(rows), "search_read": lambda: one.search_read([], list(FIGURES)),
            "web_search_read": lambda: one.web_search_read([], rows),
            "web_search_read lines": lambda: line.web_search_read([], {"score": {}, "appraisal_id": {
                "fields": {"final_score": {}}}}),
            "order": lambda: one.search([], order="final_score desc").read(["final_score"]),
            "group": lambda: one.formatted_read_group(key, ["employee_id"], ["final_score:avg", "okr_score:max"]),
            "groups of lines": lambda: line.formatted_read_group([], ["appraisal_id"], ["score:avg"]),
            "pivot": lambda: one.formatted_read_grouping_sets(
                key, [["employee_id"], []], ["final_score:sum"]),
            "list by group": lambda: one.web_read_group(key, ["department_id"], ["final_score:avg"]),
            "progress bar": lambda: one.read_progress_bar(key, "employee_id", {
                "field": "state", "colors": {"scored": "success"}}),
            "export": lambda: one.export_data(["final_score", "line_ids/score"]),
            "export all": lambda: one.search([]).export_data(["final_score"]),
            "names": lambda: one.name_search("Xu"), "web names": lambda: one.web_name_search("Xu", {"final_score": {}}),
            "copy": lambda: one.copy(), "display name": lambda: one.read(["display_name"]),
            "onchange of the record": lambda: one.onchange({}, [], rows),
            "onchange with linked rows": lambda: one.browse().onchange(
                {"line_ids": [[Command.LINK, line.id, 0]], "value_ids": [[Command.LINK, value.id, 0]]},
                ["line_ids"], rows),
            "onchange with set rows": lambda: one.browse().onchange(
                {"line_ids": [[Command.SET, 0, line.ids]]}, ["line_ids"], rows),
            "onchange of a line": lambda: line.browse().onchange(
                {"appraisal_id": one.id}, ["appraisal_id"],
                {"appraisal_id": {"fields": {"final_score": {}}}, "appraisal_state": {}, "my_role": {}}),
            "onchange of an interview": lambda: env["company.okr.interview"].onchange(
                {"appraisal_id": one.id}, ["appraisal_id"], {"display_name": {}, "appraisal_id": {"fields": {
                    "final_score": {}, "trace": {}}}}),
            "onchange of an appeal": lambda: env["company.okr.appeal"].onchange(
                {"appraisal_id": one.id}, ["appraisal_id"], {"display_name": {}, "appraisal_id": {"fields": {
                    "final_score": {}}}}),
            "defaults": lambda: one.with_context(default_line_ids=[[Command.LINK, line.id, 0]]).onchange({}, [], rows),
            "default_get": lambda: one.with_context(default_plan_id=appraisal.plan_id.id).default_get(
                ["line_ids", "final_score", "trace"]),
            "dialog": lambda: env["company.okr.note.dialog"].create({"appraisal_id": one.id, "step": "appeal"}),
            "dialog default": lambda: env["company.okr.note.dialog"].with_context(
                default_appraisal_id=one.id).default_get(["appraisal_id"]),
            "dialog onchange": lambda: env["company.okr.note.dialog"].onchange(
                {"appraisal_id": one.id}, ["appraisal_id"], {"appraisal_id": {"fields": {"final_score": {}}}}),
            "chatter": lambda: env["mail.message"].search_read(document, ["body", "tracking_value_ids"]),
            "chatter counted": lambda: {"n": env["mail.message"].search_count([*document, ("body", "like", "a")])},
            "messages of the record": lambda: one.message_ids.read(["body"]),
            "post": lambda: one.message_post(body="x"),
            "follow": lambda: one.message_subscribe(env.user.partner_id.ids),
            "activity": lambda: one.activity_schedule(summary="x", user_id=env.uid),
            "activities": lambda: env["mail.activity"].search_read(
                [("res_model", "=", APPRAISAL), ("user_id", "!=", env.uid)], ["summary", "note"]),
            "notifications": lambda: env["mail.notification"].search_read(
                [("mail_message_id.model", "=", APPRAISAL)], []),
            "tracked values": lambda: env["mail.tracking.value"].search_read(
                [("mail_message_id.model", "=", APPRAISAL)], []),
            "attachments": lambda: env["ir.attachment"].search_read(
                [("res_model", "=", APPRAISAL), ("res_id", "=", one.id)], ["name"]),
            "mails": lambda: env["mail.mail"].search_read(document, ["body_html"]),
            "ledger": lambda: env["company.ledger.entry"].search_read(
                [("kind", "like", "okr.")], ["payload"]),
            "findings": lambda: env["company.control.finding"].search_read([("res_model", "=", APPRAISAL)]),
            "to-dos": lambda: env["company.todo"].search_read([("res_model", "=", APPRAISAL)], ["name"]),
            "approvals": lambda: env["company.approval"].search_read([("res_model", "=", APPRAISAL)]),
            "bus": lambda: env["bus.bus"].search_read([("message", "like", "okr.appraisal")], ["message"]),
            "sheet": lambda: env["ir.actions.report"]._render_qweb_html(SHEET, one.ids)[0].decode(),
            "mail template": lambda: env["mail.template"].create({
                "name": "x", "model_id": env["ir.model"]._get_id(APPRAISAL),
                "body_html": "<t t-out='object.final_score'/>"})._render_field("body_html", one.ids),
            "mail composer": lambda: env["mail.compose.message"].create({
                "model": APPRAISAL, "res_ids": str(one.ids), "body": "{{ object.final_score }}",
                "composition_mode": "comment"}).action_send_mail(),
            "sessions": lambda: env["company.okr.grading"].search_read([]),
            "people in sessions": lambda: env["company.okr.grading.line"].search_read([], ["score"]),
            "notices": lambda: env["company.okr.flag"].search_read([]),
            "interviews": lambda: env["company.okr.interview"].search_read([], ["appraisal_id"]),
            "appeals": lambda: env["company.okr.appeal"].search_read([], ["text", "old_score"]),
            "overview": lambda: [
                tile["count"] for tile in env["company.okr.overview"].get_data()["tiles"]
                if tile["key"] in ("scoring", "interviews", "appeals") and tile["count"]] + [
                chart for chart in env["company.okr.overview"].get_data()["charts"] if chart["key"] == "grades"],
            "grade chart": lambda: env["company.okr.grade.chart"].get_data()["rows"],
            "heat map": lambda: env["company.okr.heat.map"].get_data(),
            "alignment map": lambda: env["company.okr.plan"].get_alignment_map(self.cycle.id),
            "steps": lambda: env["company.okr.cycle"].browse(self.cycle.id).action_view_steps(),
            "bonuses of the cycle": lambda: env["company.okr.cycle"].browse(self.cycle.id).get_bonus_xlsx(),
            "bonuses": lambda: env["company.okr.grading"].search([]).get_bonus_xlsx(),
            "renew": lambda: one.action_renew_assessors(), "skip": lambda: one.action_skip_self_score("x"),
            "own score": lambda: one.action_self_score([]), "score": lambda: one.action_score([], []),
            "confirm": lambda: one.action_confirm(), "send back": lambda: one.action_send_back("x"),
            "appeal": lambda: one.action_appeal("x"),
            "write": lambda: one.write({"line_ids": [Command.update(line.id, {"module_head_score": 1})]}),
            "write a line": lambda: line.write({"self_score": 1}), "delete": lambda: one.unlink(),
        }
        for name in FIGURES:
            doors[f"oracle {name}"] = lambda name=name: {
                "n": one.search_count([(name, ">", 0)]) + line.search_count([(f"appraisal_id.{name}", ">", 0)])
                + env["company.okr.interview"].search_count([(f"appraisal_id.{name}", ">", 0)])}
        for name in ("score", "module_head_score", "department_head_score", "self_score"):
            doors[f"oracle of lines {name}"] = lambda name=name: {
                "n": line.search_count([(name, ">", 0)]) + one.search_count([(f"line_ids.{name}", ">", 0)])
                + value.search_count([(name, ">", 0)])}
        return doors

    def _knock(self, door):
        """What comes out of a door; None where it is closed. Nothing that was done stays."""
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            return door()
        except UserError:
            return None
        finally:
            savepoint.rollback()
            self.env.clear()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models",
                 "odoo.addons.mail.models.mail_render_mixin")
    def test_every_door_by_every_role(self):
        """O15: no way of reading, counting, ordering, grouping, rendering or acting gives a figure to a nobody."""
        for role, user in self.nobodies.items():
            env = self.env(user=user, context={"lang": "en_US", "allowed_company_ids": user.company_ids.ids})
            for name, door in self._get_doors(env, self.appraisal).items():
                with self.subTest(role=role, door=name):
                    found = self._knock(door)
                    if name in TITLES:
                        self.assertFalse([secret for secret in SECRETS if secret in str(found)], found)
                    else:
                        self.assertFalse(any(found.values()) if isinstance(found, dict) else found, found)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models",
                 "odoo.addons.mail.models.mail_render_mixin")
    def test_own_result_of_hr_and_heads(self):
        """O15: HR and heads, who read the results of others, learn nothing of their own before it stands."""
        for appraisal, user, secrets in (
            (self.hr_appraisal, self.hr, ("55.13", "44.29")),
            (self.appraisals["dept_head"], self.dept_head, ("33.21", "22.87")),
        ):
            env = self.env(user=user, context={"lang": "en_US", "allowed_company_ids": user.company_ids.ids})
            self.assertTrue(env[APPRAISAL].search([]))
            for name, door in self._get_doors(env, appraisal).items():
                with self.subTest(user=user.login, door=name):
                    found = str(self._knock(door))
                    self.assertFalse([secret for secret in secrets if secret in found], found)
            for name in FIGURES:
                mine = env[APPRAISAL].search([("user_id", "=", user.id), (name, ">", 0)])
                self.assertFalse(mine, name)

    def test_a_department_of_one(self):
        """O15: no count, average or chart tells of the only person of a department more than of nobody."""
        self.appraisal.sudo()._set_state("confirmed")
        grade = self.env.ref("company_okr.grade_s")
        self.appraisal._as_engine().write({"grade_id": grade.id})
        self.env["company.okr.effect"]._as_engine().create({
            "appraisal_id": self.appraisal.id, "kind_id": self.env["company.okr.effect.kind"].search([], limit=1).id,
            "text": "canary", "state": "confirmed"})
        self.assertTrue(self.env["company.okr.effect"].with_user(self.module_head).search([]))
        for role, user in self.nobodies.items():
            if user.company_id == self.company_a and user not in (self.member, self.portal):
                charts = self.env["company.okr.overview"].with_user(user).get_data()["charts"]
                with self.subTest(role=role):
                    self.assertNotIn("grades", [chart["key"] for chart in charts])
                    self.assertFalse(self.env["company.okr.grade.chart"].with_user(user).get_data()["rows"])
                    self.assertFalse(self.env["company.okr.effect"].with_user(user).search([]))
        steps = {one["step"]: one for one in self.cycle.with_user(self.outsider).action_view_steps()}
        self.assertEqual(set(steps["scoring"]), {"step", "due", "done", "of", "late"})
