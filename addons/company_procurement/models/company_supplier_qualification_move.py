from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import supplier_state

SIGNED = [
    "name", "partner_id", "kind", "target_state", "reason", "score_exception", "supplier_state", "legal_status",
    "annual_inspection", "dishonesty", "litigation", "check_note", "checked_on", "checked_by_id", "contact_ids",
    "product_category_ids", "product_ids",
]
SIGNED_PAPER = ("kind_id", "number", "issued_on", "expires_on", "state", "checksum")
OPEN_WHILE_APPROVED = frozenset({"paper_ids", "contact_ids", "supplier_state"})


class CompanySupplierQualification(models.Model):
    """Changes of status: asked for, approved, then written to the supplier."""

    _inherit = "company.supplier.qualification"

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def _get_request_refusals(self):
        """{id: reason or False} for asking for another status."""
        is_buyer = self.env.user.has_group("company_procurement.group_buyer")
        refusals = {}
        for record in self:
            refusals[record.id] = False
            if not is_buyer:
                refusals[record.id] = self.env._("only buyers ask for the status of a supplier")
            elif record.state == "submitted":
                refusals[record.id] = self.env._("a change is being approved; wait for it or withdraw it")
        return refusals

    def action_request_state(self, state, reason, score_exception=""):
        """Open the file for a change of status; `action_submit` then starts the approval. Returns True.

        Buyers; file in preparation or in force. ``state``: qualified, preferred, suspended, blacklisted or candidate
        as far as it follows from the present one; ``reason``: text; ``score_exception``: text, why a supplier
        becomes preferred without the score (R1 §四(一), R4 §三.2.4.2). UserError for a move that does not exist.
        """
        self.check_access("write")
        self._lock_for_decision()
        self._raise_refusals(self._get_request_refusals())
        reason = self._check_reason(reason)
        self._raise_refusals({record.id: record._get_move_refusal(state) for record in self})
        for record_sudo in self.sudo():
            if record_sudo.state == "approved":
                record_sudo._set_state("draft")
                record_sudo._end_approval("none")
        self._as_engine().write({
            "target_state": state, "reason": reason, "requester_id": self.env.uid,
            "score_exception": score_exception.strip() if isinstance(score_exception, str) else False})
        return True

    def _check_reason(self, reason):
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Give the reason for the change of status."))
        return reason

    def _get_move_refusal(self, state):
        labels = dict(self._fields["supplier_state"]._description_selection(self.env))
        state = state if isinstance(state, str) else False
        if (self.supplier_state, state) in supplier_state.MOVES:
            return False
        return self.env._(
            "“%(old)s” can't become “%(new)s”. It can become: %(targets)s", old=labels[self.supplier_state],
            new=labels.get(state, state or "-"),
            targets=", ".join(labels[target] for target in supplier_state.targets(self.supplier_state)) or "-")

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_requester(self):
        return self.requester_id or self.create_uid

    def _approval_category(self):
        return self.target_state or ""

    def _approval_subject(self):
        labels = dict(self._fields["supplier_state"]._description_selection(self.env))
        return self.env._("%(supplier)s: %(old)s → %(new)s", supplier=self.partner_id.sudo().name,
                          old=labels[self.supplier_state], new=labels.get(self.target_state, "-"))

    def _approval_digest_fields(self):
        return [*SIGNED, *(f"paper_ids.{name}" for name in SIGNED_PAPER)]

    def _approval_protected_fields(self):
        """Papers are guarded by themselves: fixed while the approval runs, renewed afterwards."""
        return [name for name in super()._approval_protected_fields() if name not in OPEN_WHILE_APPROVED]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for record in self:
            refusals[record.id] = refusals.get(record.id) or record._get_submit_refusal()
        return refusals

    def _get_submit_refusal(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("ask for another status first (“Change Status”)")
        if not self.target_state:
            return self.env._("say which status the supplier should have")
        if not (self.reason or "").strip():
            return self.env._("give the reason for the change of status")
        return self._get_move_refusal(self.target_state)

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for record in self:
            record._enforce_eligibility()
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for record in self:
            record._raise_refusals({record.id: record._get_move_refusal(record.target_state)})
            record._enforce_eligibility()
        self._set_state("approved")
        for record in self:
            record._apply_state(record.target_state, record.reason, "approval")

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("draft")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self._set_state("draft")

    # ------------------------------------------------------------------
    # Controls
    # ------------------------------------------------------------------

    def _enforce_eligibility(self):
        """PUR-QUALIFY before a supplier is qualified or stays so, PUR-PREFER before he is preferred."""
        self.ensure_one()
        if self.target_state not in supplier_state.ACTIVE:
            return
        control = self.env["company.control"]
        self.invalidate_recordset(["problem"])
        if self.problem:
            control._enforce("PUR-QUALIFY", self, self.env._(
                "%(problems)s. Complete the papers and checks in the file, then submit it again.",
                problems=self.problem), fact=f"{self.target_state}:{self.problem}")
        if self.target_state == "preferred":
            self._enforce_score()

    def _enforce_score(self):
        wanted = self.company_id.supplier_preferred_score
        score = self.score_id
        if (score and score.score >= wanted) or (self.score_exception or "").strip():
            return
        self.env["company.control"]._enforce("PUR-PREFER", self, self.env._(
            "its score is %(score)s, preferred suppliers need %(wanted)s. Compute the score card, or write the reason "
            "for preferring it without.", score=f"{score.score:g}" if score else self.env._("not computed"),
            wanted=f"{wanted:g}"), fact=f"score={score.score if score else 'none'}/{wanted:g}")

    # ------------------------------------------------------------------
    # Applying
    # ------------------------------------------------------------------

    def _apply_state(self, state, reason, origin):
        """Write a status to the supplier: engine only, with ledger entry and a line in both histories."""
        self.ensure_one()
        record_sudo = self.sudo()
        old = record_sudo.supplier_state
        suspended = state == "suspended"
        record_sudo._as_engine().write({
            "effective_on": fields.Datetime.now(),
            "suspension_origin": origin if suspended else False,
            "suspension_reason": reason if suspended else False,
            "suspended_from": (record_sudo.suspended_from if old == "suspended" else old) if suspended else False,
        })
        record_sudo.partner_id._write_supplier_state(record_sudo.company_id, state)
        labels = dict(self._fields["supplier_state"]._description_selection(self.env))
        body = self.env._("Supplier status in %(company)s: %(old)s → %(new)s. %(reason)s",
                          company=record_sudo.company_id.name, old=labels[old], new=labels[state], reason=reason)
        record_sudo.message_post(body=body)
        record_sudo.partner_id.message_post(body=body)
        self.env["company.ledger.entry"]._append("supplier.state", record_sudo, {
            "partner": record_sudo.partner_id.id, "name": record_sudo.partner_id.name, "old": old, "state": state,
            "origin": origin, "reason": reason, "approval": record_sudo.approval_id.id if origin == "approval" else 0,
        })

    # ------------------------------------------------------------------
    # Suspension at once
    # ------------------------------------------------------------------

    def _get_suspend_refusals(self):
        """{id: reason or False} for the protective step of the head of purchasing."""
        is_head = self.env.user.has_group("company_procurement.group_purchase_head")
        refusals = {}
        for record in self:
            refusals[record.id] = False
            again = record.supplier_state == "suspended" and record.suspension_origin == "expiry"
            if not is_head:
                refusals[record.id] = self.env._("only the head of purchasing suspends a supplier at once")
            elif record.supplier_state not in supplier_state.ACTIVE and not again:
                refusals[record.id] = self.env._("only qualified and preferred suppliers are suspended")
        return refusals

    def action_suspend(self, reason):
        """Suspend suppliers at once, without approval: nobody asks them any more. Returns True.

        Head of purchasing; qualified or preferred suppliers. ``reason``: text. Lifting the suspension needs an
        approval (`action_request_state`).
        """
        self.check_access("write")
        if not self.env.user.has_group("company_procurement.group_purchase_head"):
            raise AccessError(self.env._("Only the head of purchasing suspends a supplier at once."))
        self._lock_for_decision()
        self._raise_refusals(self._get_suspend_refusals())
        reason = self._check_reason(reason)
        for record in self:
            record._apply_state("suspended", reason, "head")
        return True
