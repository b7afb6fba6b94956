from odoo.tests import tagged

from .common import OkrCase


@tagged("post_install", "-at_install")
class TestOverview(OkrCase):

    def test_counts_with_the_rights_of_the_caller(self):
        """S10 O16: tiles count what the caller may read, and open the same records."""
        plan = self._new_plan(self.member_employee)
        plan.action_submit()
        self._decide_all(plan)
        self._new_plan(self.member2_employee)
        plan.objective_ids[0].key_result_ids.with_user(self.member).action_check_in(61, "red", "late")
        data = self.env["company.okr.overview"].with_user(self.outsider).get_data()
        tiles = {tile["key"]: tile for tile in data["tiles"]}
        self.assertEqual((tiles["drafts"]["count"], tiles["published"]["count"], tiles["risk"]["count"]), (1, 1, 1))
        self.assertTrue(tiles["risk"]["alarm"])
        self.assertEqual(self.env["company.okr.plan"].search(tiles["published"]["domain"]), plan)
        charts = {chart["key"]: chart["rows"] for chart in data["charts"]}
        self.assertEqual(charts["departments"], [[self.module.display_name, plan.progress]])
