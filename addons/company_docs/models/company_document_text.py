import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import html2plaintext

from ..engine.file_text import file_text
from ..engine.search import normalize, query_tokens, terms, tokens

BATCH = 100
MAX_TEXT = 400000
BODY_FIELDS = ("title", "source_name", "source_number", "body", "summary", "keywords", "main_text", "cc_text")


class CompanyDocumentText(models.Model):
    """Searchable text of documents: what they say and what their files say (D12). Nobody reads it but the search.

    Chinese has no blanks between words, so the index is made of pairs of characters (see engine/search.py); it needs
    no extension of the database. The text of files is read outside the users' transactions.
    """

    _name = "company.document.text"
    _description = "Searchable Text of a Document"
    _log_access = False
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    text = fields.Text()
    file_text = fields.Text()
    tokens = fields.Text()
    files_pending = fields.Boolean()

    _document_unique = models.UniqueIndex("(res_model, res_id)")
    _pending_idx = models.Index("(id) WHERE files_pending")

    def init(self):
        super().init()
        self.env.cr.execute("""
            CREATE INDEX IF NOT EXISTS company_document_text_tokens_idx ON company_document_text
             USING gin (string_to_array(tokens, ' ')) WITH (fastupdate = off)
        """)

    # ------------------------------------------------------------------
    # Keeping it up to date
    # ------------------------------------------------------------------

    @api.model
    def _index_documents(self, documents, files=True):
        """Note what these documents say now; their files are read by the cron."""
        documents_sudo = documents.sudo()
        if not documents_sudo:
            return
        self.flush_model()
        known = {row[0]: row[1] for row in self.env.execute_query(SQL(
            "SELECT res_id, file_text FROM company_document_text WHERE res_model = %s AND res_id IN %s",
            documents._name, documents._ids))}
        rows = []
        for document in documents_sudo:
            text = self._get_plain_text(document)
            words = tokens(f"{text} {known.get(document.id) or ''}")
            rows.append((document.company_id.id, documents._name, document.id, text, " ".join(sorted(words)), files))
        self.env.execute_query(SQL(
            """
            INSERT INTO company_document_text (company_id, res_model, res_id, text, tokens, files_pending) VALUES %s
            ON CONFLICT (res_model, res_id) DO UPDATE
                SET text = EXCLUDED.text, tokens = EXCLUDED.tokens, company_id = EXCLUDED.company_id,
                    files_pending = company_document_text.files_pending OR EXCLUDED.files_pending
            """, SQL(", ").join(SQL("%s", row) for row in rows)))
        self.invalidate_model()

    @api.model
    def _get_plain_text(self, document):
        parts = []
        for name in BODY_FIELDS:
            if name in document._fields and document[name]:
                value = document[name]
                parts.append(html2plaintext(value) if document._fields[name].type == "html" else value)
        for name in ("name", "draft_no"):
            if name in document._fields and document[name] and document[name] != "/":
                parts.append(document[name])
        return unicodedata.normalize("NFKC", "\n".join(parts)[:MAX_TEXT])

    @api.model
    def _mark_files(self, model, ids):
        """The files of these documents changed: the cron reads them again."""
        if ids:
            self.flush_model()
            self.env.execute_query(SQL(
                "UPDATE company_document_text SET files_pending = TRUE "
                "WHERE res_model = %s AND res_id IN %s AND NOT files_pending RETURNING id", model, tuple(ids)))
            self.invalidate_model(["files_pending"], flush=False)

    @api.model
    def _cron_read_files(self):
        """Read the files of a batch of documents; runs again while there are more."""
        rows = self.sudo().search([("files_pending", "=", True)], limit=BATCH, order="id").try_lock_for_update()
        for model, found in rows.grouped("res_model").items():
            documents = self.env[model].sudo().browse(found.mapped("res_id")).exists()
            files = documents._get_archive_files()
            for row in found:
                if row.res_id in files:
                    row._set_file_text(files[row.res_id])
                else:
                    row.unlink()
        if len(rows) == BATCH:
            self.env.ref("company_docs.ir_cron_document_text")._trigger()
        return len(rows)

    def _set_file_text(self, files):
        """``files`` are attachments; what Odoo indexed itself is taken, the rest is read here."""
        self.ensure_one()
        texts = [file_text(file.raw, file.name or "", file.mimetype or "") for file in files]
        text = unicodedata.normalize("NFKC", "\n".join(text for text in texts if text)[:MAX_TEXT])
        self.write({"file_text": text, "files_pending": False,
                    "tokens": " ".join(sorted(tokens(f"{self.text or ''} {text}")))})

    # ------------------------------------------------------------------
    # Searching
    # ------------------------------------------------------------------

    @api.model
    def _get_match_sql(self, model, query, among=None):
        """Subquery of the ids of documents of a model whose text has every term of the query; None: no term.

        :param among: subquery in brackets: only these ids
        """
        wanted = terms(query)
        words = sorted(set().union(*(query_tokens(term) for term in wanted)))
        if not wanted:
            return None
        conditions = [SQL("t.res_model = %s", model)]
        if words:
            conditions.append(SQL("string_to_array(t.tokens, ' ') @> %s::text[]", words))
        if among is not None:
            conditions.append(SQL("t.res_id IN %s", among))
        phrases = []
        for term in wanted:
            if len(term) > 2 or not words:      # pairs of characters are exact; longer phrases are looked at
                pattern = "%" + term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
                phrases.append(SQL("(c.text ILIKE %s OR c.file_text ILIKE %s)", pattern, pattern))
        # the fence of OFFSET 0: candidates first, then the expensive look into their texts
        return SQL("SELECT c.res_id FROM (SELECT t.* FROM company_document_text t WHERE %s OFFSET 0) c WHERE %s",
                   SQL(" AND ").join(conditions), SQL(" AND ").join(phrases or [SQL("TRUE")]))

    @api.model
    def _get_match_domain(self, model, query, among=None):
        """Domain over a document model; see :meth:`_get_match_sql`."""
        self.flush_model()
        subquery = self._get_match_sql(model, normalize(query), among)
        if subquery is None:
            return Domain.TRUE
        return Domain.custom(to_sql=lambda _records, alias, _query: SQL(
            "%s IN (%s)", SQL.identifier(alias, "id"), subquery))
