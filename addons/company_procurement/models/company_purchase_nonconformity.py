from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("open", "To Be Decided"), ("approval", "Concession in Approval"), ("decided", "Settled with Supplier"),
    ("cancelled", "Cancelled"),
]
DECISIONS = [
    ("return", "Return"), ("exchange", "Exchange"), ("concession", "Concession"), ("refuse", "Reject Delivery"),
]


class CompanyPurchaseNonconformity(models.Model):
    """What is wrong with a delivery, with photos, and how it is settled with the supplier (R4 §三.1.6.3)."""

    _name = "company.purchase.nonconformity"
    _description = "Non-conformity of a Delivery"
    _number_prefix = "BHG%(year)s%(month)s-"
    _inherit = ["company.approval.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "open"
    _transitions = frozenset({
        ("open", "approval"),
        ("approval", "open"),
        ("approval", "decided"),
        ("open", "decided"),
        ("open", "cancelled"),
    })
    _client_fields = {"open": frozenset()}
    _client_unlink_states = frozenset()
    _approval_resubmit_rejected = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="open", required=True, readonly=True, index=True, copy=False,
                             tracking=True)
    acceptance_id = fields.Many2one("company.purchase.acceptance", required=True, readonly=True, index=True,
                                    copy=False, ondelete="restrict", check_company=True)
    order_id = fields.Many2one(related="acceptance_id.order_id", store=True, index=True)
    sourcing_id = fields.Many2one(related="acceptance_id.sourcing_id", store=True, index="btree_not_null")
    partner_id = fields.Many2one(related="acceptance_id.partner_id", store=True, index=True)
    buyer_id = fields.Many2one(related="acceptance_id.buyer_id", store=True, index=True)
    requester_ids = fields.Many2many(related="acceptance_id.requester_ids", string="Requesters")
    reported_by_id = fields.Many2one("res.users", "Reported by", required=True, readonly=True, copy=False, index=True,
                                     default=lambda self: self.env.user)
    reported_on = fields.Datetime(required=True, readonly=True, copy=False, default=fields.Datetime.now)
    note = fields.Text("What Is Wrong", required=True, readonly=True, copy=False)
    line_ids = fields.One2many("company.purchase.nonconformity.line", "nonconformity_id", "Lines", readonly=True,
                               copy=False)
    attachment_ids = fields.Many2many(
        "ir.attachment", "company_purchase_nonconformity_attachment_rel", "nonconformity_id", "attachment_id",
        "Photos", readonly=True, copy=False, bypass_search_access=True)
    decision = fields.Selection(DECISIONS, "Settlement", readonly=True, copy=False, tracking=True)
    decision_note = fields.Text("Agreement with the Supplier", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Settled by", readonly=True, copy=False)
    decided_on = fields.Datetime("Settled at", readonly=True, copy=False)
    return_picking_id = fields.Many2one("stock.picking", "Return", readonly=True, copy=False, index="btree_not_null",
                                        ondelete="restrict", check_company=True)
    exchange_picking_id = fields.Many2one("stock.picking", "Replacement", readonly=True, copy=False,
                                          index="btree_not_null", ondelete="restrict", check_company=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_drop = fields.Boolean(compute="_compute_can_decide")

    @api.depends("state", "buyer_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        refusals = self._get_decide_refusals()
        for report in self:
            report.can_decide = report.can_drop = not refusals[report.id]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("name", self.env["ir.sequence"].sudo().with_company(
                vals.get("company_id") or self.env.company.id).next_by_code(self._name) or "/")
        return super().create(vals_list)

    def _get_client_create_fields(self, vals):
        """Nobody makes a report but through its acceptance."""
        return frozenset()

    # ------------------------------------------------------------------
    # Decision
    # ------------------------------------------------------------------

    def _get_decide_refusals(self):
        is_head = self.env.user.has_group("company_procurement.group_purchase_head")
        return {
            report.id: self.env._("is “%(state)s” and decided", state=report._get_state_label())
            if report.state != "open" else
            not is_head and report.sudo().buyer_id != self.env.user and self.env._(
                "its buyer %(buyer)s settles it with the supplier (R4 §3.1.6.3)", buyer=report.sudo().buyer_id.name)
            for report in self
        }

    def action_decide(self, decision, note):
        """Settle a defect with the supplier. Returns True.

        Buyer of the delivery or head of purchasing. ``decision``: return, exchange, concession or refuse; ``note``:
        what was agreed. Goods in stock go back by a standard return; an exchange expects a new receipt; a concession
        goes into approval by the head of purchasing and the requester first (R4 §3.1.6.3).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_decide_refusals())
        note = self.acceptance_id._check_text(note, self.env._("Say what was agreed with the supplier."))
        if decision not in dict(DECISIONS):
            raise UserError(self.env._("Choose return, exchange, concession or refuse."))
        report_sudo = self.sudo()
        report_sudo._as_engine().write({
            "decision": decision, "decision_note": note, "decided_by_id": self.env.uid,
            "decided_on": fields.Datetime.now()})
        if decision == "concession":
            return self.action_submit()
        report_sudo._on_decided()
        return True

    def action_drop(self, reason):
        """The report was a mistake. ``reason``: text. Returns True. Buyer or head of purchasing, before decision."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_decide_refusals())
        reason = self.acceptance_id._check_text(reason, self.env._("Say why the report is dropped."))
        report_sudo = self.sudo()
        report_sudo._set_state("cancelled")
        self.message_post(body=reason)
        self.env["company.todo"].sudo()._close("purchase.nonconformity", report_sudo)
        return True

    def _on_decided(self):
        """Record the outcome and act on it (superuser mode)."""
        self._set_state("decided")
        self.env["company.todo"].sudo()._close("purchase.nonconformity", self)
        if self.decision in ("return", "exchange") and self.acceptance_id.stocked_on:
            self._make_return()
        if self.decision == "concession":
            self._concede()
        self.env["company.ledger.entry"]._append("purchase.nonconformity_decided", self, {
            "report": self.name, "acceptance": self.acceptance_id.name, "decision": self.decision,
            "note": self.decision_note, "lines": {str(line.acceptance_line_id.id): line.quantity
                                                  for line in self.line_ids}})
        self._inform_supplier()
        self.order_id._check_received()

    def _make_return(self):
        """A standard return of goods in stock; an exchange expects the replacement as a new receipt."""
        picking = self.acceptance_id.picking_id
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create(
                {"picking_id": picking.id})
        wanted = {line.order_line_id: line.quantity for line in self.line_ids}
        for row in wizard.product_return_moves:
            row.quantity = min(wanted.get(row.move_id.purchase_line_id, 0.0), row.move_id.quantity)
        returned = wizard._create_return()
        values = {"return_picking_id": returned.id}
        if self.decision == "exchange":
            replacement = wizard._create_exchange(returned)
            replacement.return_id = returned
            values["exchange_picking_id"] = replacement.id
        self._as_engine().write(values)

    def _concede(self):
        """让步接收: the defective quantity counts as accepted; all three sign the new figures."""
        acceptance = self.acceptance_id
        if acceptance.stocked_on:
            return
        if acceptance.state == "accepted":
            acceptance._set_state("signing")
        for line in self.line_ids:
            row = line.acceptance_line_id
            accepted = min(row.accepted_qty + line.quantity, row.counted_qty, row.due_qty)
            row._as_engine().write({"accepted_qty": accepted, "quality": "conceded", "quality_note": self.name})
        acceptance._on_counted()

    def _inform_supplier(self):
        labels = dict(self._fields["decision"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "Delivery of order %(order)s: %(lines)s. %(note)s Decision: %(decision)s. %(agreed)s",
                order=self.order_id.name, note=self.note, decision=labels[self.decision], agreed=self.decision_note,
                lines="; ".join(f"{line.description} {line.quantity:g} {line.uom_id.name}" for line in self.line_ids)),
            partner_ids=self.partner_id.ids, subtype_xmlid="mail.mt_comment")

    # ------------------------------------------------------------------
    # Approval of a concession
    # ------------------------------------------------------------------

    def _approval_requester(self):
        return self.decided_by_id or self.buyer_id

    def _approval_digest_fields(self):
        return ["acceptance_id", "decision", "decision_note", "note", "line_ids.acceptance_line_id",
                "line_ids.quantity"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for report in self:
            if not refusals.get(report.id) and (report.state != "open" or report.decision != "concession"):
                refusals[report.id] = self.env._("only a concession is approved; decide first")
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("approval")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._on_decided()

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("open")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("open")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda report: report.state == "approval")._set_state("open")
