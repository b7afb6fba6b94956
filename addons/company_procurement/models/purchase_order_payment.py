from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.company_base.tools.engine import take_mark

from .company_purchase_payment import LIVE
from .company_purchase_sourcing_quote import SCAN_TYPES

PAPER_FIELDS = {"order": "sealed_order_id", "delivery_note": "delivery_note_id"}


class PurchaseOrder(models.Model):
    """Papers of an order that payments ask for, and what was claimed and paid for it."""

    _inherit = "purchase.order"

    sealed_order_id = fields.Many2one(
        "ir.attachment", "Sealed Order", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="Scan of the order form signed and sealed by both sides (R1 §3.7).")
    delivery_note_id = fields.Many2one(
        "ir.attachment", "Delivery Note", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The supplier's delivery note (R4 §3.1.6.6).")
    payment_line_ids = fields.One2many("company.purchase.payment.line", "order_id", "Payment Applications",
                                       readonly=True)
    payment_application_count = fields.Integer(compute="_compute_payment_application_count", compute_sudo=True)
    amount_claimed = fields.Monetary(
        "Applied for", compute="_compute_payment_application_count", compute_sudo=True,
        help="By payment applications and reimbursements in approval, approved or paid.")

    @api.depends("payment_line_ids.claim_amount", "payment_line_ids.state")
    def _compute_payment_application_count(self):
        payment = self.env["company.purchase.payment"]
        claims = payment._get_claims("order_id", self)
        counts = dict(self.env["company.purchase.payment.line"].sudo()._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["payment_id:count_distinct"]))
        for order in self:
            order.payment_application_count = counts.get(order, 0)
            order.amount_claimed = sum(claims[order.id])

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------

    def action_attach_paper(self, kind, attachment_id):
        """Add a scan to the order: the sealed order form or the supplier's delivery note. Returns True.

        :param kind: 'order' or 'delivery_note' (R1 §3.7, R4 §3.1.6.6)
        :param attachment_id: uploaded PDF or picture that the caller may read; a copy of it is kept on the order
        :raise UserError: for a quote, an unknown kind, an empty or unfit file
        """
        self.ensure_one()
        self.check_access("write")
        if kind not in PAPER_FIELDS or self.is_quote or self.state != "purchase":
            raise UserError(self.env._(
                "%s: papers of the kinds “order” and “delivery_note” are added to a confirmed order.", self.name))
        copy_sudo = self._keep_paper(attachment_id)
        if self.sudo()[PAPER_FIELDS[kind]] and self.sudo()._has_live_claims():
            raise UserError(self.env._(
                "%s: a payment was applied for with this paper, it stays as it is.", self.name))
        self.sudo()._as_engine().write({PAPER_FIELDS[kind]: copy_sudo.id})
        return True

    def _has_live_claims(self):
        return bool(self.payment_line_ids.filtered(lambda line: line.state in LIVE))

    def _keep_paper(self, attachment_id):
        """Own copy of an uploaded file on this record; the caller may read the upload."""
        attachment = self.env["ir.attachment"].browse(attachment_id).exists()
        if not attachment:
            raise UserError(self.env._("%s: the file does not exist.", self.display_name))
        attachment.check_access("read")
        upload_sudo = attachment.sudo()
        if upload_sudo.type != "binary" or not upload_sudo.file_size \
                or not (upload_sudo.mimetype or "").startswith(SCAN_TYPES):
            raise UserError(self.env._(
                "%(record)s: “%(file)s” is no scan. Give a PDF or a picture.", record=self.display_name,
                file=upload_sudo.name))
        return self.env["ir.attachment"].sudo().create({
            "name": upload_sudo.name, "raw": upload_sudo.raw, "mimetype": upload_sudo.mimetype,
            "res_model": self._name, "res_id": self.id, "company_id": self.company_id.id})

    def write(self, vals):
        self._refuse_paper_fields(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_paper_fields(vals)
        defaults = {f"default_{name}" for name in PAPER_FIELDS.values()}
        if not defaults.isdisjoint(self.env.context):
            self = self.with_context({k: v for k, v in self.env.context.items() if k not in defaults})
        return super().create(vals_list)

    def _refuse_paper_fields(self, vals):
        if not vals.keys().isdisjoint(PAPER_FIELDS.values()) and not take_mark(self)[0]:
            raise AccessError(self.env._("Papers of an order are added with “Attach Paper”, not written directly."))

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _get_received_values(self):
        """{order id: value with tax of what was received}, in the currency of the order.

        Goods count with the received share of their line; freight and services count in full once anything of the
        order was received, or when nothing is to be received at all.
        """
        values = defaultdict(float)
        lines = self.sudo().order_line.filtered(lambda line: not line.display_type and line.product_qty)
        for order, own in lines.grouped("order_id").items():
            goods = own.filtered(lambda line: line._is_received_goods())
            some = not goods or any(line.qty_received > 0 for line in goods)
            total = sum(line.price_total * min(line.qty_received / line.product_qty, 1.0) for line in goods)
            total += sum(line.price_total for line in own - goods) if some else 0.0
            values[order.id] = order.currency_id.round(total)
        return values

    def _get_advance_limit(self):
        """Most that may be paid before delivery, in the currency of the order (R4 §3.2.4.4)."""
        self.ensure_one()
        schedule = self.contract_id.instalment_ids
        percent = sum(schedule.filtered(lambda part: part.due_on in ("signature", "order")).mapped("percent")) \
            if schedule else self.company_id.purchase_advance_percent
        return self.currency_id.round(self.amount_total * percent / 100)

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_view_payment_applications(self):
        """Open the payment applications of these orders."""
        self.check_access("read")
        applications = self.env["company.purchase.payment"].search([("line_ids.order_id", "in", self.ids)])
        return self.env["company.purchase.request"]._get_link_action(
            "company.purchase.payment", applications, self.env._("Payment Applications"))

    def action_apply_payment(self, kind="bill"):
        """Make a draft payment application for these orders and their open bills; returns its id.

        :param kind: 'bill', 'advance' or 'final'
        """
        self.check_access("read")
        return self.env["company.purchase.payment"]._make_application(self, self.sudo().invoice_ids, kind)

    def action_open_apply_payment(self):
        """Client entry of `action_apply_payment`: opens the new application."""
        return {
            "type": "ir.actions.act_window", "res_model": "company.purchase.payment", "view_mode": "form",
            "views": [(False, "form")], "res_id": self.action_apply_payment(),
        }


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _is_received_goods(self):
        """Whether the line is received through stock."""
        self.ensure_one()
        return not self.is_freight and not self.is_downpayment and self.product_id.type == "consu"
