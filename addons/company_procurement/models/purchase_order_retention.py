from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """Retention 质保金: what the contract lets us keep until the end of the warranty (PUR-RETENTION).

    The instalments “End of Warranty” of the contract's payment schedule are the retention. It is taken off what was
    received, delivery by delivery, and is due with the date in the schedule, or its days after the last acceptance of
    the complete order (R1 §3.7: payments follow the terms of the contract; R4 §3.2.4.4).
    """

    _inherit = "purchase.order"

    retention_amount = fields.Monetary(
        "Retention Held Back", compute="_compute_retention", compute_sudo=True,
        help="Share of the received value that the contract keeps until the end of the warranty.")
    retention_date = fields.Date(
        "Retention until", compute="_compute_retention", compute_sudo=True,
        help="Empty while the order is not completely accepted: the warranty has not begun.")

    @api.depends("contract_id.instalment_ids", "order_line.qty_received", "acceptance_ids.accepted_on")
    def _compute_retention(self):
        retentions = self._get_retentions()
        for order in self:
            order.retention_amount, order.retention_date = retentions[order._origin.id]

    def _get_retentions(self):
        """{order id: (held back, next date of release or False)} with tax, in constant queries.

        All is released where the company switched PUR-RETENTION off.
        """
        result = defaultdict(lambda: (0.0, False))
        control = self.env["company.control"]
        held = self.sudo().filtered(
            lambda order: order.contract_id.instalment_ids._filter_retention()
            and control._get_mode("PUR-RETENTION", order.company_id) != "off")
        if not held:
            return result
        today = fields.Date.context_today(self)
        received, starts = held._get_received_values(), held._get_warranty_starts()
        for order in held:
            parts = [(part, part._get_release_date(starts[order.id]))
                     for part in order.contract_id.instalment_ids._filter_retention()]
            waiting = [(part, date) for part, date in parts if not date or date > today]
            percent = sum(part.percent for part, _date in waiting)
            result[order.id] = (order.currency_id.round(received[order.id] * percent / 100),
                                min((date for _part, date in waiting if date), default=False))
        return result

    def _get_warranty_starts(self):
        """{order id: day of the last acceptance}; False until everything ordered was accepted."""
        waived = self._get_waived_quantities()
        starts = {}
        for order in self:
            complete = all(
                line.product_uom_id.compare(line.qty_received + waived.get(line.id, 0.0), line.product_qty) >= 0
                for line in order._get_acceptance_lines())
            moments = order.acceptance_ids.filtered(lambda one: one.state == "accepted").mapped("accepted_on")
            moments = [moment for moment in moments if moment] or [order.effective_date]
            starts[order.id] = complete and moments[0] and fields.Datetime.context_timestamp(
                order, max(moments)).date()
        return starts

    def _explain_retention(self, over):
        self.ensure_one()
        values = {"order": self.name, "contract": self.contract_id.name, "over": self.currency_id.format(over),
                  "held": self.currency_id.format(self.retention_amount), "date": self.retention_date}
        if self.retention_date:
            return self.env._("%(order)s keeps %(held)s until %(date)s by %(contract)s, %(over)s too much", **values)
        return self.env._(
            "%(order)s keeps %(held)s by %(contract)s until the warranty ends after the last acceptance, %(over)s too "
            "much", **values)

    # ------------------------------------------------------------------
    # Release
    # ------------------------------------------------------------------

    @api.model
    def _cron_release_retentions(self):
        """Tell the buyers which retentions are due now and not applied for; may run as often as one likes."""
        parts = self.env["company.purchase.contract.instalment"].sudo().search([
            ("due_on", "=", "warranty"), ("contract_id.state", "not in", ("draft", "approval", "cancelled"))])
        orders_sudo = self.sudo().search([
            ("contract_id", "in", parts.contract_id.ids), ("state", "=", "purchase"), ("is_quote", "=", False)])
        return len(orders_sudo._refresh_retention_todos())

    def _refresh_retention_todos(self):
        """Open or close the to-do of each order's buyer; returns the orders whose retention is to be applied for."""
        orders_sudo = self.sudo().filtered(lambda order: order.contract_id.instalment_ids._filter_retention())
        todo_sudo = self.env["company.todo"].sudo()
        limits = self.env["company.purchase.payment"]._get_claim_limits(
            orders_sudo, self.env["account.move"])["orders"]
        starts = orders_sudo._get_warranty_starts()
        due = self.browse()
        for order in orders_sudo:
            figures = limits[order.id]
            left = order.currency_id.round(figures["received"] - figures["retained"] - figures["claimed"])
            if order._is_retention_due(starts[order.id]) and left > 0:
                due |= order
                todo_sudo._open(
                    "purchase.retention", order, order.user_id or order.sourcing_id.buyer_id, self.env._(
                        "Apply for the retention of %(order)s, %(supplier)s", order=order.name,
                        supplier=order.partner_id.name), amount=left, currency_id=order.currency_id.id)
            else:
                todo_sudo._close("purchase.retention", order)
        return due

    def _is_retention_due(self, start):
        """Whether the date of release of a part of the retention has come."""
        today = fields.Date.context_today(self)
        dates = [part._get_release_date(start) for part in self.contract_id.instalment_ids._filter_retention()]
        return any(date and date <= today for date in dates)


class CompanyPurchaseContractInstalment(models.Model):
    _inherit = "company.purchase.contract.instalment"

    def _filter_retention(self):
        """Instalments that are held back until the end of the warranty."""
        return self.filtered(lambda part: part.due_on == "warranty")

    def _get_release_date(self, start):
        """The date in the schedule, else its days after ``start`` of the warranty; False before that."""
        self.ensure_one()
        return self.due_date or (start and start + timedelta(days=self.due_days))
