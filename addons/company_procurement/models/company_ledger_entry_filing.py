from odoo import api, models


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.filing": self.env._("Purchase filed"),
            "purchase.report": self.env._("Purchase report issued or reviewed"),
        }


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.filing": self.env._("Filing"),
            "purchase.report": self.env._("Purchase Report"),
        }
