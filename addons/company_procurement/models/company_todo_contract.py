from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.contract": self.env._("Contract"),
            "purchase.negotiation": self.env._("Price Negotiation"),
            "purchase.demand": self.env._("Annual Demand"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.budget": self.env._("Budget Approved"),
            "purchase.contract_signed": self.env._("Contract Signed"),
            "purchase.contract_ended": self.env._("Contract Ended"),
            "purchase.contract_price": self.env._("Contract Price Changed"),
            "purchase.demand_filed": self.env._("Annual Demand Filed"),
        }
