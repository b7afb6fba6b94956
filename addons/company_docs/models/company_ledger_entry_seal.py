from odoo import api, models


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return dict(super()._get_kind_names(), **{
            "seal.custody": self.env._("Custody of a seal or certificate"),
        })
