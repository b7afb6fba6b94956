"""Helpers of the acceptance tests: deliveries at every stage of their way."""
import base64

from odoo import Command

from .sourcing_common import SourcingCase, SourcingFixture

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class AcceptanceFixture(SourcingFixture):
    """An ordered case and the persons who accept its delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse.group_ids = [Command.link(cls.env.ref("stock.group_stock_user").id)]

    def _delivery(self, **values):
        """The acceptance of the first receipt of an ordered case."""
        case, orders = self._ordered_case(**values)
        return self._get_delivery(case, orders)

    def _get_delivery(self, case, orders):
        self.assertTrue(orders)
        acceptance = case.sudo().acceptance_ids.sorted("id")[:1]
        self.assertTrue(acceptance, "no acceptance was made for the receipt")
        return acceptance.with_user(self.warehouse)

    def _count(self, acceptance, quantities=None, user=None, **values):
        """The keeper counts; by default everything that is due."""
        lines = acceptance.with_user(user or self.warehouse).line_ids
        rows = [{"line_id": line.id, "counted_qty": line.due_qty, **values} for line in lines]
        for row, quantity in zip(rows, quantities or (), strict=False):
            row["counted_qty"] = quantity
        return acceptance.with_user(user or self.warehouse).action_count(rows, "SH-001")

    def _sign(self, acceptance, *users, result="ok"):
        for user in users or (self.buyer, self.requester, self.warehouse):
            acceptance.with_user(user).action_sign(result, "Seen")

    def _accepted(self, **values):
        acceptance = self._delivery(**values)
        self._count(acceptance)
        self._sign(acceptance)
        return acceptance

    def _photo(self, user=None, **values):
        return self.env["ir.attachment"].with_user(user or self.warehouse).create({
            "name": "photo.png", "datas": PIXEL, "mimetype": "image/png", **values})

    def _paper(self, user=None):
        return self.env["ir.attachment"].with_user(user or self.warehouse).create({
            "name": "certificate.pdf", "datas": base64.b64encode(b"%PDF-1.4 certificate"),
            "mimetype": "application/pdf"})

    def _validate(self, acceptance, user=None):
        """The keeper validates the receipt as the web client does."""
        return acceptance.picking_id.with_user(user or self.warehouse).with_context(
            skip_backorder=True).button_validate()


class AcceptanceCase(AcceptanceFixture, SourcingCase):
    """Transaction case of deliveries."""
