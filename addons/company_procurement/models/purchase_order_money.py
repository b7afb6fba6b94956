from collections import defaultdict

from odoo import fields, models


class PurchaseOrder(models.Model):
    """Money of an order at a glance, for statements."""

    _inherit = "purchase.order"

    def _get_money_figures(self):
        """{order id: {ordered, received, invoiced, claimed, paid, overdue, owed}} with tax, in constant queries."""
        orders_sudo = self.sudo()
        received = orders_sudo._get_received_values()
        claims = self.env["company.purchase.payment"]._get_claims("order_id", orders_sudo)
        billed = orders_sudo._get_billed_figures()
        advances = orders_sudo._get_paid_advances()
        figures = {}
        for order in orders_sudo:
            invoiced, settled, overdue = billed[order.id]
            paid = settled if invoiced else advances[order.id]
            figures[order.id] = {
                "ordered": order.amount_total, "received": received[order.id], "invoiced": invoiced,
                "claimed": sum(claims[order.id]), "paid": order.currency_id.round(paid),
                "overdue": order.currency_id.round(overdue),
                "owed": order.currency_id.round(received[order.id] - paid),
            }
        return figures

    def _get_billed_figures(self):
        """{order id: (invoiced, settled, overdue)} from posted bills, shared out by their lines."""
        today = fields.Date.context_today(self)
        figures = defaultdict(lambda: (0.0, 0.0, 0.0))
        lines = self.order_line.invoice_lines.filtered(
            lambda line: line.parent_state == "posted" and line.display_type == "product")
        for line in lines:
            move, order = line.move_id, line.purchase_line_id.order_id
            sign = -1 if move.move_type == "in_refund" else 1
            left = move.amount_residual / move.amount_total if move.amount_total else 0.0
            invoiced, settled, overdue = figures[order.id]
            is_due = sign > 0 and move.invoice_date_due and move.invoice_date_due < today
            figures[order.id] = (
                invoiced + sign * line.price_total,
                settled + (line.price_total * (1 - left) if sign > 0 else 0.0),
                overdue + (line.price_total * left if is_due else 0.0))
        return figures

    def _get_paid_advances(self):
        """{order id: paid on applications without bill}"""
        groups = self.env["company.purchase.payment.line"].sudo()._read_group(
            [("order_id", "in", self.ids), ("bill_id", "=", False), ("state", "=", "paid")],
            ["order_id"], ["claim_amount:sum"])
        return defaultdict(float, {order.id: amount for order, amount in groups})
