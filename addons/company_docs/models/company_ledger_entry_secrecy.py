from odoo import api, models

from odoo.addons.company_base.tools.digest import sha256_hex

FREE_TEXT = frozenset({"opinion", "reason", "text", "note", "title", "subject", "name", "question"})


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
    def _append(self, kind, record, payload):
        """What people wrote about a classified document stands in the ledger as its digest only."""
        if hasattr(record, "_is_classified") and record._is_classified():
            payload = {
                key: f"sha256:{sha256_hex(value)}" if key in FREE_TEXT and isinstance(value, str) and value else value
                for key, value in payload.items()}
        return super()._append(kind, record, payload)

    @api.model
    def _insert(self, vals_list):
        models_ = self.env["company.document.secrecy"]._get_document_models()
        for values in vals_list:
            if values["res_model"] in models_ and values["res_id"]:
                document = self.env[values["res_model"]].sudo().browse(values["res_id"])
                values["record_name"] = document._get_evidence_name()
        return super()._insert(vals_list)
