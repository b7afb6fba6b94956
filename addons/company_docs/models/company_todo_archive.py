from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document_archive_broken": self.env._("Archive changed"),
            "document_archive_due": self.env._("Documents to file"),
            "document_disposal": self.env._("Destruction"),
            "document_disposal_witness": self.env._("Second person of a destruction"),
            "document_loan": self.env._("Archive loan"),
            "document_loan_find": self.env._("Search for a borrower"),
            "document_loan_lend": self.env._("Lending"),
            "document_loan_overdue": self.env._("Overdue loan"),
            "document_loan_return": self.env._("Return to the archive"),
        }
