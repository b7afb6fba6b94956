from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.hearing": self.env._("Hearing"),
            "purchase.violation.read": self.env._("Decision"),
            "purchase.violation.close": self.env._("Carry out"),
            "purchase.complaint": self.env._("Complaint"),
            "purchase.complaint.answer": self.env._("Answer"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.collusion": self.env._("Signs of Collusion Answered"),
            "purchase.violation": self.env._("Violation Decided"),
            "purchase.hearing": self.env._("Statement Given"),
            "purchase.complaint": self.env._("Complaint Filed"),
        }
