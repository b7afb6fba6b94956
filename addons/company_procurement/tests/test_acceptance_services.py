from odoo.exceptions import UserError
from odoo.tests import tagged

from .acceptance_common import AcceptanceCase


@tagged("post_install", "-at_install")
class TestAcceptanceServices(AcceptanceCase):
    """P15: works and services have no receipt; their acceptance stands on the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["product.product"].create({
            "name": "Painting", "type": "service", "supplier_taxes_id": False, "uom_id": cls.unit.id,
            "purchase_method": "receive"})

    def _order(self):
        case, orders = self._ordered_case(lines=[self._line(self.service, 6.0)])
        return case, orders

    def test_services(self):
        """P15: services become received by the three signatures, in parts, and end the case."""
        case, order = self._order()
        self.assertFalse(case.sudo().acceptance_ids)
        with self.assertRaises(UserError):
            order.with_user(self.buyer2).action_create_acceptance()
        acceptance = self.env["company.purchase.acceptance"].with_user(self.warehouse).browse(
            order.with_user(self.buyer).action_create_acceptance())
        with self.assertRaises(UserError):
            order.with_user(self.buyer).action_create_acceptance()
        self._count(acceptance, [2.0])
        self._sign(acceptance)
        self.assertEqual(order.order_line.qty_received, 2.0)
        rest = self.env["company.purchase.acceptance"].with_user(self.warehouse).browse(
            order.with_user(self.requester).action_create_acceptance())
        self.assertEqual(rest.line_ids.due_qty, 4.0)
        self._count(rest)
        self._sign(rest)
        self.assertEqual(order.order_line.qty_received, 6.0)
        self.assertEqual(case.sudo().state, "done")

    def test_not_by_hand(self):
        """P15: the received quantity of a service isn't written by hand (PUR-ACCEPT)."""
        _case, order = self._order()
        for vals in ({"qty_received": 6.0}, {"qty_received_manual": 6.0}):
            for user in (self.buyer, self.purchase_head):
                with self.subTest(vals=vals), self.assertBlocked("PUR-ACCEPT"):
                    order.order_line.with_user(user).write(vals)
