from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .acceptance_common import AcceptanceCase


@tagged("post_install", "-at_install")
class TestTransport(AcceptanceCase):
    """P27: transport by fixed carriers at agreed prices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier, cls.stranger = cls.env["res.partner"].create([{"name": "Carrier"}, {"name": "Stranger"}])
        head = cls.env(user=cls.purchase_head)
        head["company.purchase.carrier"].create({
            "partner_id": cls.carrier.id, "reason": "Cheapest of three", "company_id": cls.company_a.id})
        cls.rate = head["company.purchase.carrier.rate"].create({
            "partner_id": cls.carrier.id, "route": "Base 1 – Site 3", "unit": "ton", "price": 100.0, "minimum": 300.0,
            "company_id": cls.company_a.id})

    def _transport(self, user=None, **values):
        transport = self.env["company.purchase.transport"].with_user(user or self.requester).create({
            "goods": "Steel beams", "pickup": "Base 1", "destination": "Site 3", "notice": "Section 3", **values})
        transport.action_request()
        return transport.with_user(self.buyer)

    def test_agreed_price(self):
        """P27: production notices the goods, purchasing places them at the agreed price."""
        transport = self._transport()
        self.assertRegex(transport.name, r"^WL\d{6}-\d{4}$")
        with self.assertRaises(UserError):
            transport.with_user(self.requester).action_place()
        with self.assertRaises(UserError):
            transport.action_place()
        transport.write({"carrier_id": self.carrier.id, "rate_id": self.rate.id, "quantity": 5.0})
        self.assertEqual((transport.agreed_price, transport.amount), (500.0, 500.0))
        transport.action_place()
        self.assertEqual(transport.state, "placed")
        with self.assertRaises(UserError):
            transport.write({"price": 1.0})
        transport.with_user(self.requester).action_deliver("Complete")
        transport.action_settle()
        self.assertEqual(transport.state, "settled")

    def test_other_carrier_or_price(self):
        """P27: another carrier, another price or an expired rate needs its reason (PUR-CARRIER)."""
        for values in (
            {"carrier_id": self.stranger.id, "price": 400.0},
            {"carrier_id": self.carrier.id, "rate_id": self.rate.id, "quantity": 5.0, "price": 510.0},
            {"carrier_id": self.carrier.id, "price": 500.0},
        ):
            transport = self._transport()
            transport.write(values)
            with self.subTest(values=values), self.assertBlocked("PUR-CARRIER"):
                transport.action_place()
            transport.write({"price_reason": "No lorry of the fixed carrier until Friday"})
            transport.action_place()
            self.assertEqual(transport.state, "placed")
        self.rate.date_from = fields.Date.today() - timedelta(days=60)
        self.rate.date_to = fields.Date.today() - timedelta(days=1)
        transport = self._transport()
        transport.write({"carrier_id": self.carrier.id, "rate_id": self.rate.id})
        with self.assertBlocked("PUR-CARRIER"):
            transport.action_place()

    def test_expensive_ones_are_approved(self):
        """P27: from the amount of the settings on the head of purchasing approves before the carrier is told."""
        self.company_a.purchase_transport_limit = 1000
        transport = self._transport()
        transport.write({"carrier_id": self.carrier.id, "rate_id": self.rate.id, "quantity": 20.0})
        transport.action_place()
        self.assertEqual(transport.state, "approval")
        self.assertEqual(self._approve(transport), self.purchase_head)
        self.assertEqual(transport.state, "placed")
        other = self._transport()
        other.write({"carrier_id": self.carrier.id, "rate_id": self.rate.id, "quantity": 20.0})
        other.action_place()
        other.sudo().approval_id.with_user(self.purchase_head).action_reject("Too much")
        self.assertEqual(other.state, "requested")

    def test_from_order(self):
        """P27: a transport is made from an order, once it is confirmed, by a buyer."""
        _case, orders = self._ordered_case(lines=[self._line()])
        transport_id = orders.with_user(self.buyer).action_create_transport()
        transport = self.env["company.purchase.transport"].browse(transport_id)
        self.assertEqual(transport.order_id, orders)
        self.assertIn("Bolt", transport.goods)
        with self.assertRaises(AccessError):
            orders.with_user(self.requester).action_create_transport()

    def test_who_keeps_the_list(self):
        """P27 S7: carriers and prices are kept by the head of purchasing; strangers see no transport."""
        for user in (self.buyer, self.requester):
            with self.assertRaises(AccessError):
                self.rate.with_user(user).write({"price": 1})
            with self.assertRaises(AccessError):
                self.env["company.purchase.carrier"].with_user(user).create({
                    "partner_id": self.stranger.id, "reason": "x"})
        transport = self._transport()
        self.assertFalse(self.env["company.purchase.transport"].with_user(self.outsider).search_count([]))
        with self.assertRaises(AccessError):
            transport.with_user(self.outsider).action_cancel("x")
        with self.assertRaises(UserError):
            transport.action_cancel("")
        transport.action_cancel("Not needed")
        with self.assertRaises(UserError):
            transport.unlink()
        for vals in ({"state": "placed"}, {"approval_state": "approved"}, {"agreed_price": 9}):
            with self.assertRaises(UserError):
                self._transport().write(vals)
