from odoo import api, models


class CompanyTodo(models.Model):
    _inherit = "company.todo"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document.incoming.register": self.env._("Register"),
            "document.incoming.propose": self.env._("Propose"),
            "document.incoming.review": self.env._("Give a Preliminary Opinion"),
            "document.incoming.instruct": self.env._("Instruct"),
            "document.incoming.assign": self.env._("Circulate and Assign"),
            "document.incoming.read": self.env._("Read (circulated)"),
            "document.incoming.handle": self.env._("Handle and Feed Back"),
            "document.incoming.coordinate": self.env._("Coordinate"),
            "document.incoming.close": self.env._("Write the Closing Note"),
            "document.incoming.archive": self.env._("File in the Archive"),
            "document.incoming.overdue": self.env._("Overdue: See to It"),
            "document.circulation": self.env._("Read (dispatched)"),
        }


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document.incoming.register": self.env._("Incoming document registered"),
            "document.incoming.refuse": self.env._("Incoming document refused"),
            "document.incoming.instruct": self.env._("Incoming document instructed"),
            "document.incoming.close": self.env._("Incoming document closed"),
        }
