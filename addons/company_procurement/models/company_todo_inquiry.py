from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.question": self.env._("Supplier's Question"),
            "purchase.inquiry_over": self.env._("Inquiry to Close"),
            "purchase.quote_expiry": self.env._("Quotes Running Out"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.sealed_received": self.env._("Sealed Answer Received"),
            "purchase.sealed_opened": self.env._("Sealed Answers Opened"),
        }
