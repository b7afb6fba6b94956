from odoo.tests import tagged

from .common import ProcurementCase
from .payment_common import PaymentFixture


@tagged("post_install", "-at_install")
class TestOverview(PaymentFixture, ProcurementCase):

    def _data(self, user):
        return self.env["company.purchase.overview"].with_user(user).with_company(self.company_a).get_data()

    def test_counts_with_the_rights_of_the_caller(self):
        """S10, P25: what waits, what was ordered and saved, each with the rights of the caller."""
        order = self._one_order()
        self._new_case()
        self.env.flush_all()
        data = self._data(self.purchase_head)
        counts = {tile["key"]: tile["count"] for tile in data["tiles"]}
        self.assertEqual((data["company"], counts["requests"], counts["late"]), (self.company_a.name, 0, 0))
        for tile in data["tiles"]:
            found = self.env[tile["model"]].with_user(self.purchase_head).search_count(tile["domain"])
            self.assertEqual(found, tile["count"], tile["key"])
        charts = {chart["key"]: chart for chart in data["charts"]}
        [[supplier, amount]] = charts["suppliers"]["rows"]
        self.assertEqual(supplier, order.partner_id.display_name)
        self.assertEqual(amount, sum(row[1] for row in charts["months"]["rows"]))
        self.assertEqual(charts["months"]["currency_id"], self.company_a.currency_id.id)
        self.assertFalse(charts["stages"]["currency_id"])
        self.assertEqual([figure["key"] for figure in data["figures"]], ["first", "last", "budget"])

    def test_who_reads_no_analysis(self):
        """S10: who may not read the analysis sees neither amounts nor charts, and no tile of models closed to him."""
        self._one_order()
        data = self._data(self.requester)
        self.assertEqual((data["figures"], data["charts"]), ([], []))
        models = {tile["model"] for tile in data["tiles"]}
        self.assertTrue(all(self.env[model].with_user(self.requester).has_access("read") for model in models))
