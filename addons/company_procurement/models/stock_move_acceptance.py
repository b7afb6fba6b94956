from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from ..engine import acceptance as engine

# a receipt can't leave its order, or the supplier, to get around the acceptance
ANCHORS = ("purchase_line_id", "location_id")


class StockMove(models.Model):
    """PUR-ACCEPT: nothing of a ruled order enters the stock before three persons accepted it.

    The gate stands where a move becomes done, by whatever door: validation, wizards, write and create over RPC.
    """

    _inherit = "stock.move"

    def _filter_ruled_receipts(self):
        """Moves that bring goods of a ruled order from the supplier."""
        ruled_sudo = self.sudo().purchase_line_id.order_id._filter_accepted_orders()
        if not ruled_sudo:
            return self.browse()
        return self.filtered(
            lambda move: move.sudo().purchase_line_id.order_id in ruled_sudo
            and move.location_id.usage in ("supplier", "transit") and move.location_dest_id.usage != "supplier")

    def _get_due_quantities(self):
        """{order line: demanded quantity in the unit of the order}."""
        totals = defaultdict(float)
        for move in self:
            unit = move.purchase_line_id.product_uom_id
            totals[move.purchase_line_id] += move.product_uom._compute_quantity(move.product_uom_qty, unit)
        return totals

    # ------------------------------------------------------------------
    # Doors
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.filtered(lambda move: move.state == "done")._check_acceptance_gate()
        return moves

    def write(self, vals):
        if not self.env.su and not set(ANCHORS).isdisjoint(vals):
            self._check_anchors(vals)
        entering = self.filtered(lambda move: move.state != "done") if vals.get("state") == "done" else self.browse()
        result = super().write(vals)
        if entering:
            entering._check_acceptance_gate()
        elif not {"quantity", "move_line_ids"}.isdisjoint(vals):
            self.filtered(lambda move: move.state == "done")._check_acceptance_gate()
        return result

    def _check_anchors(self, vals):
        ruled = self._filter_ruled_receipts()
        if not ruled:
            return
        usage = self.env["stock.location"].sudo().browse(vals.get("location_id") or ()).usage
        if ("purchase_line_id" in vals and ruled.purchase_line_id.ids != [vals["purchase_line_id"]]) or (
                "location_id" in vals and usage not in ("supplier", "transit")):
            raise UserError(self.env._(
                "%(moves)s: a receipt of an order under acceptance keeps its order and comes from the supplier "
                "(R4 §3.1.6.3).", moves=", ".join(ruled.mapped("display_name"))))

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        done = (self | moves).exists()._filter_ruled_receipts()
        self.env["company.purchase.acceptance"].sudo()._mark_stocked(done.sudo().picking_id)
        return moves

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(merge=merge, merge_into=merge_into, create_proc=create_proc)
        self.env["company.purchase.acceptance"].sudo()._ensure_for_pickings(moves.picking_id)
        return moves

    def _action_cancel(self):
        pickings_sudo = self._filter_ruled_receipts().sudo().picking_id
        result = super()._action_cancel()
        if pickings_sudo:
            pickings_sudo.filtered(lambda picking: picking.state == "cancel").acceptance_ids._on_pickings_cancelled()
            self.env["company.purchase.acceptance"].sudo()._ensure_for_pickings(pickings_sudo)
        return result

    # ------------------------------------------------------------------
    # Gate
    # ------------------------------------------------------------------

    def _check_acceptance_gate(self):
        """Check all moves that are done now, with the same number of queries for any number."""
        moves_sudo = self.sudo()._filter_ruled_receipts()
        if not moves_sudo:
            return
        acceptances = self.env["company.purchase.acceptance"].sudo().search([
            ("picking_id", "in", moves_sudo.picking_id.ids), ("state", "=", "accepted")])
        by_key = {(acceptance.picking_id, acceptance.order_id): acceptance for acceptance in acceptances}
        acceptances.line_ids.fetch(["order_line_id", "accepted_qty", "acceptance_id"])
        whole = moves_sudo | moves_sudo.picking_id.move_ids._filter_ruled_receipts().filtered(
            lambda move: move.state == "done")
        for (picking, order), own in whole.grouped(
                lambda move: (move.picking_id, move.purchase_line_id.order_id)).items():
            problem = own._get_acceptance_problem(picking, order, by_key.get((picking, order)))
            if problem:
                self.env["company.control"]._enforce(
                    "PUR-ACCEPT", (picking or order).sudo(self.env.su), problem[0], fact=problem[1])

    def _get_acceptance_problem(self, picking, order, acceptance):
        """(reason, fact) when these done moves of one receipt differ from what three persons accepted."""
        if not acceptance:
            return self.env._(
                "the goods of %(order)s are not accepted: buyer, requester and warehouse keeper sign the acceptance "
                "first.", order=order.name), "not accepted"
        done = defaultdict(float)
        for move in self:
            unit = move.purchase_line_id.product_uom_id
            done[move.purchase_line_id.id] += move.product_uom._compute_quantity(move.quantity, unit)
        found = engine.stock_mismatches(acceptance._get_accepted_by_line(), done)
        if not found:
            return None
        lines = self.env["purchase.order.line"].sudo().browse([key for key, _accepted, _done in found])
        names = {line.id: line.product_id.display_name for line in lines}
        return self.env._(
            "it differs from the acceptance %(acceptance)s: %(lines)s. Put in stock what was accepted; the rest comes "
            "with the next receipt.", acceptance=acceptance.name, lines="; ".join(self.env._(
                "%(item)s accepted %(accepted)s, put in stock %(done)s", item=names[key],
                accepted=f"{accepted:g}", done=f"{quantity:g}") for key, accepted, quantity in found)
        ), ";".join(f"{key}:{accepted:g}/{quantity:g}" for key, accepted, quantity in found)
