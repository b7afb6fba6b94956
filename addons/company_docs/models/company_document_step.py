from odoo import api, fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

STEPS = [
    ("submitted", "Submitted"), ("returned", "Draft Returned"), ("withdrawn", "Withdrawn"), ("rejected", "Rejected"),
    ("issued", "Issued"), ("numbered", "Number Given"), ("number_void", "Number Void"),
    ("proof_ok", "Proofread"), ("proof_returned", "Proof Returned"), ("proof_sent", "New Proof"),
    ("sealed", "Sealed"), ("dispatched", "Dispatched"), ("received", "Signed for"), ("archived", "Archived"),
    ("restarted", "Opened Again"), ("cancelled", "Cancelled")]


class CompanyDocumentStep(models.Model):
    """One step of an outgoing document: who, when, with which opinion; never changed (R6 §5.9.1)."""

    _name = "company.document.step"
    _description = "Step of a Document"
    _inherit = ["company.evidence.mixin"]
    _order = "id"
    _rec_name = "step"
    _check_company_auto = True
    _log_access = False

    document_id = EvidenceMany2one(
        "company.document.outgoing", "Document", required=True, readonly=True, index=True)
    company_id = EvidenceMany2one("res.company", "Company", required=True, readonly=True, index=True)
    step = fields.Selection(STEPS, "Step Taken", required=True, readonly=True)
    user_id = EvidenceMany2one("res.users", "Person", required=True, readonly=True, index=True)
    user_name = fields.Char(required=True, readonly=True)
    date = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    note = fields.Text("Opinion", readonly=True)
    number = fields.Char("Document Number", readonly=True)
    digest = fields.Char(readonly=True, help="SHA-256 of the text at this moment.")

    @api.model
    def _log(self, documents, step, note=""):
        """Keep a step of these documents with the acting user; the caller has checked it."""
        user = self.env.user
        return self.sudo()._as_engine().create([{
            "document_id": document.id, "company_id": document.company_id.id, "step": step, "user_id": user.id,
            "user_name": user.sudo().name, "note": note or False, "digest": document.text_digest,
            "number": document.name if document.name != "/" else False} for document in documents.sudo()])
