import base64
import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex
from odoo.addons.company_base.tools.fields import EvidenceMany2one

from ..engine.archive import file_digest
from .company_document_mixin import SECRECY

BOOK_FIELDS = (
    "id", "used_on", "outcome", "reason", "use_name", "seal_name", "title", "purpose", "copies", "requester_name",
    "approver_names", "keeper_name", "file_digest")
MARGIN = timedelta(hours=1)     # a use that was begun before midnight is in the register by then


class CompanySealRegisterYear(models.Model):
    """The closed seal use register of a year, kept as an archive: its print, frozen by digest (R7 §四)."""

    _name = "company.seal.register.year"
    _description = "Closed Seal Use Register"
    _inherit = ["company.evidence.mixin"]
    _order = "year desc, id desc"
    _log_access = False

    name = fields.Char("Register Number", required=True, readonly=True)
    title = fields.Char("Title of the Register", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    year = fields.Integer("Year of the Register", required=True, readonly=True, aggregator=None)
    entry_count = fields.Integer("Entries", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    secrecy = fields.Selection(SECRECY, required=True, readonly=True, default="internal")
    secrecy_level = fields.Integer(default=1, readonly=True, aggregator=None)
    file = fields.Binary("Printed Register", attachment=True, readonly=True)
    file_name = fields.Char("Name of the File", readonly=True)
    file_digest = fields.Char("Digest (SHA-256)", readonly=True, help="Of the printed register.")
    closed_on = fields.Datetime(required=True, readonly=True)
    closed_by_id = EvidenceMany2one("res.users", "Closed by", readonly=True, index=True)
    closed_by_name = fields.Char("Name of the Administrator", readonly=True)
    archive_id = fields.Many2one("company.document.archive", "Archive Entry", compute="_compute_archive_id",
                                 compute_sudo=True)

    _year_unique = models.UniqueIndex("(company_id, year)", "The register of this year is closed already.")

    def _compute_archive_id(self):
        entries = self.env["company.document.archive"].search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids)]).grouped("res_id")
        for book in self:
            book.archive_id = entries.get(book.id, False)

    def action_view_archive(self):
        """Open the archive entry of this register. Returns an action."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "company.document.archive",
                "res_id": self.archive_id.id, "views": [(False, "form")]}

    # ------------------------------------------------------------------
    # What the archive asks of a document
    # ------------------------------------------------------------------

    def _get_masked_name(self):
        return self.title

    def _get_archive_date(self):
        return fields.Date.to_date(f"{self.year}-12-31")

    def _get_archive_number(self):
        return self.name

    def _get_archive_retention(self):
        return "permanent"

    def _set_archive_entry(self, archive):
        """Nothing to keep: the entry is found by its key."""
        self.invalidate_recordset(["archive_id"])

    def _get_archive_files(self):
        files = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids), ("res_field", "=", "file")]).grouped("res_id")
        return {book.id: files.get(book.id, self.env["ir.attachment"].sudo()) for book in self}

    def _get_archive_manifests(self):
        """The rows of the year stand for the text: whether one was changed or added shows at every verification."""
        files = self._get_archive_files()
        return {book.id: {
            "text": sha256_hex(canonical_json([
                {name: str(row[name] or "") for name in BOOK_FIELDS} for row in book._get_entries()])),
            "files": {str(file.id): file_digest(file.raw) for file in files[book.id]},
        } for book in self.sudo()}

    def _get_entries(self):
        return self.env["company.seal.register"].sudo().search([
            ("company_id", "=", self.company_id.id), ("year", "=", self.year)], order="id")


class CompanySealRegister(models.Model):
    """Closing the register of a year."""

    _inherit = "company.seal.register"

    @api.model
    def action_close_year(self, year):
        """Close the register of a past year: print it whole, freeze the print by digest, file it in the archive.

        Administrator of seals, for the company he works in; once a year (R7 §四).

        :param year: such as 2026; it is over
        :return: id of the closed register
        """
        if not self.env.user.has_group("company_docs.group_seal_manager"):
            raise AccessError(self.env._("Only the administrator of seals closes the register of a year."))
        if isinstance(year, bool) or not isinstance(year, int):
            raise UserError(self.env._("Say the year of the register."))
        company, books_sudo = self.env.company, self.env["company.seal.register.year"].sudo()
        if books_sudo.search_count([("company_id", "=", company.id), ("year", "=", year)], limit=1):
            raise UserError(self.env._("The register of %s is closed already.", year))
        if year >= int(company._format_local_time(fields.Datetime.now() - MARGIN)[:4]):
            raise UserError(self.env._("The register of %s is closed when the year is over.", year))
        entries_sudo = books_sudo.new({"company_id": company.id, "year": year})._get_entries()
        if not entries_sudo:
            raise UserError(self.env._("The register of %s has no entries.", year))
        book = books_sudo._as_engine().create(entries_sudo._prepare_year(company, year))
        self.env["company.document.archive"]._file(book)
        self.env["company.ledger.entry"]._append("seal.year_closed", book, {
            "register": book.name, "year": year, "entries": book.entry_count, "first": entries_sudo[0].id,
            "last": entries_sudo[-1].id, "file": book.file_digest, "archive": book.archive_id.name})
        return book.id

    def _prepare_year(self, company, year):
        """Values of the closed register of these entries (superuser mode: the book is whole, whoever closes it)."""
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_pdf(
            "company_docs.company_seal_register_report", self.ids, data={"for_archive": True})
        name = f"YYDJ-{year}"
        title = self.with_context(lang=reports._get_form_lang()).env._("Seal Use Register of %s", year)
        return {
            "name": name, "title": title, "company_id": company.id, "year": year, "entry_count": len(self),
            "page_count": len(PdfReader(io.BytesIO(content)).pages), "file": base64.b64encode(content),
            "file_name": f"{name}.pdf", "file_digest": file_digest(content), "closed_on": fields.Datetime.now(),
            "closed_by_id": self.env.uid, "closed_by_name": self.env.user.name}


class CompanyLedgerEntry(models.Model):
    _inherit = "company.ledger.entry"

    @api.model
    def _get_kind_names(self):
        return {**super()._get_kind_names(), "seal.year_closed": self.env._("Seal Use Register Closed")}
