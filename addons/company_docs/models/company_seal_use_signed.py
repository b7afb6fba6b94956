from odoo import fields, models

from .company_seal_use_approval import LEADER_ROLES


class CompanySealUse(models.Model):
    """Papers that a leader has signed by hand, and reimbursements signed by the owner of the funds: no second
    approval, but the leader confirms in person, and the use is registered (R7 §二, §三.2)."""

    _inherit = "company.seal.use"

    def action_register_signed(self, confirmer_id=False):
        """Ask the leader whose signature the scan shows to confirm it. Returns True.

        Requester; draft whose consent is “signature” or “fund_owner”. ``confirmer_id``: id of the leader's user,
        empty: the one on the form. Over the keeper's authority only the general manager or the chairman counts for a
        signature (R11 §一.4); the owner of the funds answers for a reimbursement himself (R7 §三.2).
        """
        for use in self._start_own():
            use._raise_refusals({use.id: use._get_application_refusal("signature", "fund_owner")})
            leader = use.sudo().confirmer_id
            if isinstance(confirmer_id, int) and not isinstance(confirmer_id, bool) and confirmer_id:
                leader = self.env["res.users"].sudo().browse(confirmer_id).exists()
            use._freeze_application()
            use._enforce_leader(leader)
            use.sudo()._as_engine().write({"confirmer_id": leader.id})
            use.sudo()._set_state("submitted")
            self.env["company.todo"].sudo()._open(
                "seal.confirm", use.sudo(), leader, self.env._("Is this your signature? %s", use._get_masked_name()),
                requester_id=use.requester_id)
        return True

    def _enforce_leader(self, leader):
        """SEAL-SIGNED: the named leader is one, not the requester, and high enough."""
        self.ensure_one()
        role, problem = self.env["company.role"].sudo(), False
        if not leader or leader not in self.sudo().leader_ids:
            problem = self.env._(
                "the leader who signed the paper is missing; name a department head or leader other than the "
                "requester, who confirms the signature")
        elif self.basis == "fund_owner" and self.document_kind != "reimbursement":
            problem = self.env._("only a reimbursement settlement is sealed on the signature of the owner of the funds")
        elif self.basis == "signature" and self.over_limit:
            users = self.env["res.users"].union(*(role._get_users(code, self.company_id) for code in LEADER_ROLES))
            problem = leader not in users and self.env._(
                "it is over the keeper's authority, so the signature has to be the general manager's or the "
                "chairman's; or submit it for approval")
        if problem:
            self.env["company.control"]._enforce("SEAL-SIGNED", self, problem, fact=f"{self.basis}:{leader.id or 0}")

    def action_confirm_signature(self, note=""):
        """Confirm: this is my signature, the paper may be sealed. Returns True. The named leader; submitted."""
        for use in self._start_confirmation():
            use.sudo()._as_engine().write({"confirmed_on": fields.Datetime.now()})
            self.env["company.ledger.entry"]._append("seal.confirmed", use, {
                "application": use.name, "file": use.file_digest, "basis": use.basis,
                "note": note.strip() if isinstance(note, str) else ""})
            use._set_approved(self.env.user.name)
        return True

    def action_deny_signature(self, reason):
        """Not my signature, or not this paper: the application is refused. Returns True. The named leader."""
        reason = self._check_text(reason, self.env._("Say why you do not confirm the signature."))
        for use in self._start_confirmation():
            use.sudo()._as_engine().write({"refuse_reason": reason})
            use.sudo()._set_state("refused")
            use._tell_requester(self.env._("The signature was not confirmed."), reason)
            self.env["company.ledger.entry"]._append("seal.denied", use, {
                "application": use.name, "file": use.file_digest, "basis": use.basis})
        return True

    def _start_confirmation(self):
        uses = self._start_step()
        uses._raise_refusals({
            use.id: use._get_confirm_refusal() for use in uses})
        self.env["company.todo"].sudo()._close("seal.confirm", uses.sudo())
        return uses.sudo()

    def _get_confirm_refusal(self):
        self.ensure_one()
        if self.state != "submitted" or self.basis not in ("signature", "fund_owner"):
            return self.env._("no signature of it waits for a confirmation")
        if self.sudo().confirmer_id != self.env.user:
            return self.env._("only %(leader)s confirms the signature", leader=self.sudo().confirmer_id.name)
        return False

    # ------------------------------------------------------------------
    # Ground of all steps
    # ------------------------------------------------------------------

    def _start_step(self):
        """Right to read, then the lock; nothing of the caller's context travels on but language and companies."""
        context = self.env.context
        uses = self.with_context({
            key: context[key] for key in ("lang", "tz", "allowed_company_ids") if key in context})
        uses.check_access("read")
        uses._lock_for_decision()
        return uses

    def _start_own(self):
        uses = self._start_step()
        uses._raise_refusals({
            use.id: use.sudo().requester_id != self.env.user and self.env._(
                "only %(requester)s, who asked for it, takes this step", requester=use.sudo().requester_id.name)
            for use in uses})
        return uses

    def _tell_requester(self, text, reason=""):
        for use in self.sudo():
            body = " ".join((text, use._get_masked_name() if use.secrecy_level >= 2 else reason))
            use.message_post(body=body, partner_ids=use.requester_id.partner_id.ids)
