from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.company_base.models.company_state_mixin import ALWAYS
from odoo.addons.company_base.tools.engine import as_engine, take_mark

QUOTE_STATUS = [
    ("invited", "Asked"),
    ("received", "Received"),
    ("declined", "Declined"),
    ("void", "Void"),
    ("cancelled", "Cancelled"),
]
# written by the steps of a sourcing case only, on any order
SOURCING_FIELDS = frozenset({
    "sourcing_id", "is_quote", "quote_id", "quote_status", "quote_result", "quote_round", "quote_scan_id",
    "quote_scan_checksum", "quote_valid_until", "quote_received_on", "quote_recorded_by_id", "quote_supplier_state",
    "quote_identity", "quote_scan_marks", "quote_late_reason", "quote_remark", "quote_close_reason", "freight_amount",
    "quote_payment_terms", "quote_seen_on", "quote_mail_message_id", "quote_sealed_on", "quote_sealed_count",
    "quote_sealed_opened", "quote_sealed_digest", "quote_envelope_id", "quote_revision_deadline",
    "quote_revision_message", "quote_reminder_mark",
})
# what stays open on a quote: conversation, not content
QUOTE_OPEN_FIELDS = ALWAYS | {"priority", "receipt_reminder_email", "reminder_date_before_receipt"}
CONFIRMED = ("to approve", "purchase")


class PurchaseOrder(models.Model):
    """Quotes of a sourcing case are requests for quotation that stay evidence and never become orders."""

    _inherit = "purchase.order"

    sourcing_id = fields.Many2one("company.purchase.sourcing", "Sourcing Case", readonly=True, copy=False,
                                  index="btree_not_null", ondelete="restrict", check_company=True)
    is_quote = fields.Boolean("Quote of a Sourcing Case", readonly=True, copy=False)
    quote_id = fields.Many2one("purchase.order", "Awarded Quote", readonly=True, copy=False, index="btree_not_null",
                               ondelete="restrict", check_company=True)
    quote_status = fields.Selection(QUOTE_STATUS, readonly=True, copy=False)
    quote_result = fields.Selection(
        [("awarded", "Awarded"), ("partly", "Partly Awarded"), ("lost", "Not Awarded")],
        readonly=True, copy=False)
    quote_round = fields.Integer("Rounds", readonly=True, copy=False)
    quote_round_ids = fields.One2many("company.purchase.quote.round", "quote_id", "Negotiation", readonly=True)
    quote_scan_id = fields.Many2one("ir.attachment", "Sealed Quotation", readonly=True, copy=False,
                                    index="btree_not_null", ondelete="restrict")
    quote_scan_checksum = fields.Char(readonly=True, copy=False)
    quote_valid_until = fields.Date("Valid until", readonly=True, copy=False)
    quote_received_on = fields.Datetime("Recorded on", readonly=True, copy=False)
    quote_recorded_by_id = fields.Many2one("res.users", "Recorded by", readonly=True, copy=False)
    quote_supplier_state = fields.Char("Supplier Status when Quoting", readonly=True, copy=False)
    quote_identity = fields.Json("Supplier's Identity when Quoting", readonly=True, copy=False)
    quote_late_reason = fields.Char("Reason of Late Recording", readonly=True, copy=False)
    quote_remark = fields.Char("Supplier's Remark", readonly=True, copy=False)
    quote_close_reason = fields.Char("Reason of Closing", readonly=True, copy=False)
    freight_amount = fields.Monetary("Freight", readonly=True, copy=False)

    # ------------------------------------------------------------------
    # Guard
    # ------------------------------------------------------------------

    def _as_engine(self):
        """The same orders; the next create, write or unlink is trusted."""
        return as_engine(self)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            for vals in vals_list:
                self._refuse_sourcing_fields(SOURCING_FIELDS.intersection(vals))
            names = {f"default_{name}" for name in SOURCING_FIELDS}
            if not names.isdisjoint(self.env.context):
                self = self.with_context(
                    {key: value for key, value in self.env.context.items() if key not in names})
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state in CONFIRMED)._check_order_gate()
        return orders

    def write(self, vals):
        trusted, self = take_mark(self)
        if not trusted:
            self._refuse_sourcing_fields(SOURCING_FIELDS.intersection(vals))
            self._check_quote_write(vals)
        changed = self._get_entering(vals) if "state" in vals else self.browse()
        result = super().write(vals)
        if changed:
            changed._check_order_gate()
            changed._log_confirmed()
        elif not trusted and vals.keys() & {"partner_id", "currency_id"}:
            self._check_confirmed_change()
        if vals.get("state") == "cancel" and not trusted:
            cancelled = self.sudo().filtered(lambda order: order.sourcing_id and not order.is_quote)
            cancelled.sourcing_id._on_orders_cancelled()
        return result

    def _get_entering(self, vals):
        """Orders that this write brings into a state in which they bind the company."""
        if vals["state"] not in CONFIRMED:
            return self.browse()
        return self.filtered(lambda order: order.state != vals["state"])

    def _refuse_sourcing_fields(self, names):
        if names:
            raise AccessError(self.env._(
                "%(fields)s is set by the steps of a sourcing case only.",
                fields=", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))))

    def _check_quote_write(self, vals):
        names = vals.keys() - QUOTE_OPEN_FIELDS
        if not names:
            return
        quotes = self.sudo().filtered("is_quote")
        if vals == {"state": "sent"}:  # the request for quotation was mailed or printed
            quotes = quotes.filtered(lambda quote: quote.state not in ("draft", "sent"))
        quotes._refuse_quote_change()

    def _refuse_quote_change(self):
        if self and self.env.user.share:
            raise AccessError(self.env._("This inquiry does not exist, or was sent to another supplier."))
        if self:
            raise UserError(self.env._(
                "%(quotes)s is a quote of the sourcing case %(case)s and stays as the supplier gave it: it is not "
                "confirmed, changed, merged, emptied, cancelled or deleted. Record a new round, award or cancel in "
                "the case (R1 §3.3).",
                quotes=", ".join(self.mapped("name")), case=", ".join(self.sudo().sourcing_id.mapped("name"))))

    def unlink(self):
        trusted, self = take_mark(self)
        if not trusted:
            self.sudo().filtered("is_quote")._refuse_quote_change()
        return super().unlink()

    # ------------------------------------------------------------------
    # Standard buttons
    # ------------------------------------------------------------------

    def button_confirm(self):
        self.sudo().filtered("is_quote")._refuse_quote_change()
        return super().button_confirm()

    def button_approve(self, force=False):
        self.sudo().filtered("is_quote")._refuse_quote_change()
        waiting = self.filtered(lambda order: order.state == "to approve")
        result = super().button_approve(force=force)
        waiting.filtered(lambda order: order.state == "purchase")._notify_site()
        return result

    def button_cancel(self):
        self.sudo().filtered("is_quote")._refuse_quote_change()
        return super().button_cancel()

    def button_draft(self):
        self.sudo().filtered("is_quote")._refuse_quote_change()
        return super().button_draft()

    def action_merge(self):
        self.sudo().filtered("is_quote")._refuse_quote_change()
        return super().action_merge()

    def action_create_alternative(self):
        self.sudo().filtered("is_quote")._refuse_quote_change()
        return super().action_create_alternative()
