from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .annual_common import AnnualCase


@tagged("post_install", "-at_install")
class TestAnnual(AnnualCase):

    def test_demand_goes_level_by_level(self):
        """P21: the demand goes to department, finance, head of the company; then finance files it as the budget."""
        demand = self._demand()
        with self.assertRaises(UserError):
            demand.with_user(self.finance).action_file_budget()
        demand.action_submit()
        self.assertEqual(self._approve(demand), self.dept_head | self.finance | self.gm)
        with self.assertRaises(UserError):
            demand.action_file_budget()
        with self.assertRaises(UserError):
            demand.action_create_request()
        with self.assertRaises(AccessError):
            demand.with_context(default_state="filed", _company_engine=True).write({"state": "filed"})
        budget = self.env["company.purchase.budget"].browse(demand.with_user(self.finance).action_file_budget())
        self.assertEqual((budget.kind, budget.state, budget.amount_total), ("annual", "approved", 17200.0))
        with self.assertRaises(UserError):
            demand.with_user(self.finance).action_file_budget()

    def test_second_demand_adds_to_the_budget(self):
        """P21: a second demand of the year makes the next version of the same budget."""
        first, second = self._filed().sudo().budget_id, self._filed().sudo().budget_id
        self.assertEqual((first.state, second.version, second.amount_total), ("replaced", 2, 34400.0))

    def test_annual_request_without_demand(self):
        """P21: an annual purchase without a filed demand has no budget and is blocked."""
        with self.assertBlocked("PUR-BUDGET"):
            self._new_request(category_id=self.category_annual.id).action_submit()

    def test_only_preferred_suppliers(self):
        """P21: annual purchases ask preferred suppliers only."""
        demand = self._filed()
        request = self.env["company.purchase.request"].browse(demand.action_create_request())
        request.with_user(self.purchase_head).action_assign(self.buyer.id)
        case = self.env["company.purchase.sourcing"].with_user(self.buyer).browse(
            request.with_user(self.buyer).action_start_sourcing())
        plain = self._new_supplier(8)
        with self.assertBlocked("PUR-SUPPLIER"):
            case.action_invite([*self.suppliers[:2].ids, plain.id])

    def test_unit_price_contract(self):
        """P21 P14: the annual contract has unit prices, is settled by quarter or year, opens a blanket order."""
        case = self._annual_case()
        with self.assertBlocked("PUR-CONTRACT"):
            case.action_create_orders()
        contract = self.env["company.purchase.contract"].with_user(self.buyer).browse(case.action_create_contracts())
        self.assertEqual((contract.kind, contract.settlement), ("unit_price", "quarter"))
        contract.write({"payment_terms": "Transfer", "settlement": "once"})
        with self.assertBlocked("PUR-CONTRACT-KIND"):
            contract.action_submit()
        contract.settlement = "year"
        contract.action_submit()
        self._approve(contract)
        contract.action_sign(self._scan("annual").id)
        self.assertEqual((contract.state, case.state), ("active", "ordered"))
        self.assertEqual(contract.requisition_id.state, "confirmed")
        self.assertEqual(contract.requisition_id.line_ids.mapped("price_unit"), contract.line_ids.mapped("price_unit"))
        with self.assertRaises(UserError):
            case.action_create_orders()

    def test_call_off(self):
        """P14 P21: call-offs within prices, validity and quantity need no new case; beyond they are blocked."""
        case, contract = self._contract()
        line = contract.line_ids[0]
        order = self.env["purchase.order"].browse(
            contract.action_call_off([{"contract_line_id": line.id, "quantity": 400}]))
        self.assertEqual((order.state, order.sourcing_id, order.is_call_off), ("purchase", case.sudo(), True))
        self.assertEqual(order.sudo().budget_use_ids.state, "used")
        self.assertEqual(line.quantity_left, 600)
        with self.assertBlocked("PUR-CONTRACT"):
            contract.action_call_off([{"contract_line_id": line.id, "quantity": 601}])
        for bad in ([], [{"contract_line_id": 0, "quantity": 1}], [{"contract_line_id": line.id, "quantity": -1}]):
            with self.assertRaises(UserError):
                contract.action_call_off(bad)
        with self.assertRaises(UserError):
            contract.with_user(self.buyer2).action_call_off([{"contract_line_id": line.id, "quantity": 1}])
        order.with_user(self.buyer).button_cancel()
        self.assertEqual(contract.line_ids[0].quantity_left, 1000)
        contract.action_terminate("No longer needed")
        with self.assertRaises(UserError):
            contract.action_call_off([{"contract_line_id": line.id, "quantity": 1}])

    def test_order_from_the_blanket_order(self):
        """P14: an order that a buyer makes from the blanket order is a call-off; a raised price is blocked."""
        _case, contract = self._contract()
        values = {
            "partner_id": contract.partner_id.id, "requisition_id": contract.requisition_id.id,
            "order_line": [Command.create({
                "product_id": self.product_a.id, "product_qty": 10, "price_unit": contract.line_ids[0].price_unit})]}
        orders = self.env["purchase.order"].with_user(self.buyer)
        order = orders.create(values)
        order.order_line.write({"price_unit": contract.line_ids[0].price_unit, "tax_ids": [Command.clear()]})
        order.button_confirm()
        self.assertEqual((order.state, order.contract_id), ("purchase", contract))
        dear = orders.create(values)
        dear.order_line.write({"price_unit": contract.line_ids[0].price_unit + 1})
        with self.assertBlocked("PUR-CONTRACT"):
            dear.button_confirm()

    def test_market_check(self):
        """P21: a price more than 10 percent above the market opens a negotiation; the agreed price is approved."""
        _case, contract = self._contract()
        line = contract.line_ids[0]
        prices = [{"contract_line_id": line.id, "market_price": 9.5, "source": "Exchange"}]
        self.assertFalse(contract.action_check_market(prices), "5 percent is no reason")
        with self.assertRaises(UserError):
            contract.action_check_market([{"contract_line_id": line.id, "market_price": 9.5}])
        with self.assertRaises(UserError):
            contract.with_user(self.requester).action_check_market(prices)
        prices[0]["market_price"] = 8.0
        negotiation = self.env["company.purchase.negotiation"].with_user(self.buyer).browse(
            contract.action_check_market(prices))
        finding = self.env["company.control.finding"].search([("control_id.code", "=", "PUR-MARKET")], limit=1)
        self.assertEqual((finding.outcome, negotiation.line_ids.excess_percent), ("warned", 25.0))
        for price in (10.0, 11.0, 0):
            with self.assertRaises(UserError):
                negotiation.action_record_result([{"line_id": negotiation.line_ids.id, "price": price}], "Talks")
        negotiation.action_record_result([{"line_id": negotiation.line_ids.id, "price": 8.5}], "Two rounds by phone")
        self.assertEqual(line.price_in_force, 10.0)
        self._approve(negotiation)
        self.assertEqual((negotiation.state, line.price_in_force, line.price_unit), ("agreed", 8.5, 10.0))
        self.assertEqual(contract.requisition_id.line_ids[0].price_unit, 8.5)
        order = self.env["purchase.order"].browse(
            contract.action_call_off([{"contract_line_id": line.id, "quantity": 1}]))
        self.assertEqual(order.order_line.price_unit, 8.5)

    def test_failed_negotiation_ends_the_contract(self):
        """P21: without agreement the contract ends, with the reason."""
        _case, contract = self._contract()
        negotiation = self.env["company.purchase.negotiation"].with_user(self.buyer).browse(
            contract.action_check_market([
                {"contract_line_id": contract.line_ids[0].id, "market_price": 5.0, "source": "Exchange"}]))
        with self.assertRaises(UserError):
            negotiation.action_fail(" ")
        with self.assertRaises(UserError):
            negotiation.with_user(self.buyer2).action_fail("Not mine")
        negotiation.action_fail("The supplier keeps its price")
        self.assertEqual((negotiation.state, contract.state), ("failed", "terminated"))
        self.assertEqual(contract.requisition_id.state, "done")

    def test_settlement(self):
        """P21: the statement of a period: received at contract prices, invoiced, paid, owed."""
        _case, contract = self._contract()
        order = self.env["purchase.order"].browse(
            contract.action_call_off([{"contract_line_id": contract.line_ids[0].id, "quantity": 100}])).sudo()
        self._set_all_receipt_controls()
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 60.0, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        today = fields.Date.today()
        with self.assertRaises(UserError):
            contract.with_user(self.requester).action_make_settlement(today, today)
        with self.assertRaises(UserError):
            contract.action_make_settlement(today, "2000-01-01")
        statement = self.env["company.purchase.settlement"].browse(contract.action_make_settlement(today, today))
        self.assertEqual((statement.amount_received, statement.amount_invoiced, statement.amount_owed),
                         (600.0, 0.0, 600.0))
        self.assertEqual(statement.line_ids[0].quantity, 60.0)
        with self.assertRaises(AccessError):
            statement.with_user(self.buyer).write({"amount_owed": 0.0})

    def _set_all_receipt_controls(self):
        """The receipt of goods has tests of its own."""
        for control in self.env["company.control"].search([("code", "=like", "PUR-ACC%")]):
            self._set_control(control.code, mode="off")

    def test_case_stays_open_while_goods_are_called_off(self):
        """P21: a case is not done while goods can be called off its contract; it is when the contract ends."""
        case, contract = self._contract()
        order = self.env["purchase.order"].browse(
            contract.action_call_off([{"contract_line_id": contract.line_ids[0].id, "quantity": 10}])).sudo()
        self.patch(type(order), "_is_complete", lambda order: True)
        case._check_received()
        self.assertEqual(case.state, "ordered")
        contract.action_terminate("Enough")
        self.assertEqual(case.state, "done")
