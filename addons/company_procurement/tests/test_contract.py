from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCase


@tagged("post_install", "-at_install")
class TestContract(SourcingCase):

    def _big_case(self):
        """An approved award of 1,000 + 20 × 240…250: above 10,000 only with many plates."""
        return self._approved_case(lines=[self._line(), self._line(self.product_b, 50.0)])

    def _contract(self, case):
        return self.env["company.purchase.contract"].with_user(self.buyer).browse(case.action_create_contracts())

    def _by_partner(self, contracts):
        return {contract.partner_id: contract for contract in contracts}

    def test_order_needs_the_contract(self):
        """P14: from the threshold on an order confirms only with the signed contract; the message says so first."""
        case = self._big_case()
        self.assertTrue(case.contract_needed)
        with self.assertBlocked("PUR-CONTRACT"):
            case.action_create_orders()
        contracts = self._contract(case)
        self.assertEqual(set(contracts.mapped("state")), {"draft"})
        with self.assertBlocked("PUR-CONTRACT"):
            case.action_create_orders()
        for contract in contracts:
            contract.payment_terms = "30 days"
            contract.action_submit()
            users = self._approve(contract)
            self.assertIn(self.legal, users)
            self.assertEqual(contract.legal_opinion, "Agreed")
            with self.assertBlocked("PUR-CONTRACT"):
                case.action_create_orders()
            contract.action_sign(self._scan("signed").id)
        orders = self.env["purchase.order"].browse(case.action_create_orders())
        self.assertEqual(orders.contract_id, contracts.filtered(lambda c: c.partner_id in orders.partner_id))
        self.assertEqual(set(orders.mapped("state")), {"purchase"})
        self.assertTrue(all(orders.order_line.filtered("award_id").mapped("contract_line_id")))

    def test_small_orders_need_none(self):
        """P14: below the threshold of the category no contract is needed."""
        case = self._approved_case()
        self.assertFalse(case.contract_needed)
        self.assertTrue(case.action_create_orders())

    def test_steps_by_the_right_person(self):
        """P14: contracts come from an approved award by its buyer; submitted by him; signed with a real scan."""
        case = self._big_case()
        with self.assertRaisesRegex(UserError, "buyer"):
            case.with_user(self.buyer2).action_create_contracts()
        draft_case = self._awarded_case(lines=[self._line(self.product_b, 50.0)])
        with self.assertRaisesRegex(UserError, "approved award"):
            draft_case.action_create_contracts()
        contract = self._contract(case)[0]
        with self.assertRaisesRegex(UserError, "stands in a contract"):
            case.action_create_contracts()
        with self.assertRaises(UserError):
            contract.action_sign(self._scan("early").id)
        with self.assertRaises(UserError):
            contract.with_user(self.buyer2).action_submit()
        contract.payment_terms = "30 days"
        contract.action_submit()
        self._approve(contract)
        with self.assertRaisesRegex(UserError, "scan"):
            contract.action_sign(0)
        text = self.env["ir.attachment"].with_user(self.buyer).create({"name": "a.txt", "raw": b"x"})
        with self.assertRaisesRegex(UserError, "no scan"):
            contract.action_sign(text.id)
        with self.assertRaisesRegex(UserError, "future"):
            contract.action_sign(self._scan("x").id, fields.Date.today() + timedelta(days=2))
        with self.assertRaises(UserError):
            contract.with_user(self.outsider).action_sign(self._scan("y", user=self.outsider).id)
        contract.with_user(self.legal).action_sign(self._scan("z", user=self.legal).id)
        self.assertEqual(contract.state, "active")
        self.assertTrue(contract.signed_checksum)

    def test_contract_is_not_written(self):
        """P14 S7: amounts, states, prices and parties are not fields to write; nor the link of an order."""
        case = self._big_case()
        contract = self._contract(case)[0]
        hostile = {"_company_engine": True, "default_state": "active"}
        for values in ({"state": "active"}, {"partner_id": self.suppliers[3].id}, {"signed_on": "2026-01-01"},
                       {"amount_total": 1.0}, {"legal_opinion": "fine"}):
            with self.assertRaises(AccessError):
                contract.with_context(**hostile).write(values)
        with self.assertRaises(AccessError):
            contract.line_ids.with_context(**hostile).write({"price_unit": 1.0})
        with self.assertRaises(AccessError):
            self.env["company.purchase.contract"].with_user(self.buyer).create(
                {"title": "x", "partner_id": self.suppliers[0].id, "category_id": self.category.id})
        order = self.env["purchase.order"].with_user(self.buyer).create({"partner_id": self.suppliers[0].id})
        with self.assertRaises(AccessError):
            order.with_context(**hostile).write({"contract_id": contract.id})
        with self.assertRaises(AccessError):
            self.env["purchase.order"].with_user(self.buyer).create(
                {"partner_id": self.suppliers[0].id, "contract_id": contract.id, "is_call_off": True})

    def test_incomplete_contract_is_not_submitted(self):
        """P14: validity, terms of payment and a schedule of 100 percent belong to a contract."""
        contract = self._contract(self._big_case())[0]
        contract.instalment_ids.unlink()
        with self.assertRaisesRegex(UserError, "payment"):
            contract.action_submit()
        contract.payment_terms = "30 days"
        contract.date_end = False
        with self.assertRaisesRegex(UserError, "validity"):
            contract.action_submit()

    def test_reopened_award(self):
        """P14: an award that is opened again takes its unsigned contracts along; a signed one binds."""
        case = self._big_case()
        contracts = self._contract(case)
        case.action_reopen("Prices changed")
        self.assertEqual(set(contracts.mapped("state")), {"cancelled"})
        other = self._big_case()
        self._sign_contracts(other)
        with self.assertRaisesRegex(UserError, "signed"):
            other.action_reopen("Prices changed")

    def test_end_of_a_contract(self):
        """P14: contracts end by their dates, by closing or by termination with a reason; reminders come before."""
        case = self._big_case()
        contracts = self._sign_contracts(case)
        contract = contracts[0]
        with self.assertRaisesRegex(UserError, "reason"):
            contract.action_terminate("")
        with self.assertRaises(UserError):
            contract.with_user(self.legal).action_terminate("No right")
        contract.sudo()._as_engine().write({"date_end": fields.Date.today() + timedelta(days=10)})
        self.env["company.purchase.contract"]._cron_contracts()
        todo = self.env["company.todo"].search([("kind", "=", "purchase.contract"), ("res_id", "=", contract.id)])
        self.assertEqual(todo.user_id, self.buyer | self.legal)
        contract.sudo()._as_engine().write({
            "date_start": fields.Date.today() - timedelta(days=5), "date_end": fields.Date.today() - timedelta(days=1)})
        self.env["company.purchase.contract"]._cron_contracts()
        self.assertEqual(contract.state, "expired")
        contract.action_close()
        self.assertEqual(contract.state, "closed")

    def test_changed_order_leaves_the_contract(self):
        """P14: a confirmed order under a contract is not raised above it."""
        case = self._big_case()
        self._sign_contracts(case)
        order = self.env["purchase.order"].with_user(self.buyer).browse(case.action_create_orders())[0]
        line = order.order_line.filtered("award_id")[0]
        self._set_control("PUR-MATCH", mode="off")
        with self.assertBlocked("PUR-CONTRACT"):
            line.write({"product_qty": line.product_qty + 1})
