from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from .common import ProcurementCase

FIELDS = ["name", "state", "requester_id", "department_id", "category_id", "amount_total", "needed_date", "buyer_id",
          "deadline", "deadline_status", "line_count", "urgent"]


@tagged("post_install", "-at_install")
class TestRequestPerformance(ProcurementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Request = cls.env["company.purchase.request"].with_user(cls.requester).with_context(tracking_disable=True)
        cls.requests = Request.create([
            {"category_id": cls.category.id, "line_ids": [cls._line(), cls._line(cls.product_b, 1)]}
            for _index in range(1000)
        ])

    def _count(self, function):
        function()     # fills the caches of the process: access rules, translations, defaults
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        return self.env.cr.sql_log_count - before

    def _list(self, user, limit):
        return self.env["company.purchase.request"].with_user(user).web_search_read(
            [("id", "in", self.requests.ids)], {name: {} for name in FIELDS}, limit=limit)

    def test_list(self):
        """P1: the list costs the same number of queries at 10 and at 1,000 requests."""
        for user in (self.requester, self.dept_head, self.auditor.user_id):
            few, many = (self._count(lambda limit=limit, user=user: self._list(user, limit)) for limit in (10, 1000))
            self.assertLessEqual(many, few, user.login)
            self.assertLessEqual(many, 25)

    def test_stock_columns(self):
        """P1: on hand, forecast and cover of 1,000 lines come by the same grouped queries as of 20."""
        def read(requests):
            requests.line_ids.mapped("can_cover")
            requests.mapped("has_stock_cover")

        few, many = (self._count(lambda limit=limit: read(self.requests[:limit])) for limit in (10, 500))
        self.assertEqual(few, many)

    def test_flags(self):
        """P1: the buttons' flags don't cost a query per request."""
        def read(requests):
            for name in ("can_assign", "can_cancel", "can_start_sourcing", "can_issue_stock"):
                requests.mapped(name)

        few, many = (self._count(lambda limit=limit: read(self.requests[:limit])) for limit in (10, 1000))
        self.assertLessEqual(many, few + 2)

    def test_buyer_load(self):
        """P5: the load of all buyers is one grouped query."""
        users = self.buyer | self.buyer2 | self.purchase_head
        users._get_purchase_load(self.company_a)
        self.env.flush_all()
        with self.assertQueryCount(1):
            users._get_purchase_load(self.company_a)

    def test_rights_on_a_page(self):
        """P1: a page of requests may be read exactly when each of its rows may; one query judges them all."""
        own = self.env["company.purchase.request"].union(*(self._new_request() for _number in range(12)))
        foreign = self._new_request(user=self.outsider).with_user(self.requester)
        self.env.flush_all()
        self.env.invalidate_all()
        own.with_user(self.requester).check_access("read")
        mixed = own.with_user(self.requester) | foreign
        for context in ({}, {"active_test": True}, {"_company_engine": True}):
            page = mixed.with_context(**context)
            self.assertFalse(page.has_access("read"))
            self.assertEqual(page._filtered_access("read"), own)
            with self.assertRaises(AccessError):
                page.read(["name"])
        self.assertFalse(own.with_user(self.env.ref("base.public_user")).has_access("read"))
        page = own.with_user(self.requester)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(page.has_access("read"))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
        gone = own[0].with_user(self.requester)
        gone.unlink()
        with self.assertRaises(MissingError):
            (page - gone | gone).check_access("read")
