from odoo import api, fields, models


class CompanyPurchaseSettlement(models.Model):
    """Settlement statement of a contract for a period: received at the contract's prices, invoiced, paid, owed
    (R4 §3.2.4.6). A statement is a fact of its day and is not changed; a later one of the same period stands beside it.
    """

    _name = "company.purchase.settlement"
    _description = "Settlement Statement"
    _inherit = ["company.state.mixin", "mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _initial_state = "done"
    _client_unlink_states = frozenset()

    name = fields.Char("Number", required=True, readonly=True, copy=False, index="trigram")
    state = fields.Selection([("done", "Drawn up")], default="done", required=True, readonly=True, copy=False)
    contract_id = fields.Many2one("company.purchase.contract", "Contract", required=True, readonly=True, index=True,
                                  ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    date_from = fields.Date("From", required=True, readonly=True, copy=False)
    date_to = fields.Date("To", required=True, readonly=True, copy=False)
    user_id = fields.Many2one("res.users", "Drawn up by", required=True, readonly=True, copy=False)
    line_ids = fields.One2many("company.purchase.settlement.line", "settlement_id", "Lines", readonly=True, copy=False)
    amount_received = fields.Monetary("Received", readonly=True, copy=False, help="Tax included.")
    amount_invoiced = fields.Monetary("Invoiced", readonly=True, copy=False)
    amount_paid = fields.Monetary("Paid", readonly=True, copy=False)
    amount_owed = fields.Monetary("Owed", readonly=True, copy=False, help="Received and not paid.")


class CompanyPurchaseSettlementLine(models.Model):
    _name = "company.purchase.settlement.line"
    _description = "Settlement Statement Line"
    _inherit = ["company.state.mixin"]
    _order = "settlement_id, id"
    _rec_name = "contract_line_id"
    _check_company_auto = True
    _client_parent_field = "settlement_id"
    _initial_state = "done"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    settlement_id = fields.Many2one("company.purchase.settlement", "Statement", required=True, index=True,
                                    ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one(related="settlement_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    contract_line_id = fields.Many2one("company.purchase.contract.line", "Material", required=True, index=True,
                                       ondelete="restrict", check_company=True, copy=False)
    uom_id = fields.Many2one(related="contract_line_id.uom_id")
    quantity = fields.Float("Received Quantity", digits="Product Unit", readonly=True, copy=False)
    quantity_invoiced = fields.Float("Invoiced Quantity", digits="Product Unit", readonly=True, copy=False)
    price_unit = fields.Float("Unit Price", digits="Product Price", readonly=True, copy=False, help="Tax included.")
    amount = fields.Monetary(readonly=True, copy=False)


class CompanyPurchaseContract(models.Model):
    _inherit = "company.purchase.contract"

    settlement_ids = fields.One2many("company.purchase.settlement", "contract_id", "Settlements", readonly=True)

    def action_make_settlement(self, date_from, date_to):
        """Draw up the statement of a period. Returns its id.

        Buyer, head of purchasing, legal department or finance; signed contracts. ``date_from``, ``date_to``: first and
        last day, dates or ISO strings (R4 §3.2.4.6).
        """
        self.ensure_one()
        self.check_access("read")
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        self._raise_refusals(self._get_settlement_refusals(first, last))
        figures = self.sudo()._get_settlement_figures(first, last)
        lines = figures.pop("lines")
        statement = self.env["company.purchase.settlement"].sudo()._as_engine().create({
            **figures, "name": f"{self.name}-JS{len(self.sudo().settlement_ids) + 1:02d}", "contract_id": self.id,
            "company_id": self.company_id.id, "date_from": first, "date_to": last, "user_id": self.env.uid})
        self.env["company.purchase.settlement.line"].sudo()._as_engine().create(
            [{**line, "settlement_id": statement.id} for line in lines])
        return statement.id

    def _get_settlement_refusals(self, first, last):
        groups = ("group_buyer", "group_legal", "group_finance")
        allowed = any(self.env.user.has_group(f"company_procurement.{group}") for group in groups)
        refusals = {}
        for contract in self:
            reason = False
            if not allowed:
                reason = self.env._("only buyers, the legal department or finance draw up statements")
            elif contract.state not in ("signed", "active", "closed", "expired", "terminated"):
                reason = self.env._("is “%(state)s”; statements belong to signed contracts",
                                    state=contract._get_state_label())
            elif not first or not last or first > last:
                reason = self.env._("the period needs a first and a last day, in this order")
            refusals[contract.id] = reason
        return refusals

    @api.model
    def _get_received(self, order_lines, first, last):
        """{order line id: quantity received in the period}, returns deducted, in the unit of the order line."""
        moves = self.env["stock.move"].sudo().search([
            ("purchase_line_id", "in", order_lines.ids), ("state", "=", "done"),
            ("date", ">=", fields.Datetime.to_datetime(first)),
            ("date", "<", fields.Datetime.to_datetime(fields.Date.add(last, days=1)))])
        received = {}
        for move in moves:
            line = move.purchase_line_id
            sign = 1 if move.location_dest_id.usage in ("internal", "transit") else -1
            quantity = move.product_uom._compute_quantity(move.quantity, line.product_uom_id, round=False)
            received[line.id] = received.get(line.id, 0.0) + sign * quantity
        services = order_lines.filtered(lambda line: line.qty_received_method == "manual" and line.qty_received)
        for line in services.filtered(lambda line: first <= line.write_date.date() <= last):
            received.setdefault(line.id, line.qty_received)
        return received

    def _get_settlement_figures(self, first, last):
        self.ensure_one()
        order_lines = self.line_ids.order_line_ids.filtered(lambda line: line.order_id.state == "purchase")
        received = self._get_received(order_lines, first, last)
        bills = order_lines.invoice_lines.filtered(
            lambda line: line.parent_state == "posted" and first <= line.move_id.invoice_date <= last)
        lines = []
        for own in self.line_ids:
            rows = order_lines.filtered(lambda line, own=own: line.contract_line_id == own)
            quantity = sum(line.product_uom_id._compute_quantity(
                received.get(line.id, 0.0), own.uom_id, round=False) for line in rows)
            amount = sum(line.price_total / line.product_qty * received.get(line.id, 0.0)
                         for line in rows if line.product_qty)
            billed = sum(bill.product_uom_id._compute_quantity(bill.quantity, own.uom_id, round=False)
                         * (-1 if bill.move_id.move_type == "in_refund" else 1)
                         for bill in bills if bill.purchase_line_id in rows)
            lines.append({"contract_line_id": own.id, "quantity": quantity, "quantity_invoiced": billed,
                          "price_unit": amount / quantity if quantity else own._get_price_included(),
                          "amount": self.currency_id.round(amount)})
        invoiced, paid = self._get_billed(bills)
        total = sum(line["amount"] for line in lines)
        return {"lines": lines, "amount_received": total, "amount_invoiced": invoiced, "amount_paid": paid,
                "amount_owed": total - paid}

    def _get_billed(self, bills):
        """(invoiced, paid) of the bill lines, tax included; a bill paid in part counts by its share."""
        invoiced = paid = 0.0
        for line in bills:
            move = line.move_id
            sign = -1 if move.move_type == "in_refund" else 1
            invoiced += sign * line.price_total
            share = 1 - move.amount_residual / move.amount_total if move.amount_total else 0.0
            paid += sign * line.price_total * share
        return self.currency_id.round(invoiced), self.currency_id.round(paid)

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_view_orders(self):
        """Open the orders under the contract."""
        return self._get_link_action("purchase.order", [("contract_id", "in", self.ids), ("is_quote", "=", False)],
                                     self.env._("Orders"))

    def action_view_negotiations(self):
        """Open the price negotiations of the contract."""
        return self._get_link_action("company.purchase.negotiation", [("contract_id", "in", self.ids)],
                                     self.env._("Price Negotiations"))

    def action_view_settlements(self):
        """Open the statements of the contract; the one of the running period is drawn up where there is none yet."""
        self.ensure_one()
        self.check_access("read")
        if not self.settlement_ids and not any(self._get_settlement_refusals(
                self.date_start, self.date_start).values()):
            self.action_make_settlement(self.date_start, min(self.date_end, fields.Date.context_today(self)))
        return self._get_link_action("company.purchase.settlement", [("contract_id", "in", self.ids)],
                                     self.env._("Settlement Statements"))

    def action_open_signed_file(self):
        """Open the scan of the signed contract."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "new",
                "url": f"/web/content/{self.signed_file_id.id}?download=false"}

    def _get_link_action(self, model, domain, name):
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": name, "res_model": model, "view_mode": "list,form",
                "views": [(False, "list"), (False, "form")], "domain": domain, "context": {"create": False}}
