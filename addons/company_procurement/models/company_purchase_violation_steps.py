from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import sanctions


class CompanyPurchaseViolation(models.Model):
    """The way of a violation: hearing, approval, decision, carrying out."""

    _inherit = "company.purchase.violation"

    def _start_step(self, *states):
        """Common beginning: read right, lock, state, a holder of a role of discipline who isn't the person."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._check_state(*states)
        if not self.can_lead:
            raise UserError(self.env._(
                "%(record)s: only internal audit, human resources and the head of the company take this step, never "
                "the person concerned (R4 §五.2).", record=self.sudo().name))
        return self.sudo()

    # ------------------------------------------------------------------
    # Hearing
    # ------------------------------------------------------------------

    def action_ask_statement(self, allegation):
        """Hear the person: he gets the allegation and gives his statement. Returns the id of the hearing.

        Internal audit, HR or head of the company; states draft and hearing. ``allegation``: text that the person
        reads; he sees nothing else before the decision.
        """
        violation_sudo = self._start_step("draft", "hearing")
        allegation = self._check_text(allegation, self.env._("Write what the person is asked to answer."))
        if not violation_sudo.person_user_id:
            raise UserError(self.env._(
                "%(record)s: the person has no user; take down the statement and attach it.",
                record=violation_sudo.name))
        hearing_sudo = self.env["company.purchase.hearing"].sudo()._as_engine().create({
            "violation_id": violation_sudo.id, "user_id": violation_sudo.person_user_id.id,
            "allegation": allegation, "asked_on": fields.Datetime.now(),
            "deadline": self.env["company.deadline.mixin"]._compute_due(
                fields.Datetime.now(), 3, "days", violation_sudo.company_id),
        })
        if violation_sudo.state == "draft":
            violation_sudo._set_state("hearing")
        self.env["company.todo"].sudo()._open(
            "purchase.hearing", hearing_sudo, hearing_sudo.user_id, self.env._("Your statement is asked for"),
            deadline=hearing_sudo.deadline, company_id=violation_sudo.company_id.id)
        return hearing_sudo.id

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_subject(self):
        return self.env._("Violation %s", self.name)

    def _approval_amount(self):
        return 0.0, self.currency_id

    def _approval_department(self):
        return self.env["hr.department"]

    def _approval_requester(self):
        return self.reporter_id

    def _approval_digest_fields(self):
        return ["employee_id", "clause", "fact", "occurred_on", "nature", "severity", "loss_amount", "earlier_count",
                "proposed_sanction", "sanction", "milder_reason", "compensation_amount", "evidence_ids",
                "hearing_ids.statement"]

    def _approval_protected_fields(self):
        return [name for name in super()._approval_protected_fields() if name != "hearing_ids"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for violation in self:
            if refusals.get(violation.id):
                continue
            if violation.state not in ("draft", "hearing"):
                refusals[violation.id] = self.env._("is “%s”", violation._get_state_label())
            elif not violation.can_lead:
                refusals[violation.id] = self.env._("only internal audit, HR and the head of the company submit it")
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        for violation_sudo in self.sudo():
            violation_sudo._refresh_proposal()
            violation_sudo._enforce_ladder()
            violation_sudo._enforce_hearing()
            if violation_sudo.person_user_id in approval.assignment_ids.user_id:
                raise UserError(self.env._(
                    "%(record)s: the person concerned would decide about himself. Name another approver in the route.",
                    record=violation_sudo.name))
        self.sudo()._set_state("approval")

    def _refresh_proposal(self):
        """Count again what was decided meanwhile; an empty sanction becomes the one by the ladder."""
        values = self._get_proposal()
        if not self.sanction:
            values["sanction"] = values["proposed_sanction"]
        if self.loss_amount and not self.compensation_amount:
            values["compensation_amount"] = self.loss_amount
        self._as_engine().write(values)

    def _enforce_ladder(self):
        """PUR-SANCTION: below the ladder only with a reason (R4 §五.2.2, §五.2.3)."""
        if sanctions.is_milder(self.sanction, self.proposed_sanction) and not (self.milder_reason or "").strip():
            self.env["company.control"]._enforce("PUR-SANCTION", self, self.env._(
                "the sanction is milder than the regulation provides. Give the reason of the milder one."),
                fact="milder")

    def _enforce_hearing(self):
        """PUR-HEARING: the person was asked before anything is decided."""
        if not self.hearing_ids.filtered("statement") and not self.evidence_ids:
            self.env["company.control"]._enforce("PUR-HEARING", self, self.env._(
                "the person has not been heard. Ask for the statement, or attach the record of the hearing."),
                fact="not heard")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for violation_sudo in self.sudo():
            violation_sudo._as_engine().write({"decided_on": fields.Datetime.now()})
            violation_sudo._set_state("decided")
            violation_sudo._tell_decision()
            self.env["company.ledger.entry"]._append("purchase.violation", violation_sudo, {
                "violation": violation_sudo.name, "employee": violation_sudo.employee_id.id,
                "nature": violation_sudo.nature, "time": violation_sudo.ladder_step,
                "proposed": violation_sudo.proposed_sanction, "sanction": violation_sudo.sanction,
                "compensation": violation_sudo.compensation_amount, "judicial": violation_sudo.judicial})

    def _tell_decision(self):
        """The person reads the decision, HR carries it out; the subjects of both to-dos tell nothing."""
        todo_sudo = self.env["company.todo"].sudo()
        if self.person_user_id:
            todo_sudo._open("purchase.violation.read", self, self.person_user_id,
                            self.env._("A decision waits for you to read it"), company_id=self.company_id.id)
        todo_sudo._open("purchase.violation.close", self, self.hr_user_ids, self.env._("Carry out %s", self.name),
                        company_id=self.company_id.id)

    def _back_to_draft(self):
        self.sudo().filtered(lambda violation: violation.state == "approval")._set_state("draft")

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._back_to_draft()

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._back_to_draft()

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self._back_to_draft()

    # ------------------------------------------------------------------
    # After the decision
    # ------------------------------------------------------------------

    def action_acknowledge(self):
        """The person has read the decision. Returns True. States decided and closed; the person himself."""
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._check_state("decided", "closed")
        if not self.is_own:
            raise UserError(self.env._("%(record)s: only the person concerned confirms this.", record=self.sudo().name))
        if not self.read_on:
            self.sudo()._as_engine().write({"read_on": fields.Datetime.now()})
        self.env["company.todo"].sudo()._close("purchase.violation.read", self.sudo())
        return True

    def action_close(self, note):
        """Record how the sanction was carried out. Returns True. ``note``: text. Roles of discipline; state decided."""
        violation_sudo = self._start_step("decided")
        note = self._check_text(note, self.env._("Say how the sanction was carried out."))
        violation_sudo._as_engine().write({"execution_note": note})
        violation_sudo._set_state("closed")
        self.env["company.todo"].sudo()._close("purchase.violation.close", violation_sudo)
        return True

    def action_dismiss(self, reason):
        """End the matter without a sanction. Returns True. ``reason``: text. Roles of discipline; draft, hearing."""
        violation_sudo = self._start_step("draft", "hearing")
        reason = self._check_text(reason, self.env._("Give the reason why the matter ends."))
        violation_sudo._as_engine().write({"dismiss_reason": reason})
        violation_sudo._set_state("dismissed")
        violation_sudo.hearing_ids._close_todos()
        return True

    def _get_form_boxes(self):
        """Signature boxes of the form: the trail, empty ones before it, and the person's own."""
        self.ensure_one()
        boxes = self._approval_signature_boxes() or [
            {"label": self.env._("Head in Charge")}, {"label": self.env._("Human Resources")},
            {"label": self.env._("Head of the Company")}]
        person = {"label": self.env._("Person Concerned"), "time": self.company_id._format_local_time(self.read_on),
                  "name": self.sudo().employee_id.name if self.read_on else ""}
        return [*boxes, person]
