from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import OkrCase, OkrFixture


@tagged("post_install", "-at_install")
class TestHeatMap(OkrCase):

    def _get(self, user, *args):
        return self.env["company.okr.heat.map"].with_user(user).get_data(*args)

    def _row(self, data, unit):
        return next(row for row in data["rows"] if row["id"] == unit.id)

    def _publish(self, *plans):
        for plan in plans:
            plan.action_submit()
            self._decide_all(plan)

    def test_cells(self):
        """O16: a cell has the mean progress of its plans, their number, the shares at risk and overdue."""
        member, module = self._new_plan(self.member_employee), self._new_plan(
            self.module_head_employee, "module", self.module)
        self._publish(member, module)
        self._new_plan(self.member2_employee)       # a draft is not counted
        for result, confidence in zip(member.objective_ids.key_result_ids, ("red", "green", "yellow"), strict=True):
            result.with_user(self.member).action_check_in(75, confidence, "late")
        data = self._get(self.outsider)
        [cell] = self._row(data, self.department)["cells"]
        self.assertEqual((cell["plans"], cell["progress"]), (2, 25.0))
        self.assertEqual((cell["key_results"], cell["risk"], cell["stale"]), (6, 33.3, 0.0))
        self.assertEqual(self._row(data, self.hr_department)["cells"], [False])
        self.env["company.okr.key.result"].search([("plan_id", "=", module.id)])._as_engine().write(
            {"last_checkin_on": "2020-01-01"})
        self.assertEqual(self._row(self._get(self.outsider), self.department)["cells"][0]["stale"], 50.0)

    def test_drill_down_and_levels(self):
        """O16: a department opens into its modules; levels of a cycle stand side by side; the domains give the same."""
        member = self._new_plan(self.member_employee)
        goals = self._new_plan(self.dept_head_employee, "department", self.department)
        self._publish(member, goals)
        data = self._get(self.outsider, "cycle", self.department.id)
        self.assertEqual([row["id"] for row in data["rows"]], [self.department.id, self.module.id])
        self.assertEqual([row["cells"][0]["plans"] for row in data["rows"]], [1, 1])
        data = self._get(self.outsider, "level")
        self.assertEqual([column["key"] for column in data["columns"]], ["department", "module", "position"])
        row = self._row(data, self.department)
        self.assertEqual([bool(cell) for cell in row["cells"]], [True, False, True])
        self.assertEqual(self.env["company.okr.plan"].search([
            *data["domains"]["progress"], ("department_id", "in", row["department_ids"]),
            ("level", "=", "position")]), member)
        for args in (("state",), ("cycle", -1)):
            with self.assertRaises(UserError):
                self._get(self.outsider, *args)

    def test_rights_of_the_caller(self):
        """O15 O16: another company's plans are not counted, nor named; people without OKRs get nothing."""
        self._publish(self._new_plan(self.member_employee))
        stranger = self.env["res.users"].with_context(no_reset_password=True).create({
            "name": "Stranger", "login": "test.stranger", "company_id": self.company_b.id,
            "company_ids": [(6, 0, self.company_b.ids)],
            "group_ids": [(6, 0, self.env.ref("base.group_user").ids)]})
        data = self.env["company.okr.heat.map"].with_user(stranger).with_context(
            allowed_company_ids=self.company_b.ids).get_data()
        self.assertEqual(data["columns"], [])
        self.assertNotIn(self.department.id, [row["id"] for row in data["rows"]])
        portal = self.env["res.users"].with_context(no_reset_password=True).create({
            "name": "Portal", "login": "test.portal", "company_id": self.company_a.id,
            "company_ids": [(6, 0, self.company_a.ids)],
            "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]})
        with self.assertRaises(AccessError):
            self._get(portal)

    def _fill(self, departments, cycles, first):
        """Published plans with a key result for each department and cycle, made by the engine."""
        units = self.env["hr.department"].create([
            {"name": f"Unit {index}", "company_id": self.company_a.id} for index in range(departments)])
        periods = self.env["company.okr.cycle"].create([{
            "name": f"Y{year}", "date_start": date(year, 1, 1), "date_end": date(year, 12, 31)}
            for year in range(first, first + cycles)])
        periods._as_engine().write({"state": "open"})
        plans = self.env["company.okr.plan"].create([{
            "cycle_id": period.id, "level": "department", "department_id": unit.id, "employee_id": False}
            for unit in units for period in periods])
        self.env["company.okr.objective"].create([{
            "plan_id": plan.id, "name": "O", "weight": 100, "key_result_ids": [self._key_result()]} for plan in plans])
        plans._as_engine().write({"state": "published", "published_on": "2026-01-01"})
        self.env.flush_all()

    def _count_queries(self):
        self._get(self.outsider)        # rights and rules are cached from here on
        self.env.invalidate_all()
        count = self.cr.sql_log_count
        data = self._get(self.outsider)
        return self.cr.sql_log_count - count, data

    def test_constant_queries(self):
        """O16 S9: 200 departments by eight cycles take as many queries as two by two."""
        self._fill(2, 2, 2027)
        few, _data = self._count_queries()
        self._fill(200, 8, 2030)
        many, data = self._count_queries()
        self.assertEqual(many, few)
        self.assertLessEqual(many, 20)
        self.assertGreaterEqual(len(data["rows"]), 200)
        self.assertEqual(len(data["columns"]), 8)
        self.assertEqual(data["rows"][0]["cells"][-1]["stale"], 100)


@tagged("post_install", "-at_install")
class TestHeatMapRpc(OkrFixture, RpcCase):

    def test_over_rpc(self):
        """O16: the heat map over XML-RPC."""
        data = self.rpc("test.outsider", "company.okr.heat.map", "get_data", "level")
        self.assertEqual(data["cycle_id"], self.cycle.id)
