from odoo import api, models


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return dict(super()._get_kind_names(), **{
            "seal.custody": self.env._("Custody of a seal or certificate"),
            "seal.handover": self.env._("Handover of seals signed"),
            "seal.outing": self.env._("Seal taken out or brought back"),
            "seal.count": self.env._("Seals counted"),
            "seal.destroyed": self.env._("Seal destroyed"),
            "seal.lost": self.env._("Seal lost"),
            "seal.found": self.env._("Lost seal came back"),
        })
