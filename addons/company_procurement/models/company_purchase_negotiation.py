from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("open", "Open"),
    ("approval", "In Approval"),
    ("agreed", "Agreed"),
    ("failed", "Failed"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]


class CompanyPurchaseNegotiation(models.Model):
    """Talks with an annual supplier whose price is clearly above the market: a lower price is approved and changes
    the contract, without agreement the contract ends (R4 §3.2.4.5)."""

    _name = "company.purchase.negotiation"
    _description = "Price Negotiation"
    _number_prefix = "YJ%(year)s%(month)s-"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "open"
    _transitions = frozenset({
        ("open", "approval"),
        ("approval", "open"),
        ("approval", "agreed"),
        ("approval", "rejected"),
        ("rejected", "approval"),
        ("rejected", "failed"),
        ("open", "failed"),
        ("open", "cancelled"),
        ("approval", "cancelled"),
        ("rejected", "cancelled"),
    })
    _client_fields = {"open": frozenset({"note"}), "rejected": frozenset({"note"})}
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    contract_id = fields.Many2one("company.purchase.contract", "Contract", required=True, readonly=True, index=True,
                                  ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    buyer_id = fields.Many2one(related="contract_id.buyer_id", store=True, index=True)
    state = fields.Selection(STATES, default="open", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    line_ids = fields.One2many("company.purchase.negotiation.line", "negotiation_id", "Lines", copy=False)
    note = fields.Text("Course of the Talks", copy=False)
    end_reason = fields.Text("Reason of the Failure", readonly=True, copy=False)
    agreed_on = fields.Datetime("In Force since", readonly=True, copy=False)
    saving = fields.Monetary(compute="_compute_saving", store=True,
                             help="Price difference on what is left of the contract.")
    can_record = fields.Boolean(compute="_compute_can_flags")

    _live_uniq = models.UniqueIndex("(contract_id) WHERE state IN ('open', 'approval', 'rejected')",
                                    "The prices of this contract are being negotiated already.")

    @api.depends("line_ids.agreed_price", "line_ids.price_before", "line_ids.quantity_left")
    def _compute_saving(self):
        for negotiation in self:
            negotiation.saving = sum(
                (line.price_before - line.agreed_price) * line.quantity_left
                for line in negotiation.line_ids if line.agreed_price)

    @api.depends("state", "buyer_id")
    @api.depends_context("uid")
    def _compute_can_flags(self):
        refusals = self._get_record_refusals()
        for negotiation in self:
            negotiation.can_record = not refusals[negotiation.id]

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.contract_id.amount_total, self.currency_id

    def _approval_requester(self):
        return self.buyer_id

    def _approval_department(self):
        return self.contract_id.department_id or super()._approval_department()

    def _approval_digest_fields(self):
        return ["name", "contract_id", "note", *(f"line_ids.{name}" for name in (
            "contract_line_id", "market_price", "price_before", "agreed_price"))]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for negotiation in self:
            reason = refusals.get(negotiation.id)
            if not reason and negotiation.state not in ("open", "rejected"):
                reason = self.env._("is “%(state)s”; open negotiations are submitted",
                                    state=negotiation._get_state_label())
            elif not reason and not any(negotiation.line_ids.mapped("agreed_price")):
                reason = self.env._("record the agreed prices first")
            refusals[negotiation.id] = reason
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("approval")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for negotiation in self:
            negotiation._set_state("agreed")
            negotiation._apply_prices()
            self.env["company.todo"].sudo()._close("purchase.negotiation", negotiation)

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("open")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda negotiation: negotiation.state == "approval")._set_state("open")

    def _apply_prices(self):
        """The agreed prices are in force for every later call-off; the signed ones stay beside them."""
        contract_sudo = self.sudo().contract_id
        changed = self.sudo().line_ids.filtered("agreed_price")
        for line in changed:
            line.contract_line_id._as_engine().write({"price_in_force": line.agreed_price})
        self.sudo()._as_engine().write({"agreed_on": fields.Datetime.now()})
        contract_sudo._refresh_requisition()
        self.env["company.ledger.entry"]._append("purchase.contract_price", contract_sudo, {
            "contract": contract_sudo.name, "negotiation": self.name,
            "prices": [[line.contract_line_id.id, line.price_before, line.agreed_price] for line in changed]})
        contract_sudo.message_post(body=self.env._("New prices by the negotiation %s.", self.name))

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_record_result(self, lines, note):
        """Record the agreed prices and send them into approval. Returns True.

        Buyer of the contract or head of purchasing; state open or rejected. ``lines``: list of {line_id, price}, below
        the price in force; ``note``: course of the talks.
        """
        negotiation_sudo = self._start_step()
        note = note.strip() if isinstance(note, str) else ""
        if not note:
            raise UserError(self.env._("%(record)s: write how the talks went.", record=self.name))
        own = {line.id: line for line in negotiation_sudo.line_ids}
        for values in lines or []:
            line = own.get(values.get("line_id")) if isinstance(values, dict) else None
            price = values.get("price") if line else None
            if not line or isinstance(price, bool) or not isinstance(price, (int, float)) or not (
                    0 < price < line.price_before):
                raise UserError(self.env._(
                    "%(record)s: an agreed price belongs to a line of it and is below the price in force.",
                    record=self.name))
            line._as_engine().write({"agreed_price": price})
        negotiation_sudo._as_engine().write({"note": note})
        return self.action_submit()

    def action_fail(self, reason):
        """No agreement: the contract ends (R4 §3.2.4.5). Returns True.

        Buyer of the contract or head of purchasing; ``reason``: text.
        """
        negotiation_sudo = self._start_step()
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("%(record)s: say why there is no agreement.", record=self.name))
        negotiation_sudo._set_state("failed")
        negotiation_sudo._as_engine().write({"end_reason": reason})
        self.env["company.todo"].sudo()._close("purchase.negotiation", negotiation_sudo)
        contract = self.contract_id
        if contract.sudo().state in ("signed", "active"):
            contract.action_terminate(reason)
        return True

    def _start_step(self):
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_record_refusals())
        return self.sudo()

    def _get_record_refusals(self):
        user = self.env.user
        is_head = user.has_group("company_procurement.group_purchase_head")
        is_buyer = user.has_group("company_procurement.group_buyer")
        refusals = {}
        for negotiation in self:
            reason = False
            if negotiation.state not in ("open", "rejected"):
                reason = self.env._("is “%(state)s”; the result of open negotiations is recorded",
                                    state=negotiation._get_state_label())
            elif not (is_buyer and (is_head or negotiation.sudo().buyer_id == user)):
                reason = self.env._("only the buyer %(buyer)s or the head of purchasing negotiates",
                                    buyer=negotiation.sudo().buyer_id.name)
            refusals[negotiation.id] = reason
        return refusals
