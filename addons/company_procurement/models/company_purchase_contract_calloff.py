from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

from ..engine import contract as engine


class CompanyPurchaseContract(models.Model):
    """Annual contracts: blanket order, call-offs, reminders."""

    _inherit = "company.purchase.contract"

    def _on_activated(self):
        """A contract with unit prices opens its blanket order; its case has nothing more to order."""
        for contract_sudo in self.sudo().filtered(lambda contract: contract.kind == "unit_price"):
            contract_sudo._open_requisition()
            contract_sudo.sourcing_id._on_contract_in_force()

    def _open_requisition(self):
        requisition = self.env["purchase.requisition"].with_company(self.company_id).create({
            "requisition_type": "blanket_order",
            "vendor_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "user_id": self.buyer_id.id,
            "reference": self.name,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "line_ids": [Command.create({
                "product_id": line.product_id.id, "product_qty": line.quantity, "product_uom_id": line.uom_id.id,
                "price_unit": line.price_in_force, "product_description_variants": line.description,
            }) for line in self.line_ids],
        })
        requisition.action_confirm()
        self._as_engine().write({"requisition_id": requisition.id})

    def _end_requisition(self):
        requisition = self.requisition_id
        if requisition.state == "confirmed":
            requisition.purchase_ids.filtered(lambda order: order.state in ("draft", "sent")).button_cancel()
            requisition.action_done()

    def _refresh_requisition(self):
        """Agreed prices changed: the blanket order shows them."""
        prices = {(line.product_id, line.description): line.price_in_force for line in self.line_ids}
        for line in self.requisition_id.line_ids:
            price = prices.get((line.product_id, line.product_description_variants))
            if price:
                line.write({"price_unit": price})

    # ------------------------------------------------------------------
    # Call-offs
    # ------------------------------------------------------------------

    def action_call_off(self, lines):
        """Order from an annual contract in force: no new case is needed. Returns the id of the confirmed order.

        Buyer of the contract or head of purchasing. ``lines``: list of {contract_line_id, quantity, date_planned?},
        quantities in the unit of the contract, at most what is left of it (R4 §3.2.4.4).
        """
        contract_sudo = self._start_step("call_off")
        wanted = contract_sudo._read_call_off(lines)
        order_sudo = contract_sudo._make_call_off(wanted)
        order_sudo.with_env(self.env).button_confirm()
        return order_sudo.id

    def _read_call_off(self, lines):
        own = {line.id: line for line in self.line_ids}
        wanted = {}
        for values in lines or []:
            line = own.get(values.get("contract_line_id")) if isinstance(values, dict) else None
            quantity = values.get("quantity") if line else None
            if not line or isinstance(quantity, bool) or not isinstance(quantity, (int, float)) or quantity <= 0:
                raise UserError(self.env._(
                    "%(contract)s: name lines of this contract with the quantity to call off.", contract=self.name))
            wanted[line] = (quantity, fields.Datetime.to_datetime(values.get("date_planned") or False))
        if not wanted:
            raise UserError(self.env._("%(contract)s: say what is to be called off.", contract=self.name))
        return wanted

    def _make_call_off(self, wanted):
        company = self.company_id
        order_sudo = as_engine(self.env["purchase.order"].with_company(company)).create({
            "partner_id": self.partner_id.id,
            "company_id": company.id,
            "currency_id": self.currency_id.id,
            "user_id": self.env.uid,
            "origin": self.name,
            "contract_id": self.id,
            "is_call_off": True,
            "requisition_id": self.requisition_id.id,
            "sourcing_id": self.sourcing_id.id,
        })
        as_engine(self.env["purchase.order.line"].with_company(company)).create([
            line._prepare_call_off(order_sudo, quantity, planned) for line, (quantity, planned) in wanted.items()])
        return order_sudo

    # ------------------------------------------------------------------
    # What an order under the contract may lack
    # ------------------------------------------------------------------

    def _get_order_refusal(self, order):
        """(reason, fact) where the contract is not in force for an order; None where it is."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        wanted = ("active",) if self.kind == "unit_price" else ("signed", "active")
        if self.state not in wanted:
            return self.env._(
                "the contract %(contract)s is “%(state)s”; it has to be approved, sealed, signed and in force.",
                contract=self.name, state=self._get_state_label()), f"contract={self.state}"
        if self.partner_id.commercial_partner_id != order.partner_id.commercial_partner_id:
            return self.env._("the contract %(contract)s is with %(supplier)s.", contract=self.name,
                              supplier=self.partner_id.name), f"partner={order.partner_id.id}"
        if self.kind == "unit_price" and not (self.date_start <= today <= self.date_end):
            return self.env._("the contract %(contract)s is valid from %(start)s to %(end)s.", contract=self.name,
                              start=self.date_start, end=self.date_end), "validity"
        return None

    def _get_lines_refusal(self, order, percent):
        """(reason, fact) where lines, prices or quantities of an order are not those of the contract."""
        lines = order.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment and not line.is_freight
            and line.product_qty)
        found = engine.mismatches([line._prepare_contract_match(self) for line in lines], percent)
        if not found:
            return None
        texts = {
            "not_agreed": self.env._("not in the contract"),
            "price": self.env._("price above the contract"),
            "quantity": self.env._("more than what is left of the contract"),
            "currency": self.env._("another currency"),
        }
        names = {line.id: line.name.split("\n")[0] for line in lines}
        return self.env._(
            "it differs from the contract %(contract)s: %(details)s. Order what was agreed, or have a new contract "
            "approved.", contract=self.name,
            details="; ".join(f"{names[key]}: {texts[code]}" for key, code in found),
        ), ";".join(f"{key}:{code}" for key, code in found)

    def _hold(self):
        """One order after the other takes from a contract; whoever waited starts over with the new quantities."""
        for contract in self.sorted("id"):
            contract.flush_recordset()
            self.env.cr.execute(
                "UPDATE company_purchase_contract SET calloff_count = COALESCE(calloff_count, 0) + 1 WHERE id = %s",
                [contract.id])
            contract.invalidate_recordset(["calloff_count"])

    # ------------------------------------------------------------------
    # Scheduled
    # ------------------------------------------------------------------

    @api.model
    def _cron_contracts(self):
        """Begin and end contracts by their dates; remind of those that end soon."""
        today = fields.Date.context_today(self)
        contracts = self.sudo()
        contracts.search([("state", "=", "signed"), ("date_start", "<=", today)])._activate_due()
        for contract in contracts.search([("state", "=", "active"), ("date_end", "<", today)]):
            contract._end("expired", self.env._("Its validity ended on %s.", contract.date_end))
        for company in self.env["res.company"].sudo().search([]):
            limit = fields.Date.add(today, days=company.purchase_contract_remind_days)
            contracts.search([("company_id", "=", company.id), ("state", "=", "active"),
                              ("date_end", "<=", limit)])._remind_expiry()

    def _remind_expiry(self):
        todo_sudo = self.env["company.todo"].sudo()
        legal = self.env["company.role"].sudo()
        for contract in self:
            users = contract.buyer_id | legal._get_users("legal", contract.company_id)
            todo_sudo._open("purchase.contract", contract, users, self.env._(
                "%(contract)s with %(supplier)s ends on %(date)s", contract=contract.name,
                supplier=contract.partner_id.name, date=contract.date_end),
                deadline=fields.Datetime.to_datetime(contract.date_end), company_id=contract.company_id.id)


class CompanyPurchaseContractLine(models.Model):
    _inherit = "company.purchase.contract.line"

    def _prepare_call_off(self, order, quantity, planned):
        """An order line of this contract line."""
        self.ensure_one()
        project = self.contract_id.project_id
        return {
            "order_id": order.id,
            "sequence": self.sequence,
            "contract_line_id": self.id,
            "sourcing_line_id": self.sourcing_line_id.id,
            "product_id": self.product_id.id,
            "name": " ".join(filter(None, (self.description, self.specification))),
            "product_qty": quantity,
            "product_uom_id": self.uom_id.id,
            "price_unit": self.price_in_force,
            "discount": 0.0,
            "date_planned": planned or fields.Datetime.now(),
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "analytic_distribution": {str(project.id): 100} if project else False,
        }
