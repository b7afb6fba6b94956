from odoo.tests import tagged

from .acceptance_common import AcceptanceCase


@tagged("post_install", "-at_install")
class TestAcceptancePerformance(AcceptanceCase):

    def _big(self, count):
        products = self.env["product.product"].create([
            {"name": f"Part {index}", "is_storable": True, "standard_price": 5, "supplier_taxes_id": False}
            for index in range(count)])
        case = self._new_case(lines=[self._line(product) for product in products])
        case.action_invite(self.suppliers[:3].ids)
        for index in range(3):
            self._record(case, index, prices=[
                5.0 + (number * 7 + index * 5) % 11 * 0.37 + (number + index) % 4 for number in range(count)])
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award([{"quote_id": case.quote_ids.sorted("id")[0].id, "reason": "All from one hand"}])
        case.action_submit()
        self._approve(case)
        case.action_create_orders()
        acceptance = case.sudo().acceptance_ids.with_user(self.warehouse)
        self._count(acceptance)
        self._sign(acceptance)
        return acceptance

    def _queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_gate(self):
        """P15: the gate before stock takes the same few queries for 3 and for 30 lines."""
        counts = []
        for size in (3, 30):
            moves = self.env["stock.move"].sudo().browse(self._big(size).picking_id.sudo().move_ids.ids)
            moves._check_acceptance_gate()
            counts.append(min(self._queries(moves._check_acceptance_gate) for _run in range(2)))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 20)

    def test_lists(self):
        """P15: lists of acceptances and of goods on their way take the same queries for one and for five records."""
        acceptances = self.env["company.purchase.acceptance"].sudo().browse()
        for _index in range(5):
            acceptances |= self._delivery(lines=[self._line()]).sudo()
        names = ["name", "missing_signers", "signed_count", "has_difference", "can_sign", "deadline_status"]
        lines = acceptances.line_ids.order_line_id
        for records, fields in ((acceptances.with_user(self.warehouse), names),
                                (lines.with_user(self.buyer), ["follow_state", "days_late", "qty_open"])):
            records = records.browse(records.ids)
            records[:1].read(fields)
            one, five = (min(self._queries(lambda part=part, fields=fields: part.read(fields)) for _run in range(2))
                         for part in (records.browse(records[:1].ids), records))
            self.assertEqual(one, five, records._name)
