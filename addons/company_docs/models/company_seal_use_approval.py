from odoo import api, fields, models

from ..engine import seal_use as engine

LEADER_ROLES = ("general_manager", "chairman")
FUND_ROLES = ("finance_head", "project_head", "production_head", "purchase_head")


class CompanySealUse(models.Model):
    """Approval of an application: within the keeper's authority by the department head, over it the higher way
    (R7 §二, R11 §一.4)."""

    _inherit = "company.seal.use"

    # ------------------------------------------------------------------
    # Authority
    # ------------------------------------------------------------------

    def _is_over_limit(self):
        """Whether a seal of the application may not be used on the department head's word alone."""
        self.ensure_one()
        seals = self.sudo().line_ids.seal_id
        rows = self.env["company.seal.authority"]._get_rows(self.company_id or self.env.company, seals)
        return any(not engine.within_authority(
            self.document_kind, self.amount, rows.get(seal._origin.id, ())) for seal in seals)

    def _refresh_over_limit(self):
        """The authority as it stands now decides on the way."""
        for use in self:
            over = use._is_over_limit()
            if over != use.over_limit:
                use.sudo()._as_engine().write({"over_limit": over})

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_amount(self):
        self.ensure_one()
        return self.amount, self.currency_id

    def _approval_category(self):
        return "over" if self._is_over_limit() else "within"

    def _approval_subject(self):
        self.ensure_one()
        return self.env._("Seal: %s", self._get_masked_name())

    def _approval_digest_fields(self):
        return ["title", "document_kind", "purpose", "receiver", "amount", "entity_name", "signatory_name",
                "requester_id", "department_id", "secrecy", "basis", "confirmer_id", "file_digest", "file_ids",
                "line_ids.seal_id", "line_ids.copies"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for use in self:
            refusals[use.id] = refusals.get(use.id) or use._get_application_refusal("approval")
        return refusals

    def _get_amend_refusals(self):
        """What was approved is sealed or not: a change is a new application."""
        return {use.id: self.env._("an application is not changed once submitted; withdraw it or make a new one")
                for use in self}

    def _get_application_refusal(self, *bases):
        """What an application lacks before it goes any way, or False."""
        self.ensure_one()
        if self.state != "draft":
            return self.env._("it is “%(state)s”; only a draft is submitted", state=self._get_state_label())
        if self.basis not in bases:
            labels = dict(self._fields["basis"]._description_selection(self.env))
            return self.env._("its consent is “%(basis)s”: let the leader who signed confirm it",
                              basis=labels[self.basis])
        if not self.sudo().line_ids:
            return self.env._("the seal is missing: add the seals and the number of copies")
        if not self.sudo().file_ids:
            return self.env._("the file to be sealed is missing; blank papers are never sealed (R11 §一.8)")
        return False

    def _do_submit(self, kind="submit", reason=""):
        self._freeze_application()
        return super()._do_submit(kind, reason)

    def _freeze_application(self):
        """Look at the papers and keep their digest before anybody signs."""
        for use in self:
            seals = use.sudo().line_ids.seal_id
            use._raise_refusals({use.id: any(seal.state in ("lost", "destroyed") for seal in seals) and self.env._(
                "a seal of it is lost or destroyed")})
            use._check_papers()
            use._freeze_files()
            use._refresh_over_limit()

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for use in self:
            decisions = approval.decision_ids.filtered(lambda decision: decision.kind == "approve")
            use._set_approved("、".join(dict.fromkeys(row._get_signature_name() for row in decisions)))

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        opinion = approval.decision_ids.filtered(lambda decision: decision.kind == "reject")[-1:].opinion
        self._as_engine().write({"refuse_reason": opinion})
        self._set_state("refused")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda use: use.state == "submitted")._set_state("draft")

    def _set_approved(self, names):
        """Consent is given: the holders of the seals are told."""
        for use in self:
            use.sudo()._as_engine().write({"approver_names": names, "approved_on": fields.Datetime.now()})
            use.sudo()._set_state("approved")
        self._refresh_keeper_todos()

    # ------------------------------------------------------------------
    # The keepers' list
    # ------------------------------------------------------------------

    def _refresh_keeper_todos(self):
        """Whoever holds a seal that still has copies to make finds the application in his inbox, nobody else."""
        todo = self.env["company.todo"].sudo()
        for use in self.sudo():
            waiting = use.line_ids.filtered("copies_left") if use.state == "approved" else use.line_ids.browse()
            holders = waiting.seal_id.holder_user_id
            opened = todo.search([("kind", "=", "seal.use"), ("res_model", "=", use._name), ("res_id", "=", use.id),
                                  ("state", "=", "open")]).user_id
            todo._close("seal.use", use, opened - holders)
            todo._open("seal.use", use, holders - opened, use._get_masked_name(), use._get_sealing_due(),
                       requester_id=use.requester_id)

    def _get_sealing_due(self):
        """Half a day at most until the seal is used (R7 §一.2)."""
        hours = self.company_id.seal_use_hours
        return self.env["company.deadline.mixin"]._compute_due(
            self.approved_on or fields.Datetime.now(), hours, "hours", self.company_id)

    # ------------------------------------------------------------------
    # Leaders
    # ------------------------------------------------------------------

    @api.depends("company_id", "requester_id", "basis")
    def _compute_leader_ids(self):
        leaders = {company: self._get_leaders(company) for company in self.company_id}
        for use in self:
            use.leader_ids = leaders.get(use.company_id, self.env["res.users"]) - use.requester_id

    @api.model
    def _get_leaders(self, company):
        """Users whose signature counts: heads of departments, holders of leading roles (superuser mode)."""
        managers = self.env["hr.department"].sudo().search([("company_id", "=", company.id)]).manager_id.user_id
        role_sudo = self.env["company.role"].sudo()
        for code in (*LEADER_ROLES, *FUND_ROLES):
            managers |= role_sudo._get_users(code, company)
        return managers.filtered("active")
