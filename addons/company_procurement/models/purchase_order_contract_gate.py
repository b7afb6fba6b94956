from odoo import models

from odoo.addons.company_base.tools.engine import as_engine

from .purchase_order import CONFIRMED


class PurchaseOrder(models.Model):
    """PUR-CONTRACT at the gate, and call-offs that a contract in force stands behind instead of a new case."""

    _inherit = "purchase.order"

    def _check_order_gate(self):
        orders_sudo = self.sudo().filtered(lambda order: not order.is_quote)
        orders_sudo._adopt_contracts()
        orders_sudo.contract_id._hold()
        result = super()._check_order_gate()
        orders_sudo._enforce_contract()
        return result

    def _adopt_contracts(self):
        """Orders made from the blanket order of a contract belong to that contract."""
        open_orders = self.filtered(lambda order: order.requisition_id and not order.contract_id)
        if not open_orders:
            return
        contracts = self.env["company.purchase.contract"].sudo().search([
            ("requisition_id", "in", open_orders.requisition_id.ids)])
        by_requisition = {contract.requisition_id: contract for contract in contracts}
        for order in open_orders:
            contract = by_requisition.get(order.requisition_id)
            if contract:
                as_engine(order).write({
                    "contract_id": contract.id, "is_call_off": True, "sourcing_id": contract.sourcing_id.id})
                order._adopt_contract_lines(contract)

    def _adopt_contract_lines(self, contract):
        for line in self.order_line.filtered(lambda line: not line.display_type and not line.contract_line_id):
            own = contract.line_ids.filtered(lambda own, line=line: own.product_id == line.product_id)
            if len(own) > 1:
                own = own.filtered(lambda own, line=line: (own.description or "") in (line.name or ""))
            if len(own) == 1:
                as_engine(line).write({
                    "contract_line_id": own.id, "sourcing_line_id": own.sourcing_line_id.id})

    def _enforce_contract(self):
        control = self.env["company.control"]
        for order in self:
            if control._get_mode("PUR-CONTRACT", order.company_id) == "off":
                continue
            problem = order._get_contract_problem()
            if problem:
                control._enforce("PUR-CONTRACT", order.sudo(self.env.su), problem[0], fact=problem[1])

    def _get_contract_problem(self):
        """(reason, fact) of an order that needs a contract and has none that covers it; None otherwise."""
        self.ensure_one()
        contract = self.contract_id
        if not contract:
            return self._get_missing_contract()
        percent = self.env["company.control"]._get_value("PUR-MATCH", self.company_id)
        if not self.is_call_off and contract.state not in ("signed", "active") and not self._needs_contract():
            return None
        return contract._get_order_refusal(self) or contract._get_lines_refusal(self, percent)

    def _get_missing_contract(self):
        if not self._needs_contract():
            return None
        category = self._get_contract_category()
        reason = self.env._("the category %(category)s always needs one", category=category.name)
        if not category.contract_required:
            reason = self.env._("%(category)s purchases from %(threshold)s on need one", category=category.name,
                                threshold=self.company_id.currency_id.format(category.contract_threshold))
        return self.env._(
            "no written contract stands behind it, and %(reason)s. Make the contract first (on the case: Contracts), "
            "have it approved, sealed and signed.", reason=reason), f"none:{category.code}"

    def _get_contract_category(self):
        if self.sourcing_id:
            return self.sourcing_id.category_id
        return self.env["company.purchase.category"].sudo()._get_applicable("general", self.company_id)

    def _needs_contract(self):
        self.ensure_one()
        if self.sourcing_id:
            return self.sourcing_id._needs_contract(self.quote_id.partner_id or self.partner_id)
        category = self._get_contract_category()
        amount = self.currency_id._convert(
            self.amount_total, self.company_id.currency_id, self.company_id, self.date_order.date())
        threshold = category.contract_threshold
        return category.contract_required or bool(
            threshold and self.company_id.currency_id.compare_amounts(amount, threshold) >= 0)

    # ------------------------------------------------------------------
    # Call-offs pass the controls of the case by their contract
    # ------------------------------------------------------------------

    def _get_case_problem(self):
        if not self.is_call_off:
            return super()._get_case_problem()
        return self.contract_id._get_order_refusal(self)

    def _get_order_quotes_problem(self, assessments):
        return None if self.is_call_off else super()._get_order_quotes_problem(assessments)

    def _get_mismatches(self):
        return super(PurchaseOrder, self.filtered(lambda order: not order.is_call_off))._get_mismatches()

    def _check_confirmed_change(self):
        result = super()._check_confirmed_change()
        changed = self.sudo().filtered(lambda order: order.state in CONFIRMED and order.contract_id)
        changed.contract_id._hold()
        changed._enforce_contract()
        return result


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _prepare_contract_match(self, contract):
        """The dict that ``engine.contract`` compares with the contract."""
        self.ensure_one()
        agreed = self.contract_line_id
        if agreed.contract_id != contract or agreed.product_id != self.product_id:
            agreed = agreed.browse()
        price = quantity = left = 0.0
        if agreed and agreed.uom_id._has_common_reference(self.product_uom_id):
            price = self.product_uom_id._compute_price(self.price_unit * (1 - self.discount / 100), agreed.uom_id)
            quantity = self.product_uom_id._compute_quantity(self.product_qty, agreed.uom_id, round=False)
            others = sum(
                line.product_uom_id._compute_quantity(line.product_qty, agreed.uom_id, round=False)
                for line in agreed.order_line_ids
                if line != self and line.order_id.state in CONFIRMED and not line.order_id.is_quote)
            left = agreed.quantity - others
        return {"key": self.id, "agreed": agreed.id, "price": price, "agreed_price": agreed.price_in_force,
                "quantity": quantity, "left": left, "same_currency": self.currency_id == contract.currency_id}
