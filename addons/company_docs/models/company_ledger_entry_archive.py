from odoo import api, models


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document.archived": self.env._("Document filed"),
            "document.archive_broken": self.env._("Filed document found changed"),
            "document.box_closed": self.env._("Archive box closed"),
            "document.destroyed": self.env._("Destruction confirmed"),
            "document.destroying": self.env._("Destruction begun"),
            "document.destruction_stopped": self.env._("Destruction interrupted"),
            "document.hold_placed": self.env._("Legal hold placed"),
            "document.hold_released": self.env._("Legal hold released"),
            "document.lent": self.env._("Lent from the archive"),
            "document.returned": self.env._("Returned to the archive"),
        }
