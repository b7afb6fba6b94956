import json

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from ..engine.archive import compare_manifests

BATCH = 200


class CompanyDocumentArchive(models.Model):
    """Integrity: what was filed is compared, text and every byte of the files, with what the ledger says."""

    _inherit = "company.document.archive"

    def action_verify(self):
        """Compare these entries with the ledger (archivists, auditors).

        :return: a notification; ``params.result`` is {"intact": n, "broken": [ids], "destroyed": n}
        """
        self._check_keeper(auditor=True)
        self.check_access("read")
        result = self._verify()
        ok = not result["broken"]
        names = ", ".join(self.browse(result["broken"][:5]).sudo().mapped("name"))
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "title": self.env._("Archive verified") if ok else self.env._("The archive was changed"),
            "message": self.env._("%s entries intact", result["intact"]) if ok else self.env._(
                "%(count)s entries changed since filing: %(names)s", count=len(result["broken"]), names=names),
            "type": "success" if ok else "danger", "sticky": not ok, "result": result,
            "next": {"type": "ir.actions.client", "tag": "soft_reload"}}}

    def _verify(self):
        """Compare and note the outcome on the entries; returns the figures."""
        kept = self.sudo().filtered(lambda archive: archive.state != "destroyed")
        found = kept._get_present_manifests()
        filed = kept._get_filed_manifests()
        now, by_note = fields.Datetime.now(), {}
        for archive in kept:
            note = archive._compare(filed.get(archive.id), found.get(archive.id))
            by_note.setdefault(note, kept.browse())
            by_note[note] |= archive
        for note, archives in by_note.items():
            archives._as_engine().write({
                "verified_on": now, "integrity": "broken" if note else "intact", "integrity_note": note or False})
        broken = kept.filtered(lambda archive: archive.integrity == "broken")
        for archive in broken:
            self.env["company.ledger.entry"]._append("document.archive_broken", archive, {
                "number": archive.name, "problem": archive.integrity_note})
        return {"intact": len(kept) - len(broken), "broken": broken.ids, "destroyed": len(self) - len(kept)}

    def _compare(self, filed, found):
        """What changed, in words; empty: intact."""
        if filed is None or sha256_hex(canonical_json(filed)) != self.digest:
            return self.env._("digest differs from the ledger")
        if found is None:
            return self.env._("document is gone")
        words = {"text": self.env._("text changed"), "changed": self.env._("file %s changed"),
                 "missing": self.env._("file %s is missing")}
        return "; ".join(words[problem] % key if key else words[problem]
                         for problem, key in compare_manifests(filed, found))

    def _get_filed_manifests(self):
        """{entry id: manifest at filing}, from the ledger."""
        entries = self.env["company.ledger.entry"].sudo().search([
            ("kind", "=", "document.archived"), ("res_model", "=", self._name), ("res_id", "in", self.ids)])
        manifests = {}
        for entry in entries:
            payload = json.loads(entry.payload)
            manifests[entry.res_id] = {"text": payload["text"], "files": payload["files"]}
        return manifests

    def _get_present_manifests(self):
        manifests = {}
        for model, archives in self.grouped("res_model").items():
            documents = self.env[model].sudo().browse(archives.mapped("res_id")).exists()
            present = documents._get_archive_manifests()
            manifests.update({archive.id: present[archive.res_id] for archive in archives if archive.res_id in present})
        return manifests

    @api.model
    def _cron_verify(self):
        """Verify a batch of those that wait longest; what changed goes into the inbox of the archivists."""
        archives = self.sudo().search([("state", "!=", "destroyed")], limit=BATCH, order="verified_on NULLS FIRST, id")
        result = archives._verify()
        for archive in self.sudo().browse(result["broken"]):
            self.env["company.todo"]._open(
                "document_archive_broken", archive, archive._get_keepers(archive.company_id),
                self.env._("%s was changed since it was filed", archive.name))
        return True

    # ------------------------------------------------------------------
    # Keepers
    # ------------------------------------------------------------------

    @api.model
    def _get_keepers(self, company):
        """Users who keep the archive of a company."""
        users = self.env.ref("company_docs.group_archivist").sudo().all_user_ids
        return users.filtered(lambda user: user.active and company in user.company_ids and user.id > 1)

    @api.model
    def _is_keeper(self):
        return self.env.su or self.env.user.has_group("company_docs.group_archivist")

    @api.model
    def _check_keeper(self, auditor=False):
        """Only archivists (and auditors, where they may) take this step."""
        if self._is_keeper() or (auditor and self.env.user.has_group("company_base.group_auditor")):
            return
        raise AccessError(self.env._("Only archivists do this; ask the general office."))
