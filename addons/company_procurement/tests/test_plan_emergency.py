from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .plans_common import PlansCase


@tagged("post_install", "-at_install")
class TestEmergency(PlansCase):

    def _bought_by_lead(self, request, **values):
        return self._bought(request, user=self.lead, **values)

    def test_whole_way(self):
        """P20: task, warehouse, consent, purchase, form, no three quotes, order, left-over stocked in."""
        request = self._emergency()
        self.assertEqual(self._approve(request), self.gm)
        case = self._bought_by_lead(request, lines=[{
            "request_line_id": request.line_ids.id, "quantity": 40, "price_unit": 300, "used_quantity": 30}])
        self.assertEqual((case.state, case.buyer_id), ("compared", self.lead))
        self._check_prices(case, price=300)
        case.action_award([{"quote_id": case.sudo().quote_ids.id}])
        case.action_submit()
        self._approve(case)
        order = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual((order.state, order.amount_total), ("purchase", 12000))
        line = request.sudo().record_ids.line_ids
        self.assertEqual((line.left_quantity, line.received_quantity), (10, 0))
        self.assertTrue(request._get_stock_in_problem())
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "purchase.stock_in"), ("res_id", "=", request.id), ("state", "=", "open")]))

    def test_left_over_is_noted(self):
        """P20 S1: PUR-LEFTOVER what is left over and not in stock when the case ends is a finding."""
        request = self._emergency()
        self._approve(request)
        case = self._bought_by_lead(request)
        request.sudo()._set_state("ordered")
        request._on_sourcing_done(case)
        self.assertTrue(self.env["company.control.finding"].search([
            ("control_code", "=", "PUR-LEFTOVER"), ("res_id", "=", request.id)]))

    def test_team_and_task(self):
        """P20 S1: PUR-EMERGENCY only the team, only for a recorded task."""
        with self.assertRaises(AccessError):
            self._task(user=self.outsider)
        outsider = self._new_request(user=self.outsider, category_id=self.emergency.id, emergency_id=self._task().id)
        with self.assertBlocked("PUR-EMERGENCY"):
            outsider.action_record_stock_check(self.warehouse.id, self._ago(hours=1), "None")
        with self.assertBlocked("PUR-EMERGENCY"):
            outsider.action_submit()
        request = self._emergency(check=False, consent=False, submit=False)
        request.emergency_id = False
        with self.assertBlocked("PUR-EMERGENCY"):
            request.action_record_stock_check(self.warehouse.id, self._ago(hours=1), "None")

    def test_only_the_team_buys(self):
        """P20 S1: the buyer belongs to the team too."""
        request = self._emergency(consent=False, submit=False)
        request.action_record_consent(self.gm.id, self._ago(hours=7), "phone")
        request.action_submit()
        self._approve(request)
        with self.assertBlocked("PUR-EMERGENCY"):
            self._bought(request, user=self.buyer)

    def test_warehouse_first(self):
        """P20 S1: PUR-STOCKCHECK the warehouse is asked before the superior; PUR-STOCK what it has isn't bought."""
        request = self._emergency(check=False, consent=False, submit=False)
        with self.assertBlocked("PUR-STOCKCHECK"):
            request.action_record_consent(self.gm.id, self._ago(hours=1), "phone")
        with self.assertBlocked("PUR-STOCKCHECK"):
            request.action_submit()
        for args in ((self.buyer.id, self._ago(hours=1), "x"), (self.warehouse.id, self._ago(hours=1), ""),
                     (self.warehouse.id, fields.Datetime.now() + timedelta(hours=1), "x")):
            with self.assertRaises(UserError):
                request.action_record_stock_check(*args)
        self._put_in_stock(self.product_b, 50)
        request.invalidate_recordset()
        with self.assertBlocked("PUR-STOCK"):
            request.action_record_stock_check(self.warehouse.id, self._ago(hours=1), "None")
        request.line_ids.from_stock = True
        request.action_record_stock_check(self.warehouse.id, self._ago(hours=1), "50 pieces")
        with self.assertBlocked("PUR-STOCKCHECK"):
            request.action_record_consent(self.gm.id, self._ago(hours=2), "phone")

    def test_superior_consents(self):
        """P20 S1: PUR-CONSENT a superior of the team's leader, no member of the team."""
        request = self._emergency(consent=False, submit=False)
        for user in (self.lead, self.buyer):
            with self.assertBlocked("PUR-CONSENT"):
                request.action_record_consent(user.id, self._ago(hours=1), "phone")
        self.assertTrue(request.action_record_consent(self.dept_head.id, self._ago(hours=1), "phone"))

    def test_late_form(self):
        """P20 S1 S8: PUR-BACKFILL three working days of the company's calendar, reminder, finding, once."""
        domain = [("control_code", "=", "PUR-BACKFILL")]
        findings = self.env["company.control.finding"]
        with freeze_time("2026-11-20 07:00:00"):     # Friday
            request = self._emergency()
        self.assertEqual(request.backfill_deadline.date(), fields.Date.to_date("2026-11-25"))
        for instant, todos, noted in (("2026-11-23 02:00:00", 0, 0), ("2026-11-24 12:00:00", 1, 0),
                                      ("2026-11-26 02:00:00", 1, 1), ("2026-11-26 03:00:00", 1, 1)):
            with freeze_time(instant):
                self.env["company.purchase.request"]._cron_backfill()
            self.assertEqual(self.env["company.todo"].search_count([
                ("kind", "=", "purchase.backfill"), ("res_id", "=", request.id), ("state", "=", "open"),
                ("user_id", "=", self.lead.id)]), todos, instant)
            self.assertEqual(findings.search_count([*domain, ("res_id", "=", request.id)]), noted, instant)
        with freeze_time("2026-11-27 02:00:00"):
            self._approve(request)
            self._bought_by_lead(request, purchased_on="2026-11-20 06:00:00")
        self.assertTrue(request.sudo().record_ids.is_late)
        self.assertEqual(findings.search_count([*domain, ("res_id", "=", request.id)]), 2)
        self.assertFalse(request.backfill_deadline)

    def test_statement(self):
        """P20 S1: PUR-STATEMENT without any voucher the superior signs a statement of source and price."""
        request = self._emergency()
        self._approve(request)
        case = self._bought_by_lead(
            request, voucher="none", attachment_id=False, no_voucher_reason="Bought at night from a fisherman")
        self._check_prices(case, price=10)
        case.action_award([{"quote_id": case.sudo().quote_ids.id}])
        with self.assertBlocked("PUR-STATEMENT"):
            case.action_submit()
        statements = self.env["company.purchase.emergency.statement"].with_user(self.lead)
        statement = statements.with_company(self.company_a).create({
            "request_id": request.id, "source": "Fisherman Zhou, river bank", "price_note": "Pump 10 each, usual",
            "reason": "No shop was open"})
        statement.action_submit()
        with self.assertBlocked("PUR-STATEMENT"):
            case.action_submit()
        with self.assertRaises(UserError):
            statement.write({"source": "other"})
        self.assertEqual(self._approve(statement), self.gm)
        case.action_submit()
        self.assertEqual(case.state, "approval")
        html = self.env["ir.actions.report"]._render_qweb_html(
            "company_procurement.company_purchase_emergency_statement_report", statement.ids)[0].decode()
        for text in ("Fisherman Zhou", "Pump 10 each", request.name):
            self.assertIn(text, html)

    def test_task_ends(self):
        """P20: the team closes its task with a word how it ended; nobody else."""
        task = self._task()
        with self.assertRaises(UserError):
            task.with_user(self.outsider).action_close("Over")
        with self.assertRaises(UserError):
            task.action_close("")
        task.action_close("Pumped out")
        self.assertEqual((task.state, task.result), ("closed", "Pumped out"))
        with self.assertRaises(AccessError):
            task.write({"subject": "x"})

    def test_task_is_the_team_s(self):
        """P20 S7: nobody else changes a task; its time stays once a purchase names it."""
        task = self._task()
        with self.assertRaises(AccessError):
            task.with_user(self.outsider).write({"subject": "x"})
        task.write({"received_on": self._ago(hours=10)})
        self._emergency(emergency_id=task.id, check=False, consent=False, submit=False)
        with self.assertRaises(AccessError):
            task.write({"received_on": self._ago(hours=1)})

    def test_statement_of_a_foreign_request(self):
        """S7: a statement can't be used to read figures of a request that its author doesn't see."""
        request = self._emergency()
        with self.assertRaises(AccessError):
            self.env["company.purchase.emergency.statement"].with_user(self.outsider).with_company(
                self.company_a).create({"request_id": request.id, "source": "x", "price_note": "x", "reason": "x"})
