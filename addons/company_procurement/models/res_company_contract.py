from odoo import api, fields, models

SEQUENCES = (
    ("company.purchase.budget", "Purchase Budget", "YS%(year)s%(month)s-"),
    ("company.purchase.contract", "Purchase Contract", "HT%(year)s%(month)s-"),
    ("company.purchase.annual.demand", "Annual Purchase Demand", "ND%(year)s-"),
    ("company.purchase.negotiation", "Price Negotiation", "YJ%(year)s%(month)s-"),
)


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_over_budget = fields.Selection(
        [("block", "Blocked"), ("company_head", "Decided by the head of the company")], default="block",
        help="What happens to a request that its budget does not cover (R4 §3.1.1.2, §3.1.2).")
    purchase_market_percent = fields.Float(
        default=10, help="A contract price this many percent above the market price is negotiated (R4 §3.2.4.5).")
    purchase_market_days = fields.Integer(
        default=90, help="Market prices older than so many days do not count (R4 §3.2.4.5, §5.1.2).")
    purchase_contract_remind_days = fields.Integer(
        default=30, help="Days before the end of a contract on which its buyer and the legal department are reminded.")

    _contract_settings_positive = models.Constraint(
        """CHECK(COALESCE(purchase_market_percent, 0) >= 0 AND COALESCE(purchase_market_days, 1) > 0
            AND COALESCE(purchase_contract_remind_days, 0) >= 0)""",
        "Percentages and days of the contract settings cannot be negative.")

    def _create_procurement_sequences(self):
        super()._create_procurement_sequences()
        self._create_contract_sequences()

    @api.model
    def _init_contract_sequences(self):
        """Give every company that exists at installation its numbering."""
        self.search([])._create_contract_sequences()

    def _create_contract_sequences(self):
        sequence_sudo = self.env["ir.sequence"].sudo()
        codes = [code for code, _name, _prefix in SEQUENCES]
        known = set(sequence_sudo._read_group(
            [("code", "in", codes), ("company_id", "in", self.ids)], ["company_id", "code"]))
        sequence_sudo.create([
            {"name": name, "code": code, "prefix": prefix, "padding": 4, "company_id": company.id}
            for company in self for code, name, prefix in SEQUENCES if (company, code) not in known])
