from ast import literal_eval

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestAlignment(OkrCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls.env["company.okr.plan"]
        cls.top = cls._new_plan(cls.gm_employee, "company", cls.env["hr.department"])
        cls.goals = cls._new_plan(cls.dept_head_employee, "department", cls.department, parent_id=cls.top.id)
        cls.team = cls._new_plan(cls.module_head_employee, "module", cls.module, parent_id=cls.goals.id)
        cls.own = cls._new_plan(cls.member_employee, parent_id=cls.team.id)
        cls.own2 = cls._new_plan(cls.member2_employee, parent_id=cls.team.id)
        for plan, above in ((cls.goals, cls.top), (cls.team, cls.goals), (cls.own, cls.team), (cls.own2, cls.team)):
            plan.objective_ids[0].parent_key_result_id = above.objective_ids[0].key_result_ids

    def _map(self, user, cycle_id=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.plans.with_user(user).with_context(
            allowed_company_ids=user.company_id.ids).get_alignment_map(cycle_id)

    def _row(self, data, objective):
        return next(row for row in data["objectives"] if row["id"] == objective.id)

    def test_line(self):
        """O2 O14: from the company to a position, with shares that make the roll-up of the key result."""
        data = self._map(self.member)
        self.assertEqual(
            [plan["id"] for plan in data["plans"]], [*self.top.ids, *self.goals.ids, *self.team.ids, *self.own.ids,
                                                    *self.own2.ids])
        self.assertEqual(data["me"], self.member_employee.id)
        self.assertEqual(data["cycle_id"], self.cycle.id)
        result = self.team.objective_ids[0].key_result_ids
        for plan in (self.own, self.own2):
            row = self._row(data, plan.objective_ids[0])
            self.assertEqual((row["parent_key_result_id"], row["share"]), (result.id, 50))
        row = self._row(data, self.own.objective_ids[1])
        self.assertEqual((row["parent_key_result_id"], row["share"]), (False, 0))
        names = {person["id"]: person["name"] for person in data["people"]}
        self.assertEqual(names[self.dept_head_employee.id], "Li Manager")
        self.assertIn(self.department.id, [unit["id"] for unit in data["departments"]])

    def test_roll_up(self):
        """O14: dropped objectives and cancelled plans leave map and roll-up; what remains has the whole share."""
        for plan in (self.own, self.own2):
            plan.with_user(plan.user_id).action_submit()
            self._decide_all(plan)
        self.own.objective_ids[0].key_result_ids.with_user(self.member).action_check_in(75, "yellow", "two late")
        data = self._map(self.member)
        result = self._row(data, self.team.objective_ids[0])["key_results"][0]
        self.assertEqual(result["contribution"], 25)
        row = self._row(data, self.own.objective_ids[0])
        self.assertEqual((row["progress"], row["health"], row["key_results"][0]["completion"]), (50, "yellow", 50))
        self.assertEqual(row["key_results"][0]["owner_id"], self.member_employee.id)
        self.own2.objective_ids[0].with_user(self.member2).action_drop("done by the other team")
        data = self._map(self.member)
        self.assertNotIn(self.own2.objective_ids[0].id, [one["id"] for one in data["objectives"]])
        self.assertEqual(self._row(data, self.own.objective_ids[0])["share"], 100)
        self.assertEqual(self._row(data, self.team.objective_ids[0])["key_results"][0]["contribution"], 50)
        draft = self._new_plan(self.module_head_employee, "position", self.module, parent_id=self.team.id)
        draft.objective_ids[0].parent_key_result_id = self.team.objective_ids[0].key_result_ids
        self.assertEqual(self._row(self._map(self.member), self.own.objective_ids[0])["share"], 50)
        draft._as_engine().write({"state": "cancelled"})
        data = self._map(self.member)
        self.assertNotIn(draft.id, [plan["id"] for plan in data["plans"]])
        self.assertEqual(self._row(data, self.own.objective_ids[0])["share"], 100)

    def test_rights(self):
        """S6 O2: everybody of the company and the auditor read the map, another company's people and portal do not."""
        for user in (self.member, self.outsider, self.hr, self.auditor.user_id):
            self.assertEqual(len(self._map(user)["objectives"]), 15)
        stranger = self._new_employee("Stranger", "test.stranger", company=self.company_b).user_id
        self.assertEqual(self._map(stranger)["objectives"], [])
        with self.assertRaises(AccessError):
            self._map(stranger, self.cycle.id)
        with self.assertRaises(AccessError):
            self.plans.with_user(stranger).with_context(
                allowed_company_ids=self.company_a.ids).get_alignment_map(self.cycle.id)
        portal = new_test_user(self.env, "test.portal", groups="base.group_portal", company_id=self.company_a.id,
                               company_ids=[Command.set(self.company_a.ids)])
        with self.assertRaises(AccessError):
            self._map(portal)
        for wrong in (10 ** 8, "1", True, [self.cycle.id], {"id": self.cycle.id}):
            with self.assertRaises(UserError):
                self._map(self.member, wrong)

    def test_own_rights(self):
        """S6: drafts that a rule hides from somebody are not on the map, nor as the end of a line."""
        self.env["ir.rule"].create({
            "name": "drafts of others", "model_id": self.env["ir.model"]._get_id("company.okr.plan"),
            "domain_force": "['|', ('state', '!=', 'draft'), ('user_id', '=', user.id)]", "perm_write": False,
            "perm_create": False, "perm_unlink": False})
        data = self._map(self.member)
        self.assertEqual([plan["id"] for plan in data["plans"]], self.own.ids)
        self.assertEqual({row["plan_id"] for row in data["objectives"]}, set(self.own.ids))
        self.assertFalse(any(row["parent_key_result_id"] or row["share"] for row in data["objectives"]))

    def test_not_aligned(self):
        """O2: the filter of the list finds what is aligned with nothing, also by way of an overarching objective."""
        arch = etree.fromstring(self.env["company.okr.objective"].get_view(view_type="search")["arch"])
        domain = literal_eval(arch.xpath("//filter[@name='unaligned']/@domain")[0])
        found = self.env["company.okr.objective"].search([("cycle_id", "=", self.cycle.id), *domain])
        plans = self.goals | self.team | self.own | self.own2
        self.assertEqual(found, plans.objective_ids.filtered(lambda one: not one.parent_key_result_id))
        over, stage = self.own.objective_ids[:2]
        over.is_overarching = True
        stage.overarching_id = over
        self.assertNotIn(stage, self.env["company.okr.objective"].search(domain))

    def test_from_the_plan(self):
        """O2: the plan opens the map in its cycle, for those who read the plan."""
        action = self.own.with_user(self.outsider).action_view_alignment()
        self.assertEqual((action["tag"], action["params"]), ("company_okr.alignment_map", {"cycle_id": self.cycle.id}))
        stranger = self._new_employee("Stranger", "test.stranger", company=self.company_b).user_id
        with self.assertRaises(AccessError):
            self.own.with_user(stranger).with_context(allowed_company_ids=self.company_b.ids).action_view_alignment()

    def test_year_of_a_quarter(self):
        """O2: the plans of a quarter hang on those of its year."""
        quarter = self.env["company.okr.cycle"].with_user(self.hr).create({
            "name": "2026 Q1", "cycle_type": "quarter", "date_start": "2026-01-01", "date_end": "2026-03-31",
            "parent_id": self.cycle.id})
        quarter.action_open()
        plan = self._new_plan(self.member_employee, cycle_id=quarter.id)
        result = self.goals.objective_ids[0].key_result_ids
        plan.objective_ids[0].parent_key_result_id = result
        data = self._map(self.member, quarter.id)
        self.assertIn(self.goals.id, [one["id"] for one in data["plans"]])
        self.assertEqual(self._row(data, plan.objective_ids[0])["parent_key_result_id"], result.id)
        self.assertNotIn(plan.id, [one["id"] for one in self._map(self.member, self.cycle.id)["plans"]])

    def _count(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        size = len(self.plans.with_user(self.member).get_alignment_map(self.cycle.id)["objectives"])
        return self.env.cr.sql_log_count - before, size

    def test_queries(self):
        """N1 O2: the map asks the database as often for hundreds of objectives as for fifteen."""
        self._count()
        few, size = self._count()
        self.assertEqual(size, 15)
        result = self.team.objective_ids[0].key_result_ids
        for place in range(20):
            person = self.env["hr.employee"].create({
                "name": f"Person {place}", "department_id": self.module.id, "company_id": self.company_a.id})
            self.plans.create({
                "cycle_id": self.cycle.id, "level": "position", "employee_id": person.id, "parent_id": self.team.id,
                "department_id": self.module.id, "objective_ids": [
                    self._objective(f"Objective {number}", 10, parent_key_result_id=result.id)
                    for number in range(10)]})
        self._count()       # a new employee empties the caches of the registry: fill them first
        many, size = self._count()
        self.assertEqual(size, 215)
        self.assertEqual(many, few)
