import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import seal_use as engine


class CompanyDocumentOutgoing(models.Model):
    """Sealing in one step: the leader has issued the document, so its seal needs no further application; the use is
    registered all the same (R6 §5.9.2.4, R7 §二, §三.2)."""

    _name = "company.document.outgoing"
    _inherit = ["company.document.outgoing", "company.seal.target.mixin"]

    sealed_file_id = fields.Many2one("ir.attachment", "Sealed Document", readonly=True, copy=False,
                                     index="btree_not_null", ondelete="restrict",
                                     help="The PDF as it was when the seal was put on it.")
    sealed_digest = fields.Char("Digest of the Sealed Document", readonly=True, copy=False)

    def _get_seal_refusal(self):
        """General office, once the proof is right."""
        self.ensure_one()
        if not self._is_office():
            return self.env._("only the general office has documents sealed")
        return self.state != "proofread" and self.env._(
            "is “%(state)s”; it is sealed after the proof-reading", state=self._get_state_label())

    # ------------------------------------------------------------------
    # Public
    # ------------------------------------------------------------------

    def action_seal(self, seal_id=False, copies=False):
        """Apply for the seal of a proof-read document, and use it at once where the caller holds it himself.

        General office; state proofread. ``seal_id``: empty: the seal of the issuer (and of joint issuers of the
        company); ``copies``: empty: the copies of the document. Returns the ids of the seal use applications; the
        document is “sealed” as soon as all its seals are used.
        """
        uses = self.env["company.seal.use"]
        for document in self._begin_step("proofread"):
            document._raise_refusals({document.id: document._get_seal_refusal()})
            document._check_frozen()
            number = document._check_seal_copies(copies or document.copy_count or 1)
            file = document._make_proof_file()
            for seal, signature in document._get_seals(seal_id):
                uses |= document._ask_for_seal(
                    seal, number, file, document_kind="official", entity_name=signature)
        return uses.ids

    # ------------------------------------------------------------------
    # What is sealed with what
    # ------------------------------------------------------------------

    def _get_seals(self, seal_id):
        """[(seal, signature it has to match)]: the issuer's, and those of joint issuers in this company."""
        self.ensure_one()
        issuer_sudo = self.sudo().issuer_id
        seal = self._read_seal(seal_id) if seal_id else issuer_sudo.seal_id
        if not seal:
            raise UserError(self.env._(
                "%(document)s: choose the seal, or set the seal of the issuer “%(issuer)s”.",
                document=self.display_name, issuer=issuer_sudo.name or "—"))
        company = self.sudo().company_id
        seals = [(seal.sudo(False), issuer_sudo.signature or company.name)]
        seals += [(other.seal_id.sudo(False), other.signature) for other in self.sudo().joint_issuer_ids
                  if other.seal_id and other.company_id == company and other.seal_id != seal]
        return seals

    def _get_seal_purpose(self):
        return self.env._("Issue of the document %s", self.name if self.name != "/" else self.draft_no)

    def _get_seal_receiver(self):
        document = self.sudo()
        return document.main_text if "main_text" in document._fields else False

    def _make_proof_file(self):
        """The paper that goes under the seal, as a file: the printed form where the layout makes one."""
        self.ensure_one()
        number = self.name if self.name != "/" else self.draft_no
        content, mimetype, ending = self._render_sealed()
        return self.env["ir.attachment"].sudo().create({
            "name": f"{number}.{ending}", "raw": content, "mimetype": mimetype, "res_model": self._name,
            "res_id": self.id, "company_id": self.sudo().company_id.id})

    def _render_sealed(self):
        """(bytes, type, ending) of the document as printed."""
        if hasattr(self, "render_pdf"):
            pdf = self.render_pdf()
            if pdf:
                return base64.b64decode(pdf), "application/pdf", "pdf"
        text = "\n".join(filter(None, (
            self.title, self.sudo().main_text, self._get_plain_body(), self.sudo().issuer_id.signature)))
        return text.encode(), "text/plain", "txt"

    def _on_sealed(self, use):
        """A seal of this document was used in full; with the last one the document is sealed.

        Called by the register in superuser mode, the keeper being the user.
        """
        for document in self.sudo():
            waiting = self.env["company.seal.use"].sudo().search_count([
                ("target", "=", f"{document._name},{document.id}"), ("state", "in", ("submitted", "approved"))])
            if waiting or document.state != "proofread":
                continue
            document._set_state("sealed")
            document._freeze_sealed(use)

    def _freeze_sealed(self, use):
        """Keep the sealed document as a file with its digest."""
        content, mimetype, ending = self._render_sealed()
        number = self.name if self.name != "/" else self.draft_no
        file = self.env["ir.attachment"].sudo().create({
            "name": self.env._("%(number)s sealed.%(ending)s", number=number, ending=ending), "raw": content,
            "mimetype": mimetype, "res_model": self._name, "res_id": self.id, "company_id": self.company_id.id})
        self._as_engine().write({"sealed_file_id": file.id, "sealed_digest": engine.file_digest(content)})
        self.env["company.ledger.entry"]._append("seal.document", self, {
            "application": use.name, "file": self.sealed_digest})
