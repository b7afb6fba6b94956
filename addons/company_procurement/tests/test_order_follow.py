from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .acceptance_common import AcceptanceCase


@tagged("post_install", "-at_install")
class TestOrderFollow(AcceptanceCase):
    """P13: dates of the supplier, expediting, alerts."""

    def _order(self, **values):
        _case, orders = self._ordered_case(lines=[self._line()], **values)
        return orders[:1]

    def _todo(self, kind, order):
        return self.env["company.todo"].sudo().search([
            ("kind", "=", kind), ("res_id", "=", order.id), ("state", "=", "open")])

    def _propose(self, order, days):
        line = order.sudo().order_line[:1]
        date = line.date_planned + timedelta(days=days)
        order.sudo()._update_date_planned_for_lines([(line, date)])
        return line, date

    def test_later_date_waits(self):
        """P13: a supplier's later date counts only after the buyer agreed; the history is kept."""
        order = self._order()
        old = order.order_line.date_planned
        line, date = self._propose(order, 5)
        self.assertEqual(line.date_planned, old)
        self.assertEqual(self._todo("purchase.date_change", order).user_id, self.buyer)
        change = order.date_change_ids
        with self.assertRaises(UserError):
            change.with_user(self.buyer2).action_agree()
        with self.assertRaises(UserError):
            change.with_user(self.buyer).action_refuse("")
        change.with_user(self.buyer).action_agree()
        self.assertEqual((line.date_planned, line.first_date_planned, change.state), (date, old, "agreed"))
        self.assertEqual(line.move_ids.date_deadline.date(), date.date())
        self.assertFalse(self._todo("purchase.date_change", order))
        with self.assertRaises(UserError):
            change.with_user(self.buyer).action_refuse("Too late")

    def test_refused_and_replaced(self):
        """P13: a refused date leaves the order's; a second proposal replaces the first."""
        order = self._order()
        line, _date = self._propose(order, 5)
        first = order.date_change_ids
        self._propose(order, 8)
        self.assertEqual(first.state, "void")
        second = order.date_change_ids - first
        second.with_user(self.buyer).action_refuse("The site can't wait")
        self.assertEqual((second.state, line.first_date_planned), ("refused", line.date_planned))

    def test_earlier_date_counts(self):
        """P13: an earlier date counts at once and is kept too."""
        order = self._order()
        line, date = self._propose(order, -2)
        self.assertEqual((line.date_planned, order.date_change_ids.state), (date, "agreed"))

    def test_written_dates(self):
        """P13 S7: dates written on a confirmed order are history; a later one is its buyer's (PUR-DATE)."""
        order = self._order()
        line = order.order_line
        later = line.date_planned + timedelta(days=4)
        with self.assertBlocked("PUR-DATE"):
            line.with_user(self.buyer2).write({"date_planned": later})
        order.with_user(self.buyer2).write({"date_planned": later})
        self.assertNotEqual(line.date_planned, later)
        line.with_user(self.buyer).write({"date_planned": later})
        self.assertEqual(order.date_change_ids.mapped("source"), ["buyer"])
        for vals in ({"state": "refused"}, {"new_date": later}):
            with self.assertRaises(UserError):
                order.date_change_ids.with_user(self.purchase_head).write(vals)
        with self.assertRaises(UserError):
            order.date_change_ids.with_user(self.buyer).create({"order_line_id": line.id})

    def test_expedite(self):
        """P13: expediting is logged with answer and promise, by the buyer; nobody changes the log."""
        order = self._order()
        for user in (self.buyer2, self.warehouse):
            with self.assertRaises(UserError):
                order.with_user(user).action_expedite("phone", "Soon")
        for how, note, lines in (("pigeon", "x", None), ("phone", "", None), ("phone", "x", [0])):
            with self.assertRaises(UserError):
                order.with_user(self.buyer).action_expedite(how, note, None, lines)
        promised = fields.Date.to_string(fields.Date.today() + timedelta(days=9))
        order.with_user(self.buyer).action_expedite("phone", "On the truck", promised)
        row = order.expedite_ids
        self.assertEqual((row.user_id, row.note), (self.buyer, "On the truck"))
        with self.assertRaises(AccessError):
            row.with_user(self.buyer).write({"note": "x"})

    def test_alerts(self):
        """P13: late and soon lines come to the buyer's inbox once; a promise rests it, a receipt ends it."""
        order = self._order()
        model = self.env["purchase.order"]
        line = order.order_line
        model._cron_alert_late()
        self.assertFalse(self._todo("purchase.late", order))
        with freeze_time(line.date_planned - timedelta(days=2)):
            model._cron_alert_late()
            self.assertIn("soon", self._todo("purchase.late", order).name)
        day = line.date_planned + timedelta(days=2)
        with freeze_time(day):
            self.env.invalidate_all()
            model._cron_alert_late()
            messages = len(order.message_ids)
            model._cron_alert_late()
            self.assertEqual(len(order.message_ids), messages, "told once")
            self.assertIn("Late", self._todo("purchase.late", order).name)
            late = self.env["purchase.order.line"].with_user(self.buyer).search([("follow_state", "in", ["late"])])
            self.assertIn(line, late)
            self.assertEqual((line.follow_state, line.days_late), ("late", 2))
            promise = fields.Date.to_string(day.date() + timedelta(days=3))
            order.with_user(self.buyer).action_expedite("email", "Friday", promise)
            model._cron_alert_late()
            self.assertFalse(self._todo("purchase.late", order))
        with freeze_time(day + timedelta(days=5)):
            self.env.invalidate_all()
            model._cron_alert_late()
            self.assertTrue(self._todo("purchase.late", order))
            acceptance = order.sudo().acceptance_ids.with_user(self.warehouse)
            self._count(acceptance)
            self._sign(acceptance)
            self._validate(acceptance)
            model._cron_alert_late()
            self.assertFalse(self._todo("purchase.late", order))

    def test_urgent_sooner(self):
        """P13: urgent orders are alerted sooner by the factor of urgent requests."""
        order = self._order(urgent=True)
        self.assertEqual(order.order_line._get_alert_days(self.company_a, True), (6, 0))
        with freeze_time(order.order_line.date_planned - timedelta(days=5)):
            self.assertEqual(order.order_line.follow_state, "soon")
            self.assertIn(order.order_line, self.env["purchase.order.line"].search([("follow_state", "in", ["soon"])]))
