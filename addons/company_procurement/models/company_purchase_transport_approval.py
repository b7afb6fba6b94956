from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyPurchaseTransport(models.Model):
    """Approval of expensive transports by the head of purchasing."""

    _inherit = "company.purchase.transport"

    def _approval_required(self):
        return self.currency_id.compare_amounts(
            self.amount, self.company_id.sudo().purchase_transport_limit) >= 0

    def _approval_amount(self):
        self.ensure_one()
        return self.amount, self.currency_id

    def _approval_requester(self):
        return self.buyer_id or self.requester_id

    def _approval_digest_fields(self):
        return ["carrier_id", "rate_id", "quantity", "price", "price_reason", "goods", "pickup", "destination"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for transport in self:
            if not refusals.get(transport.id) and (transport.state != "requested" or not transport.buyer_id):
                refusals[transport.id] = self.env._("purchasing places it first")
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for transport in self:
            transport._check_carriage()
            if approval:
                transport._set_state("approval")
            else:
                transport._do_place()

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for transport in self.filtered(lambda transport: transport.state == "approval"):
            transport._do_place()

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("requested")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("requested")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda transport: transport.state == "approval")._set_state("requested")

    def _get_form_boxes(self):
        """Signature boxes of the printed form."""
        self.ensure_one()
        time = self.env["company.purchase.acceptance"]._get_form_time
        boxes = [{"label": self.env._("Noticed by"), "name": self.requester_id.name,
                  "decision": self.env._("Requested"), "time": time(self.create_date)},
                 *self._approval_signature_boxes()]
        if self.placed_on:
            boxes.append({"label": self.env._("Placed by"), "name": self.buyer_id.name,
                          "decision": self.env._("Placed"), "time": time(self.placed_on)})
        return [*boxes, {"label": self.env._("Carrier")}, {"label": self.env._("Received by")}]


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    transport_ids = fields.One2many("company.purchase.transport", "order_id", "Transport Orders", readonly=True,
                                    copy=False)
    transport_count = fields.Integer("Number of Transport Orders", compute="_compute_transport_count",
                                     compute_sudo=True)

    @api.depends("transport_ids")
    def _compute_transport_count(self):
        groups = dict(self.env["company.purchase.transport"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.transport_count = groups.get(order._origin, 0)

    def action_create_transport(self):
        """Make a transport order for the goods of an order; returns its id. Buyer; confirmed order."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "purchase" or not self.env.user.has_group("company_procurement.group_buyer"):
            raise UserError(self.env._(
                "%(record)s: purchasing arranges transport for confirmed orders.", record=self.name))
        transport_sudo = self.env["company.purchase.transport"].sudo().with_company(self.company_id)._as_engine()
        return transport_sudo.create({
            "company_id": self.company_id.id,
            "order_id": self.id,
            "project_id": self.sourcing_id.sudo().project_id.id,
            "goods": "\n".join(f"{line.product_id.display_name} {line.product_qty:g} {line.product_uom_id.name}"
                               for line in self._get_acceptance_lines()),
            "pickup": self.partner_id._display_address(without_company=False).replace("\n", " ").strip(),
            "destination": self.sourcing_id.sudo().delivery_note or self.company_id.partner_id.name,
            "pickup_on": self.date_planned,
        }).id

    def action_open_new_transport(self):
        """Client entry of `action_create_transport`: opens the new transport order."""
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.transport", "view_mode": "form",
                "res_id": self.action_create_transport(), "views": [(False, "form")]}

    def action_view_transports(self):
        """Open the transport orders of the orders."""
        self.check_access("read")
        domain = [("order_id", "in", self.ids)]
        return {"type": "ir.actions.act_window", "res_model": "company.purchase.transport", "domain": domain,
                "view_mode": "list,form", "name": self.env._("Transport Orders")}
