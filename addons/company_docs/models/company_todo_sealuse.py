from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "seal.use": self.env._("Seal to Use"),
            "seal.confirm": self.env._("Signature to Confirm"),
            "certificate.expiry": self.env._("Certificate Expiry"),
            "certificate.loan": self.env._("Certificate to Hand Out"),
            "certificate.return": self.env._("Certificate to Return"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "seal.applied": self.env._("Seal Use Approved by the Document"),
            "seal.confirmed": self.env._("Signature Confirmed"),
            "seal.denied": self.env._("Signature Not Confirmed"),
            "seal.used": self.env._("Seal Used"),
            "seal.refused": self.env._("Seal Use Refused"),
            "seal.document": self.env._("Document Sealed"),
            "seal.scan": self.env._("Sealed Copy Attached"),
            "seal.authority": self.env._("Authority of a Keeper Changed"),
            "certificate.copy": self.env._("Certificate Copy Issued"),
            "certificate.lent": self.env._("Certificate Lent Out"),
            "certificate.returned": self.env._("Certificate Returned"),
            "certificate.renewed": self.env._("Certificate Renewed"),
        }
