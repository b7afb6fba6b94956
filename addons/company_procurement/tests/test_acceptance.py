from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .acceptance_common import AcceptanceCase

HOSTILE = {"skip_backorder": True, "skip_sanity_check": True, "_company_engine": True, "default_state": "accepted",
           "button_validate_picking_ids": [1], "tracking_disable": True, "install_mode": True}


@tagged("post_install", "-at_install")
class TestAcceptance(AcceptanceCase):

    def test_made_with_the_receipt(self):
        """P15: every receipt of a case order has its acceptance, with the persons who sign it and the lines due."""
        acceptance = self._delivery()
        self.assertEqual(acceptance.state, "draft")
        self.assertRegex(acceptance.name, r"^DH\d{6}-\d{4}$")
        self.assertEqual(acceptance.picking_id, acceptance.order_id.sudo().picking_ids)
        self.assertEqual((acceptance.buyer_id, acceptance.requester_ids, acceptance.keeper_ids),
                         (self.buyer, self.requester, self.warehouse))
        moves = acceptance.picking_id.sudo().move_ids
        self.assertEqual(acceptance.line_ids.order_line_id, moves.purchase_line_id)
        self.assertEqual(sum(acceptance.line_ids.mapped("due_qty")), sum(moves.mapped("product_uom_qty")))

    def test_three_sign_then_stock(self):
        """P15: buyer, requester and keeper sign, the keeper validates; case and request are done, finance is told."""
        case, orders = self._ordered_case()
        for acceptance in case.sudo().acceptance_ids:
            self._count(acceptance)
            with self.assertBlocked("PUR-ACCEPT"):
                self._validate(acceptance)
            self._sign(acceptance)
            self.assertEqual(acceptance.state, "accepted")
            self.assertIs(self._validate(acceptance), True)
            self.assertTrue(acceptance.stocked_on)
        self.assertEqual(case.sudo().state, "done")
        self.assertEqual(set(case.sudo().request_ids.mapped("state")), {"done"})
        self.assertEqual(orders.order_line.mapped("qty_received"), orders.order_line.mapped("product_qty"))
        todo = self.env["company.todo"].sudo().search([
            ("kind", "=", "purchase.acceptance_file"), ("res_id", "in", case.sudo().acceptance_ids.ids)])
        self.assertEqual(todo.user_id, self.finance)
        first = case.sudo().acceptance_ids[0]
        for _run in range(2):
            with self.enter_registry_test_mode():
                self.env.ref("company_procurement.ir_cron_acceptance_certificates").method_direct_trigger()
        self.assertEqual(len(first.message_ids.attachment_ids), 1)
        with self.assertRaises(UserError):
            first.with_user(self.buyer).action_file()
        first.with_user(self.finance).action_file()
        self.assertEqual(first.filed_by_id, self.finance)

    def test_who_signs(self):
        """P15 P5: three different persons, everybody in his own place, once; strangers and heads don't sign."""
        acceptance = self._delivery()
        with self.assertRaisesRegex(UserError, "counted"):
            acceptance.with_user(self.buyer).action_sign("ok")
        self._count(acceptance)
        for user in (self.buyer2, self.purchase_head):
            with self.assertRaises(UserError):
                acceptance.with_user(user).action_sign("ok")
        with self.assertRaises(AccessError):
            acceptance.with_user(self.outsider).action_sign("ok")
        for result, note in (("yes", ""), (True, ""), ("not_ok", ""), ("not_ok", " ")):
            with self.assertRaises(UserError):
                acceptance.with_user(self.buyer).action_sign(result, note)
        self._sign(acceptance, self.buyer)
        with self.assertRaisesRegex(UserError, "signed"):
            self._sign(acceptance, self.buyer)
        keeper2 = self._new_employee("Second Keeper", "test.keeper2", groups=("stock.group_stock_user",)).user_id
        self._sign(acceptance, keeper2)
        with self.assertRaisesRegex(UserError, "signed in this place"):
            self._sign(acceptance, self.warehouse)
        self.assertEqual(acceptance.missing_signers, "Requester")

    def test_count_voids_signatures(self):
        """P15: figures changed after a signature make it void: all three sign what was really counted."""
        acceptance = self._delivery()
        self._count(acceptance)
        self._sign(acceptance, self.buyer, self.requester)
        line = acceptance.line_ids[0]
        line.write({"counted_qty": line.due_qty})
        self.assertEqual(acceptance.signed_count, 2, "nothing changed")
        line.with_context(**HOSTILE).write({"counted_qty": line.due_qty - 1, "accepted_qty": line.due_qty - 1})
        self.assertEqual((acceptance.signed_count, acceptance.round), (0, 2))
        self._sign(acceptance)
        self.assertEqual(acceptance.state, "accepted")
        self.assertEqual(len(acceptance.signature_ids), 5)
        with self.assertRaises(UserError):
            line.write({"accepted_qty": 1})

    def test_partial_delivery(self):
        """P15: a part is accepted and put in stock, the rest waits in the next receipt with its own acceptance."""
        acceptance = self._delivery()
        line = acceptance.line_ids[0]
        rest = line.due_qty - 1
        self._count(acceptance, [1.0])
        self._sign(acceptance)
        moves = acceptance.picking_id.move_ids
        moves.with_user(self.warehouse).write({"quantity": line.due_qty, "picked": True})
        with self.assertBlocked("PUR-ACCEPT"):
            self._validate(acceptance)
        acceptance.sudo()._prepare_receipt()
        self._validate(acceptance)
        self.assertEqual(line.order_line_id.sudo().qty_received, 1.0)
        following = acceptance.order_id.sudo().acceptance_ids - acceptance.sudo()
        self.assertEqual(following.state, "draft")
        self.assertIn(rest, following.line_ids.mapped("due_qty"))
        self.assertEqual(following.picking_id.backorder_id, acceptance.picking_id.sudo())
        self.assertEqual(acceptance.sourcing_id.sudo().state, "ordered")

    def test_every_door_of_stock(self):
        """P15 S7: no wizard, no write, no create and no context puts goods in stock before the acceptance."""
        acceptance = self._delivery()
        picking = acceptance.picking_id.with_user(self.warehouse).with_context(**HOSTILE)
        move = picking.move_ids[0]
        wizard = self.env["stock.backorder.confirmation"].with_user(self.warehouse).with_context(
            button_validate_picking_ids=picking.ids, **{k: v for k, v in HOSTILE.items() if k[0] != "b"})
        doors = [
            lambda: picking.button_validate(),
            lambda: picking._action_done(),
            lambda: move._action_done(),
            lambda: move.write({"state": "done"}),
            lambda: wizard.create({"pick_ids": [Command.set(picking.ids)]}).process(),
            lambda: wizard.create({"pick_ids": [Command.set(picking.ids)]}).process_cancel_backorder(),
            lambda: move.copy({"state": "done", "picking_id": picking.id}),
            lambda: picking.sudo().button_validate(),
        ]
        for number, door in enumerate(doors):
            with self.subTest(door=number), self.assertBlocked("PUR-ACCEPT"):
                picking.move_ids.write({"picked": True})
                door()
        location = self.env.ref("stock.stock_location_stock")
        for vals in ({"purchase_line_id": False}, {"location_id": location.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                move.write(vals)
        self.assertFalse(acceptance.order_id.sudo().order_line.filtered("qty_received"))

    def test_received_quantity_is_not_typed_in(self):
        """P15 P16: neither buyer nor administrator writes what was received of goods; bills are matched with it."""
        line = self._delivery().sudo().line_ids[:1].order_line_id
        for user in (self.buyer, self.purchase_head, self.env.user):
            with self.assertBlocked("PUR-ACCEPT"):
                line.with_user(user).with_context(install_mode=True).write({"qty_received": line.product_qty})
        self.assertFalse(line.qty_received)

    def test_stock_after_acceptance_stays(self):
        """P15: what was put in stock can't be raised afterwards on the done receipt."""
        acceptance = self._accepted()
        self._validate(acceptance)
        move = acceptance.picking_id.with_user(self.warehouse).move_ids[0]
        for door in (
            lambda: move.move_line_ids.write({"quantity": 99}),
            lambda: move.write({"quantity": 99}),
            lambda: move.move_line_ids.create({
                "move_id": move.id, "picking_id": move.picking_id.id, "product_id": move.product_id.id,
                "quantity": 5, "location_id": move.location_id.id, "location_dest_id": move.location_dest_id.id}),
        ):
            with self.assertBlocked("PUR-ACCEPT"):
                door()

    def test_not_agreed(self):
        """P15: one of the three doesn't agree: nothing enters the stock, the receipt waits for a new delivery."""
        acceptance = self._delivery()
        self._count(acceptance)
        self._sign(acceptance, self.requester, result="not_ok")
        self._sign(acceptance, self.buyer, self.warehouse)
        self.assertEqual(acceptance.state, "refused")
        with self.assertBlocked("PUR-ACCEPT"):
            self._validate(acceptance)
        again = acceptance.picking_id.sudo().acceptance_ids - acceptance.sudo()
        self.assertEqual(again.state, "draft")

    def test_certificates(self):
        """P15: certificates that the product category requires come with the goods (PUR-CERT)."""
        parent = self.env["product.category"].create({"name": "Metal", "certificate_required": "both"})
        self.goods_category.parent_id = parent
        acceptance = self._delivery()
        self._count(acceptance)
        self._sign(acceptance, self.buyer, self.requester)
        with self.assertBlocked("PUR-CERT"):
            self._sign(acceptance, self.warehouse)
        foreign = self.env["ir.attachment"].create({"name": "x", "raw": b"x", "res_model": "res.partner", "res_id": 1})
        for kind, paper in (("other", self._paper()), ("certificate", foreign)):
            with self.assertRaises(UserError):
                acceptance.action_attach_certificate(kind, paper.id)
        self.assertTrue(acceptance.action_attach_certificate("certificate", self._paper().id))
        with self.assertBlocked("PUR-CERT"):
            self._sign(acceptance, self.warehouse)
        acceptance.action_attach_certificate("material", self._paper().id)
        self._sign(acceptance, self.warehouse)
        self.assertEqual(acceptance.state, "accepted")
        with self.assertRaises(UserError):
            acceptance.line_ids[0].certificate_id.write({"raw": b"another"})

    def test_use_first(self):
        """P15: needed at once: buyer and requester release the goods, the stock-in stays due until it is done."""
        acceptance = self._delivery()
        with self.assertRaises(UserError):
            acceptance.with_user(self.warehouse).action_use_first("Rain")
        with self.assertRaises(UserError):
            acceptance.with_user(self.requester).action_use_first(" ")
        self._count(acceptance)
        acceptance.with_user(self.requester).action_use_first("The bridge is open")
        self.assertTrue(acceptance.deadline)
        self._sign(acceptance, self.buyer, self.requester)
        self.assertTrue(acceptance.released_on)
        with self.assertBlocked("PUR-ACCEPT"):
            self._validate(acceptance)
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self.env["company.purchase.acceptance"]._cron_stock_in()
            self.env["company.purchase.acceptance"]._cron_stock_in()
        findings = self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "PUR-STOCKIN"), ("res_id", "=", acceptance.id)])
        self.assertEqual(len(findings), 1)
        self._sign(acceptance, self.warehouse)
        self._validate(acceptance)
        self.assertFalse(acceptance.deadline)

    def test_protected(self):
        """P15 S7: state, persons and signatures are written by the steps only, signatures by nobody."""
        acceptance = self._delivery()
        self._count(acceptance)
        self._sign(acceptance, self.buyer)
        for user in (self.warehouse, self.buyer, self.purchase_head, self.env.user):
            record = acceptance.with_user(user).with_context(**HOSTILE)
            for vals in ({"state": "accepted"}, {"round": 7}, {"buyer_id": user.id}, {"stocked_on": "2026-01-01"},
                         {"requester_ids": [Command.link(user.id)]}, {"use_first": True},
                         {"line_ids": [Command.create({"description": "x", "uom_id": 1, "order_line_id": 1})]},
                         {"signature_ids": [Command.clear()]}):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(UserError):
                    record.write(vals)
            with self.assertRaises(UserError):
                record.unlink()
            with self.assertRaises(UserError):
                record.create({"order_id": acceptance.order_id.id, "buyer_id": user.id})
        signature = acceptance.sudo().signature_ids
        with self.assertRaises(AccessError):
            signature.write({"result": "not_ok"})
        with self.assertRaises(AccessError):
            signature.create({"acceptance_id": acceptance.id})
        line = acceptance.line_ids[0]
        for vals in ({"due_qty": 1}, {"certificate_required": "none"}, {"order_line_id": 1}):
            with self.assertRaises(AccessError):
                line.write(vals)
        for vals in ({"quality": "conceded"}, {"counted_qty": 99, "accepted_qty": 99}):
            with self.assertRaises(UserError):
                line.write(vals)
        with self.assertRaises(UserError):
            line.with_user(self.buyer2).write({"counted_qty": 1})

    def test_reopen(self):
        """P15: before stock-in an acceptance can be opened again; afterwards it stays."""
        acceptance = self._accepted()
        with self.assertRaises(UserError):
            acceptance.with_user(self.buyer).action_reopen("")
        with self.assertRaises(UserError):
            acceptance.with_user(self.buyer2).action_reopen("Other")
        acceptance.with_user(self.buyer).action_reopen("Wrong count")
        self.assertEqual((acceptance.state, acceptance.signed_count), ("signing", 0))
        with self.assertBlocked("PUR-ACCEPT"):
            self._validate(acceptance)
        self._sign(acceptance)
        self._validate(acceptance)
        with self.assertRaises(UserError):
            acceptance.with_user(self.buyer).action_reopen("Too late")

    def test_change_signer(self):
        """P15 P5: the head of purchasing names another buyer or requester, never the same person for both."""
        acceptance = self._delivery()
        head = acceptance.with_user(self.purchase_head)
        for user, arguments in (
            (self.buyer, ("buyer", self.buyer2.id, "Holiday")), (self.purchase_head, ("keeper", self.buyer2.id, "x")),
            (self.purchase_head, ("buyer", self.requester.id, "x")), (self.purchase_head, ("buyer", 0, "x")),
            (self.purchase_head, ("requester", self.buyer.id, "x")),
            (self.purchase_head, ("buyer", self.buyer2.id, "")),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                acceptance.with_user(user).action_change_signer(*arguments)
        head.action_change_signer("buyer", self.buyer2.id, "Holiday")
        self._count(acceptance)
        with self.assertRaises(UserError):
            self._sign(acceptance, self.buyer)
        self._sign(acceptance, self.buyer2, self.requester, self.warehouse)
        self.assertEqual(acceptance.state, "accepted")

    def test_cancelled_order(self):
        """P15: a cancelled order takes its acceptance along."""
        acceptance = self._delivery()
        acceptance.order_id.with_user(self.buyer).button_cancel()
        self.assertEqual(acceptance.state, "cancelled")
        with self.assertRaises(UserError):
            self._count(acceptance)

    def test_slot_once_in_the_database(self):
        """P15: the database itself refuses a second signature in one place."""
        acceptance = self._delivery()
        self._count(acceptance)
        self._sign(acceptance, self.buyer)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            acceptance.with_user(self.buyer2).sudo()._do_sign("buyer", "ok", "")
            self.env.flush_all()

    def test_companies_apart(self):
        """S6: another company sees nothing of a delivery."""
        acceptance = self._delivery()
        stranger = self._new_employee("Stranger", "test.stranger", groups=("stock.group_stock_user",),
                                      company=self.company_b).user_id
        model = self.env["company.purchase.acceptance"].with_user(stranger).with_context(
            allowed_company_ids=self.company_b.ids)
        self.assertFalse(model.search_count([]))
        with self.assertRaises(AccessError):
            model.browse(acceptance.id).action_sign("ok")
