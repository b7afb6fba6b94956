from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestSourcingPerformance(SourcingCase):

    def _big_case(self, count):
        """A case with five answered suppliers and so many lines, a product each."""
        products = self.env["product.product"].create([
            {"name": f"Part {index}", "is_storable": True, "standard_price": 1 + index % 50, "supplier_taxes_id": False}
            for index in range(count)])
        case = self._new_case(lines=[self._line(product) for product in products])
        suppliers = self.suppliers + self._new_supplier(9)
        case.action_invite(suppliers[:5].ids)
        until = fields.Date.today() + timedelta(days=30)
        for number, supplier in enumerate(suppliers[:5]):
            case.action_record_quote(supplier.id, [
                {"sourcing_line_id": line.id,
                 "price_unit": 1.13 * index + 0.31 * number * (index % 3 + 1) + 0.17 * ((index * 7 + number) % 5) + 1}
                for index, line in enumerate(case.line_ids)], until, self._scan(f"{supplier.name} {count}").id)
        return case

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_comparison_queries(self):
        """P9: the comparison takes the same number of queries for 10 and for 200 lines of five suppliers."""
        small, big = self._big_case(10), self._big_case(200)
        for name, call in (
            ("comparison", lambda case: case.get_comparison()),
            ("validity", lambda case: case._assess_quotes()),
            ("history", lambda case: case._get_price_history()),
        ):
            with self.subTest(name=name):
                counts = [min(self._count(lambda call=call, case=case: call(case)) for _run in range(2))
                          for case in (small, big)]
                self.assertEqual(*counts)
                self.assertLessEqual(counts[0], 40, name)

    def test_gate_queries(self):
        """P13: the gate of an order takes few queries, the same for 3 and for 30 lines."""
        counts = []
        for lines in (3, 30):
            case = self._big_case(lines)
            case.action_close_inquiry()
            self._check_prices(case)
            case.action_award([{"quote_id": case.quote_ids.sorted("id")[0].id, "reason": "All from one hand"}])
            case.action_submit()
            self._approve(case)
            order = self.env["purchase.order"].browse(case.action_create_orders())
            order._check_order_gate()
            counts.append(self._count(lambda order=order: order._check_order_gate()))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 24)

    def _awarded_order(self):
        """The draft order of a case with five quotes of ten lines."""
        case = self._big_case(10)
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award([{"quote_id": case.quote_ids.sorted("id")[0].id, "reason": "All from one hand"}])
        case.action_submit()
        self._approve(case)
        case_sudo = case.sudo()
        return case_sudo._make_orders(case_sudo._get_open_awards())

    def _count_confirmations(self, orders, mode):
        """Queries of the last of these confirmations; the first one fills the caches of the registry."""
        self._set_all_controls(mode)
        counts = [self._count(order.with_user(self.buyer).button_confirm) for order in orders]
        self.assertEqual(set(orders.mapped("state")), {"purchase"})
        return counts[-1]

    def test_confirm_queries(self):
        """P13: an order under the rules is confirmed with at most 32 queries more than the same order without them."""
        ruled = self._awarded_order() | self._awarded_order()
        plain = self.env["purchase.order"].create([{
            "partner_id": order.partner_id.id, "user_id": self.buyer.id, "order_line": [fields.Command.create({
                "product_id": line.product_id.id, "product_qty": line.product_qty, "price_unit": line.price_unit,
            }) for line in order.order_line]} for order in ruled])
        without = self._count_confirmations(plain, "off")
        with_rules = self._count_confirmations(ruled, "block")
        self.assertEqual(ruled.picking_ids.acceptance_ids.mapped("state"), ["draft"] * 2)
        self.assertLessEqual(with_rules - without, 32)
