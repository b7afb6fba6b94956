from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document_number": self.env._("Give a Number"),
            "document_proof": self.env._("Read the Proof"),
            "document_print": self.env._("Print a New Proof"),
            "document_seal": self.env._("Have it Sealed"),
            "document_dispatch": self.env._("Dispatch"),
            "document_archive": self.env._("File the Document"),
            "document_receive": self.env._("Confirm the Receipt"),
            "document_receipt": self.env._("Ask for the Receipt"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document.number": self.env._("Document Number Given"),
            "document.number_void": self.env._("Document Number Void"),
            "document.dispatch": self.env._("Document Dispatched"),
            "document.restarted": self.env._("Issued Document Opened Again"),
        }
