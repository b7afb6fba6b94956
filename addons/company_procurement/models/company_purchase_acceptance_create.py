from odoo import api, fields, models

from .company_purchase_acceptance import LIVE


class CompanyPurchaseAcceptance(models.Model):
    """Acceptances come into being with the receipts of ruled orders, and follow them."""

    _inherit = "company.purchase.acceptance"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/" and vals.get("order_id"):
                company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
                vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code(self._name) or "/"
        return super().create(vals_list)

    def _get_client_create_fields(self, vals):
        """Nobody makes an acceptance by hand."""
        return frozenset()

    @api.model
    def _ensure_for_pickings(self, pickings):
        """One live acceptance per receipt and ruled order; those not accepted yet follow the receipt."""
        moves = pickings.sudo().move_ids._filter_ruled_receipts().filtered(
            lambda move: move.state not in ("done", "cancel"))
        if not moves:
            return self.browse()
        existing = {
            (acceptance.picking_id, acceptance.order_id): acceptance
            for acceptance in self.sudo().search([
                ("picking_id", "in", moves.picking_id.ids), ("state", "in", LIVE)])
        }
        made = self.sudo().browse()
        for (picking, order), own in moves.grouped(
                lambda move: (move.picking_id, move.purchase_line_id.order_id)).items():
            if not picking:
                continue
            acceptance = existing.get((picking, order))
            if not acceptance:
                acceptance = self._create_for(order, picking)
                made |= acceptance
            if acceptance.state != "accepted":
                acceptance._sync_lines(own._get_due_quantities())
        made._refresh_todos(fresh=True)
        return made

    @api.model
    def _init_acceptances(self):
        """Acceptances for receipts that were open already at installation."""
        orders = self.env["purchase.order"].sudo().search([
            ("state", "=", "purchase"), ("is_quote", "=", False), ("sourcing_id", "!=", False)])
        for company, own in orders.grouped("company_id").items():
            self.with_company(company)._ensure_for_pickings(own.with_company(company).picking_ids)

    @api.model
    def _create_for(self, order, picking=None):
        """The acceptance of one receipt; it is born quietly, those who act find it in their to-dos."""
        quiet = {"mail_create_nolog": True, "mail_create_nosubscribe": True, "tracking_disable": True}
        made = self.sudo().with_company(order.company_id).with_context(**quiet)._as_engine().create(
            self._prepare_for(order, picking))
        return made.with_context(dict.fromkeys(quiet, False))

    @api.model
    def _prepare_for(self, order, picking):
        case = order.sourcing_id
        requesters = order._get_acceptance_requesters()
        keepers = self.env["company.role"].sudo()._get_users("warehouse_keeper", order.company_id)
        buyer = case.buyer_id or order.user_id or self.env.user
        return {
            "company_id": order.company_id.id,
            "order_id": order.id,
            "picking_id": picking.id if picking else False,
            "sourcing_id": case.id,
            "partner_id": order.partner_id.id,
            "project_id": case.project_id.id,
            "site": case.delivery_note,
            "urgent": case.urgent,
            "buyer_id": buyer.id,
            "requester_ids": [fields.Command.set(requesters.ids)],
            "keeper_ids": [fields.Command.set(keepers.ids)],
            "participant_ids": [fields.Command.set((requesters | keepers | buyer).ids)],
            "planned_on": picking.scheduled_date if picking else order.date_planned,
            "has_difference": False,    # as computed until it is counted
        }

    def _sync_lines(self, due):
        """Lines for these order lines: ``due`` is {order line: quantity in its unit}."""
        self.ensure_one()
        lines = {line.order_line_id: line for line in self.line_ids}
        missing, changed = [], False
        for order_line, quantity in due.items():
            line = lines.get(order_line)
            if not line:
                missing.append(self._prepare_line(order_line, quantity))
            elif line.uom_id.compare(line.due_qty, quantity):
                line._as_engine().write({"due_qty": quantity, "ordered_qty": order_line.product_qty})
                changed = True
        gone = self.line_ids.filtered(lambda line: line.order_line_id not in due)
        gone._as_engine().unlink()
        if missing:
            self.env["company.purchase.acceptance.line"].sudo()._as_engine().create(missing)
        if (missing or gone or changed) and self.counted_on:
            self._on_counted()

    def _prepare_line(self, order_line, quantity):
        need = order_line.sourcing_line_id
        product = order_line.product_id
        return {
            "acceptance_id": self.id,
            "company_id": self.company_id.id,
            "rejected_qty": 0.0,    # as computed until it is counted; given, it is not written a second time
            "sequence": order_line.sequence,
            "order_line_id": order_line.id,
            "product_id": product.id,
            "description": need.description or product.name or order_line.name,
            "specification": " ".join(filter(None, (
                need.specification or product.specification, need.model_number or product.model_number))),
            "uom_id": order_line.product_uom_id.id,
            "ordered_qty": order_line.product_qty,
            "due_qty": quantity,
            "certificate_required": product.categ_id._get_certificate_required(),
        }

    @api.model
    def _mark_stocked(self, pickings):
        """Accepted deliveries whose receipt is through now are in stock."""
        if pickings:
            waiting = self.sudo().search([
                ("picking_id", "in", pickings.ids), ("state", "=", "accepted"), ("stocked_on", "=", False)])
            waiting.filtered(lambda one: all(
                move.state in ("done", "cancel") for move in one.picking_id.move_ids))._on_stocked()

    def _on_pickings_cancelled(self):
        """The receipt was cancelled: nothing is accepted any more."""
        open_sudo = self.sudo().filtered(lambda acceptance: acceptance.state in LIVE and not acceptance.stocked_on)
        if open_sudo:
            open_sudo._set_state("cancelled")
            open_sudo._as_engine().write({"deadline": False})
            open_sudo._refresh_todos()

    # ------------------------------------------------------------------
    # To-dos
    # ------------------------------------------------------------------

    def _refresh_todos(self, fresh=False):
        """Who acts next: the keeper counts, the three sign, the keeper puts in stock; ``fresh``: nothing to close."""
        todo_sudo = self.env["company.todo"].sudo()
        for acceptance in self.sudo():
            tasks = acceptance._get_tasks()
            for kind in ("purchase.count", "purchase.accept", "purchase.stock_in"):
                users, text = tasks.get(kind, (self.env["res.users"], ""))
                if not fresh:
                    everyone = acceptance.participant_ids | acceptance.keeper_ids
                    todo_sudo._close(kind, acceptance, everyone - users)
                todo_sudo._open(kind, acceptance, users, text, deadline=acceptance._get_task_deadline(),
                                urgent=acceptance.urgent, requester_id=acceptance.buyer_id.id)

    def _get_task_deadline(self):
        return self.deadline or self.planned_on

    def _get_tasks(self):
        """{kind: (users, text)}."""
        self.ensure_one()
        values = {"acceptance": self.name, "supplier": self.partner_id.name}
        if self.state in ("draft", "signing") and not self.counted_on:
            return {"purchase.count": (self.keeper_ids, self.env._(
                "Count the delivery %(acceptance)s of %(supplier)s", **values))}
        if self.state in ("draft", "signing"):
            return {"purchase.accept": (self._get_waiting_users(), self.env._(
                "Accept the delivery %(acceptance)s of %(supplier)s", **values))}
        if self.state == "accepted" and not self.stocked_on:
            return {"purchase.stock_in": (self.keeper_ids, self.env._(
                "Put the delivery %(acceptance)s of %(supplier)s in stock", **values))}
        return {}

    def _get_waiting_users(self):
        given = set(self._get_valid_signatures().mapped("slot"))
        signed = self._get_valid_signatures().user_id
        places = {"buyer": self.buyer_id, "requester": self.requester_ids, "keeper": self.keeper_ids}
        users = self.env["res.users"].union(*(people for slot, people in places.items() if slot not in given))
        return users - signed
