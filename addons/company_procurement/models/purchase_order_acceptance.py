from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    """Deliveries of an order and their acceptance."""

    _inherit = "purchase.order"

    acceptance_ids = fields.One2many("company.purchase.acceptance", "order_id", "Acceptances", readonly=True,
                                     copy=False)
    acceptance_count = fields.Integer("Number of Acceptances", compute="_compute_acceptance_count", compute_sudo=True)
    can_create_acceptance = fields.Boolean(compute="_compute_can_create_acceptance")

    @api.depends("acceptance_ids")
    def _compute_acceptance_count(self):
        groups = dict(self.env["company.purchase.acceptance"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.acceptance_count = groups.get(order._origin, 0)

    @api.depends("state", "order_line.qty_received", "acceptance_ids.state")
    @api.depends_context("uid")
    def _compute_can_create_acceptance(self):
        refusals = self._get_create_acceptance_refusals()
        for order in self:
            order.can_create_acceptance = not refusals[order.id]

    def _filter_accepted_orders(self):
        """Orders whose goods three persons accept: those of cases and call-offs of contracts."""
        has_contract = "contract_id" in self._fields
        return self.filtered(
            lambda order: not order.is_quote and (order.sourcing_id or (has_contract and order.contract_id)))

    def _get_acceptance_requesters(self):
        """Who requested the goods of an order: they sign for the requesting side."""
        requests = self.order_line.sourcing_line_id.request_line_ids.request_id
        requesters = requests.requester_id or self.sourcing_id.requester_ids
        if not requesters and "contract_id" in self._fields:    # a call-off: the department that needs the goods
            requesters = self.contract_id.department_id.manager_id.user_id
        return requesters

    def _get_acceptance_lines(self):
        return self.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment and not line.is_freight)

    # ------------------------------------------------------------------
    # Services: accepted on the order
    # ------------------------------------------------------------------

    def _get_create_acceptance_refusals(self):
        is_head = self.env.user.has_group("company_procurement.group_purchase_head")
        refusals = {}
        for order_sudo in self.sudo():
            reason = False
            if order_sudo.state != "purchase" or not order_sudo._filter_accepted_orders():
                reason = self.env._("is no confirmed order of a sourcing case")
            elif not is_head and self.env.user not in (
                    order_sudo.user_id | order_sudo.sourcing_id.buyer_id | order_sudo._get_acceptance_requesters()):
                reason = self.env._("its buyer or requester calls for the acceptance")
            elif not order_sudo._get_due_services():
                reason = self.env._("no service is left to accept; goods are accepted with their receipt")
            refusals[order_sudo.id] = reason
        return refusals

    def _get_due_services(self):
        """{order line: quantity} of services that no acceptance covers yet."""
        services = self._get_acceptance_lines().filtered(lambda line: line.qty_received_method == "manual")
        waiting = dict(self.env["company.purchase.acceptance.line"].sudo()._read_group(
            [("order_line_id", "in", services.ids), ("acceptance_id.state", "in", ("draft", "signing"))],
            ["order_line_id"], ["due_qty:sum"]))
        due = {line: line.product_qty - line.qty_received - waiting.get(line, 0.0) for line in services}
        return {line: quantity for line, quantity in due.items() if line.product_uom_id.compare(quantity, 0) > 0}

    def action_create_acceptance(self):
        """Call for the acceptance of works and services of an order; returns its id.

        Buyer, requester or head of purchasing; confirmed order of a case with services left. Goods have theirs with
        every receipt (R4 §3.1.6.3).
        """
        self.ensure_one()
        if self.env.user not in self.sudo()._get_acceptance_requesters():
            self.check_access("read")
        self.sudo().lock_for_update(allow_referencing=True)
        refusal = self._get_create_acceptance_refusals()[self.id]
        if refusal:
            raise UserError(self.env._("%(record)s: %(reason)s", record=self.sudo().name, reason=refusal))
        order_sudo = self.sudo()
        acceptance = self.env["company.purchase.acceptance"]._create_for(order_sudo)
        acceptance._sync_lines(order_sudo._get_due_services())
        acceptance._refresh_todos()
        return acceptance.id

    def action_open_new_acceptance(self):
        """Client entry of `action_create_acceptance`: opens the new acceptance."""
        return self.env["company.purchase.acceptance"]._get_form_action(self.action_create_acceptance())

    def action_view_acceptances(self):
        """Open the acceptances of the orders."""
        return self.env["company.purchase.acceptance"]._get_list_action([("order_id", "in", self.ids)])

    # ------------------------------------------------------------------
    # Complete orders
    # ------------------------------------------------------------------

    def _check_received(self):
        """Orders that are complete end their case and its requests (self is in superuser mode)."""
        for order in self.filtered(lambda order: order._is_complete()):
            freight = order.order_line.filtered(lambda line: line.is_freight and not line.qty_received)
            for line in freight:
                line._as_engine().write({"qty_received": line.product_qty})
        self.sourcing_id._check_received()

    def _is_complete(self):
        """Everything ordered was accepted and put in stock, or waived by a return without replacement."""
        waived = self._get_waived_quantities()
        return all(
            line.product_uom_id.compare(line.qty_received + waived.get(line.id, 0.0), line.product_qty) >= 0
            for line in self._get_acceptance_lines())

    def _get_waived_quantities(self):
        """{order line id: quantity that goes back and is not replaced}."""
        groups = self.env["company.purchase.nonconformity.line"].sudo()._read_group(
            [("acceptance_line_id.order_line_id", "in", self.order_line.ids),
             ("nonconformity_id.state", "=", "decided"),
             ("nonconformity_id.decision", "in", ("return", "refuse"))],
            ["order_line_id"], ["quantity:sum"])
        return {line.id: quantity for line, quantity in groups}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    acceptance_line_ids = fields.One2many("company.purchase.acceptance.line", "order_line_id", "Acceptance Lines",
                                          readonly=True, copy=False)

    def write(self, vals):
        """What a ruled order received follows from receipt and acceptance, not from writing the quantity."""
        if "qty_received" in vals:
            self._refuse_received_goods()
        result = super().write(vals)
        if "qty_received" in vals or "qty_received_manual" in vals:
            self._check_services_accepted()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if any(vals.get("qty_received") for vals in vals_list):
            lines._refuse_received_goods()
        if any("qty_received" in vals or "qty_received_manual" in vals for vals in vals_list):
            lines._check_services_accepted()
        return lines

    def _refuse_received_goods(self):
        """PUR-ACCEPT: the received quantity of goods is that of their receipts; nobody types it in."""
        goods = self.sudo().filtered(lambda line: line.qty_received_method == "stock_moves")
        for order in goods.order_id._filter_accepted_orders():
            self.env["company.control"]._enforce("PUR-ACCEPT", order.sudo(self.env.su), self.env._(
                "the received quantity of goods follows from their receipts. Have the delivery accepted and put in "
                "stock."), fact=f"order={order.id}:qty_received")

    def _check_services_accepted(self):
        lines = self.sudo().filtered(lambda line: line.qty_received_method == "manual" and not line.is_freight)
        lines = lines.filtered(lambda line: line.order_id._filter_accepted_orders())
        if not lines:
            return
        accepted = dict(self.env["company.purchase.acceptance.line"].sudo()._read_group(
            [("order_line_id", "in", lines.ids), ("acceptance_id.state", "=", "accepted")],
            ["order_line_id"], ["accepted_qty:sum"]))
        for line in lines:
            if line.product_uom_id.compare(line.qty_received, accepted.get(line, 0.0)) > 0:
                self.env["company.control"]._enforce("PUR-ACCEPT", line.order_id.sudo(self.env.su), self.env._(
                    "%(service)s is received only as far as buyer, requester and keeper accepted it: call for the "
                    "acceptance on the order.", service=line.product_id.display_name),
                    fact=f"{line.id}:{line.qty_received:g}")
