from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .acceptance_common import AcceptanceCase


@tagged("post_install", "-at_install")
class TestNonconformity(AcceptanceCase):

    def _report(self, acceptance, quantity=1.0, user=None, photo=None):
        user = user or self.warehouse
        photos = [photo.id] if photo else self._photo(user).ids
        report_id = acceptance.with_user(user).action_report_nonconformity(
            [{"line_id": acceptance.line_ids[0].id, "quantity": quantity, "reason": "Rust"}], "Rusty", photos)
        return self.env["company.purchase.nonconformity"].with_user(self.buyer).browse(report_id)

    def test_report_needs_photos(self):
        """P15: defects are reported with photos, by those who accept the delivery, for its own lines."""
        acceptance = self._delivery()
        self._count(acceptance)
        line = acceptance.line_ids[0]
        good = [{"line_id": line.id, "quantity": 1, "reason": "Rust"}]
        for lines, note, photos in (
            (good, "Rusty", None), (good, "", self._photo().ids), ([], "Rusty", self._photo().ids),
            ([{"line_id": 0, "quantity": 1, "reason": "x"}], "Rusty", self._photo().ids),
            ([{"line_id": line.id, "quantity": -1, "reason": "x"}], "Rusty", self._photo().ids),
            ([{"line_id": line.id, "quantity": 999, "reason": "x"}], "Rusty", self._photo().ids),
            ([{"line_id": line.id, "quantity": 1}], "Rusty", self._photo().ids), ("x", "Rusty", self._photo().ids),
            (good, "Rusty", self._photo(self.buyer2).ids),
        ):
            with self.subTest(lines=lines, note=note), self.assertRaises(UserError):
                acceptance.action_report_nonconformity(lines, note, photos)
        with self.assertRaises(UserError):
            acceptance.with_user(self.buyer2).action_report_nonconformity(good, "Rusty", self._photo(self.buyer2).ids)
        self._photo(res_model=acceptance._name, res_id=acceptance.id)
        report_id = acceptance.action_report_nonconformity(good, "Rusty")
        report = self.env["company.purchase.nonconformity"].browse(report_id)
        self.assertEqual(report.attachment_ids.res_model, report._name)
        todo = self.env["company.todo"].sudo().search([("kind", "=", "purchase.nonconformity"),
                                                       ("res_id", "=", report_id)])
        self.assertEqual(todo.user_id, self.buyer)

    def test_rejected_needs_report(self):
        """P15: nobody agrees to a rejected quantity before it is reported (PUR-DEFECT)."""
        acceptance = self._delivery()
        self._count(acceptance, accepted_qty=1.0)
        with self.assertBlocked("PUR-DEFECT"):
            self._sign(acceptance, self.buyer)
        self._report(acceptance, acceptance.line_ids[0].rejected_qty)
        self._sign(acceptance)
        self.assertEqual(acceptance.state, "accepted")

    def test_return_after_stock_in(self):
        """P15: defects found in stock go back by a standard return; nothing is replaced, the case is done."""
        acceptance = self._accepted(lines=[self._line()])
        self._validate(acceptance)
        report = self._report(acceptance, 2.0)
        for user in (self.warehouse, self.requester):
            with self.assertRaises(UserError):
                report.with_user(user).action_decide("return", "Back")
        for decision, note in (("burn", "x"), ("return", "")):
            with self.assertRaises(UserError):
                report.action_decide(decision, note)
        report.action_decide("return", "Taken back, credit note follows")
        returned = report.return_picking_id
        self.assertEqual(returned.sudo().return_id, acceptance.picking_id)
        self.assertEqual(returned.sudo().move_ids.product_uom_qty, 2.0)
        self.assertFalse(returned.sudo().acceptance_ids, "a return is no receipt")
        self.assertIn(self.suppliers[0], report.sudo().message_ids.partner_ids)
        returned.with_user(self.warehouse).with_context(skip_backorder=True).button_validate()
        self.assertEqual(returned.sudo().state, "done")
        with self.assertRaises(UserError):
            report.action_decide("exchange", "Again")

    def test_exchange_after_stock_in(self):
        """P15: an exchange makes the return and expects the replacement, which is accepted like any receipt."""
        acceptance = self._accepted(lines=[self._line()])
        self._validate(acceptance)
        report = self._report(acceptance, 3.0)
        report.action_decide("exchange", "New goods on Monday")
        replacement = report.exchange_picking_id.sudo()
        following = replacement.acceptance_ids.with_user(self.warehouse)
        self.assertEqual(following.line_ids.due_qty, 3.0)
        report.return_picking_id.with_user(self.warehouse).with_context(skip_backorder=True).button_validate()
        with self.assertBlocked("PUR-ACCEPT"):
            self._validate(following)
        self._count(following)
        self._sign(following)
        self._validate(following)
        self.assertEqual(acceptance.line_ids.order_line_id.sudo().qty_received, 10.0)

    def test_concession(self):
        """P15: a concession is approved by requester and head of purchasing; then all three sign the new figures."""
        acceptance = self._delivery()
        self._count(acceptance, accepted_qty=4.0)
        line = acceptance.line_ids[0]
        report = self._report(acceptance, line.rejected_qty)
        report.action_decide("concession", "Ten percent off")
        self.assertEqual(report.state, "approval")
        approvers = self._approve(report)
        self.assertEqual(approvers, self.requester + self.purchase_head)
        self.assertEqual((report.state, line.quality, line.rejected_qty), ("decided", "conceded", 0.0))
        self.assertEqual(acceptance.signed_count, 0)
        self._sign(acceptance)
        self._validate(acceptance)
        self.assertEqual(line.order_line_id.sudo().qty_received, line.due_qty)

    def test_rejected_concession(self):
        """P15: a concession that is refused leaves the defect to be settled another way."""
        acceptance = self._delivery()
        self._count(acceptance, accepted_qty=4.0)
        report = self._report(acceptance, acceptance.line_ids[0].rejected_qty)
        report.action_decide("concession", "Ten percent off")
        report.sudo().approval_id.with_user(self.requester).action_reject("Not usable")
        self.assertEqual((report.state, acceptance.line_ids[0].accepted_qty), ("open", 4.0))
        report.action_decide("refuse", "Taken back by the driver")
        self.assertEqual(report.state, "decided")

    def test_waived_quantity_ends_the_case(self):
        """P15: what was refused without replacement doesn't keep the case open."""
        acceptance = self._delivery(lines=[self._line()])
        self._count(acceptance, accepted_qty=7.0)
        report = self._report(acceptance, 3.0)
        report.action_decide("refuse", "Not replaced")
        self._sign(acceptance)
        self._validate(acceptance)
        self.assertEqual(acceptance.sourcing_id.sudo().state, "done")

    def test_drop(self):
        """P15: a mistaken report is dropped with a reason by its buyer."""
        acceptance = self._delivery()
        self._count(acceptance)
        report = self._report(acceptance)
        with self.assertRaises(UserError):
            report.with_user(self.warehouse).action_drop("Mistake")
        report.action_drop("Mistake")
        self.assertEqual(report.state, "cancelled")

    def test_protected(self):
        """P15 S7: reports are made and settled by their steps only."""
        acceptance = self._delivery()
        self._count(acceptance)
        report = self._report(acceptance)
        for user in (self.buyer, self.purchase_head, self.warehouse):
            own = report.with_user(user)
            for vals in ({"state": "decided"}, {"decision": "concession"}, {"note": "x"},
                         {"approval_state": "approved"}, {"attachment_ids": [Command.clear()]},
                         {"return_picking_id": 1}):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(UserError):
                    own.write(vals)
            with self.assertRaises(UserError):
                own.line_ids.write({"quantity": 5})
            with self.assertRaises(UserError):
                own.unlink()
        with self.assertRaises(AccessError):
            report.with_user(self.outsider).action_decide("return", "x")

    def test_reject_rates(self):
        """P15 P22: reject rates of suppliers from counted deliveries, for the score card."""
        acceptance = self._delivery(lines=[self._line()])
        self._count(acceptance, accepted_qty=8.0)
        self._report(acceptance, 2.0)
        self._sign(acceptance)
        rates = self.env["company.purchase.acceptance"]._get_reject_rates(self.suppliers, self.company_a)
        self.assertEqual(rates[acceptance.partner_id.id]["rate"], 20.0)
        self.assertEqual(sum(rate["deliveries"] for rate in rates.values()), 1)
