from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.price_check": self.env._("Price Check"),
            "purchase.order": self.env._("Order"),
        }
