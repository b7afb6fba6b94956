from odoo import models
from odoo.exceptions import UserError


class CompanyDocumentOutgoing(models.Model):
    """校对: the office prints a proof, the drafter reads it against the draft (R6 §5.9.1)."""

    _inherit = "company.document.outgoing"

    def action_proofread(self, ok, note=""):
        """Say whether the proof is right; a proof that is not goes back to the office with a note.

        A wrong text is not a matter of the proof: open the document again (action_restart), its approval restarts.

        :param ok: bool
        :param note: str, needed when the proof is not right
        :return: True
        :raise UserError: wrong state, or no note
        :raise ControlError: DOC-PROOF when somebody else than the drafter reads
        """
        if not isinstance(ok, bool):
            raise UserError(self.env._("Say whether the proof is right: true or false."))
        documents = self._begin_step("numbered")
        documents._raise_refusals({document.id: document.proof_with_office and self.env._(
            "the office has not yet printed the new proof") for document in documents})
        documents._check_proofreader()
        documents._check_frozen()
        note = note.strip() if isinstance(note, str) else ""
        if not ok:
            note = self._check_text(note, self.env._("Say what is wrong with the proof."))
        for document in documents.sudo():
            self.env["company.document.step"]._log(document, "proof_ok" if ok else "proof_returned", note)
            if ok:
                document._set_state("proofread")
            else:
                document._as_engine().write({"proof_with_office": True})
                document._update_todos()
        return True

    def _check_proofreader(self):
        for document in self:
            if document.drafter_id != self.env.user:
                reason = self.env._("the proof is read by the one who drafted it, %(drafter)s",
                                    drafter=document.drafter_id.sudo().name)
                self.env["company.control"]._enforce("DOC-PROOF", document, reason, fact=str(self.env.uid))

    def action_send_proof(self, note=""):
        """Give the drafter a new, corrected proof; by the general office. Returns True."""
        documents = self._begin_step("numbered")
        documents._raise_refusals({document.id: not document.proof_with_office and self.env._(
            "the drafter has the proof already") for document in documents})
        documents._check_office("DOC-PROOF", self.env._("the proof is printed by the general office"))
        for document in documents.sudo():
            self.env["company.document.step"]._log(document, "proof_sent", note if isinstance(note, str) else "")
            document._as_engine().write({"proof_with_office": False})
            document._update_todos()
        return True
