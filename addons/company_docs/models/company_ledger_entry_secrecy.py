from odoo import api, models


class CompanyLedgerEntry(models.Model):
    """Evidence outlives the class of a document, so it names documents by number, never by title."""

    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {
            **super()._get_kind_names(),
            "document.clearance": self.env._("Clearance given or ended"),
            "document.reclassify": self.env._("Class of a document changed"),
            "document.copies": self.env._("Numbered copies made"),
            "document.copy": self.env._("Numbered copy given, returned or destroyed"),
        }

    @api.model
    def _insert(self, vals_list):
        models_ = self.env["company.document.secrecy"]._get_document_models()
        for values in vals_list:
            if values["res_model"] in models_ and values["res_id"]:
                document = self.env[values["res_model"]].sudo().browse(values["res_id"])
                values["record_name"] = document._get_evidence_name()
        return super()._insert(vals_list)
