from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .company_document_mixin import CLASSIFIED, SECRECY

DOCUMENT_FIELDS = ("title", "secrecy", "secrecy_level")
DOCUMENT_MODELS = ("company.document.outgoing", "company.document.incoming")


class CompanyDocumentLinkedMixin(models.AbstractModel):
    """A row about one document, outgoing or incoming. It never says more than its reader may know of the document.

    People with the registers (archivists, general office, auditors) see every row, so that no number is missing;
    where the document itself is closed to them its title and correspondents are masked. Everybody else finds only
    the rows of documents that he may read.
    """

    _name = "company.document.linked.mixin"
    _description = "Row about a Document"

    _masked_rows = True     # False: rows of closed documents are hidden from everybody

    res_model = fields.Char("Document Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference("Document ID", model_field="res_model", readonly=True, copy=False)
    document_name = fields.Char(
        "Document Title", compute="_compute_document_name", search="_search_document_name",
        help="Masked where the document is not open to you.")
    is_open = fields.Boolean("Open to Me", compute="_compute_document_name")

    # ------------------------------------------------------------------
    # Who sees which row
    # ------------------------------------------------------------------

    @api.model
    def _sees_masked_rows(self):
        """Whether the user sees rows of documents that are closed to him (masked)."""
        if not self._masked_rows:
            return False
        user = self.env.user
        return any(user.has_group(group) for group in (
            "company_docs.group_archivist", "company_base.group_auditor")) \
            or user in self.env["company.role"]._get_users("legal", self.env.company)

    @api.model
    def _get_open_domain(self):
        """Rows whose document the user may read: a subquery with the rules of the documents themselves."""
        return self._get_rows_domain({
            model: self.env[model]._search([]).subselect() for model in self._get_readable_models()})

    @api.model
    def _get_rows_domain(self, documents):
        """Rows of documents; ``documents`` is {model: subquery of ids in brackets}."""
        return Domain.OR(Domain("res_model", "=", model) & Domain.custom(
            to_sql=lambda _rows, alias, _query, ids=ids: SQL("%s IN %s", SQL.identifier(alias, "res_id"), ids))
            for model, ids in documents.items())

    @api.model
    def _get_readable_models(self):
        return [model for model in self._get_document_models() if self.env[model].has_access("read")]

    @api.model
    def _get_document_models(self):
        return [model for model in DOCUMENT_MODELS if model in self.env]

    @api.model
    def _restrict_to_open(self, domain):
        return domain & self._get_open_domain()

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access or self._sees_masked_rows()):
            domain = self._restrict_to_open(Domain(domain))
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids) or self._sees_masked_rows():
            return result
        forbidden = (result[0] if result else self.browse())
        rest = self - forbidden
        closed = rest - rest._filter_open()
        if not closed:
            return result
        return forbidden | closed, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden | closed)

    def _filter_open(self):
        """Rows whose document the user may read (a query or two per model of documents)."""
        rows_sudo, keys = self.sudo(), set()
        for model, rows in rows_sudo.grouped("res_model").items():
            if model in self.env:
                documents = self.env[model].browse(rows.mapped("res_id"))
                if documents.browse().has_access("read"):
                    keys |= {(model, id_) for id_ in documents.search([("id", "in", documents.ids)])._ids}
        return self.browse(row.id for row in rows_sudo if (row.res_model, row.res_id) in keys)

    # ------------------------------------------------------------------
    # What a row says
    # ------------------------------------------------------------------

    def _get_documents(self):
        """{(model, id): document} of these rows, in superuser mode; what is gone is left out."""
        documents = {}
        for model, rows in self.sudo().grouped("res_model").items():
            if model in self.env:
                found = self.env[model].sudo().with_context(active_test=False).search_fetch(
                    [("id", "in", rows.mapped("res_id"))], DOCUMENT_FIELDS, order="id")
                documents.update({(model, document.id): document for document in found})
        return documents

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_document_name(self):
        documents = self._get_documents()
        opened = self._filter_open() if not self.env.su else self
        for row in self:
            document = documents.get((row.sudo().res_model, row.sudo().res_id))
            row.is_open = row in opened
            row.document_name = self._get_row_title(document, row in opened)

    @api.model
    def _get_row_title(self, document, is_open):
        if not document:
            return False
        if is_open:
            return document.title
        if document.secrecy_level >= CLASSIFIED:
            labels = dict(document._fields["secrecy"]._description_selection(self.env))
            return f"{labels[document.secrecy]} ****"
        return "****"

    @api.model
    def _search_document_name(self, operator, value):
        """Found by title are only rows of documents that the user may read."""
        if operator not in ("ilike", "like", "=", "=ilike", "in", "=like"):
            return NotImplemented
        return self._get_rows_domain({
            model: self.env[model]._search([("title", operator, value)]).subselect()
            for model in self._get_readable_models()})

    def action_open_document(self):
        """Open the document of this row; refused where it is not open to the user. Returns an action."""
        self.ensure_one()
        self.check_access("read")
        row_sudo = self.sudo()
        document = self.env[row_sudo.res_model].browse(row_sudo.res_id)
        document.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": document._name, "res_id": document.id,
                "views": [(False, "form")]}

    @api.model
    def _get_secrecy_selection(self):
        return SECRECY
