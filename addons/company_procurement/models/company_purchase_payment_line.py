from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CompanyPurchasePaymentLine(models.Model):
    """One order (and bill) that an application pays, with the figures that limit it."""

    _name = "company.purchase.payment.line"
    _description = "Payment Application Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "payment_id, sequence, id"
    _check_company_auto = True
    _approval_parent_field = "payment_id"
    _client_parent_field = "payment_id"

    _client_fields = {"draft": frozenset({"sequence", "order_id", "bill_id", "amount", "note"})}
    _client_unlink_states = frozenset({"draft"})

    payment_id = fields.Many2one(
        "company.purchase.payment", "Application", required=True, index=True, ondelete="cascade", check_company=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="payment_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="payment_id.currency_id")
    partner_id = fields.Many2one(related="payment_id.partner_id", store=True)
    state = fields.Selection(related="payment_id.state", store=True, index=True, precompute=True)
    order_id = fields.Many2one(
        "purchase.order", "Order", required=True, index=True, check_company=True, ondelete="restrict",
        domain="[('is_quote', '=', False), ('state', '=', 'purchase'), ('sourcing_id', '!=', False)]")
    bill_id = fields.Many2one(
        "account.move", "Bill", index="btree_not_null", check_company=True, ondelete="restrict",
        domain="[('move_type', '=', 'in_invoice'), ('state', '=', 'posted')]",
        help="Vendor bill of the order; an advance payment has none yet.")
    amount = fields.Monetary("Applied Amount", compute="_compute_amount", store=True, readonly=False, precompute=True)
    approved_amount = fields.Monetary(readonly=True, copy=False, help="Share of the approved amount.")
    claim_amount = fields.Monetary(
        "Claimed", compute="_compute_claim_amount", store=True,
        help="What this line uses of order and bill: the approved amount once it is set, the applied one before.")
    note = fields.Char("Remark")
    order_total = fields.Monetary(related="order_id.amount_total", string="Order Total", related_sudo=True)
    received_amount = fields.Monetary("Received", compute="_compute_figures", compute_sudo=True)
    retained_amount = fields.Monetary(
        "Retention", compute="_compute_figures", compute_sudo=True,
        help="Held back until the end of the warranty, by the payment schedule of the contract.")
    claimed_amount = fields.Monetary(
        "Applied before", compute="_compute_figures", compute_sudo=True,
        help="By other applications and reimbursements of the order that are in approval, approved or paid.")
    bill_residual = fields.Monetary("Bill Open", compute="_compute_figures", compute_sudo=True)
    available_amount = fields.Monetary(
        "Open for Application", compute="_compute_figures", compute_sudo=True,
        help="What may still be applied for: the smallest of order, receipt less retention, and bill, less "
             "earlier applications.")

    _amount_positive = models.Constraint("CHECK(amount >= 0)", "The applied amount is not negative.")
    _approved_within = models.Constraint(
        "CHECK(COALESCE(approved_amount, 0) <= amount + 0.005)", "Nothing above the applied amount is approved.")
    _bill_order_uniq = models.UniqueIndex(
        "(payment_id, order_id, COALESCE(bill_id, 0))", "An order and its bill stand on one line of an application.")

    @api.depends("order_id", "bill_id")
    def _compute_display_name(self):
        for line in self:
            names = [line.order_id.sudo().name, line.bill_id.sudo().name]
            line.display_name = " / ".join(filter(None, names)) or self.env._("Payment Application Line")

    @api.depends("order_id", "bill_id", "payment_id.kind")
    def _compute_amount(self):
        """Proposed: what is open; the buyer may apply for less."""
        limits = self._get_limits()
        for line in self:
            if not line.amount and line.order_id:
                line.amount = line._get_available(limits)
            else:
                line.amount = line.amount

    @api.depends("amount", "approved_amount", "payment_id.approved_amount")
    def _compute_claim_amount(self):
        for line in self:
            line.claim_amount = line.approved_amount if line.payment_id.approved_amount else line.amount

    @api.depends("order_id", "bill_id", "payment_id.kind", "state")
    def _compute_figures(self):
        limits = self._get_limits()
        for line in self:
            figures = limits["orders"].get(line.order_id._origin.id, {})
            line.received_amount = figures.get("received", 0.0)
            line.retained_amount = figures.get("retained", 0.0)
            line.claimed_amount = figures.get("claimed", 0.0)
            line.bill_residual = limits["bills"].get(line.bill_id._origin.id, {}).get("limit", 0.0)
            line.available_amount = line._get_available(limits)

    def _get_limits(self):
        """Figures of the orders and bills of these lines; claims of their own applications are left out."""
        return self.env["company.purchase.payment"]._get_claim_limits(
            self.order_id._origin, self.bill_id._origin, self.payment_id._origin)

    def _get_available(self, limits):
        self.ensure_one()
        order = limits["orders"].get(self.order_id._origin.id)
        if not order:
            return 0.0
        cap = order["advance"] if self.payment_id.kind == "advance" else order["received"] - order["retained"]
        rooms = [order["total"] - order["claimed"], cap - order["claimed"]]
        bill = limits["bills"].get(self.bill_id._origin.id)
        if bill:
            rooms.append(bill["limit"] - bill["claimed"])
        return max(min(rooms), 0.0)

    @api.constrains("order_id", "bill_id", "payment_id")
    def _check_links(self):
        """Order and bill belong to the supplier of the application and to each other."""
        for line in self.sudo():
            supplier = line.payment_id.partner_id.commercial_partner_id
            order, bill = line.order_id, line.bill_id
            problem = False
            if order.is_quote or order.partner_id.commercial_partner_id != supplier:
                problem = self.env._("the order is none of this supplier")
            elif order.currency_id != line.payment_id.currency_id:
                problem = self.env._("the currency of the order is %s; apply in that currency", order.currency_id.name)
            elif bill and (bill.move_type != "in_invoice" or bill.commercial_partner_id != supplier
                           or bill.currency_id != line.payment_id.currency_id):
                problem = self.env._("the bill is none of this supplier in this currency")
            elif bill and order not in bill.invoice_line_ids.purchase_line_id.order_id:
                problem = self.env._("the bill %s is not for this order", bill.name)
            if problem:
                raise ValidationError(self.env._(
                    "%(application)s, %(order)s: %(problem)s.", application=line.payment_id.display_name,
                    order=order.name, problem=problem))
