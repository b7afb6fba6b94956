from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.dispatch": self.env._("Dispatch"),
            "purchase.source": self.env._("Sourcing"),
            "purchase.stock_issue": self.env._("Stock Issue"),
        }
