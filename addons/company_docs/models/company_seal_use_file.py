from odoo import api, fields, models

from ..engine import seal_use as engine
from ..tools.paper import UnreadablePaper, read_paper
from .company_seal_register import refused_apart

MAX_FILES = 20
PERSON_SEALS = ("legal_rep", "accounting")


class CompanySealUse(models.Model):
    """The files of an application: its own copies, looked at, and frozen by digest (R11 §一.8)."""

    _inherit = "company.seal.use"

    @api.model_create_multi
    def create(self, vals_list):
        uses = super().create(vals_list)
        uses._adopt_files()
        return uses

    def write(self, vals):
        result = super().write(vals)
        if "file_ids" in vals:
            self._adopt_files()
        return result

    def _adopt_files(self):
        """Loose uploads belong to the application from now on; of any other file it takes a copy of its own.

        A file of another record must be readable by the user: a link alone would give nobody its content.
        """
        for use in self:
            foreign_sudo = use.sudo().file_ids.filtered(
                lambda file, u=use: file.res_model != u._name or file.res_id != u.id)
            if not foreign_sudo:
                continue
            foreign_sudo.sudo(self.env.su).check_access("read")
            loose = foreign_sudo.filtered(
                lambda file, u=use: not file.res_id and file.create_uid.id == self.env.uid
                and (not file.res_model or file.res_model == u._name))
            loose.write({"res_model": use._name, "res_id": use.id})
            copies = self._copy_file(foreign_sudo - loose, use)
            kept = (use.sudo().file_ids - foreign_sudo) | loose | copies
            use.sudo()._as_engine().write({"file_ids": [fields.Command.set(kept.ids)]})

    def _copy_file(self, files_sudo, use):
        return self.env["ir.attachment"].sudo().create([{
            "name": file.name, "raw": file.raw, "mimetype": file.mimetype, "res_model": use._name, "res_id": use.id,
            "company_id": use.company_id.id} for file in files_sudo])

    # ------------------------------------------------------------------
    # Digest
    # ------------------------------------------------------------------

    def _get_file_digests(self):
        """[{id, name, sha256}] of the files as they are now."""
        self.ensure_one()
        return [{"id": file.id, "name": file.name, "sha256": engine.file_digest(file.raw)}
                for file in self.sudo().file_ids.sorted("id")]

    def _freeze_files(self):
        """Keep the digest of the files: what is approved is what may be sealed."""
        for use in self:
            digests = use._get_file_digests()
            use.sudo()._as_engine().write({
                "file_digests": digests,
                "file_digest": engine.bundle_digest([row["sha256"] for row in digests]) or False})

    def _enforce_digest(self, digest=None, lines=None):
        """SEAL-DIGEST: the files, and the paper at hand when its digest is given, are those that were approved."""
        self.ensure_one()
        now = engine.bundle_digest([row["sha256"] for row in self._get_file_digests()])
        at_hand = digest.strip().lower() if isinstance(digest, str) and digest.strip() else now
        if not self.file_digest or now != self.file_digest or at_hand != self.file_digest:
            self._enforce_seal("SEAL-DIGEST", self.env._(
                "the paper is not the one that was approved: its SHA-256 is %(now)s, approved was %(approved)s. Apply "
                "for the new version.", now=at_hand[:16], approved=(self.file_digest or "-")[:16]), lines,
                fact=f"{at_hand[:16]}!={(self.file_digest or '')[:16]}")

    # ------------------------------------------------------------------
    # Blank papers, names
    # ------------------------------------------------------------------

    def _check_papers(self):
        """SEAL-BLANK and SEAL-NAME over all files and seals; notes what the text of the files says."""
        for use in self:
            texts = use._enforce_not_blank()
            use._enforce_names()
            names = {use.entity_name, *([use.signatory_name] if use.signatory_name else [])}
            missing = [name for name in sorted(names) if engine.name_in_text(name, texts) is False]
            note = False
            if missing:
                note = self.env._("“%(name)s” does not stand in the text of the files: look at the signature before "
                                  "you seal.", name="、".join(missing))
            elif not texts.strip():
                note = self.env._("The files are scans without text: compare the signature with the seal by eye.")
            use.sudo()._as_engine().write({"paper_note": note})

    def _enforce_not_blank(self, lines=None):
        """SEAL-BLANK: there is a file and no page of it is blank; returns the text of all files."""
        self.ensure_one()
        files, texts, problem = self.sudo().file_ids, [], False
        if not files:
            problem = self.env._("the file to be sealed is missing; blank papers are never sealed. Attach it")
        for file in files[:MAX_FILES]:
            try:
                paper = read_paper(file.raw, file.mimetype or "")
            except UnreadablePaper:
                problem = problem or self.env._(
                    "“%(file)s” can't be looked at; attach it as PDF, DOCX, XLSX or picture that opens without a "
                    "password", file=file.name)
                continue
            texts.append(paper["text"])
            if paper["blank"]:
                problem = problem or self.env._(
                    "“%(file)s” has blank pages (%(pages)s); a seal is never put on a blank paper. Attach it filled in "
                    "and without empty pages", file=file.name, pages=", ".join(map(str, paper["blank"][:10])))
        if problem:
            self._enforce_seal("SEAL-BLANK", problem, lines, fact="blank")
        return "\n".join(texts)

    def _enforce_names(self):
        """SEAL-NAME: each seal says what stands in the signature."""
        self.ensure_one()
        for line in self.sudo().line_ids:
            seal = line.seal_id
            wanted = self.signatory_name if seal.seal_type in PERSON_SEALS else self.entity_name
            if not engine.names_match(seal.entity_name, wanted):
                self._enforce_seal("SEAL-NAME", self.env._(
                    "the seal “%(seal)s” says “%(text)s”, the signature “%(signature)s”. Choose the seal of the "
                    "issuing entity, or correct the signature", seal=seal.name, text=seal.entity_name,
                    signature=wanted or "—"), line, fact=f"{seal.id}:{wanted or ''}")

    def _enforce_seal(self, code, reason, lines=None, fact=""):
        """Enforce a control; what a keeper would have had to seal and did not stands in the register all the same,
        in the book of each seal that was to be used."""
        self.ensure_one()
        if self.state != "approved":        # not at the seal yet: the finding tells it
            return self.env["company.control"]._enforce(code, self, reason, fact)
        with refused_apart(self, lines, reason):
            return self.env["company.control"]._enforce(code, self, reason, fact)
