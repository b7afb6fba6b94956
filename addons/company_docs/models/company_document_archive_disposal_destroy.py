from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

from .company_document_mixin import CLASSIFIED

BLANKED = ("body", "summary", "main_text", "cc_text", "note", "keywords", "overall_reply")


class CompanyDocumentArchiveDisposal(models.Model):
    """Destruction by two people on the spot: both act, both stand in the ledger."""

    _inherit = "company.document.archive.disposal"

    def action_destroy(self, place):
        """First person: says that the approved papers are being destroyed here and now (archivists). Returns True.

        :param place: where; nothing is deleted before the second person has confirmed
        """
        self.env["company.document.archive"]._check_keeper()
        self.check_access("read")
        self._check_state("approved")
        place = self._check_text(place, self.env._("Say where the papers are destroyed."))
        for disposal in self:
            disposal._enforce_lines()
            disposal._set_state("destroying")
            disposal.sudo()._as_engine().write({
                "destroyer_id": self.env.uid, "destroyer_on": fields.Datetime.now(), "place": place})
            disposal._log_person("document.destroying", "destroyer")
            self.env["company.todo"]._open(
                "document_disposal_witness", disposal.sudo(), disposal._get_witnesses(),
                self.env._("%s: confirm the destruction on the spot", disposal.name), urgent=True)
        return True

    def _get_witnesses(self):
        """Who may be the second person: other archivists and the auditors of the company."""
        users = self.env["company.document.archive"]._get_keepers(self.company_id)
        auditors = self.env.ref("company_base.group_auditor").sudo().all_user_ids
        users |= auditors.filtered(lambda user: self.company_id in user.company_ids and user.id > 1)
        return users - self.sudo().destroyer_id

    def action_witness(self):
        """Second person: another archivist or an auditor confirms on the spot; the files are deleted. Returns True."""
        self.env["company.document.archive"]._check_keeper(auditor=True)
        self.check_access("read")
        self._check_state("destroying")
        self._lock_for_decision()
        hours = self.env["company.control"]._get_value("DOC-ARCHIVE-TWO", self.env.company) or 24
        for disposal in self:
            disposal_sudo = disposal.sudo()
            if disposal_sudo.destroyer_id == self.env.user:
                self.env["company.control"]._enforce("DOC-ARCHIVE-TWO", disposal, self.env._(
                    "you destroyed the papers; another person has to confirm it"))
                raise UserError(self.env._("%s: two different people destroy papers.", disposal.name))
            if disposal_sudo.destroyer_on < fields.Datetime.now() - timedelta(hours=hours):
                raise UserError(self.env._(
                    "%(list)s: the first person signed more than %(hours)s hours ago; both have to be there. "
                    "Interrupt the destruction and begin again.", list=disposal.name, hours=int(hours)))
            disposal._enforce_lines()
            disposal_sudo._do_destroy()
        return True

    def action_interrupt(self, reason):
        """Stop a destruction that the second person has not confirmed; back to “to be destroyed”. Returns True."""
        self.env["company.document.archive"]._check_keeper(auditor=True)
        self.check_access("read")
        self._check_state("destroying")
        reason = self._check_text(reason, self.env._("Give the reason."))
        self._set_state("approved")
        for disposal in self.sudo():
            self.env["company.ledger.entry"]._append("document.destruction_stopped", disposal, {"reason": reason})
            disposal._as_engine().write({"destroyer_id": False, "destroyer_on": False})
        self.env["company.todo"]._close("document_disposal_witness", self.sudo())
        return True

    # ------------------------------------------------------------------
    # Doing (superuser mode, after all checks)
    # ------------------------------------------------------------------

    def _do_destroy(self):
        self.ensure_one()
        now = fields.Datetime.now()
        self._as_engine().write({"witness_id": self.env.uid, "destroyed_on": now})
        destroyed = self.line_ids.filtered(lambda line: line.verdict == "destroy")
        for line in destroyed:
            line._destroy_entry()
        destroyed.archive_id._set_state("destroyed")
        destroyed.archive_id._as_engine().write({"disposal_id": self.id, "destroyed_on": now})
        for line in self.line_ids - destroyed:
            if line.keep_years and line.archive_id.expires_on:
                until = fields.Date.add(line.archive_id.expires_on, years=line.keep_years)
                line.archive_id._as_engine().write({"expires_on": until})
        self._set_state("destroyed")
        self._log_person("document.destroyed", "witness", [line._get_record() for line in destroyed])
        for kind in ("document_disposal", "document_disposal_witness"):
            self.env["company.todo"]._close(kind, self)

    def _log_person(self, kind, role, records=()):
        self.env["company.ledger.entry"]._append(kind, self, {
            "list": self.name, "role": role, "person": self.env.uid, "person_name": self.env.user.name,
            "place": self.place, "method": self.method, "entries": self.sudo().destroy_count,
            "records": list(records)})


class CompanyDocumentArchiveDisposalLine(models.Model):
    """Destroying one entry; what stays is written here."""

    _inherit = "company.document.archive.disposal.line"

    def _destroy_entry(self):
        """Delete the files and blank the texts; title, numbers, dates, digest and the evidence rows stay."""
        self.ensure_one()
        document = self.archive_id._get_document()
        title = document._get_masked_name() if document.secrecy_level >= CLASSIFIED else document.title
        files = document._get_archive_files()[document.id] if document else self.env["ir.attachment"]
        self._as_engine().write({"record_title": title, "deleted_files": len(files)})
        if document:
            document._blank_for_disposal()
            as_engine(files).unlink()
            self.env["company.document.text"].sudo().search([
                ("res_model", "=", document._name), ("res_id", "=", document.id)]).unlink()

    def _get_record(self):
        return {"number": self.record_number, "document": self.document_number or "", "title": self.record_title,
                "digest": self.digest, "pages": self.page_count, "files": self.deleted_files}


class CompanyDocumentMixin(models.AbstractModel):
    _inherit = "company.document.mixin"

    def _blank_for_disposal(self):
        """Empty what says what the document was about, beside its title (after a disposal by two people)."""
        names = [name for name in BLANKED if name in self._fields and self._fields[name].store]
        names += [name for name, field in self._fields.items()
                  if field.type == "many2one" and field.comodel_name == "ir.attachment" and field.store]
        documents = self.with_context(tracking_disable=True)
        if hasattr(documents, "_approval_engine"):      # its text is locked by the approval
            documents = documents._approval_engine()
        documents._as_engine().write(dict.fromkeys(names, False))

    @api.model
    def _get_blanked_fields(self):
        return BLANKED
