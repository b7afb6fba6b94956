from odoo import api, fields, models
from odoo.exceptions import UserError

from .company_document_mixin import SECRECY_LEVELS


class CompanySealUse(models.Model):
    """Papers that a leader has approved in the system already: one application, approved as it is made (R7 §二)."""

    _inherit = "company.seal.use"

    @api.model
    def _apply_for(self, document, seal, copies, purpose, attachment, **values):
        """An approved application for a document that a leader signed in the system; its holder finds a to-do.

        Private: the caller has checked that the user may take this step on the document.

        :param document: one record whose approval is “approved”; when all copies are sealed, its
            ``_on_sealed(use)`` is called
        :param seal: one company.seal of the same company
        :param copies: number of copies
        :param purpose: text
        :param attachment: ir.attachment records with the paper as approved; the application keeps its own copies
        :param values: further fields (document_kind, receiver, amount, entity_name, signatory_name, basis)
        :return: company.seal.use in state “approved”
        :raise ControlError: SEAL-SIGNED without approval, SEAL-BLANK, SEAL-NAME
        """
        document.ensure_one()
        seal.ensure_one()
        document_sudo = document.sudo()
        self._check_application_open(document_sudo, seal)
        signed = "approval_state" in document_sudo._fields and document_sudo.approval_state == "approved"
        if not signed:
            self.env["company.control"]._enforce("SEAL-SIGNED", document, self.env._(
                "no leader has approved it in the system, so it can't be sealed on his signature. Let it be approved "
                "first, or fill in an application for the seal"), fact="not approved")
        context = {key: self.env.context[key] for key in ("lang", "tz", "allowed_company_ids")
                   if key in self.env.context}
        uses = self.with_context(context).sudo()
        use = uses._as_engine().create(self._prepare_application(document_sudo, seal, purpose, values))
        use.line_ids._as_engine().create({"use_id": use.id, "seal_id": seal.id, "copies": copies})
        use._as_engine().write({"file_ids": [fields.Command.set(self._copy_file(attachment.sudo(), use).ids)]})
        use._freeze_application()
        self.env["company.ledger.entry"]._append("seal.applied", use, {
            "application": use.name, "document": [document._name, document.id], "seal": seal.id, "copies": copies,
            "file": use.file_digest})
        use._set_approved(self._get_document_approvers(document_sudo))
        return use.sudo(False)

    @api.model
    def _prepare_application(self, document_sudo, seal, purpose, values):
        company = document_sudo.company_id
        requester = self.env.user
        secrecy = document_sudo.secrecy if "secrecy" in document_sudo._fields else "internal"
        return {
            "company_id": company.id, "requester_id": requester.id,
            "title": document_sudo.title if "title" in document_sudo._fields else document_sudo.display_name,
            "document_kind": "other", "purpose": purpose,
            "entity_name": company.name, "secrecy": secrecy if secrecy in SECRECY_LEVELS else "internal",
            "basis": "system", "target": f"{document_sudo._name},{document_sudo.id}", **values}

    @api.model
    def _check_application_open(self, document_sudo, seal):
        """One application per document and seal waits at a time."""
        if seal.sudo().company_id != document_sudo.company_id:
            raise UserError(self.env._("%(document)s: the seal belongs to another company.",
                                       document=document_sudo.display_name))
        waiting = self.sudo().search([
            ("target", "=", f"{document_sudo._name},{document_sudo.id}"), ("line_ids.seal_id", "=", seal.id),
            ("state", "in", ("submitted", "approved"))], limit=1)
        if waiting:
            raise UserError(self.env._(
                "%(document)s: it waits for this seal already, with %(holder)s (%(use)s).",
                document=document_sudo.display_name, holder=seal.sudo().holder_id.name, use=waiting.name))

    @api.model
    def _get_document_approvers(self, document_sudo):
        """Names of the leaders who approved the document in the system, in order."""
        decisions = document_sudo.approval_id.decision_ids.filtered(lambda row: row.kind == "approve") \
            if "approval_id" in document_sudo._fields else ()
        return "、".join(dict.fromkeys(row._get_signature_name() for row in decisions))

    @api.constrains("basis", "target")
    def _check_basis(self):
        """“Approved in the system” is what the document itself says, never what somebody claims."""
        for use in self:
            if use.basis == "system" and not use.target:
                raise UserError(self.env._(
                    "%(use)s: “approved in the system” comes from the document itself; press its button “Seal”.",
                    use=use.display_name))
