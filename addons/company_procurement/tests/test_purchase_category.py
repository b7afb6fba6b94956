from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ProcurementCase


@tagged("post_install", "-at_install")
class TestPurchaseCategory(ProcurementCase):
    def test_regulation_defaults(self):
        """P2 S11: the seven kinds of purchase come with the limits of the regulation."""
        categories = {category.code: category for category in self.env["company.purchase.category"].search(
            [("company_id", "=", False)])}
        self.assertEqual(
            set(categories),
            {"project_material", "project_works", "annual", "monthly", "sporadic", "emergency", "general"})
        general = categories["general"]
        self.assertEqual((general.min_quotes, general.tender_threshold, general.contract_threshold,
                          general.unit_price_limit), (3, 200000, 10000, 10000))
        self.assertEqual(categories["sporadic"].amount_limit, 1000)
        self.assertEqual((categories["emergency"].min_quotes, categories["emergency"].retroactive_days), (0, 3))
        self.assertTrue(categories["project_works"].project_required and categories["project_works"].budget_required)
        self.assertEqual(categories["monthly"].cutoff_day, 25)
        self.assertTrue(categories["annual"].contract_required and categories["annual"].preferred_suppliers_only)

    def test_adapted_per_company(self):
        """P2 S6: a company's own record stands in for the shared one, in that company only."""
        Category = self.env["company.purchase.category"]
        shared = self.category
        own = Category.browse(
            shared.with_user(self.purchase_head).with_company(self.company_a).action_adapt())
        own.with_user(self.purchase_head).min_quotes = 5
        self.assertEqual(own.company_id, self.company_a)
        self.assertEqual(own.name, shared.name)
        self.assertEqual(Category._get_applicable("general", self.company_a), own)
        self.assertEqual(Category._get_applicable("general", self.company_b), shared)
        self.assertEqual(shared.min_quotes, 3)
        self.assertFalse(shared.with_company(self.company_a).is_applicable)
        self.assertTrue(shared.with_company(self.company_b).is_applicable)
        again = shared.with_user(self.purchase_head).with_company(self.company_a).action_adapt()
        self.assertEqual(again, own.id, "adapting twice gives the same record")

    def test_own_record_cannot_be_adapted(self):
        """P2: only a shared record is adapted."""
        own = self.env["company.purchase.category"].browse(self.category.with_company(self.company_a).action_adapt())
        with self.assertRaises(UserError):
            own.with_company(self.company_a).action_adapt()

    def test_one_active_record_of_a_kind(self):
        """P2: two active records of one kind in one company don't exist."""
        self.category.with_company(self.company_a).action_adapt()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["company.purchase.category"].create(
                {"name": "Second", "code": "general", "company_id": self.company_a.id})

    def test_shared_values_belong_to_the_keeper_of_the_rules(self):
        """S6: the head of purchasing of one company doesn't change the values of all companies."""
        with self.assertRaises(AccessError):
            self.category.with_user(self.purchase_head).min_quotes = 1
        self.category.with_user(self.control_manager.user_id).min_quotes = 4
        with self.assertRaises(AccessError):
            self.category.with_user(self.requester).min_quotes = 1
