import logging
from datetime import datetime, time

from pytz import timezone, utc

from odoo import api, fields, models

from odoo.addons.company_base.exceptions import ControlError

OVERDUE_BATCH = 500

_logger = logging.getLogger(__name__)


class CompanyCertificateLoan(models.Model):
    """Handing out, taking back, issuing copies (R11 §二.2–3)."""

    _inherit = "company.certificate.loan"

    def _start_keeper_step(self, *states):
        context = self.env.context
        loans = self.with_context({
            key: context[key] for key in ("lang", "tz", "allowed_company_ids") if key in context})
        loans.check_access("read")
        loans._lock_for_decision()
        if states:
            loans._check_state(*states)
        loans._raise_refusals({
            loan.id: loan.sudo().certificate_id.holder_user_id != self.env.user and self.env._(
                "only the present holder of the certificate, %(holder)s, takes this step",
                holder=loan.sudo().holder_id.name) for loan in loans})
        return loans.sudo()

    def action_hand_out(self):
        """Hand the original to the borrower. Returns True.

        Present holder of the certificate; approved application for the original. Control CERT-VALID.
        """
        for loan in self._start_keeper_step("approved"):
            loan._raise_refusals({loan.id: loan.mode != "original" and self.env._("it asks for copies; issue them")})
            loan._enforce_valid()
            loan.certificate_id._set_state("out")
            loan._as_engine().write({
                "handed_by_id": self.env.uid, "handed_on": fields.Datetime.now(), "deadline": loan._get_due_moment()})
            loan._set_state("out")
            loan._refresh_todos()
            self.env["company.ledger.entry"]._append("certificate.lent", loan, {
                "certificate": loan.certificate_id.id, "to": loan.requester_id.id, "receiver": loan.receiver,
                "due": str(loan.due_on)})
        return True

    def _get_due_moment(self):
        """End of the day on which it is back, in the time of the company."""
        zone = timezone(self.company_id.resource_calendar_id.tz or "UTC")
        return zone.localize(datetime.combine(self.due_on, time(18))).astimezone(utc).replace(tzinfo=None)

    def action_return(self, note=""):
        """Take the original back. Returns True. Present holder; lent out; ``note``: condition (text)."""
        for loan in self._start_keeper_step("out"):
            loan._as_engine().write({
                "received_by_id": self.env.uid, "returned_on": fields.Datetime.now(),
                "return_note": note.strip() if isinstance(note, str) else False})
            loan._set_state("done")
            certificate = loan.certificate_id
            if certificate.state == "out":
                certificate._set_state(
                    "in_use" if certificate.holder_id == certificate.keeper_id else "handed_over")
            loan._refresh_todos()
            self.env["company.ledger.entry"]._append("certificate.returned", loan, {
                "certificate": certificate.id, "by": loan.requester_id.id, "due": str(loan.due_on)})
        return True

    def action_issue_copies(self):
        """Issue the approved copies: numbered PDFs, watermarked for receiver and business. Returns their ids.

        Present holder of the certificate; approved application for copies; the certificate has a scan. Controls
        CERT-COPY (no copy without the consent of a leader, never more than approved) and CERT-VALID.
        """
        copies = self.env["company.certificate.copy"]
        for loan in self._start_keeper_step():
            if loan.mode != "copy" or loan.approval_state != "approved" or loan.copy_ids:
                self.env["company.control"]._enforce("CERT-COPY", loan, self.env._(
                    "no leader has approved these copies, or they are issued already. Let the application be "
                    "approved first"), fact=f"{loan.mode}:{loan.approval_state}:{len(loan.copy_ids)}")
            loan._check_state("approved")
            loan._raise_refusals({loan.id: not loan.certificate_id.has_scan and self.env._(
                "the certificate has no scan; add it first")})
            loan._enforce_valid()
            copies |= self.env["company.certificate.copy"]._issue(loan)
            loan._as_engine().write({"handed_by_id": self.env.uid, "handed_on": fields.Datetime.now()})
            loan._set_state("done")
            loan._refresh_todos()
        return copies.ids

    def action_cancel(self, reason):
        """Give the application up. Returns True. Requester; nothing handed out yet; ``reason``: text."""
        reason = self._check_text(reason, self.env._("Say why the application is given up."))
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals({loan.id: not loan.can_cancel and self.env._(
            "only its requester gives it up, before anything is handed out") for loan in self})
        for loan in self.sudo():
            loan._cancel_approval(reason)
            loan._as_engine().write({"return_note": reason})
            loan._set_state("cancelled")
        self.sudo()._refresh_todos()
        return True

    def action_view_copies(self):
        """Open the numbered copies issued on this application."""
        self.ensure_one()
        return self.certificate_id._open_copies([("loan_id", "=", self.id)])

    def _get_form_boxes(self):
        """Signature boxes of the printed form: applicant, leaders, keeper."""
        self.ensure_one()
        loan = self.sudo()
        boxes = [{"label": self.env._("Applicant"), "name": loan.requester_id.name,
                  "time": loan.company_id._format_local_time(loan.create_date)}]
        boxes += self._approval_signature_boxes()
        boxes.append({"label": self.env._("Keeper of the Certificate"), "name": loan.handed_by_id.name or "",
                      "time": loan.company_id._format_local_time(loan.handed_on)})
        return boxes

    def _refresh_todos(self):
        """The holder hands out what is approved, the borrower brings back what he has."""
        todo = self.env["company.todo"].sudo()
        for loan in self.sudo():
            holder = loan.certificate_id.holder_user_id
            todo._close("certificate.loan", loan, None if loan.state != "approved" else
                        todo.search([("kind", "=", "certificate.loan"), ("res_model", "=", loan._name),
                                     ("res_id", "=", loan.id), ("state", "=", "open")]).user_id - holder)
            if loan.state == "approved":
                todo._open("certificate.loan", loan, holder, loan.display_name, requester_id=loan.requester_id)
            if loan.state == "out":
                todo._open("certificate.return", loan, loan.requester_id, self.env._(
                    "Bring back: %s", loan.certificate_id.name), loan.deadline, requester_id=loan.handed_by_id)
            else:
                todo._close("certificate.return", loan)

    @api.model
    def _cron_overdue(self):
        """CERT-LOAN: originals that are not back in time; borrower, holder and department head hear of it once."""
        overdue = self.sudo().search([
            ("state", "=", "out"), ("deadline", "<", fields.Datetime.now()), ("overdue_noted", "=", False)],
            limit=OVERDUE_BATCH)
        for loan in overdue:
            reason = self.env._("“%(certificate)s” was to be back on %(day)s; %(borrower)s still has it",
                                certificate=loan.certificate_id.name, day=loan.due_on, borrower=loan.requester_id.name)
            try:
                self.env["company.control"]._enforce("CERT-LOAN", loan, reason, fact=f"due={loan.due_on}")
            except ControlError as refusal:     # kept as a finding; the original is away whatever the mode says
                _logger.info("Overdue: %s", refusal)
            people = loan.requester_id | loan.certificate_id.holder_user_id | loan.department_id.manager_id.user_id
            loan.message_post(body=reason, partner_ids=people.partner_id.ids)
            loan._as_engine().write({"overdue_noted": True})
        return True
