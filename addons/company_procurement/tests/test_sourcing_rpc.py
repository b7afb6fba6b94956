from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .sourcing_common import SourcingFixture

HOSTILE = {"skip_alternative_check": True, "_company_engine": True, "default_state": "purchase",
           "default_is_quote": False, "default_sourcing_id": 1, "tracking_disable": True, "install_mode": True}


@tagged("post_install", "-at_install")
class TestSourcingRpc(SourcingFixture, RpcCase):
    """S7: the whole way of a case over XML-RPC, and no way around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.user_admin").write({
            "company_ids": [Command.link(cls.company_a.id)], "company_id": cls.company_a.id})

    def _call(self, user, method, case, *args, **kwargs):
        return self.rpc(user, "company.purchase.sourcing", method, case.ids, *args, **kwargs)

    def test_whole_way(self):
        """S7 P6–P13: every step with plain values, over XML-RPC, each by its person."""
        request = self._approved_request(buyer=self.buyer, lines=[self._line(), self._line(self.product_b, 4)])
        case_id = self.rpc("test.buyer", "company.purchase.request", "action_start_sourcing", request.ids)
        case = self.env["company.purchase.sourcing"].browse(case_id)
        quote_ids = self._call("test.buyer", "action_invite", case, self.suppliers[:3].ids)
        self.assertEqual(len(quote_ids), 3)
        until = fields.Date.to_string(fields.Date.today() + timedelta(days=20))
        for index in range(3):
            scan_id = self.rpc("test.buyer", "ir.attachment", "create", {
                "name": f"quote {index}.pdf", "raw": f"%PDF-1.4 {index}", "mimetype": "application/pdf"})
            self._call("test.buyer", "action_record_quote", case, self.suppliers[index].id,
                       self._lines(case, (10 + index, 250.5 - index * 7)), until, scan_id)
        self.assertTrue(self._call("test.buyer", "action_close_inquiry", case))
        self.assertTrue(self._call("test.checker", "action_check_price", case, [
            {"sourcing_line_id": line.id, "verified_price": 300, "result": "accepted"} for line in case.line_ids
        ], "OK"))
        grid = self._call("test.buyer", "get_comparison", case)
        self.assertEqual(grid["valid"], 3)
        awards = [{"sourcing_line_id": row["id"],
                   "quote_line_id": next(cell["line_id"] for cell in row["cells"] if cell and cell["lowest"])}
                  for row in grid["lines"]]
        self.assertEqual(len(self._call("test.buyer", "action_award", case, awards)), 2)
        self.assertTrue(self._call("test.buyer", "action_submit", case))
        self._approve(case)
        order_ids = self._call("test.buyer", "action_create_orders", case)
        self.assertEqual(set(self.env["purchase.order"].browse(order_ids).mapped("state")), {"purchase"})

    def test_two_quotes_by_every_door(self):
        """P8 S7: with two quotes nothing confirms over XML-RPC: not as buyer, head or administrator."""
        case = self._quoted_case(count=2)
        quote = case.quote_ids.filtered(lambda quote: quote.quote_status == "received")[:1]
        plain = self.env["purchase.order"].with_company(self.company_a).create({
            "partner_id": self.suppliers[0].id, "company_id": self.company_a.id,
            "order_line": [Command.create({"product_id": self.product_a.id, "product_qty": 1, "price_unit": 1})]})
        for login in ("test.buyer", "test.head", "admin"):
            for order in (quote, plain):
                for method, args in (
                    ("button_confirm", ()), ("button_approve", ()), ("button_approve", (True,)),
                    ("write", ({"state": "purchase"},)), ("write", ({"state": "to approve"},)),
                    ("web_save", ({"state": "purchase"}, {"state": {}})),
                ):
                    with self.subTest(login=login, method=method, args=args), self.assertRaises(UserError):
                        self.rpc(login, "purchase.order", method, order.ids, *args, context=HOSTILE)
                    self.assertIn(order.state, ("draft", "sent"))
            with self.assertRaises(UserError):
                self.rpc(login, "purchase.order", "create", {
                    "partner_id": self.suppliers[0].id, "company_id": self.company_a.id, "state": "purchase"})
            with self.assertRaises(UserError):
                self.rpc(login, "purchase.order", "create", {
                    "partner_id": self.suppliers[0].id, "company_id": self.company_a.id}, context=HOSTILE)
            for model, values in (
                ("company.purchase.sourcing", {"state": "approved"}),
                ("company.purchase.sourcing", {"approval_state": "approved"}),
            ):
                with self.assertRaises(UserError):
                    self.rpc(login, model, "write", case.ids, values, context=HOSTILE)
            for model in ("company.purchase.price.check", "company.purchase.quote.round",
                          "company.purchase.sourcing.award"):
                with self.assertRaises(UserError):
                    self.rpc(login, model, "create", {"sourcing_id": case.id}, context=HOSTILE)
        self.assertFalse(self.env["purchase.order"].search([
            ("company_id", "=", self.company_a.id), ("state", "in", ("to approve", "purchase"))]))

    def test_private_methods(self):
        """S7: the engine behind the steps can't be called from outside."""
        case = self._quoted_case(count=1)
        for model, method in (
            ("company.purchase.sourcing", "_set_state"), ("company.purchase.sourcing", "_as_engine"),
            ("company.purchase.sourcing", "_create_from_requests"), ("company.purchase.sourcing", "_make_orders"),
            ("company.purchase.sourcing", "_load_demo_sourcing"), ("purchase.order", "_as_engine"),
            ("purchase.order", "_close_quotes"),
        ):
            with self.assertRaises(AccessError):
                self.rpc("admin", model, method, case.ids)

    def test_other_company(self):
        """S6 S7: people of another company neither see nor move a case."""
        case = self._quoted_case(count=1)
        self._new_employee("Other Buyer", "other.buyer", groups=("company_procurement.group_purchase_head",),
                           company=self.company_b)
        self.assertEqual(self.rpc("other.buyer", "company.purchase.sourcing", "search_count",
                                  [("id", "=", case.id)]), 0)
        for method, args in (("action_close_inquiry", ()), ("get_comparison", ()), ("action_cancel", ("x",))):
            with self.assertRaises(AccessError):
                self._call("other.buyer", method, case, *args)

    def test_wrong_values(self):
        """S7: values of the wrong kind are refused with a message, not with a crash."""
        case = self._quoted_case(count=0)
        line = case.line_ids[0].id
        until = fields.Date.to_string(fields.Date.today())
        for lines in ([], ["x"], [{"sourcing_line_id": 0, "price_unit": 1}],
                      [{"sourcing_line_id": line, "price_unit": "1"}], [{"sourcing_line_id": line, "price_unit": -1}],
                      [{"sourcing_line_id": line, "price_unit": 0}]):
            with self.assertRaises(UserError):
                self._call("test.buyer", "action_record_quote", case, self.suppliers[0].id, lines, until)
        with self.assertRaises(UserError):
            self._call("test.buyer", "action_record_quote", case, 0, [{"sourcing_line_id": line, "price_unit": 1}],
                       until)
        with self.assertRaises(UserError):
            self._call("test.buyer", "action_cancel", case, "")
