from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ProcurementCase


@tagged("post_install", "-at_install")
class TestRequest(ProcurementCase):
    def test_form_defaults(self):
        """P1: requester, department, category, unit, specification and price come by themselves."""
        model = self.env["company.purchase.request"].with_user(self.requester).with_company(self.company_a)
        with Form(model) as form:
            self.assertEqual(form.requester_id, self.requester)
            self.assertEqual(form.department_id, self.department)
            self.assertEqual(form.category_id, self.category)
            form.urgent = True
            with form.line_ids.new() as line:
                line.product_id = self.product_a
                self.assertEqual((line.description, line.specification, line.model_number), ("Bolt", "M24x90", "10.9S"))
                self.assertEqual(line.uom_id, self.unit)
                self.assertEqual(line.estimated_price, 10)
                line.quantity = 30
                line.needed_date = date.today() + timedelta(days=9)
            with form.line_ids.new() as line:
                line.description = "Scaffold boards"
                self.assertEqual(line.needed_date, date.today() + timedelta(days=9), "the date of the line before")
                line.quantity = 4
                line.estimated_price = 50
        request = form.record
        self.assertEqual(request.amount_total, 500)
        self.assertEqual(request.employee_id, self.employee)
        self.assertEqual(request.line_ids.mapped("uom_id"), self.unit)
        self.assertTrue(request.name.startswith("SG"))

    def test_number_per_company(self):
        """P1 S6: every company counts its own requests, also one that is created later."""
        first, second = self._new_request(), self._new_request()
        number = int(first.name.rpartition("-")[2])
        self.assertEqual(int(second.name.rpartition("-")[2]), number + 1)
        company = self._new_company("Late Company", self.company_a.currency_id)
        codes = self.env["ir.sequence"].search([("company_id", "=", company.id)]).mapped("code")
        self.assertIn("company.purchase.request", codes)
        self.assertIn("company.purchase.sourcing", codes)

    def test_totals(self):
        """P1: the estimate counts what is bought; the earliest date of the lines is the date of the request."""
        soon, later = date.today() + timedelta(days=3), date.today() + timedelta(days=9)
        request = self._new_request(lines=[
            self._line(quantity=10, needed_date=later), self._line(self.product_b, 2, needed_date=soon),
            self._line(quantity=5, from_stock=True, needed_date=later),
        ])
        self.assertEqual(request.amount_total, 600)
        self.assertEqual(request.needed_date, soon)
        self.assertEqual(request.line_count, 3)

    def test_stock_beside_the_line(self):
        """P1: on hand and forecast stand beside each line, in the line's unit and of the own company only."""
        self._put_in_stock(self.product_a, 24)
        self._put_in_stock(self.product_a, 1000, self.company_b)
        request = self._new_request(lines=[
            self._line(quantity=2, uom_id=self.dozen.id), self._line(quantity=25), self._line(self.product_b, 1)])
        dozen, single, plate = request.line_ids
        self.assertEqual((dozen.on_hand, dozen.forecast, dozen.can_cover), (2, 2, True))
        self.assertEqual((single.on_hand, single.can_cover), (24, False))
        self.assertEqual((plate.on_hand, plate.can_cover), (0, False))

    def test_reserved_stock_does_not_cover(self):
        """P1: stock that is reserved for others covers nothing."""
        self._put_in_stock(self.product_a, 10)
        quant = self.env["stock.quant"].search([("product_id", "=", self.product_a.id), ("quantity", "=", 10)])
        quant.reserved_quantity = 6
        request = self._new_request(lines=[self._line(quantity=5)])
        self.assertFalse(request.line_ids.can_cover)
        self.assertEqual(request.line_ids.on_hand, 4)

    def test_copy_is_a_clean_draft(self):
        """P1: a duplicate has a number of its own and nothing of the other's way."""
        request = self._approved_request(buyer=self.buyer)
        copy = request.with_user(self.requester).copy()
        self.assertEqual((copy.state, copy.approval_state, copy.buyer_id.id), ("draft", "none", False))
        self.assertFalse(copy.approved_on or copy.submitted_on or copy.deadline or copy.assigned_on)
        self.assertNotEqual(copy.name, request.name)
        self.assertEqual(copy.line_ids.product_id, request.line_ids.product_id)
        self.assertEqual(copy.department_id, self.department)

    def test_copy_by_another_requester(self):
        """P1: who duplicates a request of a colleague becomes its requester."""
        request = self._new_request()
        copy = request.with_user(self.dept_head).copy()
        self.assertEqual(copy.requester_id, self.dept_head)

    def test_only_drafts_are_deleted(self):
        """P1 S7: what was submitted stays."""
        request = self._new_request()
        self._new_request().unlink()
        request.action_submit()
        with self.assertRaises(UserError):
            request.unlink()

    def test_quantities(self):
        """P1: quantities are positive, units fit the product."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._new_request(lines=[self._line(quantity=0)])
        with self.assertRaises(ValidationError):
            self._new_request(lines=[self._line(uom_id=self.env.ref("uom.product_uom_kgm").id)])

    @freeze_time("2026-03-02 01:00:00")     # a Monday, 09:00 in Shanghai
    def test_urgent_halves_the_deadline(self):
        """P1 S8: the urgent tick shortens every deadline of the flow by the company's factor."""
        self.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        self.company_a.purchase_start_days = 4
        slow = self._approved_request(buyer=self.buyer)
        fast = self._approved_request(buyer=self.buyer, urgent=True)
        due = self.env["company.deadline.mixin"]._compute_due
        now = fields.Datetime.now()
        self.assertEqual(slow.deadline, due(now, 4, "days", self.company_a))
        self.assertEqual(fast.deadline, due(now, 2, "days", self.company_a))
        self.assertLess(fast.deadline, slow.deadline)

    @freeze_time("2026-03-02 01:00:00")
    def test_urgent_halves_the_approval_deadline(self):
        """P1 S8: the approval of an urgent request is due earlier too."""
        self.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        slow, fast = self._new_request(), self._new_request(urgent=True)
        (slow + fast).action_submit()
        deadlines = [request.sudo().approval_id.step_ids[0].deadline for request in (slow, fast)]
        self.assertLess(deadlines[1], deadlines[0])

    def test_lines_of_a_draft(self):
        """P1: lines can be added, changed and removed while the request is a draft."""
        request = self._new_request()
        request.write({"line_ids": [
            Command.update(request.line_ids.id, {"quantity": 7}), self._line(self.product_b, 1)]})
        self.assertEqual(request.line_ids.mapped("quantity"), [7, 1])
        request.line_ids[0].unlink()
        self.assertEqual(request.line_ids.product_id, self.product_b)
