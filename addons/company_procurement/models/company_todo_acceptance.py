from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.count": self.env._("Count of a Delivery"),
            "purchase.accept": self.env._("Acceptance"),
            "purchase.stock_in": self.env._("Stock-in"),
            "purchase.acceptance_file": self.env._("Acceptance Certificate"),
            "purchase.nonconformity": self.env._("Non-conformity"),
            "purchase.late": self.env._("Late Delivery"),
            "purchase.date_change": self.env._("Supplier's Date"),
            "purchase.transport": self.env._("Transport Order"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "purchase.acceptance_signed": self.env._("Delivery Signed"),
            "purchase.accepted": self.env._("Delivery Accepted"),
            "purchase.stocked": self.env._("Put in Stock"),
            "purchase.use_first": self.env._("Used before Stock-in"),
            "purchase.acceptance_reopened": self.env._("Acceptance Opened again"),
            "purchase.signer_changed": self.env._("Signer Changed"),
            "purchase.nonconformity_decided": self.env._("Non-conformity Decided"),
            "purchase.date_change": self.env._("Delivery Date Changed"),
            "purchase.transport_placed": self.env._("Transport Order Placed"),
        }
