from odoo import models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.digest import sha256_hex

from .company_document_mixin import CLASSIFIED


class CompanyDocumentOutgoing(models.Model):
    """Ways back: an issued document is opened again or given up, always with a reason (R6 §5.9.2.1)."""

    _inherit = "company.document.outgoing"

    def action_restart(self, reason):
        """Open an issued document again: it is a draft, and its approval begins anew (R6 §5.9.2.1).

        Its number stays with it. By the drafter or the general office, until it is sealed.

        :param reason: str, kept for ever
        :return: True
        :raise UserError: wrong state, person, or no reason
        """
        documents = self._begin_step("issued", "numbered", "proofread")
        documents._check_drafter_or_office()
        reason = self._check_text(reason, self.env._("Say why the issued text has to be changed."))
        for document in documents.sudo():
            document._drop_seal_applications(reason)
            document._end_approval("restarted", reason)
            self.env["company.document.step"]._log(document, "restarted", reason)
            document._drop_dispatch_list()
            document._as_engine().write({"signed_on": False, "proof_with_office": False})
            document._set_state("draft")
            self.env["company.ledger.entry"]._append("document.restarted", document, {
                "number": document.name, "digest": document.text_digest, "reason": document._get_masked_text(reason)})
        return True

    def action_cancel(self, reason):
        """Give up a document; a number that it has becomes void with the same reason.

        Drafts and documents under review: by the drafter. Issued ones: by the general office.

        :param reason: str, kept for ever
        :return: True
        :raise UserError: wrong state, person, or no reason
        """
        documents = self._begin_step("draft", "submitted", "issued", "numbered", "proofread")
        documents._raise_refusals({document.id: document._get_cancel_problem() for document in documents})
        reason = self._check_text(reason, self.env._("Say why the document is given up."))
        for document in documents.sudo():
            document._drop_seal_applications(reason)
            document._cancel_approval(reason)
            if document.number_id:
                document._do_void_number(reason)
            self.env["company.document.step"]._log(document, "cancelled", reason)
            if document.state != "cancelled":
                document._set_state("cancelled")
        return True

    def _get_cancel_problem(self):
        self.ensure_one()
        if self.state not in ("draft", "submitted", "issued", "numbered", "proofread"):
            return self.env._("it is “%s” and can't be given up", self._get_state_label())
        if self.state in ("draft", "submitted") and not self.number_id:
            return self.drafter_id != self.env.user and self.env._(
                "only its drafter (%s) gives it up", self.drafter_id.sudo().name)
        return not self._is_office() and self.env._("it is issued: only the general office gives it up")

    def _get_masked_text(self, text):
        """A text for the ledger: its digest instead, where the document is classified."""
        return text if self.secrecy_level < CLASSIFIED else "sha256:" + sha256_hex(text)

    def _drop_seal_applications(self, reason):
        """Nobody seals the old text any more (superuser mode); what is sealed in part is finished first."""
        self.ensure_one()
        uses = self.env["company.seal.use"].sudo().search([
            ("target", "=", f"{self._name},{self.id}"), ("state", "in", ("draft", "submitted", "approved"))])
        if any(uses.line_ids.mapped("copies_used")):
            raise UserError(self.env._(
                "%s: copies of it are sealed already. Let the keeper finish or refuse the rest first.",
                self.display_name))
        for use in uses:
            use._cancel_approval(reason)
            use._as_engine().write({"finish_note": reason})
            use._set_state("cancelled")
            use._refresh_keeper_todos()
