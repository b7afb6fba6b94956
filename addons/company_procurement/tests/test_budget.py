from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestBudget(SourcingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.budget.line_ids._as_engine().write({"price_unit": 2000.0})     # 2,000 in all

    def _request(self, quantity=10.0, price=100.0, **values):
        return self._new_request(
            category_id=self.category_project.id, project_id=self.project.id,
            lines=[self._line(quantity=quantity, estimated_price=price)], **values)

    def _figures(self, budget=None):
        budget = budget or self.budget
        budget.invalidate_recordset()
        return budget.amount_reserved, budget.amount_used, budget.amount_left

    def _draft(self, user=None, **values):
        project = self.env["account.analytic.account"].create({
            "name": "Tunnel", "company_id": self.company_a.id, "plan_id": self.project.plan_id.id})
        return self.env["company.purchase.budget"].with_user(user or self.requester).create({
            "kind": "project", "project_id": project.id, "line_ids": [
                Command.create({"name": "Steel", "product_category_id": self.goods_category.id, "quantity": 10,
                                "price_unit": 50.0})], **values})

    # ------------------------------------------------------------------
    # Approval of a budget
    # ------------------------------------------------------------------

    def test_budget_approval(self):
        """P3: a project's budget goes to head of projects, finance, head of the company; then it is in force."""
        budget = self._draft()
        budget.action_submit()
        self.assertEqual(self._approve(budget), self.project_employee.user_id | self.finance | self.gm)
        self.assertEqual((budget.state, budget.amount_total, budget.amount_left), ("approved", 500.0, 500.0))
        with self.assertRaises(UserError):
            budget.write({"note": "changed"})
        with self.assertRaises(UserError):
            budget.line_ids.write({"price_unit": 1.0})
        with self.assertRaises(AccessError):
            budget.sudo().write({"amount_used": -100.0})

    def test_budget_states_are_not_written(self):
        """P3 S7: nobody writes state, figures or rows of use, whatever the context says."""
        budget = self._draft()
        hostile = {"default_state": "approved", "default_amount_used": -9.0, "_company_engine": True}
        for values in ({"state": "approved"}, {"amount_reserved": 0.0}, {"version": 3}, {"requester_id": self.gm.id}):
            with self.assertRaises(AccessError):
                budget.with_context(**hostile).write(values)
        copy = self._draft().with_context(**hostile)
        self.assertEqual((copy.state, copy.amount_used), ("draft", 0.0))
        with self.assertRaises(AccessError):
            self.env["company.purchase.budget.reservation"].sudo().create({"budget_id": budget.id})
        with self.assertRaises(AccessError):
            budget.with_user(self.outsider).write({"note": "mine"})

    def test_empty_budget_is_not_submitted(self):
        """P3: a budget without amounts and one beside a budget in force are refused."""
        empty = self._draft(line_ids=[])
        with self.assertRaisesRegex(UserError, "no amount"):
            empty.action_submit()
        second = self._draft(project_id=self.project.id)
        with self.assertRaisesRegex(UserError, "in force"):
            second.action_submit()

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def test_request_reserves(self):
        """P3: a submitted request reserves its estimate; rejected or withdrawn it gives it back."""
        request = self._request()
        request.action_submit()
        self.assertEqual(self._figures(), (1000.0, 0.0, 1000.0))
        request.action_withdraw("Later")
        self.assertEqual(self._figures(), (0.0, 0.0, 2000.0))
        request.action_submit()
        request.approval_id.with_user(self.dept_head).action_reject("No")
        self.assertEqual(self._figures(), (0.0, 0.0, 2000.0))
        other = self._approved_request(category_id=self.category_project.id, project_id=self.project.id,
                                       lines=[self._line(quantity=5, estimated_price=100.0)])
        self.assertEqual(self._figures()[0], 500.0)
        other.action_cancel("Not needed")
        self.assertEqual(self._figures()[0], 0.0)

    def test_over_budget_is_blocked(self):
        """P3: what exceeds the budget is blocked, names the line and what is left; the last yuan may go."""
        self._request(quantity=15).action_submit()
        with self.assertBlocked("PUR-BUDGET"):
            self._request(quantity=6).action_submit()
        self._request(quantity=5).action_submit()
        self.assertEqual(self._figures(), (2000.0, 0.0, 0.0))

    def test_project_without_budget(self):
        """P3: a project purchase without an approved budget is blocked; general purchases need none."""
        bare = self.env["account.analytic.account"].create({
            "name": "Bare", "company_id": self.company_a.id, "plan_id": self.project.plan_id.id})
        request = self._new_request(category_id=self.category_project.id, project_id=bare.id)
        with self.assertBlocked("PUR-BUDGET"):
            request.action_submit()
        self._new_request().action_submit()
        self.assertFalse(self.env["company.purchase.budget.reservation"].search([("project_id", "=", bare.id)]))

    def test_estimate_needed(self):
        """P3: without an estimate the budget can't be checked."""
        with self.assertBlocked("PUR-BUDGET"):
            self._request(price=0.0).action_submit()

    def test_over_budget_goes_to_the_head(self):
        """P3: where the company says so, over budget is decided by the head of the company on a longer way."""
        self.company_a.purchase_over_budget = "company_head"
        request = self._request(quantity=25)
        request.action_submit()
        self.assertTrue(request.over_budget)
        users = self._approve(request)
        self.assertIn(self.chairman, users)
        self.assertIn(self.finance, users)
        self.assertEqual(self._figures(), (2500.0, 0.0, -500.0))
        own = self.category_project.copy({"company_id": self.company_a.id, "active": True, "over_budget": "block"})
        with self.assertBlocked("PUR-BUDGET"):
            self._new_request(category_id=own.id, project_id=self.project.id,
                              lines=[self._line(quantity=1, estimated_price=100.0)]).action_submit()

    def test_lines_by_material(self):
        """P3: goods take from the line of their product, category or text; others are not covered."""
        budget = self._draft()
        budget.action_submit()
        self._approve(budget)
        values = {"category_id": self.category_project.id, "project_id": budget.project_id.id}
        self._new_request(lines=[self._line(quantity=4, estimated_price=100.0)], **values).action_submit()
        self.assertEqual(budget.line_ids.amount_reserved, 400.0)
        with self.assertBlocked("PUR-BUDGET"):
            self._new_request(lines=[Command.create({
                "description": "Paint", "quantity": 1, "estimated_price": 10.0, "uom_id": self.unit.id,
                "needed_date": "2030-01-01"})], **values).action_submit()

    # ------------------------------------------------------------------
    # Case and order
    # ------------------------------------------------------------------

    def _project_case(self, price=100.0, **values):
        return self._approved_case(
            category_id=self.category_project.id, project_id=self.project.id,
            lines=[self._line(quantity=10.0, estimated_price=price)], **values)

    def test_order_takes_its_real_amount(self):
        """P3: award and order take the place of the estimate; a cancelled order gives it back."""
        case = self._project_case()
        self.assertEqual(self._figures(), (100.0, 0.0, 1900.0))      # awarded at 10.0 instead of 100.0
        order = self.env["purchase.order"].with_user(self.buyer).browse(case.action_create_orders())
        self.assertEqual(self._figures(), (0.0, 100.0, 1900.0))
        self.assertEqual(order.order_line.analytic_distribution, {str(self.project.id): 100})
        row = order.sudo().budget_use_ids
        self.assertEqual((row.kind, row.state, row.request_id, row.sourcing_id), (
            "order", "used", case.sudo().request_ids, case.sudo()))
        order.button_cancel()
        self.assertEqual(self._figures(), (100.0, 0.0, 1900.0))
        case.action_create_orders()
        self.assertEqual(self._figures(), (0.0, 100.0, 1900.0))

    def test_award_over_budget(self):
        """P3: an award above what the budget has left is blocked when it is submitted."""
        case = self._awarded_case(category_id=self.category_project.id, project_id=self.project.id,
                                  lines=[self._line(quantity=10.0, estimated_price=5.0)])
        self.budget.line_ids._as_engine().write({"price_unit": 60.0})
        with self.assertBlocked("PUR-BUDGET"):
            case.action_submit()

    def test_reopened_case_restores_the_estimate(self):
        """P3: when the award is void, the estimate counts again."""
        case = self._project_case()
        case.action_reopen("Ask again")
        self.assertEqual(self._figures(), (1000.0, 0.0, 1000.0))

    def test_charged_afterwards(self):
        """P3 P19: purchases that need no budget are charged to their project; what exceeds it is a finding."""
        case = self._approved_case(project_id=self.project.id, lines=[self._line(quantity=10.0)])
        self.assertEqual(self._figures()[0], 0.0)
        self.budget.line_ids._as_engine().write({"price_unit": 50.0})
        case.action_create_orders()
        self.assertEqual(self._figures(), (0.0, 100.0, -50.0))
        finding = self.env["company.control.finding"].search([("control_id.code", "=", "PUR-BUDGET-LATE")], limit=1)
        self.assertEqual(finding.outcome, "warned")

    # ------------------------------------------------------------------
    # Versions
    # ------------------------------------------------------------------

    def test_new_version(self):
        """P3: a change is a new version, approved again; what was taken moves over and must stay covered."""
        self._request(quantity=15).action_submit()
        keeper = self.project_employee.user_id
        with self.assertRaises(UserError):
            self.budget.with_user(self.outsider).action_new_version("More steel")
        with self.assertRaisesRegex(UserError, "why"):
            self.budget.with_user(keeper).action_new_version(" ")
        version = self.env["company.purchase.budget"].with_user(keeper).browse(
            self.budget.with_user(keeper).action_new_version("More steel"))
        version.line_ids.write({"price_unit": 1000.0})
        with self.assertRaisesRegex(UserError, "at least"):
            version.action_submit()
        version.line_ids.write({"price_unit": 3000.0})
        version.action_submit()
        self._approve(version)
        self.assertEqual((self.budget.state, version.state, version.version), ("replaced", "approved", 2))
        self.assertEqual(self._figures(version.sudo()), (1500.0, 0.0, 1500.0))

    def test_close(self):
        """P3: a budget is closed by those responsible, when nothing is reserved any more."""
        request = self._request()
        request.action_submit()
        with self.assertRaisesRegex(UserError, "reserve"):
            self.budget.with_user(self.finance).action_close()
        request.action_withdraw("No")
        with self.assertRaises(UserError):
            self.budget.with_user(self.requester).action_close()
        self.budget.with_user(self.finance).action_close()
        with self.assertBlocked("PUR-BUDGET"):
            self._request().action_submit()

    def test_problem(self):
        """P3: what the budget lacks for a request, a case or an order is told without taking anything."""
        problem = self.env["company.purchase.budget"]._get_problem
        self.assertIsNone(problem(self._request()))
        reason, fact = problem(self._request(quantity=21))
        self.assertIn("All materials", reason)
        self.assertTrue(fact.startswith("over:"))
        self.assertEqual(self._figures()[0], 0.0)
        case = self._project_case()
        self.assertIsNone(problem(case))
        orders = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual(self._figures()[1], 100.0)
        self.assertIsNone(problem(orders.sudo()))

    def test_queries(self):
        """P3: reserving takes the same number of queries for 3 and for 30 lines."""
        counts = []
        for count in (3, 30):
            request = self._new_request(
                category_id=self.category_project.id, project_id=self.project.id,
                lines=[self._line(quantity=1, estimated_price=1.0, remark=str(index)) for index in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            request.sudo()._reserve_budget()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 2, counts)
        self.assertLessEqual(counts[0], 60)
