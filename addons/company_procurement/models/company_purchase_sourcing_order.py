from collections import defaultdict

from odoo import fields, models

from ..engine import comparison


class CompanyPurchaseSourcing(models.Model):
    """Approval of the award and the orders that come of it."""

    _inherit = "company.purchase.sourcing"

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount_awarded, self.currency_id

    def _approval_department(self):
        return self.department_id

    def _approval_category(self):
        return self.category_id.code

    def _approval_requester(self):
        return self.buyer_id

    def _approval_digest_fields(self):
        return [
            "category_id", "buyer_id", "amount_awarded", "single_source", "single_source_reason",
            "price_check_opinion", "price_checked_by_id",
            *(f"line_ids.{name}" for name in (
                "product_id", "description", "specification", "quantity", "uom_id", "verified_price",
                "verify_result")),
            *(f"award_ids.{name}" for name in (
                "sourcing_line_id", "quote_line_id", "partner_id", "quantity", "price_unit", "amount", "reason")),
        ]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for case in self:
            if not refusals.get(case.id) and case.state != "awarded":
                refusals[case.id] = self.env._(
                    "is “%(state)s”; it is submitted after the award", state=case._get_state_label())
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for case in self:
            case._enforce_award()
        self.sudo()._set_state("approval")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self.sudo()._set_state("approved")

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self.sudo()._set_state("compared")
        for case_sudo in self.sudo():
            case_sudo._void_award()
            case_sudo._void_price_check()

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self.sudo()._set_state("awarded")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.sudo().filtered(lambda case: case.state == "approval")._set_state("awarded")

    # ------------------------------------------------------------------
    # Orders
    # ------------------------------------------------------------------

    def action_create_orders(self):
        """Order what was awarded and approved: one confirmed order for each supplier. Returns the order ids.

        Buyer of the case; state approved (or ordered, for awards whose order was cancelled). The quotes stay as
        they are; the losing ones keep every figure.
        """
        case_sudo = self._start_step("create_orders")
        orders_sudo = case_sudo._make_orders(case_sudo._get_open_awards())
        orders = orders_sudo.with_env(self.env)
        orders.button_confirm()
        orders.filtered(lambda order: order.state == "purchase")._notify_site()
        if case_sudo.state == "approved":
            case_sudo._set_state("ordered")
        case_sudo.quote_ids._close_after_award(case_sudo.award_ids)
        case_sudo.request_ids._on_sourcing_ordered(case_sudo)
        case_sudo._refresh_todos()
        return orders.ids

    def _get_open_awards(self):
        """Awards without a live order."""
        return self.award_ids.filtered(
            lambda award: all(line.order_id.state == "cancel" for line in award.order_line_ids))

    def _on_orders_cancelled(self):
        """Orders were cancelled: their awards are open again, the buyer is told, the requests wait again."""
        for case_sudo in self.sudo().filtered(lambda case: case.state == "ordered"):
            if case_sudo._get_open_awards():
                case_sudo._refresh_todos()
                case_sudo.request_ids._on_sourcing_reopened(case_sudo)

    def _make_orders(self, awards):
        by_quote = defaultdict(lambda: self.env["company.purchase.sourcing.award"])
        for award in awards:
            by_quote[award.quote_id] |= award
        orders = self.env["purchase.order"].with_company(self.company_id)
        made = orders._as_engine().create([
            self._prepare_order(quote, quote_awards) for quote, quote_awards in by_quote.items()])
        lines = []
        for order, quote_awards in zip(made, by_quote.values(), strict=True):
            lines += [self._prepare_order_line(order, award) for award in quote_awards]
            if order.freight_amount:
                lines.append(self._prepare_freight_line(order, quote_awards))
        self.env["purchase.order.line"].with_company(self.company_id)._as_engine().create(lines)
        return made

    def _prepare_order(self, quote, awards):
        totals = {line.id: line.price_total for line in quote.order_line if line.sourcing_line_id}
        freight = comparison.share_freight(quote.freight_amount, totals)
        share = sum(freight[award.quote_line_id.id] * award.order_quantity / award.quote_line_id.product_qty
                    for award in awards)
        return {
            "partner_id": quote.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": quote.currency_id.id,
            "payment_term_id": quote.payment_term_id.id,
            "fiscal_position_id": quote.fiscal_position_id.id,
            "picking_type_id": quote.picking_type_id.id,
            "user_id": self.buyer_id.id,
            "origin": self.name,
            "date_order": fields.Datetime.now(),
            "sourcing_id": self.id,
            "quote_id": quote.id,
            "freight_amount": quote.currency_id.round(share),
        }

    def _prepare_order_line(self, order, award):
        quoted = award.quote_line_id
        return {
            "order_id": order.id,
            "sequence": quoted.sequence,
            "sourcing_line_id": award.sourcing_line_id.id,
            "award_id": award.id,
            "product_id": quoted.product_id.id,
            "name": quoted.name,
            "product_qty": award.order_quantity,
            "product_uom_id": quoted.product_uom_id.id,
            "price_unit": award.price_unit,
            "discount": 0.0,
            "date_planned": quoted.date_planned,
            "tax_ids": [fields.Command.set(quoted.tax_ids.ids)],
            "analytic_distribution": quoted.analytic_distribution,
        }

    def _prepare_freight_line(self, order, awards):
        product = self.env.ref("company_procurement.product_freight")
        return {
            "order_id": order.id,
            "sequence": 1000,
            "is_freight": True,
            "product_id": product.id,
            "name": product.name,
            "product_qty": 1,
            "product_uom_id": product.uom_id.id,
            "price_unit": order.freight_amount,
            "discount": 0.0,
            "date_planned": max(awards.quote_line_id.mapped("date_planned")),
            "tax_ids": [fields.Command.clear()],
        }
