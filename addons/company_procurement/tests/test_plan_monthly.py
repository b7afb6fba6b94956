from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged

from .plans_common import PlansCase

CUTOFF = "2026-11-25 15:59:59"      # 23:59:59 in Shanghai
MIDNIGHT = "2026-11-25 16:00:00"


@tagged("post_install", "-at_install")
class TestMonthlyPlan(PlansCase):

    def _approved_at(self, instant):
        request = self._monthly_request()
        with freeze_time(instant):
            self._approve(request)
        return request

    def test_midnight_of_the_cutoff(self):
        """P18: approved by the 25th 24:00 in the company's time zone joins this month, a second later the next."""
        this, following = self._approved_at(CUTOFF), self._approved_at(MIDNIGHT)
        self.assertEqual((this.plan_id.name, following.plan_id.name), ("2026-11", "2026-12"))
        self.assertEqual(this.plan_id.cutoff_on, fields.Datetime.to_datetime(MIDNIGHT))
        self.assertEqual(str(this.plan_id.purchase_on), "2026-11-30")
        self.assertEqual((this.state, this.buyer_id), ("approved", self.env["res.users"]))

    def test_time_zone_of_the_company(self):
        """P18 S8: the same instant is another day elsewhere; the company's calendar decides."""
        self.company_a.resource_calendar_id.tz = "America/New_York"
        self.assertEqual(self._approved_at(MIDNIGHT).plan_id.name, "2026-11")

    def test_approval_that_ends_after_midnight(self):
        """P18: the instant of the approval decides, also when the plan went into review meanwhile."""
        first = self._approved_at(CUTOFF)
        with freeze_time("2026-11-25 16:05:00"):
            self.env["company.purchase.plan"]._cron_plans()
        self.assertEqual(first.plan_id.state, "review")
        late = self._monthly_request()
        with freeze_time(MIDNIGHT):
            self._approve(late)
            late._as_engine().write({"approved_on": CUTOFF})
            late._leave_plan()
            late._dispatch()
        self.assertEqual(late.plan_id, first.plan_id)

    def test_closed_plan_takes_nothing(self):
        """P18: what is being bought takes in nothing more; the next month's plan does."""
        first = self._approved_at(CUTOFF)
        with freeze_time("2026-11-28 08:00:00"):
            self.env["company.purchase.plan"]._cron_plans()
            first.plan_id.with_user(self.office).action_close()
        self.assertEqual(self._approved_at(CUTOFF).plan_id.name, "2026-12")

    def test_two_plans_at_once(self):
        """P18: two transactions that make the plan of a month: one row; the later one is tried again."""
        plans = self.env["company.purchase.plan"]
        period = fields.Date.to_date("2026-11-01")
        plan = plans._get_or_create(period, self.monthly, self.company_a)
        self.assertEqual(plans._get_or_create(period, self.monthly, self.company_a), plan)
        with patch.object(type(plans), "search", lambda self, *a, **k: self.browse()), \
                self.assertRaises(ConcurrencyError):
            plans._get_or_create(period, self.monthly, self.company_a)

    def test_merged_over_departments(self):
        """P18: equal items become one line that keeps who gets how much."""
        first = self._joined(lines=[self._line(quantity=10), self._line(self.product_b, 3, uom_id=self.dozen.id)])
        second = self._joined(user=self.outsider, lines=[
            self._line(quantity=5), self._words("Ａ４ paper", 2, 20)])
        third = self._joined(lines=[self._words("a4 PAPER", 4, 26)])
        plan = (first | second | third).plan_id
        plan.with_user(self.requester).action_refresh()
        items = {line.description: line for line in plan.line_ids}
        self.assertEqual(len(items), 3)
        self.assertEqual(items["Bolt"].quantity, 15)
        self.assertEqual(items["Ａ４ paper"].quantity, 6)
        self.assertEqual(items["Ａ４ paper"].estimated_price, 24)
        self.assertEqual(sorted(items["Bolt"].allocation_ids.mapped("quantity")), [5, 10])
        self.assertEqual(items["Bolt"].allocation_ids.department_id, self.department | self.other_department)
        self.assertEqual((plan.request_count, plan.department_count), (3, 2))
        plan.action_refresh()
        self.assertEqual(len(plan.allocation_ids), 5)

    def test_withdrawn_request_leaves(self):
        """P18 P4: who withdraws takes his wish out of the plan."""
        first, second = self._joined(), self._joined(lines=[self._line(quantity=7), self._line(self.product_b, 1)])
        plan = first.plan_id
        plan.action_refresh()
        second.action_cancel("not needed")
        self.assertEqual(plan.line_ids.mapped("quantity"), [10])
        self.assertFalse(second.plan_id)

    def test_adjusting(self):
        """P18 S1: the office adjusts with a reason; more than requested needs the departments' word (PUR-PLANQTY)."""
        first = self._joined(lines=[self._line(quantity=10)])
        self._joined(user=self.outsider, lines=[self._line(quantity=5)])
        plan = first.plan_id
        plan.action_refresh()
        line = plan.line_ids
        with self.assertRaises(UserError):
            line.with_user(self.requester).action_adjust(9, "stock")
        mine = line.with_user(self.office)
        for quantity, reason in ((9, ""), (-1, "x"), ("9", "x"), (True, "x")):
            with self.assertRaises(UserError):
                mine.action_adjust(quantity, reason)
        mine.action_adjust(9, "Some in the cupboard")
        self.assertEqual(sorted(line.allocation_ids.mapped("granted_quantity")), [3, 6])
        with self.assertBlocked("PUR-PLANQTY"):
            mine.action_adjust(20, "cheaper by the box")
        mine.action_adjust(20, "cheaper by the box", consent="Li Manager, Wu")
        self.assertEqual(line.quantity, 20)
        with self.assertRaises(AccessError):
            mine.write({"quantity": 99})
        with self.assertRaises(AccessError):
            self.env["company.purchase.plan"].with_user(self.office).with_context(default_period="2026-01-01").create({})

    def test_bought_as_one_case(self):
        """P18: the office closes the plan: one case with the adjusted quantities, ordered like any other."""
        first = self._joined(lines=[self._line(quantity=10), self._line(self.product_b, 2)])
        second = self._joined(user=self.outsider, lines=[self._line(quantity=5)])
        plan = first.plan_id.with_user(self.office)
        plan.action_refresh()
        with self.assertRaisesRegex(UserError, "Review"):
            plan.action_close()
        with self.assertRaisesRegex(UserError, "join until"):
            plan.action_end_collection()
        with freeze_time(plan.sudo().cutoff_on):
            plan.action_end_collection()
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "purchase.plan"), ("user_id", "=", self.office.id), ("state", "=", "open")]))
        plan.line_ids.filtered(lambda line: line.product_id == self.product_b).action_adjust(0, "In the cupboard")
        plan.line_ids.filtered(lambda line: line.product_id == self.product_a).action_adjust(12, "Less")
        with self.assertRaises(UserError):
            plan.with_user(self.buyer).action_close()
        with self.assertRaises(UserError):
            plan.action_close(self.outsider.id)
        case = self.env["company.purchase.sourcing"].with_user(self.office).browse(plan.action_close())
        self.assertEqual(case.line_ids.mapped("quantity"), [12])
        self.assertEqual((first | second).mapped("state"), ["sourcing", "sourcing"])
        self.assertEqual(case.sudo().request_ids, (first | second).sudo())
        self.assertEqual(plan.state, "sourcing")
        case.action_cancel("Prices too high")
        self.assertEqual((plan.state, first.state), ("review", "assigned"))
        with self.assertRaisesRegex(UserError, "monthly plan"):
            first.with_user(self.office).action_start_sourcing()
        case = self.env["company.purchase.sourcing"].with_user(self.office).browse(plan.action_close())
        self.assertEqual(case.buyer_id, self.office)
        self.assertEqual(first.state, "sourcing")

    def test_whole_plan_left_out(self):
        """P18: a plan of which nothing is bought isn't closed into an empty case."""
        plan = self._joined().plan_id.with_user(self.office)
        plan.action_refresh()
        with freeze_time(plan.sudo().cutoff_on):
            plan.action_end_collection()
        plan.line_ids.action_adjust(0, "none")
        with self.assertRaisesRegex(UserError, "nothing to buy"):
            plan.action_close()

    def test_buyer_is_not_requester(self):
        """P5 P18: nobody of those who requested buys the plan (PUR-BUYER)."""
        self.office_employee.department_id = self.department
        plan = self._joined(user=self.office).plan_id.with_user(self.office)
        with freeze_time(plan.sudo().cutoff_on):
            plan.action_end_collection()
        with self.assertBlocked("PUR-BUYER"):
            plan.action_close()
        self.assertTrue(plan.action_close(self.buyer.id))

    def test_not_singly(self):
        """P18 S1: PUR-PLAN a centralised request isn't dispatched to a buyer of its own."""
        request = self._joined()
        self.assertFalse(request.with_user(self.purchase_head).can_assign)
        with self.assertBlocked("PUR-PLAN"):
            request.with_user(self.purchase_head).action_assign(self.buyer.id)

    def test_other_company(self):
        """S6: another company neither sees nor moves the plan."""
        plan = self._joined().plan_id
        stranger = self._new_employee("Other", "other.staff", company=self.company_b).user_id
        plan = plan.with_user(stranger).with_context(allowed_company_ids=self.company_b.ids)
        self.assertFalse(plan.search_count([("id", "=", plan.id)]))
        with self.assertRaises(AccessError):
            plan.action_refresh()

    def test_cron_reminds_once(self):
        """P18 S8: the cron ends the collection and reminds; twice is like once."""
        plan = self._joined().plan_id
        with freeze_time(plan.cutoff_on + timedelta(hours=1)):
            self.env["company.purchase.plan"]._cron_plans()
            self.env["company.purchase.plan"]._cron_plans()
        self.assertEqual((plan.state, len(plan.line_ids)), ("review", 1))
        self.assertEqual(self.env["company.todo"].search_count([
            ("kind", "=", "purchase.plan"), ("res_id", "=", plan.id), ("state", "=", "open")]), 1)

    def test_merge_queries(self):
        """P18: merging takes the same number of queries for 10 and for 200 lines."""
        def count(number):
            products = self.env["product.product"].create([
                {"name": f"P{number}-{index}", "is_storable": False} for index in range(number // 2)])
            request = self._joined(lines=[self._line(product) for product in products for _twice in range(2)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            request.plan_id._merge()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        count(4)
        small, big = count(10), count(200)
        self.assertLessEqual(big, small + 8)

    def test_withdrawn_while_being_bought(self):
        """P18 P4: a request that leaves the case takes what the office had granted it, not what it had wished."""
        first = self._joined(lines=[self._line(quantity=10)])
        second = self._joined(user=self.outsider, lines=[self._line(quantity=5)])
        plan = first.plan_id.with_user(self.office)
        with freeze_time(plan.sudo().cutoff_on):
            plan.action_end_collection()
        plan.line_ids.action_adjust(6, "Little is left to spend")
        case = self.env["company.purchase.sourcing"].with_user(self.office).browse(plan.action_close())
        first.action_cancel("not needed")
        self.assertEqual(case.line_ids.quantity, 2)
        self.assertEqual((first.state, second.state, plan.line_ids.quantity), ("cancelled", "sourcing", 2))
        self.assertEqual(case.sudo().request_ids, second.sudo())

    def test_note_is_the_office_s(self):
        """S7: only the office writes the remark of a plan."""
        plan = self._joined().plan_id
        with self.assertRaises(AccessError):
            plan.with_user(self.requester).write({"note": "x"})
        plan.with_user(self.office).write({"note": "Buy at the depot"})
        self.assertEqual(plan.note, "Buy at the depot")
