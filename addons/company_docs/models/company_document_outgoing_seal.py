import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import seal_use as engine


class CompanyDocumentOutgoing(models.Model):
    """Sealing in one step: the leader has issued the document, so its seal needs no further application; the use is
    registered all the same (R6 §5.9.2.4, R7 §二, §三.2)."""

    _inherit = "company.document.outgoing"

    seal_use_count = fields.Integer("Seal Uses", compute="_compute_seal_use_count", compute_sudo=True)
    seal_waiting_for = fields.Char("Waits for the Seal with", compute="_compute_seal_use_count", compute_sudo=True)
    sealed_file_id = fields.Many2one("ir.attachment", "Sealed Document", readonly=True, copy=False,
                                     index="btree_not_null", ondelete="restrict",
                                     help="The PDF as it was when the seal was put on it.")
    sealed_digest = fields.Char("Digest of the Sealed Document", readonly=True, copy=False)
    can_seal = fields.Boolean(compute="_compute_can_seal")

    def _compute_seal_use_count(self):
        uses = self.env["company.seal.use"].search([
            ("target", "in", [f"{self._name},{document.id}" for document in self])])
        for document in self:
            own = uses.filtered(lambda use, d=document: use.target == d)
            document.seal_use_count = len(own)
            document.seal_waiting_for = "、".join(
                own.filtered(lambda use: use.state == "approved").line_ids.filtered("copies_left")
                .seal_id.holder_id.mapped("name"))

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_seal(self):
        office = self._is_office()
        for document in self:
            document.can_seal = office and document.state == "proofread" and not document.seal_waiting_for

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
            document._raise_refusals({document.id: not document._is_office() and self.env._(
                "only the general office has documents sealed")})
            document._check_frozen()
            number = document._get_seal_copies(copies)
            file = document._make_proof_file()
            for seal, signature in document._get_seals(seal_id):
                use = uses._apply_for(
                    document, seal, number, document._get_seal_purpose(), file, document_kind="official",
                    entity_name=signature, receiver=document._get_seal_receiver())
                uses |= use
                if seal.sudo().holder_user_id == self.env.user:
                    use.action_use(number, seal.id)
        return uses.ids

    def action_view_seal_uses(self):
        """Open the seal use applications of this document."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "name": self.env._("Seal Uses"), "res_model": "company.seal.use",
                "view_mode": "list,form", "views": [(False, "list"), (False, "form")],
                "domain": [("target", "=", f"{self._name},{self.id}")], "context": {"create": False}}

    # ------------------------------------------------------------------
    # What is sealed with what
    # ------------------------------------------------------------------

    def _get_seal_copies(self, copies):
        number = copies or self.copy_count or 1
        if engine.copies_problem(number, number if isinstance(number, int) else 0, 0):
            raise UserError(self.env._("%(document)s: say how many copies are sealed.", document=self.display_name))
        return number

    def _get_seals(self, seal_id):
        """[(seal, signature it has to match)]: the issuer's, and those of joint issuers in this company."""
        self.ensure_one()
        issuer_sudo = self.sudo().issuer_id
        seal = issuer_sudo.seal_id
        if seal_id:
            seal = self.env["company.seal"].browse(
                seal_id if isinstance(seal_id, int) and not isinstance(seal_id, bool) else ()).exists()
            seal.check_access("read")
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
