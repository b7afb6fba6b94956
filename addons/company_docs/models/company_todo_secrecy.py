from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document_copy": self.env._("Numbered copy to sign for"),
            "document_copy_lost": self.env._("Numbered copy lost"),
            "document_copying": self.env._("Copies to make"),
            "document_declassify": self.env._("Secrecy term ended"),
        }
