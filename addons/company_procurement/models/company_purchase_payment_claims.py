from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..engine import allocation
from .company_purchase_payment import LIVE

# models whose lines claim money for an order: (line model, field of the document)
CLAIMS = (
    ("company.purchase.payment.line", "payment_id"),
    ("company.purchase.reimbursement.line", "reimbursement_id"),
)


class CompanyPurchasePayment(models.Model):
    """What orders and bills still allow to be claimed (PUR-OVERPAY), safe against two claims at once."""

    _inherit = "company.purchase.payment"

    @api.model
    def _lock_claims(self, orders, bills=None):
        """Let claims on the same orders or bills queue up.

        The rows are touched, not only locked: a transaction that began before the other one committed is then
        repeated by the server and sees the other's claim.
        """
        for records in (orders, bills):
            if records:
                self.env.cr.execute(SQL(
                    "UPDATE %s SET write_date = write_date WHERE id IN (SELECT id FROM %s WHERE id IN %s ORDER BY id "
                    "FOR UPDATE)", SQL.identifier(records._table), SQL.identifier(records._table),
                    tuple(records.ids)))

    @api.model
    def _get_claim_limits(self, orders, bills, exclude=None):
        """Figures that limit a claim, with the same number of queries for any number of orders and bills.

        :param exclude: a document whose own claims don't count
        :return: ``{"orders": {id: {total, received, retained, advance, claimed}}, "bills": {id: {limit, claimed}}}``
        """
        orders_sudo, bills_sudo = orders.sudo(), bills.sudo()
        claimed = self._get_claims("order_id", orders_sudo, exclude)
        billed = self._get_claims("bill_id", bills_sudo, exclude)
        received = orders_sudo._get_received_values()
        retentions = orders_sudo._get_retentions()
        outside = bills_sudo._get_outside_settlements()
        return {
            "orders": {order.id: {
                "total": order.amount_total,
                "received": received[order.id],
                "retained": retentions[order.id][0],
                "advance": order._get_advance_limit(),
                "claimed": sum(claimed[order.id]),
            } for order in orders_sudo},
            "bills": {bill.id: {
                "limit": bill.amount_total - outside[bill.id],
                "claimed": sum(billed[bill.id]),
            } for bill in bills_sudo},
        }

    @api.model
    def _get_claims(self, field, records, exclude=None):
        """{record id: [claims of living applications and reimbursements]}"""
        claims = defaultdict(list)
        for model, parent in CLAIMS:
            domain = [(field, "in", records.ids), ("state", "in", LIVE)]
            if exclude is not None and exclude._name == self.env[model]._fields[parent].comodel_name:
                domain.append((parent, "not in", exclude.ids))
            for record, amount in self.env[model].sudo()._read_group(domain, [field], ["claim_amount:sum"]):
                claims[record.id].append(amount)
        return claims

    @api.model
    def _get_overpay_problem(self, lines, kind="bill"):
        """(reason, fact) when the claims of these lines go beyond order, receipt or bill; else None.

        :param lines: lines of one document, which does not count among the earlier claims
        """
        parent = lines._client_parent_field
        limits = self._get_claim_limits(lines.order_id, lines.bill_id, lines[parent])
        found = []
        for order, own in lines.grouped("order_id").items():
            figures = limits["orders"][order.id]
            mine = sum(own.mapped("claim_amount"))
            cap = figures["advance"] if kind == "advance" else figures["received"]
            for limit, label in (
                (figures["total"], self.env._("the order")),
                (cap, self.env._("the agreed advance") if kind == "advance" else self.env._("what was received")),
            ):
                found.append((order, label, allocation.excess([figures["claimed"], mine], limit)))
        for bill, own in lines.filtered("bill_id").grouped("bill_id").items():
            figures = limits["bills"][bill.id]
            mine = sum(own.mapped("claim_amount"))
            found.append((bill, self.env._("the bill"),
                          allocation.excess([figures["claimed"], mine], figures["limit"])))
        found = [(record, label, over) for record, label, over in found if over]
        if not found:
            return None
        currency = lines[parent].currency_id
        return self.env._(
            "claims together go beyond %(details)s. Apply for what is still open.",
            details="; ".join(self.env._(
                "%(what)s %(name)s by %(amount)s", what=label, name=record.sudo().display_name,
                amount=currency.format(over)) for record, label, over in found),
        ), ";".join(f"{record._name}:{record.id}:{over:.2f}" for record, _label, over in found)

    @api.model
    def _get_retention_problem(self, lines):
        """(reason, fact) when the claims of these lines reach into what the contract keeps back; else None."""
        parent = lines._client_parent_field
        orders_sudo = lines.sudo().order_id
        limits = self._get_claim_limits(orders_sudo, lines.bill_id.browse(), lines[parent])["orders"]
        found = []
        for order, own in lines.sudo().grouped("order_id").items():
            figures = limits[order.id]
            over = figures["retained"] and allocation.excess(
                [figures["claimed"], sum(own.mapped("claim_amount"))], figures["received"] - figures["retained"])
            if over:
                found.append((order, over))
        if not found:
            return None
        return self.env._(
            "it reaches into the retention of the contract: %(details)s. Apply for what is open; the retention is paid "
            "at the end of the warranty.", details="; ".join(order._explain_retention(over) for order, over in found),
        ), ";".join(f"{order.id}:{over:.2f}" for order, over in found)
