from datetime import timedelta

from odoo import api, fields, models


class CompanyDocumentOverview(models.AbstractModel):
    """What the general office opens first: what waits at each desk, what is late (S10)."""

    _name = "company.document.overview"
    _description = "Overview of Documents"
    _inherit = ["company.overview.mixin"]

    @api.model
    def _get_title(self):
        return self.env._("Overview of Documents")

    @api.model
    def _get_labels(self):
        return {
            "approval": self.env._("Outgoing in Approval"),
            "number": self.env._("To be Numbered"),
            "seal": self.env._("To be Sealed"),
            "dispatch": self.env._("To be Dispatched"),
            "registered": self.env._("Waiting for a Proposal"),
            "instruct": self.env._("Waiting for Instruction"),
            "handling": self.env._("Being Handled"),
            "overdue": self.env._("Incoming Overdue"),
            "archive": self.env._("Finished, not archived"),
            "seal_use": self.env._("Seal Uses in Approval"),
            "seals_out": self.env._("Seals taken out"),
            "findings": self.env._("Findings of 30 Days"),
            "issued": self.env._("Signed by Month"),
            "received": self.env._("Received by Month"),
            "kinds": self.env._("Outgoing by Document Kind"),
            "uses": self.env._("Seal Uses by Department"),
        }

    @api.model
    def _get_tile_specs(self):
        now = fields.Datetime.to_string(fields.Datetime.now())
        month = fields.Datetime.to_string(fields.Datetime.now() - timedelta(days=30))
        outgoing, incoming = "company.document.outgoing", "company.document.incoming"
        return [
            ("approval", outgoing, [("state", "=", "submitted")], False),
            ("number", outgoing, [("state", "=", "issued")], False),
            ("seal", outgoing, [("state", "=", "proofread")], False),
            ("dispatch", outgoing, [("state", "=", "sealed")], False),
            ("registered", incoming, [("state", "=", "registered")], False),
            ("instruct", incoming, [("state", "=", "proposed")], False),
            ("handling", incoming, [("state", "=", "handling")], False),
            ("overdue", incoming, [
                ("state", "not in", ("draft", "closed", "archived", "refused")), ("deadline", "<", now)], True),
            ("archive", incoming, [("state", "=", "closed")], False),
            ("seal_use", "company.seal.use", [("state", "=", "submitted")], False),
            ("seals_out", "company.seal", [("state", "=", "out")], True),
            ("findings", "company.control.finding", [
                ("control_id.addon", "=", "company_docs"), ("date", ">=", month)], True),
        ]

    @api.model
    def _get_chart_specs(self):
        since = fields.Date.to_string(fields.Date.today() - timedelta(days=365))
        return [
            ("issued", "company.document.outgoing", [("signed_on", ">=", since)], "signed_on:month", "__count"),
            ("received", "company.document.incoming", [("received_on", ">=", since)], "received_on:month", "__count"),
            ("kinds", "company.document.outgoing", [("state", "!=", "draft")], "kind_id", "__count"),
            ("uses", "company.seal.use", [("state", "=", "done")], "department_id", "__count"),
        ]
