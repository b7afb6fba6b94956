from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.plan": self.env._("Monthly Plan"),
            "purchase.retro": self.env._("Record Purchase"),
            "purchase.backfill": self.env._("Fill in the Form"),
            "purchase.stock_in": self.env._("Stock-in"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.consent": self.env._("Oral Consent"),
            "purchase.record": self.env._("Purchase before the Form"),
        }
