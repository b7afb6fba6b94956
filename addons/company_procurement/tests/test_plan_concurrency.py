import threading
from functools import partial

from odoo import SUPERUSER_ID, api, fields
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

PERIOD = fields.Date.to_date("2099-01-01")


@tagged("post_install", "-at_install")
class TestPlanConcurrency(TransactionCase):
    """Real transactions, each on a connection of its own."""

    def _clean_up(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM company_purchase_plan WHERE period = %s", [PERIOD])

    @mute_logger("odoo.sql_db")     # the loser of the race runs into the unique index, as intended, and tries again
    def test_two_plans_at_once(self):
        """P18: two approvals that make the plan of a month at the same instant: one plan, both go on with it."""
        self.addCleanup(self._clean_up)
        barrier, found = threading.Barrier(2, timeout=30), []

        def make(env, first=[True, True]):      # noqa: B006  shared on purpose: wait in the first attempt only
            env.cr.execute("SELECT 1")          # the snapshot of the transaction begins
            if first:
                first.pop()
                barrier.wait()
            category = env.ref("company_procurement.category_monthly")
            plans = env["company.purchase.plan"]
            return plans._get_or_create(PERIOD, category, env.ref("base.main_company")).id

        def run():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                found.append(retrying(partial(make, env), env))
        threads = [threading.Thread(target=run) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), 2)
        self.assertEqual(len(set(found)), 1)
