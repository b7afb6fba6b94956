from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import transport as engine

STATES = [
    ("draft", "Notice"), ("requested", "To Be Placed"), ("approval", "In Approval"), ("placed", "Placed"),
    ("delivered", "Delivered"), ("settled", "Settled"), ("cancelled", "Cancelled"),
]
GOODS = frozenset({
    "pickup", "destination", "goods", "notice", "project_id", "pickup_on", "packages", "weight", "volume", "contact"})
CARRIAGE = frozenset({"carrier_id", "rate_id", "quantity", "price", "price_reason", "vehicle_number", "pickup_on"})


class CompanyPurchaseTransport(models.Model):
    """Transport order 物流委托单: goods noticed by production or coming from an order, carried by a fixed carrier."""

    _name = "company.purchase.transport"
    _description = "Transport Order"
    _number_prefix = "WL%(year)s%(month)s-"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _transitions = frozenset({
        ("draft", "requested"), ("requested", "approval"), ("approval", "requested"), ("approval", "placed"),
        ("requested", "placed"), ("placed", "delivered"), ("delivered", "settled"), ("draft", "cancelled"),
        ("requested", "cancelled"), ("placed", "cancelled"),
    })
    _client_fields = {"draft": GOODS | CARRIAGE, "requested": CARRIAGE}
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, index=True, copy=False,
                             tracking=True)
    requester_id = fields.Many2one("res.users", "Noticed by", required=True, readonly=True, index=True, copy=False,
                                   default=lambda self: self.env.user)
    buyer_id = fields.Many2one("res.users", "Placed by", readonly=True, index="btree_not_null", copy=False)
    order_id = fields.Many2one("purchase.order", readonly=True, index="btree_not_null", copy=False,
                               ondelete="restrict", check_company=True)
    project_id = fields.Many2one("account.analytic.account", "Project", index="btree_not_null", check_company=True)
    notice = fields.Char("Notice of Finished Goods", help="What production or the project finished (R1 §3.6).")
    goods = fields.Text("Goods to Transport", required=True)
    packages = fields.Integer()
    weight = fields.Float("Weight (t)")
    volume = fields.Float("Volume (m³)")
    pickup = fields.Char("Pick-up Place", required=True)
    destination = fields.Char(required=True)
    contact = fields.Char("Contact at Destination")
    pickup_on = fields.Datetime("Pick-up on")
    carrier_id = fields.Many2one("res.partner", "Carrier", index="btree_not_null", check_company=True, tracking=True)
    rate_id = fields.Many2one("company.purchase.carrier.rate", "Price List Entry", index="btree_not_null",
                              check_company=True, domain="[('partner_id', '=', carrier_id)]")
    unit = fields.Selection(related="rate_id.unit", string="Unit of the Price")
    quantity = fields.Float("Quantity of the Price", default=1.0, help="Trips, tons, cubic metres or kilometres.")
    agreed_price = fields.Monetary("Price by Agreement", compute="_compute_agreed_price", store=True)
    price = fields.Monetary(tracking=True, help="Empty: the agreed price.")
    price_reason = fields.Char("Reason of Another Carrier or Price")
    amount = fields.Monetary(compute="_compute_agreed_price", store=True)
    vehicle_number = fields.Char("Licence Plate and Driver")
    placed_on = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    delivered_on = fields.Datetime(readonly=True, copy=False)
    delivery_remark = fields.Char(readonly=True, copy=False)
    settled_on = fields.Date(readonly=True, copy=False)
    can_place = fields.Boolean(compute="_compute_can")
    can_deliver = fields.Boolean(compute="_compute_can")

    _quantities_positive = models.Constraint(
        "CHECK(COALESCE(quantity, 0) >= 0 AND COALESCE(price, 0) >= 0)", "Quantity and price are not negative.")

    @api.depends("rate_id.price", "rate_id.minimum", "quantity", "price")
    def _compute_agreed_price(self):
        for transport in self:
            rate = transport.rate_id
            transport.agreed_price = engine.agreed_price(rate.price, transport.quantity, rate.minimum) if rate else 0.0
            transport.amount = transport.price or transport.agreed_price

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        place, deliver = self._get_step_refusals(("requested",)), self._get_step_refusals(("placed",), True)
        for transport in self:
            transport.can_place = not place[transport.id]
            transport.can_deliver = not deliver[transport.id]

    @api.onchange("carrier_id", "destination")
    def _onchange_carrier_id(self):
        if self.carrier_id and self.rate_id.partner_id != self.carrier_id:
            self.rate_id = self._find_rate()

    def _find_rate(self):
        """The cheapest valid price of the carrier."""
        rates = self.env["company.purchase.carrier.rate"].search([
            ("partner_id", "=", self.carrier_id.id), ("company_id", "=", self.company_id.id)])
        best = engine.best_rate([
            {"key": rate.id, "price": rate.price, "start": rate.date_from, "end": rate.date_to} for rate in rates
        ], fields.Date.context_today(self))
        return rates.browse(best["key"] if best else ())

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _get_step_refusals(self, states, requester=False):
        is_buyer = self.env.user.has_group("company_procurement.group_buyer")
        return {
            transport.id: self.env._(
                "is “%(state)s”; this step needs “%(wanted)s”", state=transport._get_state_label(),
                wanted="/".join(transport._get_state_label(state) for state in states))
            if transport.state not in states else
            not (is_buyer or (requester and transport.sudo().requester_id == self.env.user))
            and self.env._("purchasing arranges the transport (R1 §3.6)")
            for transport in self
        }

    def _start_step(self, states, requester=False):
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_step_refusals(states, requester))
        return self.sudo()

    def action_request(self):
        """Tell purchasing that goods are ready for transport (R1 §3.6). Returns True. Who noticed it, or a buyer."""
        for transport_sudo in self._start_step(("draft",), requester=True):
            transport_sudo._set_state("requested")
            users = self.env["company.role"].sudo()._get_users("purchase_head", transport_sudo.company_id)
            users |= transport_sudo.order_id.user_id
            self.env["company.todo"].sudo()._open(
                "purchase.transport", transport_sudo, users, self.env._(
                    "Arrange transport %(number)s to %(place)s", number=transport_sudo.name,
                    place=transport_sudo.destination), deadline=transport_sudo.pickup_on)
        return True

    def action_place(self):
        """Give the order to the carrier. Returns True.

        Buyer; with carrier and price. Another than a fixed carrier, or another than the agreed price, needs its
        reason (PUR-CARRIER); from the amount of the settings on the head of purchasing approves first (R1 §3.6).
        """
        for transport in self:
            transport_sudo = transport._start_step(("requested",))
            transport._check_carriage()
            transport_sudo._as_engine().write({"buyer_id": self.env.uid})
            if transport._approval_required():
                transport.action_submit()
            else:
                transport_sudo._do_place()
        return True

    def _check_carriage(self):
        self.ensure_one()
        if not self.carrier_id or self.currency_id.is_zero(self.amount):
            raise UserError(self.env._("%(number)s: choose the carrier and its price.", number=self.name))
        problem = self._get_carrier_problem()
        if problem:
            self.env["company.control"]._enforce("PUR-CARRIER", self, problem, fact=(
                f"{self.carrier_id.id}:{self.amount:.2f}"))

    def _get_carrier_problem(self):
        """What differs from the list of fixed carriers and is not explained."""
        if (self.price_reason or "").strip():
            return False
        if not self.carrier_id.with_company(self.company_id).is_carrier:
            return self.env._("%(carrier)s is no fixed carrier. Choose one of the list, or give the reason.",
                              carrier=self.carrier_id.name)
        rate, today = self.rate_id, fields.Date.context_today(self)
        if not rate or rate.partner_id != self.carrier_id or rate.date_from > today or (
                rate.date_to and rate.date_to < today):
            return self.env._("no valid agreed price with %(carrier)s stands behind it. Agree one, or give the reason.",
                              carrier=self.carrier_id.name)
        if self.currency_id.compare_amounts(self.amount, self.agreed_price):
            return self.env._("the price %(price)s differs from the agreed %(agreed)s. Give the reason.",
                              price=f"{self.amount:.2f}", agreed=f"{self.agreed_price:.2f}")
        return False

    def _do_place(self):
        self._set_state("placed")
        self._as_engine().write({"placed_on": fields.Datetime.now()})
        self.env["company.todo"].sudo()._close("purchase.transport", self)
        self.env["company.ledger.entry"]._append("purchase.transport_placed", self, {
            "number": self.name, "carrier": self.carrier_id.name, "amount": self.amount,
            "agreed": self.agreed_price, "reason": self.price_reason or ""})
        self.message_post(
            body=self.env._("Transport from %(pickup)s to %(destination)s placed with %(carrier)s.",
                            pickup=self.pickup, destination=self.destination, carrier=self.carrier_id.name),
            partner_ids=(self.carrier_id | self.requester_id.partner_id).ids, subtype_xmlid="mail.mt_comment")

    def action_deliver(self, remark=""):
        """The goods arrived. Returns True. Buyer or who noticed the goods."""
        for transport_sudo in self._start_step(("placed",), requester=True):
            transport_sudo._set_state("delivered")
            transport_sudo._as_engine().write({
                "delivered_on": fields.Datetime.now(),
                "delivery_remark": remark if isinstance(remark, str) and remark else False})
        return True

    def action_settle(self):
        """Mark delivered transports as settled with their carrier (monthly list). Returns True. Buyer."""
        for transport_sudo in self._start_step(("delivered",)):
            transport_sudo._set_state("settled")
            transport_sudo._as_engine().write({"settled_on": fields.Date.context_today(self)})
        return True

    def action_cancel(self, reason):
        """The transport is not needed. ``reason``: text. Returns True. Buyer or who noticed the goods."""
        self.ensure_one()
        transport_sudo = self._start_step(("draft", "requested", "placed"), requester=True)
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Give the reason of the cancellation."))
        transport_sudo._set_state("cancelled")
        self.env["company.todo"].sudo()._close("purchase.transport", transport_sudo)
        self.message_post(body=self.env._("Cancelled: %s", reason), partner_ids=transport_sudo.carrier_id.ids)
        return True
