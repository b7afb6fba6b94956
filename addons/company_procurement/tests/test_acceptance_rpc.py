from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .acceptance_common import PIXEL, AcceptanceFixture
from .test_acceptance import HOSTILE

MODEL = "company.purchase.acceptance"


@tagged("post_install", "-at_install")
class TestAcceptanceRpc(AcceptanceFixture, RpcCase):
    """S7: acceptance over XML-RPC, and no way around it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.user_admin").write({
            "company_ids": [Command.link(cls.company_a.id)], "company_id": cls.company_a.id})

    def test_whole_way(self):
        """P15 S7: count, defect, certificate, three signatures and stock-in with plain values over XML-RPC."""
        acceptance = self._delivery(lines=[self._line()])
        rows = self.rpc("test.keeper", MODEL + ".line", "search_read", [("acceptance_id", "=", acceptance.id)],
                        ["due_qty"])
        lines = [{"line_id": row["id"], "counted_qty": row["due_qty"], "accepted_qty": 8.0} for row in rows]
        self.assertTrue(self.rpc("test.keeper", MODEL, "action_count", acceptance.ids, lines, "SH-77"))
        photo = self.rpc("test.keeper", "ir.attachment", "create", {
            "name": "p.png", "datas": PIXEL, "mimetype": "image/png"})
        report_id = self.rpc("test.keeper", MODEL, "action_report_nonconformity", acceptance.ids, [
            {"line_id": rows[0]["id"], "quantity": 2.0, "reason": "Bent"}], "Two are bent", [photo])
        self.assertTrue(self.rpc(
            "test.buyer", "company.purchase.nonconformity", "action_decide", [report_id], "exchange", "Next truck"))
        paper = self.rpc("test.keeper", "ir.attachment", "create", {"name": "c.pdf", "raw": "%PDF"})
        self.assertTrue(self.rpc("test.keeper", MODEL, "action_attach_certificate", acceptance.ids, "certificate",
                                 paper, [rows[0]["id"]]))
        for login in ("test.buyer", self.requester.login, "test.keeper"):
            self.assertTrue(self.rpc(login, MODEL, "action_sign", acceptance.ids, "ok", "Seen"))
        picking = acceptance.picking_id
        self.rpc("test.keeper", "stock.picking", "button_validate", picking.ids, context={"skip_backorder": True})
        self.env.invalidate_all()
        self.assertEqual(picking.sudo().state, "done")
        self.assertEqual(acceptance.line_ids.order_line_id.sudo().qty_received, 8.0)

    def test_no_stock_by_any_door(self):
        """P15 S7: over XML-RPC neither keeper, head nor administrator puts unaccepted goods in stock."""
        acceptance = self._delivery(lines=[self._line()])
        picking = acceptance.picking_id.sudo()
        move = picking.move_ids
        self.purchase_head.group_ids = [Command.link(self.env.ref("stock.group_stock_manager").id)]
        for login in ("test.keeper", "test.head", "admin"):
            for model, method, ids, arguments in (
                ("stock.picking", "button_validate", picking.ids, ()),
                ("stock.picking", "write", picking.ids, ({"move_ids": [(1, move.id, {"state": "done"})]},)),
                ("stock.move", "write", move.ids, ({"state": "done", "quantity": 10, "picked": True},)),
                ("stock.move", "write", move.ids, ({"purchase_line_id": False},)),
                ("stock.move", "copy", move.ids, ({"state": "done"},)),
                (MODEL, "write", acceptance.ids, ({"state": "accepted"},)),
                (MODEL, "unlink", acceptance.ids, ()),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(UserError):
                    self.rpc(login, model, method, ids, *arguments, context=HOSTILE)
        self._take_findings()
        self.env.invalidate_all()
        self.assertFalse(acceptance.line_ids.order_line_id.sudo().qty_received)

    def test_nobody_signs_for_another(self):
        """P15 S7: over XML-RPC the place of a signature is that of the user who signed in, not an argument."""
        acceptance = self._delivery(lines=[self._line()])
        self._count(acceptance)
        self.rpc("test.buyer", MODEL, "action_sign", acceptance.ids, "ok")
        for login, arguments in (("test.buyer", ("ok",)), ("test.buyer2", ("ok",)), ("test.head", ("ok",)),
                                 ("test.outsider", ("ok",)), ("test.finance", ("ok",))):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, MODEL, "action_sign", acceptance.ids, *arguments, context=HOSTILE)
        with self.assertRaises(UserError):
            self.rpc("admin", MODEL + ".signature", "create", {
                "acceptance_id": acceptance.id, "slot": "keeper", "user_id": self.warehouse.id, "result": "ok"})
        self.assertEqual(acceptance.signed_count, 1)
