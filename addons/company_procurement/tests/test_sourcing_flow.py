from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestSourcingFlow(SourcingCase):

    def test_happy_path(self):
        """P6 P7 P9 P10 P11 P13: request, three quotes, comparison, price check, award, approval, orders."""
        case = self._new_case()
        self.assertEqual(case.state, "draft")
        self.assertRegex(case.name, r"^LZ\d{6}-")
        quotes = self.env["purchase.order"].browse(case.action_invite(self.suppliers[:3].ids))
        self.assertEqual(len(quotes), 3)
        self.assertEqual(len(quotes.purchase_group_id), 1)
        self.assertEqual(quotes.mapped("quote_status"), ["invited"] * 3)
        for index in range(3):
            self._record(case, index)
        self.assertEqual((case.valid_quote_count, case.required_quote_count), (3, 3))
        self.assertTrue(case.action_close_inquiry())
        self.assertEqual(case.state, "compared")
        self.assertIn(self.checker, self._todo_users(case, "purchase.price_check"))
        self._check_prices(case)
        self.assertEqual(case.state, "price_checked")
        self.assertFalse(self._todo_users(case, "purchase.price_check"))
        case.action_award(self._lowest(case))
        self.assertEqual(case.amount_awarded, 10 * 10.0 + 4 * 240.0)
        case.action_submit()
        self.assertEqual(case.state, "approval")
        self._approve(case)
        self.assertEqual(case.state, "approved")
        self.assertEqual(self._todo_users(case, "purchase.case"), self.buyer)
        orders = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual(case.state, "ordered")
        self.assertEqual(orders.mapped("state"), ["purchase", "purchase"])
        self.assertEqual(set(orders.partner_id), set(self.suppliers[:2]))
        self.assertFalse(self._todo_users(case, "purchase.case"))
        self.assertEqual(case.request_ids.sudo().mapped("state"), ["ordered"])
        self.assertTrue(all(orders.picking_ids))

    def _todo_users(self, record, kind):
        return self.env["company.todo"].sudo().search([
            ("res_model", "=", record._name), ("res_id", "=", record.id), ("kind", "=", kind),
            ("state", "=", "open")]).user_id

    def test_losing_quotes_keep_figures(self):
        """P8 P9: the losing quotes stay as they were recorded, figure by figure."""
        case = self._approved_case()
        before = {line.id: (line.product_qty, line.price_unit, line.price_total) for line in case.quote_ids.order_line}
        case.action_create_orders()
        after = {line.id: (line.product_qty, line.price_unit, line.price_total) for line in case.quote_ids.order_line}
        self.assertEqual(before, after)
        self.assertEqual(case.quote_ids.sorted("id").mapped("quote_result"), ["partly", "partly", "lost"])
        self.assertEqual(set(case.quote_ids.mapped("quote_status")), {"received"})
        self.assertNotIn(True, case.order_ids.mapped("is_quote"))

    def test_merge_requests(self):
        """P6: equal lines of two requests become one line that names both."""
        first = self._approved_request(buyer=self.buyer, lines=[self._line(quantity=3)])
        second = self._approved_request(
            buyer=self.buyer, lines=[self._line(quantity=5), self._line(self.product_b, 1)])
        case = self.env["company.purchase.sourcing"].browse(
            (first | second).with_user(self.buyer).action_start_sourcing())
        self.assertEqual(case.line_ids.mapped("quantity"), [8.0, 1.0])
        self.assertEqual(case.line_ids[0].request_line_ids.request_id, first | second)
        self.assertEqual(first.line_ids.sourcing_line_id, case.line_ids[0])

    def test_described_item(self):
        """P1 P6: an item that is only described goes through quotes and order under its own words."""
        case, orders = self._ordered_case(lines=[self._line(
            quantity=2, product_id=False, description="Special bracket", specification="as drawing 7")])
        line = orders.order_line
        self.assertEqual(line.product_id, self.env.ref("company_procurement.product_described_item"))
        self.assertIn("Special bracket\nas drawing 7", line.name)
        self.assertEqual(line.sourcing_line_id, case.line_ids)

    def test_negotiation_rounds(self):
        """P9: a negotiated price keeps the first one, and every round its prices and its own scan."""
        case = self._quoted_case()
        case.action_close_inquiry()
        quote = self._record(case, 0, prices=(9.0, 230.0))
        self.assertEqual(quote.quote_round, 2)
        self.assertEqual(quote.order_line.mapped("price_unit"), [9.0, 230.0])
        self.assertEqual(quote.order_line.mapped("first_price_unit"), [10.0, 250.0])
        rounds = quote.quote_round_ids
        self.assertEqual([row["price_unit"] for row in rounds[0].lines], [10.0, 250.0])
        self.assertEqual([row["price_unit"] for row in rounds[1].lines], [9.0, 230.0])
        self.assertNotEqual(rounds[0].scan_id, rounds[1].scan_id)
        cell = case.get_comparison()["lines"][0]["cells"][0]
        self.assertEqual((cell["first_price"], cell["change_first"]), (10.0, -10.0))
        with self.assertRaises(AccessError):
            rounds[0].sudo().write({"amount_total": 1})
        with self.assertRaises(AccessError):
            rounds.sudo().unlink()
        self._record(case, 1, scan=False, prices=(8.0, 200.0))
        self.assertEqual(case.valid_quote_count, 2, "an old seal says nothing about a new price")

    def test_comparison_on_one_footing(self):
        """P9: units, freight and taxes are brought to one footing; the lowest is marked."""
        tax = self.env["account.tax"].create({
            "name": "VAT 13%", "amount": 13, "type_tax_use": "purchase", "company_id": self.company_a.id,
            "country_id": self.env.ref("base.cn").id,
            "tax_group_id": self.env["account.tax.group"].create({
                "name": "VAT", "company_id": self.company_a.id, "country_id": self.env.ref("base.cn").id}).id})
        case = self._new_case(lines=[self._line(quantity=24)])
        case.action_invite(self.suppliers[:3].ids)
        until = fields.Date.today() + timedelta(days=9)
        line = case.line_ids.id
        case.action_record_quote(self.suppliers[0].id, [{
            "sourcing_line_id": line, "price_unit": 100, "tax_ids": tax.ids, "lead_days": 3}],
            until, self._scan("a").id)
        case.action_record_quote(self.suppliers[1].id, [{
            "sourcing_line_id": line, "price_unit": 1200, "uom_id": self.dozen.id, "lead_days": 5}],
            until, self._scan("b").id)
        case.action_record_quote(self.suppliers[2].id, [{
            "sourcing_line_id": line, "price_unit": 99, "lead_days": 9}], until, self._scan("c").id, freight_amount=48)
        cells = case.get_comparison()["lines"][0]["cells"]
        self.assertEqual([cell["landed"] for cell in cells], [113.0, 100.0, 101.0])
        self.assertEqual([cell["lowest"] for cell in cells], [False, True, False])
        self.assertEqual([cell["lead_days"] for cell in cells], [3, 5, 9])
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award([{"quote_id": case.quote_ids.filtered(lambda q: q.freight_amount).id, "reason": "Quality"}])
        self.assertEqual(case.amount_awarded, 24 * 101)
        case.action_submit()
        self._approve(case)
        order = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual(order.amount_total, 24 * 99 + 48)
        self.assertEqual(order.order_line.filtered("is_freight").price_unit, 48)

    def test_lowest_of_valid_quotes(self):
        """P8 P9: a cheaper quote without its seal is not marked as the lowest."""
        case = self._quoted_case(count=2)
        self._record(case, 2, scan=False, prices=(5.0, 100.0))
        for row in case.get_comparison()["lines"]:
            self.assertEqual(sum(cell["lowest"] for cell in row["cells"]), 1)
            self.assertFalse(next(cell for cell in row["cells"] if cell["landed"] in (5.0, 100.0))["lowest"])

    def test_price_history(self):
        """P9: last price and 12-month average come from real orders, not from quotes."""
        with freeze_time(fields.Datetime.now() - timedelta(days=40)):
            _case, orders = self._ordered_case(lines=[self._line(quantity=10)])
        self.assertEqual(orders.order_line.price_unit, 10.0)
        case = self._quoted_case(lines=[self._line(quantity=10)])
        row = case.get_comparison()["lines"][0]
        self.assertEqual((row["last"], row["average"]), (10.0, 10.0))
        self.assertEqual(row["cells"][1]["change_last"], 10.0)

    def test_change_of_inquiry_voids_answers(self):
        """P7: changing the inquiry voids the answers and asks again; the old answer stays readable."""
        case = self._quoted_case(count=2)
        old = case.quote_ids
        line = case.line_ids[0]
        case.action_change_inquiry([{"sourcing_line_id": line.id, "quantity": 20}], "More is needed")
        self.assertEqual(set(old.mapped("quote_status")), {"void"})
        self.assertEqual(old[0].order_line[0].product_qty, 10)
        live = case._get_live_quotes()
        self.assertEqual(set(live.mapped("quote_status")), {"invited"})
        self.assertEqual(live.partner_id, old.partner_id)
        asked = live.order_line.filtered(lambda order_line: order_line.sourcing_line_id == line)
        self.assertEqual(set(asked.mapped("product_qty")), {20})
        self.assertEqual(case.valid_quote_count, 0)

    def test_late_quote(self):
        """P7: a first quote after closing needs a reason."""
        case = self._quoted_case()
        case.action_close_inquiry()
        with self.assertBlocked("PUR-LATE"):
            self._record(case, 3)
        quote = self._record(case, 3, reason="The letter was delayed")
        self.assertEqual(quote.quote_late_reason, "The letter was delayed")

    def test_notice_to_site(self):
        """P13: requester and site hear which goods come, from whom and when."""
        _case, orders = self._ordered_case()
        message = orders[0].message_ids.filtered(lambda message: self.requester.partner_id in message.partner_ids)
        self.assertTrue(message)
        self.assertIn("Base 1", message.body)

    def test_ledger(self):
        """S2: the award and each confirmed order stand in the ledger."""
        case, orders = self._ordered_case()
        entries = self.env["company.ledger.entry"].sudo().search([("company_id", "=", self.company_a.id)])
        kinds = entries.mapped("kind")
        self.assertIn("purchase.award", kinds)
        self.assertEqual(kinds.count("purchase.order_confirmed"), len(orders))

    def test_cancel_frees_request(self):
        """P4 P6: a cancelled case ends its inquiries and gives its lines back to the buyer."""
        case = self._quoted_case(count=1)
        request = case.request_ids
        case.action_cancel("Not needed in this form")
        self.assertEqual(case.state, "cancelled")
        self.assertEqual(set(case.quote_ids.mapped("state")), {"cancel"})
        self.assertEqual(case.quote_ids.filtered("quote_round").quote_status, "received")
        self.assertEqual(request.sudo().state, "assigned")
        self.assertFalse(request.sudo().line_ids.sourcing_line_id)

    def test_withdrawn_request(self):
        """P4: withdrawing the request cancels its open inquiries."""
        case = self._quoted_case(count=2)
        case.request_ids.with_user(self.requester).action_cancel("Project stopped")
        self.assertEqual(case.state, "cancelled")

    def test_withdrawn_of_merged(self):
        """P4 P6: of a merged case only the withdrawn share goes; answers are asked again."""
        first = self._approved_request(buyer=self.buyer, lines=[self._line(quantity=3)])
        second = self._approved_request(
            buyer=self.buyer, lines=[self._line(quantity=5), self._line(self.product_b, 1)])
        case = self.env["company.purchase.sourcing"].with_user(self.buyer).browse(
            (first | second).with_user(self.buyer).action_start_sourcing())
        case.action_invite(self.suppliers[:3].ids)
        self._record(case, 0)
        second.action_cancel("Not needed")
        self.assertEqual(case.state, "inquiry")
        self.assertEqual(case.line_ids.mapped("quantity"), [3.0])
        self.assertEqual(case.request_ids, first)
        self.assertEqual(set(case._get_live_quotes().mapped("quote_status")), {"invited"})
        self.assertEqual(len(case._get_live_quotes().order_line), 3)

    def test_returned_and_rejected(self):
        """P11 A4: a returned case can be submitted again, a rejected one is checked and awarded anew."""
        case = self._awarded_case()
        case.action_submit()
        approval = case.sudo().approval_id
        approval.with_user(approval.current_user_ids[:1]).action_return("Explain the delivery")
        self.assertEqual(case.state, "awarded")
        case.action_submit()
        approval = case.sudo().approval_id
        approval.with_user(approval.current_user_ids[:1]).action_reject("Too dear")
        self.assertEqual(case.state, "compared")
        self.assertFalse(case.award_ids)
        self._check_prices(case)
        case.action_award(self._lowest(case))
        case.action_submit()
        self._approve(case)
        self.assertEqual(case.state, "approved")

    def test_reopen_after_approval(self):
        """P8 P11: an approved case that is opened again needs a new award and a new approval."""
        case = self._approved_case()
        case.action_reopen("Quotes ran out")
        self.assertEqual(case.state, "inquiry")
        self.assertFalse(case.award_ids)
        for index in range(3):
            self._record(case, index, prices=(9.5 + index, 231.7 - index * 3))
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award(self._lowest(case))
        with self.assertRaises(UserError):
            case.action_create_orders()
        case.action_submit()
        self._approve(case)
        self.assertEqual(len(case.action_create_orders()), 2)

    def test_order_again_after_cancel(self):
        """P13: an award whose order was cancelled can be ordered again, once."""
        case, orders = self._ordered_case()
        with self.assertRaises(UserError):
            case.action_create_orders()
        orders[0].button_cancel()
        self.assertEqual(self._todo_users(case, "purchase.case"), self.buyer)
        self.assertEqual(case.request_ids.sudo().state, "sourcing")
        again = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual(again.partner_id, orders[0].partner_id)
        self.assertEqual(again.state, "purchase")
        self.assertEqual(case.request_ids.sudo().state, "ordered")
