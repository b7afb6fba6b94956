from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.pay": self.env._("Payment"),
            "purchase.retention": self.env._("Release of a Retention"),
            "purchase.settle": self.env._("Settlement of an Advance"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.payment_amount": self.env._("Amount of a payment set"),
            "purchase.payment_paid": self.env._("Application paid"),
            "purchase.cheque": self.env._("Cheque handed out"),
            "purchase.advance_settled": self.env._("Advance settled"),
            "purchase.reimbursed": self.env._("Reimbursement paid"),
            "purchase.statement_confirmed": self.env._("Supplier statement answered"),
        }
