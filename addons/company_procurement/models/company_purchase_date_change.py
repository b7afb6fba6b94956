from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [("proposed", "Proposed"), ("agreed", "Date Agreed"), ("refused", "Date Refused"), ("void", "Superseded")]


class CompanyPurchaseDateChange(models.Model):
    """A change of the delivery date of an order line: earlier ones count at once, later ones need the buyer."""

    _name = "company.purchase.date.change"
    _description = "Change of a Delivery Date"
    _inherit = ["company.state.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "order_id"

    _initial_state = "proposed"
    _transitions = frozenset({("proposed", "agreed"), ("proposed", "refused"), ("proposed", "void")})
    _client_fields = {"proposed": frozenset()}
    _client_unlink_states = frozenset()

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="proposed", required=True, readonly=True, index=True, copy=False,
                             tracking=True)
    order_line_id = fields.Many2one("purchase.order.line", "Order Line", required=True, readonly=True, index=True,
                                    copy=False, ondelete="cascade", check_company=True)
    order_id = fields.Many2one(related="order_line_id.order_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_line_id.order_id.partner_id", store=True, index=True)
    product_id = fields.Many2one(related="order_line_id.product_id")
    old_date = fields.Datetime("Date before", required=True, readonly=True, copy=False)
    new_date = fields.Datetime("New Date", required=True, readonly=True, copy=False)
    source = fields.Selection([("supplier", "Supplier"), ("buyer", "Buyer")], required=True, readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    note = fields.Char("Reason", readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _proposed_uniq = models.UniqueIndex(
        "(order_line_id) WHERE state = 'proposed'", "A line has one proposed date at a time.")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        refusals = self._get_decide_refusals()
        for change in self:
            change.can_decide = not refusals[change.id]

    def _get_client_create_fields(self, vals):
        """Dates change on the order, not here."""
        return frozenset()

    def _get_decide_refusals(self):
        return {
            change.id: self.env._("is “%(state)s”", state=change._get_state_label())
            if change.state != "proposed" else
            not change.order_id.sudo()._is_order_buyer(self.env.user) and self.env._(
                "the buyer of the order agrees to dates (R4 §3.1.6.2)")
            for change in self
        }

    def action_agree(self, note=""):
        """Agree to the supplier's dates; they stand on the order from now on. Returns True. Buyer or head."""
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_decide_refusals())
        for change_sudo in self.sudo():
            change_sudo._set_state("agreed")
            change_sudo._as_engine().write({"note": note if isinstance(note, str) and note else False})
            change_sudo.order_line_id._as_engine().write({"date_planned": change_sudo.new_date})
            change_sudo._log_decision(self.env._("agreed"))
        return True

    def action_refuse(self, note):
        """Insist on the date of the order. ``note``: why, for the supplier. Returns True. Buyer or head."""
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_decide_refusals())
        note = note.strip() if isinstance(note, str) else ""
        if not note:
            raise UserError(self.env._("Tell the supplier why the date stays."))
        for change_sudo in self.sudo():
            change_sudo._set_state("refused")
            change_sudo._as_engine().write({"note": note})
            change_sudo._log_decision(self.env._("refused: %s", note))
        return True

    def _log_decision(self, outcome):
        order = self.order_id
        self.env["company.ledger.entry"]._append("purchase.date_change", order, {
            "order": order.name, "line": self.order_line_id.id, "old": self.old_date, "new": self.new_date,
            "state": self.state, "source": self.source})
        order.message_post(
            body=self.env._(
                "%(item)s: delivery on %(new)s instead of %(old)s %(outcome)s.", outcome=outcome,
                item=self.product_id.display_name, new=self.new_date.date(), old=self.old_date.date()),
            partner_ids=order.partner_id.ids if self.source == "supplier" else [],
            subtype_xmlid="mail.mt_comment" if self.source == "supplier" else "mail.mt_note")
        if not self.search_count([("order_id", "=", order.id), ("state", "=", "proposed")], limit=1):
            self.env["company.todo"].sudo()._close("purchase.date_change", order)
