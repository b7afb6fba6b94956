from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "supplier.paper": self.env._("Supplier Paper"),
            "supplier.verify": self.env._("Verify Papers"),
            "supplier.survey": self.env._("Price Survey"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "supplier.state": self.env._("Supplier status changed"),
            "supplier.score": self.env._("Supplier scored"),
        }
