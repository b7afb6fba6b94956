from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.company_base.tools.digest import canonical_json, sha256_hex

from ..engine.archive import archive_number, expiry
from .company_document_mixin import SECRECY

RETENTION = [("10", "10 Years"), ("30", "30 Years"), ("permanent", "Permanent")]
STATES = [("filed", "In the Archive"), ("lent", "Lent"), ("destroyed", "Destroyed")]


class CompanyDocumentArchive(models.Model):
    """One filed piece: a finished document with its archive number, retention period and digest (R6 §5.11)."""

    _name = "company.document.archive"
    _description = "Archive Entry"
    _inherit = ["company.document.linked.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, retention, piece, id"
    _check_company_auto = True

    _initial_state = "filed"
    _transitions = frozenset({("filed", "lent"), ("lent", "filed"), ("filed", "destroyed")})
    _client_fields = {}
    _client_unlink_states = frozenset()

    name = fields.Char("Archive Number", required=True, readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(required=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="filed", copy=False, index=True,
                             tracking=True)
    year = fields.Integer("Archive Year", required=True, readonly=True, copy=False, index=True)
    retention = fields.Selection(RETENTION, required=True, readonly=True, copy=False, tracking=True,
                                 help="From the document kind at the time of filing.")
    expires_on = fields.Date("Kept until", readonly=True, copy=False, index=True,
                             help="Last day of the retention period; empty: kept for ever.")
    piece = fields.Integer("Piece Number", required=True, readonly=True, copy=False)
    page_count = fields.Integer("Pages", readonly=True, copy=False)
    digest = fields.Char(readonly=True, copy=False, help="SHA-256 of text and files at filing, as in the ledger.")
    file_count = fields.Integer("Files", readonly=True, copy=False)
    filed_on = fields.Datetime(readonly=True, copy=False, default=fields.Datetime.now)
    filed_by_id = fields.Many2one("res.users", "Filed by", readonly=True, copy=False,
                                  default=lambda self: self.env.user)

    box_id = fields.Many2one("company.document.archive.box", "Box", readonly=True, copy=False, index="btree_not_null",
                             ondelete="restrict", check_company=True, tracking=True)
    loan_id = fields.Many2one("company.document.archive.loan", "Current Loan", readonly=True, copy=False,
                              index="btree_not_null", ondelete="restrict", check_company=True)
    disposal_id = fields.Many2one("company.document.archive.disposal", "Disposal List", readonly=True, copy=False,
                                  index="btree_not_null", ondelete="restrict", check_company=True)
    destroyed_on = fields.Datetime(readonly=True, copy=False)
    verified_on = fields.Datetime("Last Verified", readonly=True, copy=False, index=True)
    integrity = fields.Selection(
        [("unchecked", "Not Verified Yet"), ("intact", "Intact"), ("broken", "Changed since Filing")], required=True,
        readonly=True, default="unchecked", copy=False, index=True)
    integrity_note = fields.Char("What Changed", readonly=True, copy=False)
    is_held = fields.Boolean("Under Legal Hold", compute="_compute_is_held", search="_search_is_held")
    is_expired = fields.Boolean("Retention Expired", compute="_compute_is_expired", search="_search_is_expired")
    secrecy = fields.Selection(SECRECY, readonly=True, copy=False)
    document_number = fields.Char(
        "File Number", readonly=True, copy=False, index="trigram", help="Number of the document at filing.")
    document_date = fields.Date(readonly=True, copy=False)

    _piece_unique = models.UniqueIndex(
        "(company_id, year, retention, piece)", "This number of the archive is given already.")
    _document_unique = models.UniqueIndex("(res_model, res_id)", "This document is in the archive already.")

    # ------------------------------------------------------------------
    # Filing
    # ------------------------------------------------------------------

    @api.model
    def _file(self, documents):
        """File finished documents of one model; called by their own action, which has checked right and state.

        :param documents: records of company.document.mixin
        :return: their archive entries, in the same order (clause R6 §5.8.1.5, §5.9.1.4, §5.11)
        """
        documents_sudo = documents.sudo()
        for document in documents_sudo:
            if document.archive_id:
                raise UserError(self.env._(
                    "%(document)s: it is in the archive already as %(number)s.",
                    document=document._get_masked_name(), number=document.archive_id.name))
        manifests = documents_sudo._get_archive_manifests()
        for document in documents:
            if not manifests[document.id]["files"]:
                self.env["company.control"]._enforce("DOC-ARCHIVE-FILE", document, self.env._(
                    "there is no file; attach the scan of the original or the signed draft"))
        archives_sudo = self.sudo()._as_engine().create(self._prepare_entries(documents_sudo, manifests))
        for document, archive in zip(documents_sudo, archives_sudo, strict=True):
            document._set_archive_entry(archive)
            self.env["company.ledger.entry"]._append("document.archived", archive, {
                "model": document._name, "id": document.id, "digest": archive.digest, **manifests[document.id]})
        return archives_sudo.sudo(False)

    @api.model
    def _prepare_entries(self, documents_sudo, manifests):
        """Values of the entries; the numbers of each series are taken at once."""
        keys = {document.id: (
            document.company_id, document._get_archive_date().year, document._get_archive_retention())
            for document in documents_sudo}
        numbers, vals = {}, []
        for key in dict.fromkeys(keys.values()):
            count = sum(other == key for other in keys.values())
            numbers[key] = self.env["company.document.archive.series"].sudo()._take(key[0], "piece", *key[1:], count)
        for document in documents_sudo:
            vals.append(self._prepare_entry(document, *keys[document.id][1:], numbers[keys[document.id]],
                                            manifests[document.id]))
            numbers[keys[document.id]] += 1
        return vals

    @api.model
    def _prepare_entry(self, document, year, retention, piece, manifest):
        return {
            "name": archive_number(self._get_fonds(document.company_id), year, retention, piece),
            "company_id": document.company_id.id, "res_model": document._name, "res_id": document.id,
            "year": year, "retention": retention, "piece": piece, "expires_on": expiry(year, retention),
            "secrecy": document.secrecy, "document_number": document._get_archive_number() or False,
            "document_date": document._get_archive_date(), "page_count": document.page_count,
            "digest": sha256_hex(canonical_json(manifest)), "file_count": len(manifest["files"]),
        }

    @api.model
    def _get_fonds(self, company):
        """Number of the fonds: the company's own, or one made of its id."""
        return company.sudo().document_fonds or f"Z{company.id:03d}"

    @api.model
    def _get_document_models(self):
        return [*super()._get_document_models(), "company.seal.register.year"]

    # ------------------------------------------------------------------
    # Computed
    # ------------------------------------------------------------------

    def _compute_is_held(self):
        held = self.env["company.document.archive.hold"]._get_held_ids(self.ids)
        for archive in self:
            archive.is_held = archive.id in held

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        holds_sudo = self.env["company.document.archive.hold"].sudo()
        domain = Domain("id", "in", holds_sudo.search([("state", "=", "active")]).archive_ids.ids)
        return domain if True in value else ~domain

    @api.depends("expires_on")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for archive in self:
            archive.is_expired = bool(archive.expires_on and archive.expires_on < today)

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("expires_on", "<", fields.Date.context_today(self))
        return domain if True in value else ~domain
