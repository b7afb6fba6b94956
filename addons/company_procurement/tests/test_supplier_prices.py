from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .supplier_common import SCAN, SupplierCase


@tagged("post_install", "-at_install")
class TestSupplierPrices(SupplierCase):
    """P22: price archive, market surveys and coverage."""

    def _archive(self, user=None, **domain):
        self.env.flush_all()
        return self.env["company.purchase.price.archive"].with_user(user or self.buyer).search(
            [("company_id", "=", self.company_a.id), *((name, "=", value) for name, value in domain.items())])

    def _survey(self, product=None, record=True, user=None, **values):
        survey = self.env["company.purchase.price.survey"].with_user(user or self.buyer).create({
            "product_id": (product or self.product_a).id, "source": "phone", "source_name": "Market", "price": 9.0,
            "file": SCAN, **values})
        if record:
            survey.action_record()
        return survey

    def _history_order(self, product=None, price=10.0, days=10, supplier=None, quantity=5.0, **values):
        """A confirmed order of the time before the rules."""
        for code in ("PUR-CASE", "PUR-BUYER", "PUR-QUOTES", "PUR-MATCH"):
            self._set_control(code, mode="off")
        order = self.env["purchase.order"].with_company(self.company_a).create({
            "partner_id": (supplier or self.suppliers[0]).id, "company_id": self.company_a.id,
            "user_id": self.buyer.id,
            "order_line": [Command.create({
                "product_id": (product or self.product_a).id, "product_qty": quantity, "price_unit": price,
                **values})]})
        order.write({"state": "purchase", "date_approve": fields.Datetime.now() - timedelta(days=days)})
        return order

    # ------------------------------------------------------------------
    # Archive
    # ------------------------------------------------------------------

    def test_quotes_after_closing(self):
        """P22 P7: quotes enter the archive when their inquiry is closed, and leave it when it is opened again."""
        case = self._quoted_case()
        for user in (self.buyer, self.checker, self.purchase_head, self.auditor.user_id, self.env.user):
            self.assertFalse(self._archive(user, sourcing_id=case.id), "open inquiry")
        case.action_close_inquiry()
        prices = self._archive(sourcing_id=case.id)
        self.assertEqual(len(prices), 6)
        self.assertEqual(set(prices.mapped("source")), {"quote"})
        self.assertEqual([round(price, 2) for price in sorted(prices.filtered(
            lambda row: row.product_id == self.product_a).mapped("price"))], [10.0, 11.0, 12.37])
        case.action_reopen("Another round")
        self.assertFalse(self._archive(sourcing_id=case.id))
        case.action_cancel("No need")
        self.assertFalse(self._archive(sourcing_id=case.id), "prices of an inquiry that never closed")

    def test_orders(self):
        """P22: confirmed orders stand beside the quotes; draft and cancelled ones don't."""
        order = self._history_order(price=12.0)
        draft = order.copy()
        self.assertEqual(self._archive(order_id=order.id).price, 12.0)
        self.assertFalse(self._archive(order_id=draft.id))

    def test_one_footing(self):
        """P22: tax included, per reference unit, in company currency; suppliers by commercial entity."""
        tax = self.env["account.tax"].with_company(self.company_a).create({
            "name": "13 %", "amount": 13, "type_tax_use": "purchase", "company_id": self.company_a.id,
            "country_id": self.env.ref("base.cn").id,
            "tax_group_id": self.env["account.tax.group"].create({
                "name": "VAT", "company_id": self.company_a.id, "country_id": self.env.ref("base.cn").id}).id})
        contact = self.env["res.partner"].create({"name": "Sales", "parent_id": self.suppliers[1].id})
        order = self._history_order(price=120.0, supplier=contact, product_uom_id=self.dozen.id,
                                    tax_ids=[Command.set(tax.ids)])
        row = self._archive(order_id=order.id)
        self.assertAlmostEqual(row.price, 11.3)
        self.assertEqual((row.quantity, row.partner_id), (60.0, self.suppliers[1]))

    def test_who_reads(self):
        """P22: requesters see no prices; another company's buyer neither."""
        self._history_order()
        with self.assertRaises(AccessError):
            self._archive(self.requester)
        other = self._new_employee("Other Buyer", "other.buyer", groups=("company_procurement.group_buyer",),
                                   company=self.company_b).user_id
        self.assertFalse(self.env["company.purchase.price.archive"].with_user(other).with_context(
            allowed_company_ids=[self.company_b.id]).search([]))
        for door in ("write", "create", "unlink"):
            with self.assertRaises(AccessError):
                self._archive().with_user(self.purchase_head).check_access(door)

    def test_smart_buttons(self):
        """P22: supplier and product lead to their prices."""
        self._history_order()
        self._survey(partner_id=self.suppliers[0].id)
        self.env.flush_all()
        partner = self.suppliers[0].with_user(self.buyer)
        product = self.product_a.with_user(self.buyer)
        self.assertEqual((partner.supplier_price_count, product.purchase_price_count), (2, 2))
        for record in (partner, product, product.product_tmpl_id):
            action = record.action_view_price_archive()
            self.assertEqual(
                self.env["company.purchase.price.archive"].with_user(self.buyer).search_count(action["domain"]), 2)
        row = self._archive(source="survey")
        self.assertEqual(row.action_open_source()["res_model"], "company.purchase.price.survey")

    # ------------------------------------------------------------------
    # Surveys
    # ------------------------------------------------------------------

    def test_survey(self):
        """P22: a recorded survey stands in the archive, compared with the last order, and can't be changed."""
        self._history_order(price=10.0)
        survey = self._survey(record=False, price=108.0, uom_id=self.dozen.id)
        self.assertFalse(self._archive(survey_id=survey.id))
        survey.action_record()
        self.assertEqual((survey.reference_price, survey.last_price, survey.change), (9.0, 10.0, -10.0))
        self.assertTrue(survey.name.startswith("SC"))
        self.assertEqual(self._archive(survey_id=survey.id).price, 9.0)
        for user in (self.buyer, self.purchase_head, self.env.user):
            for vals in ({"price": 1.0}, {"date": "2020-01-01"}, {"state": "draft"}, {"user_id": user.id}):
                with self.assertRaises(UserError):
                    survey.with_user(user).sudo(user == self.env.user).with_context(_company_engine=True).write(vals)
            with self.assertRaises(UserError):
                survey.with_user(user).unlink()

    def test_survey_persons(self):
        """P22: surveys are recorded by their buyer or the head, once, not for the future."""
        survey = self._survey(record=False)
        with self.assertRaises(AccessError):
            survey.with_user(self.buyer2).action_record()
        with self.assertRaises(AccessError):
            survey.with_user(self.checker).action_record()
        survey.date = fields.Date.today() + timedelta(days=5)
        with self.assertRaises(UserError):
            survey.action_record()
        survey.date = fields.Date.today()
        survey.with_user(self.purchase_head).action_record()
        with self.assertRaises(UserError):
            survey.action_record()
        with self.assertRaises(UserError):
            self._survey(uom_id=self.env.ref("uom.product_uom_kgm").id)

    def test_survey_reminder(self):
        """P22 R4 §五.1.2: a material bought regularly and not surveyed for 90 days is in its buyer's inbox, once."""
        surveys = self.env["company.purchase.price.survey"]
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0))
        for days in (300, 200, 20):
            self._history_order(days=days)
        self._history_order(self.product_b)
        for _run in range(2):
            surveys._cron_remind_surveys()
            todo = self.env["company.todo"].search([
                ("kind", "=", "supplier.survey"), ("company_id", "=", self.company_a.id), ("state", "=", "open")])
            self.assertEqual((todo.user_id, todo.res_id), (self.buyer, self.product_a.id))
        self._survey()
        self.assertEqual(todo.state, "done")
        surveys._cron_remind_surveys()
        self.assertEqual(todo.search_count([("kind", "=", "supplier.survey"), ("state", "=", "open"),
                                            ("company_id", "=", self.company_a.id)]), 0)
        self.company_a.survey_days = 1
        old = self._survey(record=False, date=fields.Date.today() - timedelta(days=3))
        old.action_record()
        self.env["company.purchase.price.survey"].sudo().search([("id", "!=", old.id)])._as_engine().unlink()
        surveys._cron_remind_surveys()
        self.assertTrue(todo.search_count([("kind", "=", "supplier.survey"), ("state", "=", "open"),
                                           ("company_id", "=", self.company_a.id)]))

    # ------------------------------------------------------------------
    # Coverage
    # ------------------------------------------------------------------

    def _coverage(self, **values):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["company.supplier.coverage"].with_user(self.buyer).search([
            ("company_id", "=", self.company_a.id), *((name, "=", value) for name, value in values.items())])

    def test_coverage(self):
        """P22 R1 §四(一): candidates, qualified and preferred ones of each material against the five to ten wanted."""
        child = self.env["product.category"].create({"name": "Rolled", "parent_id": self.goods_category.id})
        self.product_b.categ_id = child
        self._history_order(self.product_a)
        self._history_order(self.product_b)
        self._new_file(self._candidate(90))
        self._qualified_file(self._candidate(91))
        single = self._new_file(self._candidate(92), product_category_ids=[Command.clear()],
                                product_ids=[Command.set(self.product_b.ids)])
        suspended = self._qualified_file(self._candidate(93), product_category_ids=[Command.set(child.ids)])
        suspended.with_user(self.purchase_head).action_suspend("x")
        row = self._coverage(level="category", product_category_id=self.goods_category.id)
        self.assertEqual((row.candidate_count, row.qualified_count, row.suspended_count), (1, 1, 0))
        self.assertEqual(row.supplier_count, 2)
        self.assertEqual((row.shortfall, row.coverage), (3, "short"))
        row = self._coverage(level="product", product_id=self.product_b.id)
        self.assertEqual((row.candidate_count, row.qualified_count, row.suspended_count), (2, 1, 1))
        action = row.action_view_suppliers()
        self.assertEqual(len(self.env[action["res_model"]].with_user(self.buyer).search(action["domain"])), 4)
        self.assertIn(single.id, self.env[action["res_model"]].with_user(self.buyer).search(action["domain"]).ids)
        self.company_a.write({"supplier_coverage_min": 1, "supplier_coverage_max": 2})
        self.assertEqual(self._coverage(level="product", product_id=self.product_b.id).coverage, "many")
        self.assertFalse(self.env["company.supplier.coverage"].with_user(self.buyer).search([
            ("company_id", "=", self.company_b.id)]))
