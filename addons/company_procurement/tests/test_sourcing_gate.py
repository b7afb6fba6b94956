from contextlib import contextmanager

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .sourcing_common import SourcingCase

HOSTILE = {
    "skip_alternative_check": True, "tracking_disable": True, "install_mode": True, "_company_engine": True,
    "company_engine": True, "force": True, "default_is_quote": False, "default_sourcing_id": 1, "import_file": True,
    "bypass": True, "skip_uom_conversion": True,
}


@tagged("post_install", "-at_install")
class TestOrderGate(SourcingCase):
    """P8 P13: no door lets an order through that no approved case with three valid quotes stands behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.write({"company_ids": [Command.link(cls.company_a.id)]})
        cls.people = (cls.buyer, cls.purchase_head, cls.admin)

    def _plain_order(self, user=None, **values):
        return self.env["purchase.order"].with_user(user or self.buyer).with_company(self.company_a).create({
            "partner_id": self.suppliers[0].id, "company_id": self.company_a.id,
            "order_line": [Command.create({"product_id": self.product_a.id, "product_qty": 5, "price_unit": 9.9})],
            **values})

    @contextmanager
    def _refused(self, order, code):
        with self.assertBlocked(code):
            yield
        order.invalidate_recordset()
        self.assertIn(order.state, ("draft", "sent"))
        self.assertFalse(order.picking_ids)

    def _doors(self, order):
        """Every way by which an order could become binding."""
        warning = self.env["purchase.requisition.alternative.warning"].with_user(order.env.user)
        return {
            "button_confirm": lambda: order.button_confirm(),
            "button_approve": lambda: order.button_approve(),
            "button_approve forced": lambda: order.button_approve(force=True),
            "write state": lambda: order.write({"state": "purchase"}),
            "write to approve": lambda: order.write({"state": "to approve"}),
            "write state and date": lambda: order.write({"state": "purchase", "date_approve": "2020-01-01"}),
            "web_save": lambda: order.web_save({"state": "purchase"}, {"state": {}}),
            "load": lambda: self._load(order),
            "keep alternatives": lambda: warning.create({"po_ids": order.ids}).action_keep_alternatives(),
            "cancel alternatives": lambda: warning.create({"po_ids": order.ids}).action_cancel_alternatives(),
        }

    def _load(self, order):
        """The import of a file; its messages carry the refusal, raised here like the other doors do."""
        result = order.env["purchase.order"].load([".id", "state"], [[str(order.id), "purchase"]])
        if not result["ids"]:
            raise UserError(result["messages"][0]["message"])

    def test_order_without_case(self):
        """P13 S7: ordering without a case is refused by every door, for buyer, head and administrator."""
        for user in self.people:
            order = self._plain_order(user)
            for context in ({}, HOSTILE):
                for name, door in self._doors(order.with_context(**context)).items():
                    with self.subTest(user=user.login, door=name, hostile=bool(context)):
                        if name == "load":
                            with self.assertRaises(UserError):
                                door()
                        else:
                            with self._refused(order, "PUR-CASE"):
                                door()
                        self.assertEqual(order.state, "draft")

    def test_created_confirmed(self):
        """P13 S7: an order can't be born confirmed, neither by values nor by defaults in the context."""
        for user in self.people:
            for state in ("to approve", "purchase"):
                with self.assertBlocked("PUR-CASE"):
                    self._plain_order(user, state=state)
                with self.assertBlocked("PUR-CASE"):
                    self.env["purchase.order"].with_user(user).with_context(default_state=state).create({
                        "partner_id": self.suppliers[0].id, "company_id": self.company_a.id})

    def test_two_quotes_at_the_order(self):
        """P8: two valid quotes don't confirm, whatever let the case come that far."""
        self._set_control("PUR-QUOTES", mode="warn")
        case = self._quoted_case(count=2)
        case.action_close_inquiry()
        self._check_prices(case)
        case.action_award(self._lowest(case))
        case.action_submit()
        self._approve(case)
        self._set_control("PUR-QUOTES", mode="block")
        with self.assertBlocked("PUR-QUOTES"):
            case.action_create_orders()
        self.assertEqual(case.state, "approved")
        self.assertFalse(case.order_ids.filtered(lambda order: order.state in ("purchase", "to approve")))

    def test_second_approval_counts_again(self):
        """P8 P13: an order that waits for its second approval is checked again when it is approved."""
        self.company_a.po_double_validation = "two_step"
        self.company_a.po_double_validation_amount = 0
        case, orders = self._ordered_case()
        self.assertEqual(set(orders.mapped("state")), {"to approve"})
        self._exchange_scan(case.quote_ids[0].quote_scan_id)
        order = orders[0].with_user(self.purchase_head)
        for door in (lambda: order.button_approve(), lambda: order.write({"state": "purchase"})):
            with self.assertBlocked("PUR-QUOTES"):
                door()
        self.assertEqual(order.state, "to approve")

    def test_quotes_never_confirm(self):
        """P8: a quote itself never becomes an order, also with all rules switched off."""
        case = self._approved_case()
        for mode in ("block", "off"):
            self._set_all_controls(mode)
            for user in self.people:
                quote = case.quote_ids[0].with_user(user)
                doors = self._doors(quote)
                doors["merge"] = lambda user=user: case.quote_ids.with_user(user).action_merge()
                doors["cancel"] = lambda quote=quote: quote.button_cancel()
                doors["draft"] = lambda quote=quote: quote.button_draft()
                doors["choose"] = lambda quote=quote: quote.order_line[0].action_choose()
                doors["clear"] = lambda quote=quote: quote.order_line.action_clear_quantities()
                doors["unlink"] = lambda quote=quote: quote.unlink()
                doors["unlink line"] = lambda quote=quote: quote.order_line[0].unlink()
                doors["alternative"] = lambda quote=quote: quote.action_create_alternative()
                for name, door in doors.items():
                    with self.subTest(user=user.login, door=name, mode=mode), self.assertRaises(UserError):
                        door()
                    self.assertEqual(case.quote_ids[0].state, "draft")

    def test_quote_is_evidence(self):
        """P7 P8: nobody changes a recorded quote, by whatever field or path."""
        case = self._quoted_case()
        quote = case.quote_ids.sorted("id")[0]
        line = quote.order_line[0]
        plain = self._plain_order()
        for user in (*self.people, self.env.user):
            for target, values in (
                (quote, {"partner_id": self.suppliers[3].id}), (quote, {"quote_valid_until": "2099-01-01"}),
                (quote, {"quote_status": "received"}), (quote, {"is_quote": False}), (quote, {"sourcing_id": False}),
                (quote, {"quote_scan_id": False}), (quote, {"quote_identity": {}}),
                (quote, {"date_order": "2020-01-01"}),
                (quote, {"currency_id": self.env.ref("base.USD").id}), (quote, {"purchase_group_id": False}),
                (quote, {"order_line": [Command.update(line.id, {"price_unit": 1})]}),
                (quote, {"order_line": [Command.create({"product_id": self.product_a.id})]}),
                (quote, {"order_line": [Command.delete(line.id)]}),
                (line, {"price_unit": 1}), (line, {"product_qty": 0}), (line, {"tax_ids": False}),
                (line, {"order_id": plain.id}), (line, {"sourcing_line_id": False}), (line, {"name": "other"}),
                (plain.order_line, {"order_id": quote.id}), (plain, {"sourcing_id": case.id}),
                (plain, {"quote_id": quote.id}), (plain, {"is_quote": True}),
                (plain.order_line, {"award_id": 1}), (plain.order_line, {"is_freight": True}),
            ):
                with self.subTest(user=user.login, values=str(values)), self.assertRaises(UserError):
                    target.with_user(user).sudo(user == self.env.user).with_context(**HOSTILE).write(values)
        self.assertEqual(line.price_unit, 10.0)
        with self.assertRaises(UserError):
            self.env["purchase.order.line"].with_user(self.admin).create({
                "order_id": quote.id, "product_id": self.product_a.id, "product_qty": 1})

    def test_case_is_not_written(self):
        """P6 S7: award, prices and state of a case are written by its steps only."""
        case = self._awarded_case()
        for user in (*self.people, self.env.user):
            records = [
                (case, {"state": "approved"}), (case, {"approval_state": "approved"}), (case, {"amount_awarded": 1}),
                (case, {"buyer_id": self.buyer2.id}), (case, {"category_id": self.category_works.id}),
                (case, {"request_ids": False}), (case, {"single_source": True}),
                (case.line_ids[0], {"quantity": 99}), (case.line_ids[0], {"verified_price": 1}),
                (case.award_ids[0], {"price_unit": 1}), (case.award_ids[0], {"quantity": 1}),
            ]
            for record, values in records:
                with self.subTest(user=user.login, values=str(values)), self.assertRaises(UserError):
                    record.with_user(user).sudo(user == self.env.user).with_context(**HOSTILE).write(values)
            with self.assertRaises(UserError):
                case.award_ids.with_user(user).unlink()
            with self.assertRaises(UserError):
                case.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["company.purchase.sourcing"].with_user(user).create({
                    "category_id": self.category.id, "buyer_id": self.buyer.id, "state": "approved"})

    def test_changed_order(self):
        """P13: price, quantity, lines, taxes and supplier of a confirmed order stay as awarded."""
        _case, orders = self._ordered_case()
        order = orders[0]
        line = order.order_line[0]
        agreed = (line.price_unit, line.product_qty)
        for user in self.people:
            for target, values in (
                (line, {"price_unit": line.price_unit + 1}), (line, {"price_unit": line.price_unit - 1}),
                (line, {"product_qty": line.product_qty + 1}), (line, {"product_qty": line.product_qty - 1}),
                (line, {"discount": 5}), (line, {"product_id": self.product_b.id + 0 if
                                                line.product_id != self.product_b else self.product_a.id}),
                (order, {"partner_id": self.suppliers[3].id}),
                (order, {"order_line": [Command.create({
                    "product_id": self.product_b.id, "product_qty": 1, "price_unit": 5})]}),
                (order, {"order_line": [Command.update(line.id, {"price_unit": 0})]}),
            ):
                with self.subTest(user=user.login, values=str(values)), self.assertBlocked("PUR-MATCH"):
                    target.with_user(user).with_context(**HOSTILE).write(values)
                self.env.invalidate_all()
                self.assertEqual((line.price_unit, line.product_qty), agreed)
        order.write({"date_planned": fields.Datetime.now()})

    def test_tolerance(self):
        """P13: within the tolerance that the company sets, a change passes."""
        _case, orders = self._ordered_case()
        line = orders[0].order_line[0]
        self._set_control("PUR-MATCH", value=5)
        line.price_unit = line.price_unit * 1.04
        with self.assertBlocked("PUR-MATCH"):
            line.price_unit = line.price_unit * 1.04

    def test_additions_without_case(self):
        """P13: nothing is added to an order that was confirmed before the rules were switched on."""
        self._set_all_controls("off")
        order = self._plain_order()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self._set_all_controls("block")
        line = order.order_line
        for call in (
            lambda: line.write({"product_qty": 50}), lambda: line.write({"price_unit": 50}),
            lambda: order.write({"order_line": [Command.create({"product_id": self.product_b.id, "product_qty": 1})]}),
        ):
            with self.assertBlocked("PUR-CASE"):
                call()
            self.env.invalidate_all()
        line.product_qty = 4

    def test_merged_order(self):
        """P13: orders merged out of plain requests for quotation are still refused."""
        first, second = self._plain_order(), self._plain_order()
        (first | second).action_merge()
        merged = (first | second).filtered(lambda order: order.state != "cancel")
        with self.assertBlocked("PUR-CASE"):
            merged.button_confirm()

    def test_replenishment_leaves_quotes_alone(self):
        """P8: replenishment makes its own request for quotation instead of adding to a quote."""
        case = self._quoted_case()
        quote = case.quote_ids[0]
        quote.sudo()._as_engine().write({"user_id": False})
        self.env["product.supplierinfo"].create({
            "partner_id": self.suppliers[0].id, "product_tmpl_id": self.product_a.product_tmpl_id.id, "price": 8})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company_a.id)], limit=1)
        orderpoint = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.product_a.id, "warehouse_id": warehouse.id, "location_id": warehouse.lot_stock_id.id,
            "product_min_qty": 5, "product_max_qty": 50, "company_id": self.company_a.id})
        self.product_a.route_ids = [Command.link(warehouse.buy_pull_id.route_id.id)]
        self.assertEqual(orderpoint.qty_to_order, 50, "quotes are no goods on their way")
        orderpoint.action_replenish()
        self.assertEqual(quote.order_line[0].product_qty, 10)
        made = self.env["purchase.order"].search([
            ("partner_id", "=", self.suppliers[0].id), ("is_quote", "=", False)])
        self.assertTrue(made)
        with self.assertBlocked("PUR-CASE"):
            made.with_user(self.purchase_head).button_confirm()

    def test_rules_off(self):
        """S1: in a company with the rules off, standard purchase works as without the addon."""
        self._set_all_controls("off")
        order = self._plain_order()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        order.order_line.write({"price_unit": 3, "product_qty": 7})
        order.write({"order_line": [Command.create({"product_id": self.product_b.id, "product_qty": 1})]})
        order.button_cancel()
        order.button_draft()
        self.assertEqual(order.state, "draft")

    def test_rules_per_company(self):
        """S6: the rules of one company don't bind the orders of another."""
        self._set_control("PUR-CASE", mode="off", company=self.company_b)
        for code in ("PUR-QUOTES", "PUR-MATCH", "PUR-BUYER"):
            self._set_control(code, mode="off", company=self.company_b)
        order = self.env["purchase.order"].with_company(self.company_b).create({
            "partner_id": self.suppliers[0].id, "company_id": self.company_b.id,
            "order_line": [Command.create({"product_id": self.product_a.id, "product_qty": 5, "price_unit": 9.9})]})
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_findings_left_behind(self):
        """S1: every refusal leaves a finding with person, record, control and what was missing."""
        order = self._plain_order()
        with self.assertRaises(UserError):
            order.button_confirm()
        finding = self._take_findings()[-1:]
        self.assertEqual(
            (finding.control_code, finding.res_model, finding.res_id, finding.user_id, finding.outcome),
            ("PUR-CASE", "purchase.order", order.id, self.buyer, "blocked"))

    def test_supplier_state_guard(self):
        """P7 P22: the status of a supplier is not written by anybody; the head of purchasing suspends at once."""
        supplier = self.suppliers[0]
        for user in (*self.people, self.env.user):
            with self.assertRaises(AccessError):
                supplier.with_user(user).sudo(user == self.env.user).write({"supplier_state": "preferred"})
        with self.assertRaises(AccessError):
            self.env["res.partner"].create({"name": "New", "supplier_state": "qualified"})
        self.assertFalse(self.env["res.partner"].with_context(default_supplier_state="qualified").create(
            {"name": "New"}).supplier_state)
        self.assertFalse(hasattr(supplier, "action_set_supplier_state"))
        with self.assertRaises(AccessError):
            supplier.with_user(self.buyer).action_suspend_supplier("Because")
        with self.assertRaises(UserError):
            supplier.with_user(self.purchase_head).action_suspend_supplier("")
        supplier.with_user(self.purchase_head).action_suspend_supplier("Bad goods")
        self.assertEqual(supplier._get_supplier_state(self.company_a), "suspended")
        self.assertEqual(supplier._get_supplier_state(self.company_b), "candidate")

    def test_form_for_plain_users(self):
        """P13: users of purchase and of accounting without our rights open the standard form as before."""
        order = self._plain_order()
        for group in ("purchase.group_purchase_user", "account.group_account_invoice"):
            employee = self._new_employee(f"Plain {group}", f"plain.{group[:4]}", groups=(group,))
            with self.subTest(group=group):
                views = self.env["purchase.order"].with_user(employee.user_id).get_views([(False, "form")])
                self.assertIn("order_line", views["views"]["form"]["arch"])
                self.assertEqual(Form(order.with_user(employee.user_id)).partner_id, order.partner_id)
