from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import contract as engine


class CompanyPurchaseContract(models.Model):
    """Contract prices beside the market (R4 §3.2.4.5)."""

    _inherit = "company.purchase.contract"

    negotiation_ids = fields.One2many("company.purchase.negotiation", "contract_id", "Negotiations", readonly=True)
    negotiation_count = fields.Integer("Number of Negotiations", compute="_compute_negotiation_count",
                                       compute_sudo=True)
    market_checked_on = fields.Date("Prices Compared with the Market on", readonly=True, copy=False)

    @api.depends("negotiation_ids")
    def _compute_negotiation_count(self):
        for contract in self:
            contract.negotiation_count = len(contract.negotiation_ids)

    def action_check_market(self, lines=None):
        """Compare the prices in force with the market. Returns the id of the negotiation opened or running, or False.

        Buyer of the contract or head of purchasing; contract with unit prices in force. ``lines``: list of
        {contract_line_id, market_price, source} of an own survey; without it the latest market surveys count.
        """
        contract_sudo = self._start_step("call_off")
        prices = contract_sudo._read_market(lines) if lines else contract_sudo._get_survey_prices()
        if not prices:
            raise UserError(self.env._(
                "%(contract)s: there is no market price of its materials from the last %(days)s days. Survey the "
                "market, or give the prices that you asked for.", contract=self.name,
                days=contract_sudo.company_id.purchase_market_days))
        return contract_sudo._compare_market(prices).id

    def _read_market(self, lines):
        own = {line.id: line for line in self.line_ids}
        prices = {}
        for values in lines:
            line = own.get(values.get("contract_line_id")) if isinstance(values, dict) else None
            price = values.get("market_price") if line else None
            source = str(values.get("source") or "").strip() if line else ""
            if not line or not source or isinstance(price, bool) or not isinstance(price, (int, float)) or price <= 0:
                raise UserError(self.env._(
                    "%(contract)s: name a line of the contract, its market price above 0 and where it comes from.",
                    contract=self.name))
            prices[line] = (price, source, fields.Date.context_today(self))
        return prices

    def _get_survey_prices(self):
        """{contract line: (price, source, date)} of the latest surveys, tax included, per unit of the contract."""
        since = fields.Date.subtract(fields.Date.context_today(self), days=self.company_id.purchase_market_days)
        if "company.purchase.price.survey" not in self.env:
            return {}
        surveys = self.env["company.purchase.price.survey"].sudo().search([
            ("company_id", "=", self.company_id.id), ("product_id", "in", self.line_ids.product_id.ids),
            ("state", "=", "recorded"), ("date", ">=", since)], order="date desc, id desc")
        latest = {}
        for survey in surveys:
            latest.setdefault(survey.product_id, survey)
        return {line: line._prepare_survey_price(latest[line.product_id]) for line in self.line_ids
                if line.product_id in latest}

    def _compare_market(self, prices):
        """Open a negotiation over every price that is clearly above the market; PUR-MARKET keeps the finding."""
        self.ensure_one()
        self._as_engine().write({"market_checked_on": fields.Date.context_today(self)})
        percent = self.company_id.purchase_market_percent
        above = {}
        for line, (price, source, day) in prices.items():
            excess = engine.above_market(line._get_price_included(), price, percent)
            if excess is not None:
                above[line] = (price, source, day, excess)
        running = self.negotiation_ids.filtered(lambda own: own.state in ("open", "approval", "rejected"))
        if not above or running:
            return running if above else running.browse()
        self.env["company.control"]._enforce("PUR-MARKET", self.sudo(False), self.env._(
            "%(lines)s: more than %(percent)s %% above the market. Negotiate with the supplier; without agreement end "
            "the contract.", percent=f"{percent:g}", lines=", ".join(
                f"{line.description} +{entry[3]:g} %" for line, entry in above.items())),
            fact=",".join(f"{line.id}:{entry[0]:.4f}" for line, entry in above.items()))
        return self._open_negotiation(above)

    def _open_negotiation(self, above):
        negotiation = self.env["company.purchase.negotiation"].sudo()._as_engine().create({
            "contract_id": self.id, "company_id": self.company_id.id})
        self.env["company.purchase.negotiation.line"].sudo()._as_engine().create([{
            "negotiation_id": negotiation.id, "contract_line_id": line.id, "price_before": line.price_in_force,
            "market_price": price, "market_source": source, "market_date": day, "excess_percent": excess,
            "quantity_left": max(line.quantity_left, 0.0),
        } for line, (price, source, day, excess) in above.items()])
        self.env["company.todo"].sudo()._open(
            "purchase.negotiation", negotiation, self.buyer_id, self.env._(
                "Negotiate the prices of %(contract)s with %(supplier)s", contract=self.name,
                supplier=self.partner_id.name), company_id=self.company_id.id)
        return negotiation

    @api.model
    def _cron_check_market(self):
        """Compare every annual contract in force with the latest surveys; batched, may run at any time again."""
        contracts = self.sudo().search([("state", "=", "active"), ("kind", "=", "unit_price")])
        for contract in contracts:
            prices = contract._get_survey_prices()
            if prices:
                contract._compare_market(prices)


class CompanyPurchaseContractLine(models.Model):
    _inherit = "company.purchase.contract.line"

    def _get_price_included(self):
        """Unit price in force, tax included, in the currency of the contract."""
        self.ensure_one()
        net = self.quantity * self.price_unit
        return self.price_in_force * (self.price_total / net if net else 1.0)

    def _prepare_survey_price(self, survey):
        """(price, source, date) of a market survey, in unit and currency of the contract."""
        price = survey.product_id.uom_id._compute_price(survey.reference_price, self.uom_id)
        company = self.company_id
        price = company.currency_id._convert(price, self.currency_id, company, survey.date, round=False)
        return price, survey.display_name, survey.date
