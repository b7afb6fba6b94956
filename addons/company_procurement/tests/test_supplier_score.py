from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .supplier_common import SupplierCase


@tagged("post_install", "-at_install")
class TestSupplierScore(SupplierCase):
    """P22: the score card from real orders, receipts, returns and papers."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0))
        for code in self.env["company.control"].search([("code", "like", "PUR-"), ("code", "not in", (
                "PUR-QUALIFY", "PUR-PREFER", "PUR-PAPERS"))]).mapped("code"):
            self._set_control(code, mode="off")
        self.start = fields.Datetime.now().replace(month=2, day=10, hour=4, minute=0, second=0, microsecond=0)

    def _delivery(self, supplier, product=None, price=10.0, quantity=10.0, late=0, received=True, uom=None):
        """An order of a past February, promised for the 20th, received so many days late."""
        promised = self.start.replace(day=20)
        order = self.env["purchase.order"].with_company(self.company_a).create({
            "partner_id": supplier.id, "company_id": self.company_a.id, "order_line": [Command.create({
                "product_id": (product or self.product_a).id, "product_qty": quantity, "price_unit": price,
                "date_planned": promised, **({"product_uom_id": uom.id} if uom else {})})]})
        order.button_confirm()
        order.write({"date_approve": self.start})
        order.order_line.write({"date_planned": promised})
        if received:
            picking = order.picking_ids
            picking.move_ids.write({"quantity": picking.move_ids.product_uom_qty, "picked": True})
            picking.move_ids._action_done()
            picking.move_ids.write({"date": promised + timedelta(days=late)})
        return order

    def _return(self, order, quantity):
        picking = order.picking_ids
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.write({"quantity": quantity})
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": quantity, "picked": True})
        back.move_ids._action_done()
        back.move_ids.write({"date": self.start.replace(day=25)})

    def _score(self, record, kind="year", day=None):
        return self.env["company.supplier.score"]._score(record, kind, (day or self.start).date())

    def test_figures(self):
        """P22: on time, accepted, price and papers are computed from what really happened."""
        record = self._qualified_file(self._candidate(100))
        other = self._qualified_file(self._candidate(101))
        order = self._delivery(record.partner_id, price=12.0)
        self._delivery(record.partner_id, price=12.0, late=3)
        self._delivery(record.partner_id, price=12.0, received=False)
        self._delivery(other.partner_id, price=6.0, quantity=30)
        self._return(order, 2.0)
        scores = self._score(record | other)
        score = scores.filtered(lambda row: row.partner_id == record.partner_id)
        self.assertEqual((score.delivery_count, score.on_time_count, score.on_time_rate), (3, 1, 33.33))
        self.assertEqual((score.received_value, score.returned_value, score.accepted_rate), (240, 24, 90))
        self.assertEqual((score.paid_value, score.average_value), (360, 270), "average (360 + 180) / 60")
        self.assertEqual(score.price_rate, 66.67)
        self.assertEqual((score.papers_required, score.papers_valid, score.papers_rate), (1, 1, 100))
        self.assertAlmostEqual(score.score, (33.33 * 35 + 90 * 35 + 66.67 * 20 + 100 * 10) / 100, 2)
        self.assertEqual(score.grade, "C")
        cheap = scores - score
        self.assertEqual((cheap.on_time_rate, cheap.accepted_rate, cheap.price_rate, cheap.score),
                         (100, 100, 100, 100))
        quarter = self._score(record, "quarter")
        self.assertEqual((quarter.period, quarter.delivery_count), ("quarter", 3))
        later = self._score(record, "quarter", self.start.replace(month=8))
        self.assertEqual((later.delivery_count, later.received_value, later.score), (0, 0, 100))

    def test_units(self):
        """P22: received dozens weigh what they cost."""
        record = self._qualified_file(self._candidate(102))
        self._delivery(record.partner_id, price=120.0, quantity=2, uom=self.dozen)
        self.assertEqual(self._score(record).received_value, 240)

    def test_rejected(self):
        """P22 P15: what an acceptance rejected counts against the supplier, though it never came into stock."""
        record = self._qualified_file(self._candidate(106))
        order = self._delivery(record.partner_id)
        acceptance = self.env["company.purchase.acceptance"].sudo()._as_engine().create({
            "company_id": self.company_a.id, "order_id": order.id, "partner_id": record.partner_id.id,
            "buyer_id": self.buyer.id, "state": "accepted", "state_changed_on": self.start.replace(day=21)})
        self.env["company.purchase.acceptance.line"].sudo()._as_engine().create({
            "acceptance_id": acceptance.id, "order_line_id": order.order_line.id, "description": "Bolt",
            "product_id": self.product_a.id, "uom_id": self.unit.id, "counted_qty": 12.5, "accepted_qty": 10.0})
        score = self._score(record)
        self.assertEqual((score.received_value, score.returned_value, score.accepted_rate), (125, 25, 80))

    def test_weights(self):
        """P22: the weights are the company's; figures that can't be measured don't count."""
        record = self._qualified_file(self._candidate(103))
        self._delivery(record.partner_id, late=9)
        self.company_a.write({"supplier_weight_on_time": 0, "supplier_weight_papers": 0})
        self.assertEqual(self._score(record).score, 100)
        self.company_a.write({"supplier_weight_on_time": 100, "supplier_weight_accepted": 0,
                              "supplier_weight_price": 0})
        self.assertEqual(self._score(record).score, 0)

    def test_final(self):
        """P22: after the quarter and year the cron makes final scores once; they stay as they are."""
        with freeze_time(self.start):
            record = self._qualified_file(self._candidate(104))
            self.env.cr.execute("UPDATE company_supplier_qualification SET create_date = %s", [self.start])
            self.env.invalidate_all()
        self._delivery(record.partner_id)
        scores = self.env["company.supplier.score"]
        with freeze_time(self.start.replace(month=4, day=2)):
            for _run in range(2):
                scores._cron_final_scores()
            final = scores.search([("partner_id", "=", record.partner_id.id)])
            self.assertEqual([(score.period, score.state) for score in final], [("quarter", "final")])
            self.assertEqual(final.date_from.month, 1)
        figures = final.score
        self._delivery(record.partner_id, late=9)
        self._score(record, "quarter")
        self.assertEqual(final.score, figures)
        with freeze_time(self.start.replace(year=self.start.year + 1, month=1, day=5)):
            scores._cron_final_scores()
        self.assertEqual(set(scores.search([("partner_id", "=", record.partner_id.id)]).mapped("period")),
                         {"quarter", "year"})
        self.assertTrue(self.env["company.ledger.entry"].sudo().search_count([("kind", "=", "supplier.score")]))

    def test_on_demand(self):
        """P22: buyers and auditors compute the running period; nobody writes a score."""
        record = self._qualified_file(self._candidate(105))
        result = record.action_compute_score()
        self.assertEqual(result, {str(record.id): 100})
        self.assertEqual((record.score, record.score_grade), (100, "A"))
        record.with_user(self.auditor.user_id).action_compute_score()
        self.assertEqual(len(record.score_ids), 2)
        with self.assertRaises(AccessError):
            record.with_user(self.requester).action_compute_score()
        score = record.score_id
        for user in (self.buyer, self.purchase_head, self.env.user):
            hostile = score.with_user(user).sudo(user == self.env.user).with_context(
                _company_engine=True, default_state="final")
            with self.assertRaises(UserError):
                hostile.write({"score": 1.0})
            with self.assertRaises(UserError):
                hostile.create({"partner_id": record.partner_id.id, "qualification_id": record.id, "score": 100})
            with self.assertRaises(UserError):
                hostile.unlink()

    def test_queries(self):
        """P22: scores take the same number of queries for two and for twelve suppliers (but the writing of rows)."""
        records = self.env["company.supplier.qualification"].concat(*(
            self._qualified_file(self._candidate(110 + index)) for index in range(12)))
        for record in records:
            self._delivery(record.partner_id)
        counts = []
        for batch in (records[:2], records, records[:2], records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.sudo()._get_score_figures(self.start.date().replace(month=1, day=1),
                                            self.start.date().replace(month=12, day=31))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])
        self.assertLessEqual(counts[2], 20)
        self._score(records)
        before = self.env.cr.sql_log_count
        self.env.invalidate_all()
        self._score(records)
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 40)

    def test_list_queries(self):
        """P22: the list of files takes the same number of queries for two and for twelve suppliers."""
        records = self.env["company.supplier.qualification"].with_user(self.buyer).concat(*(
            self._qualified_file(self._candidate(130 + index)) for index in range(12)))
        records.action_compute_score()
        names = ["display_name", "partner_id", "papers_problem", "problem", "next_expiry", "score", "score_grade",
                 "can_suspend", "can_request", "supplier_state", "product_category_ids"]
        counts = []
        for batch in (records[:2], records, records[:2], records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])
