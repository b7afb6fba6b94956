from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

LIVE = ("draft", "approval", "approved", "signed", "active", "rejected")
BINDING = ("signed", "active")


class CompanyPurchaseSourcing(models.Model):
    """Contracts of an approved award (R4 §3.1.6.2, §3.2.4.4)."""

    _inherit = "company.purchase.sourcing"

    contract_ids = fields.One2many("company.purchase.contract", "sourcing_id", "Contracts", readonly=True)
    contract_count = fields.Integer("Number of Contracts", compute="_compute_contract_count", compute_sudo=True)
    contract_needed = fields.Boolean(compute="_compute_contract_count", compute_sudo=True,
                                     help="A written contract comes before the order (R4 §3.1.6.2).")
    can_create_contracts = fields.Boolean(compute="_compute_can_create_contracts")

    @api.depends("contract_ids.state", "award_ids.amount", "state")
    def _compute_contract_count(self):
        for case in self:
            live = case.contract_ids.filtered(lambda contract: contract.state != "cancelled")
            case.contract_count = len(live)
            case.contract_needed = any(case._needs_contract(partner) for partner in case.award_ids.partner_id)

    @api.depends("contract_ids.state", "state")
    @api.depends_context("uid")
    def _compute_can_create_contracts(self):
        refusals = self._get_create_contracts_refusals()
        for case in self:
            case.can_create_contracts = not refusals[case.id]

    def _needs_contract(self, partner):
        """Whether what is awarded to a supplier reaches the threshold of the category."""
        self.ensure_one()
        category = self.category_id
        amount = sum(award.amount for award in self.award_ids if award.partner_id == partner)
        threshold = category.contract_threshold
        return category.contract_required or bool(threshold and self.currency_id.compare_amounts(
            amount, threshold) >= 0)

    # ------------------------------------------------------------------
    # Making contracts
    # ------------------------------------------------------------------

    def action_create_contracts(self):
        """Draft a contract with each supplier of the approved award. Returns the ids of the contracts.

        Buyer of the case or head of purchasing; state approved (R4 §3.1.6.2, §3.2.4.4).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_create_contracts_refusals())
        self._enforce_buyer()
        case_sudo = self.sudo()
        contracts = self.env["company.purchase.contract"].sudo()
        for quote, awards in case_sudo._get_uncontracted().grouped("quote_id").items():
            contracts |= case_sudo._make_contract(quote, awards)
        return contracts.ids

    def action_open_contracts(self):
        """Client entry of `action_create_contracts`: drafts the contracts where there are none, and opens them."""
        self.check_access("read")
        ids = self.sudo().contract_ids.ids or self.action_create_contracts()
        action = {"type": "ir.actions.act_window", "name": self.env._("Contracts"),
                  "res_model": "company.purchase.contract", "context": {"create": False}}
        if len(ids) == 1:
            return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": ids[0]}
        return {**action, "view_mode": "list,form", "views": [(False, "list"), (False, "form")],
                "domain": [("id", "in", ids)]}

    def _get_create_contracts_refusals(self):
        user = self.env.user
        is_head = user.has_group("company_procurement.group_purchase_head")
        is_buyer = user.has_group("company_procurement.group_buyer")
        refusals = {}
        for case in self:
            reason = False
            if case.state != "approved":
                reason = self.env._("is “%(state)s”; contracts come from an approved award",
                                    state=case._get_state_label())
            elif not (is_buyer and (is_head or case.sudo().buyer_id == user)):
                reason = self.env._("only its buyer %(buyer)s or the head of purchasing takes this step",
                                    buyer=case.sudo().buyer_id.name)
            elif not case.sudo()._get_uncontracted():
                reason = self.env._("everything that was awarded stands in a contract")
            refusals[case.id] = reason
        return refusals

    def _get_uncontracted(self):
        """Awards without a live contract."""
        covered = self.contract_ids.filtered(lambda contract: contract.state in LIVE).line_ids.award_id
        return self._get_open_awards() - covered

    def _make_contract(self, quote, awards):
        contract = self.env["company.purchase.contract"].sudo().with_company(self.company_id)._as_engine().create(
            self._prepare_contract(quote, awards))
        self.env["company.purchase.contract.line"].sudo()._as_engine().create([
            self._prepare_contract_line(contract, award, number)
            for number, award in enumerate(awards, start=1)])
        annual = contract.kind == "unit_price"
        self.env["company.purchase.contract.instalment"].sudo()._as_engine().create({
            "contract_id": contract.id, "percent": 100.0, "due_on": "settlement" if annual else "acceptance",
            "name": self.env._("Settlement") if annual else self.env._("Payment after acceptance"),
        })
        return contract

    def _prepare_contract(self, quote, awards):
        annual = self.category_id.code == "annual"
        start = fields.Date.context_today(self)
        planned = max(fields.Date.to_date(moment) for moment in awards.quote_line_id.mapped("date_planned"))
        end = date(max(start.year, planned.year), 12, 31) if annual else max(start, planned) + timedelta(days=180)
        goods = "、".join(dict.fromkeys(awards.sourcing_line_id.mapped("description")))
        return {
            "title": goods if len(goods) <= 60 else goods[:59] + "…",
            "company_id": self.company_id.id,
            "partner_id": quote.partner_id.id,
            "currency_id": quote.currency_id.id,
            "kind": "unit_price" if annual else "fixed",
            "settlement": "quarter" if annual else "once",
            "category_id": self.category_id.id,
            "sourcing_id": self.id,
            "department_id": self.department_id.id,
            "project_id": self.project_id.id,
            "buyer_id": self.buyer_id.id,
            "date_start": start,
            "date_end": end,
            "payment_terms": quote.payment_term_id.name or False,
            "freight_amount": self._prepare_order(quote, awards)["freight_amount"],
        }

    def _prepare_contract_line(self, contract, award, number):
        quoted, line = award.quote_line_id, award.sourcing_line_id
        return {
            "contract_id": contract.id,
            "sequence": number * 10,
            "award_id": award.id,
            "sourcing_line_id": line.id,
            "product_id": quoted.product_id.id,
            "description": line.description,
            "specification": " ".join(filter(None, (line.specification, line.model_number))) or False,
            "quantity": award.order_quantity,
            "uom_id": quoted.product_uom_id.id,
            "price_unit": award.price_unit,
            "price_in_force": award.price_unit,
            "tax_ids": [fields.Command.set(quoted.tax_ids.ids)],
            "price_total": contract.currency_id.round(
                quoted.price_total * award.order_quantity / quoted.product_qty if quoted.product_qty else 0.0),
            "needed_date": fields.Date.to_date(quoted.date_planned),
        }

    # ------------------------------------------------------------------
    # Contracts and orders
    # ------------------------------------------------------------------

    def _prepare_order(self, quote, awards):
        values = super()._prepare_order(quote, awards)
        contracts = self.contract_ids.filtered(
            lambda contract: contract.partner_id == quote.partner_id and contract.kind == "fixed")
        chosen = contracts.filtered(lambda contract: contract.state in BINDING) or contracts.filtered(
            lambda contract: contract.state in LIVE)
        return {**values, "contract_id": chosen[:1].id}

    def _make_orders(self, awards):
        orders = super()._make_orders(awards)
        for line in orders.order_line.filtered("award_id"):
            own = line.order_id.contract_id.line_ids.filtered(
                lambda own, line=line: own.award_id == line.award_id)
            if own:
                as_engine(line).write({"contract_line_id": own[0].id})
        return orders

    def _get_open_awards(self):
        """What stands in a contract with unit prices is called off from it, not ordered by the case."""
        called_off = self.contract_ids.filtered(
            lambda contract: contract.kind == "unit_price" and contract.state in (
                "active", "closed", "expired", "terminated")).line_ids.award_id
        return super()._get_open_awards() - called_off

    def _on_contract_in_force(self):
        """Everything awarded can be called off: the case is ordered, its requests as well."""
        for case_sudo in self.sudo().filtered(lambda case: case.state == "approved"):
            if not case_sudo._get_open_awards():
                case_sudo._set_state("ordered")
                case_sudo.quote_ids._close_after_award(case_sudo.award_ids)
                case_sudo.request_ids._on_sourcing_ordered(case_sudo)
                case_sudo._refresh_todos()

    def _check_received(self):
        """While goods can still be called off a contract, its case is not done."""
        running = self.sudo().filtered(lambda case: any(
            contract.kind == "unit_price" and contract.state in BINDING for contract in case.contract_ids))
        return super(CompanyPurchaseSourcing, self - running.with_env(self.env))._check_received()

    def _set_state(self, target):
        """An award that is opened again takes its unsigned contracts along; signed ones bind the company."""
        if target in ("inquiry", "cancelled"):
            for case_sudo in self.sudo():
                live = case_sudo.contract_ids.filtered(lambda contract: contract.state in LIVE)
                bound = live.filtered(lambda contract: contract.state in BINDING)
                if bound:
                    raise UserError(self.env._(
                        "%(case)s: the contract %(contracts)s is signed. Terminate it first.", case=case_sudo.name,
                        contracts=", ".join(bound.mapped("name"))))
                for contract in live:
                    contract._do_cancel(self.env._("The award of %s was opened again.", case_sudo.name))
        return super()._set_state(target)

    def _get_buyer_task(self):
        task = super()._get_buyer_task()
        if self.state == "approved" and self.contract_needed:
            if self._get_uncontracted():
                return self.env._("Draft the contracts of %s", self.name)
            if any(contract.state not in BINDING for contract in self.contract_ids if contract.state in LIVE):
                return self.env._("Have the contracts of %s approved and signed", self.name)
        return task
