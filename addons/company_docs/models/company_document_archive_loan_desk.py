from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyDocumentArchiveLoan(models.Model):
    """The lending desk: handing out, taking back, reminding."""

    _inherit = "company.document.archive.loan"

    def action_lend(self):
        """Hand out what was approved (archivists, never to themselves). Returns True.

        The borrower may read the documents until the return (R6 §5.8.1.5).
        """
        self._check_desk("approved")
        for loan in self:
            if loan.borrower_id == self.env.user:
                raise UserError(self.env._("%s: another archivist lends to you.", loan.name))
            loan_sudo = loan.sudo()
            if reason := loan_sudo._get_entry_refusal():
                raise UserError(self.env._("%(loan)s: %(reason)s.", loan=loan.name, reason=reason))
            loan_sudo._enforce_clearance()
            loan_sudo._do_lend()
        return True

    def _do_lend(self):
        self.ensure_one()
        self.archive_ids._lock_for_decision()
        self._set_state("lent")
        self._as_engine().write({
            "lent_by_id": self.env.uid, "lent_on": fields.Datetime.now(),
            "deadline": datetime.combine(self.due_on, time(10)), "added_reader_keys": self._open_to_borrower()})
        if self.mode == "original":
            self.archive_ids._set_state("lent")
            self.archive_ids._as_engine().write({"loan_id": self.id})
        todos = self.env["company.todo"]
        todos._close("document_loan_lend", self)
        todos._open("document_loan_return", self, self.borrower_id, self.env._(
            "%(loan)s: give back by %(day)s", loan=self.name, day=self.due_on), deadline=self.deadline)
        self._log_desk("document.lent")

    def _open_to_borrower(self):
        """Let the borrower read; the keys of the documents that he did not know before."""
        keys = []
        for document in self.archive_ids._get_documents().values():
            # a register has no circle of readers: it is lent on paper
            if "reader_ids" in document._fields and self.borrower_id not in document.reader_ids:
                document._add_readers(self.borrower_id)
                keys.append([document._name, document.id])
        return keys

    def _close_to_borrower(self):
        """Take back the reading that only this loan gave."""
        for model, res_id in self.added_reader_keys or []:
            document = self.env[model].sudo().browse(res_id).exists()
            if document and not self._get_other_reason(document):
                document._as_engine().write({"reader_ids": [fields.Command.unlink(self.borrower_id.id)]})

    def _get_other_reason(self, document):
        """Whether the borrower knows the document by another way since: circulated to him, lent again."""
        link = "incoming_id" if document._name == "company.document.incoming" else "outgoing_id"
        circulations_sudo = self.env["company.document.circulation"].sudo()
        if link in circulations_sudo._fields and circulations_sudo.search_count(
                [(link, "=", document.id), ("user_id", "=", self.borrower_id.id)], limit=1):
            return True
        return bool(self.search_count([
            ("id", "!=", self.id), ("state", "=", "lent"), ("borrower_id", "=", self.borrower_id.id),
            ("archive_ids", "in", document.archive_id.ids)], limit=1))

    def action_return(self, note=""):
        """Take back what was lent (archivists; a loan to read in the system also by its borrower). Returns True.

        :param note: condition of the original, where something is to be said
        """
        self.check_access("read")
        self._check_state("lent")
        if not all(loan.mode == "read" and loan.borrower_id == self.env.user for loan in self):
            self._check_desk("lent")
        if not isinstance(note, str):
            raise UserError(self.env._("The note is a text."))
        for loan in self.sudo():
            if loan.mode == "original" and loan.borrower_id == self.env.user:
                raise UserError(self.env._("%s: another archivist takes back what you borrowed.", loan.name))
            loan._do_return(note)
        return True

    def _do_return(self, note=""):
        self.ensure_one()
        self._set_state("returned")
        self._as_engine().write({
            "returned_to_id": self.env.uid, "returned_on": fields.Datetime.now(), "return_note": note.strip()})
        lent = self.archive_ids.filtered(lambda archive: archive.loan_id == self)
        lent._set_state("filed")
        lent._as_engine().write({"loan_id": False})
        self._close_to_borrower()
        self.env["company.todo"]._close("document_loan_return", self)
        self.env["company.todo"]._close("document_loan_overdue", self)
        self._log_desk("document.returned")

    def _check_desk(self, state):
        self.env["company.document.archive"]._check_keeper()
        self.check_access("read")
        self._check_state(state)

    def _log_desk(self, kind):
        self.env["company.ledger.entry"]._append(kind, self, {
            "loan": self.name, "borrower": self.borrower_id.id, "borrower_name": self.borrower_id.name,
            "mode": self.mode, "entries": self.archive_ids.sorted("id").mapped("name"),
            "due_on": self.due_on, "note": self.return_note or ""})

    @api.model
    def _cron_loans(self):
        """End loans to read on their day; remind borrower and archivists of originals that are overdue."""
        today = fields.Date.context_today(self)
        overdue = self.sudo().search([("state", "=", "lent"), ("due_on", "<", today)])
        for loan in overdue.filtered(lambda loan: loan.mode == "read"):
            loan._do_return(self.env._("ended by itself on its day"))
        for loan in overdue.filtered(lambda loan: loan.mode == "original" and loan.reminded_on != today):
            loan._as_engine().write({"reminded_on": today})
            users = loan.borrower_id | self.env["company.document.archive"]._get_keepers(loan.company_id)
            self.env["company.todo"]._open(
                "document_loan_overdue", loan, users, self.env._(
                    "%(loan)s: original not given back since %(day)s (%(person)s)", loan=loan.name, day=loan.due_on,
                    person=loan.borrower_id.name), deadline=loan.deadline, urgent=True)
        return True


class CompanyDocumentArchive(models.Model):
    """What loans ask of an entry."""

    _inherit = "company.document.archive"

    def _get_document(self):
        """The document of this entry in superuser mode."""
        self.ensure_one()
        return self.env[self.res_model].sudo().browse(self.res_id).exists()
