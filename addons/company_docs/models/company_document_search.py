from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.search import snippet, terms
from .company_document_linked_mixin import DOCUMENT_MODELS
from .company_document_mixin import SECRECY, URGENCY

SOURCES = [("outgoing", "Outgoing"), ("incoming", "Incoming")]
QUERY = """
SELECT d.id * 2 AS id, 'outgoing' AS source, 'company.document.outgoing' AS res_model, d.id AS res_id, d.company_id,
       CASE WHEN d.name <> '/' THEN d.name ELSE d.draft_no END AS number, d.kind_id, d.issuer_id, d.secrecy,
       d.urgency, COALESCE(d.signed_on, d.create_date::date) AS date,
       date_part('year', COALESCE(d.signed_on, d.create_date::date))::integer AS year, d.department_id, d.archive_id
  FROM company_document_outgoing d
UNION ALL
SELECT d.id * 2 + 1, 'incoming', 'company.document.incoming', d.id, d.company_id, d.name, d.kind_id, NULL::integer,
       d.secrecy, d.urgency, d.received_on::date, date_part('year', d.received_on)::integer, d.owner_department_id,
       d.archive_id
  FROM company_document_incoming d
"""


class CompanyDocumentSearch(models.Model):
    """One search over outgoing and incoming documents: title, text and files (D12).

    A row exists for a user only where he may read the document: neither a row nor a count tells of another one.
    """

    _name = "company.document.search"
    _description = "Document Search"
    _inherit = ["company.document.linked.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True
    _masked_rows = False

    source = fields.Selection(SOURCES, "Outgoing or Incoming", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    number = fields.Char("File Number", readonly=True)
    kind_id = fields.Many2one("company.document.kind", "Document Kind", readonly=True)
    issuer_id = fields.Many2one("company.document.issuer", "Issuer", readonly=True)
    department_id = fields.Many2one("hr.department", "Department", readonly=True)
    secrecy = fields.Selection(SECRECY, readonly=True)
    urgency = fields.Selection(URGENCY, readonly=True)
    date = fields.Date(readonly=True)
    year = fields.Integer("Year", readonly=True, aggregator=None)
    archive_id = fields.Many2one("company.document.archive", "Archive Entry", readonly=True)
    content = fields.Char("Full Text", compute="_compute_content", search="_search_content",
                          help="Searches title, text and the text of the files (PDF, DOCX, XLSX, text).")
    snippet = fields.Html("Found", compute="_compute_snippet", sanitize=False)

    @property
    def _table_query(self):
        for name in ("company.document.outgoing", "company.document.incoming"):
            self.env[name].flush_model()
        return SQL(QUERY)

    def _compute_content(self):
        self.content = False

    @api.model
    def _search_content(self, operator, value):
        if operator not in ("ilike", "like", "=") or not isinstance(value, str):
            return NotImplemented
        texts_sudo = self.env["company.document.text"].sudo()
        found = []
        for model in self._get_readable_models():
            # rights first, so that the texts of other people's documents are not looked into
            readable = None if self.env.su else self.env[model]._search([]).subselect()
            subquery = texts_sudo._get_match_sql(model, value, readable)
            if subquery is None:
                return Domain.TRUE if self.env.su else self._get_open_domain()
            found.append(SQL("SELECT d.id * 2 + %s FROM (%s) AS d (id)", DOCUMENT_MODELS.index(model), subquery))
        texts_sudo.flush_model()
        if not found:
            return Domain.FALSE
        return Domain.custom(to_sql=lambda _rows, alias, _query: SQL(
            "%s IN (%s)", SQL.identifier(alias, "id"), SQL(" UNION ALL ").join(found)))

    @api.model
    def _restrict_to_open(self, domain):
        """Words are only looked for in open documents: where every row has to have them, the rights are in already."""
        def without_words(condition):
            searched = condition.field_expr == "content" and condition.operator == "ilike" and isinstance(
                condition.value, str) and terms(condition.value)
            return Domain.FALSE if searched else condition

        if domain.map_conditions(without_words).is_false():
            return domain
        return super()._restrict_to_open(domain)

    @api.depends_context("document_search", "uid")
    def _compute_snippet(self):
        wanted = terms(self.env.context.get("document_search") or "")
        rows = self if self.env.su else self._filtered_access("read")
        self.snippet = False
        if not wanted:
            return
        texts_sudo = self.env["company.document.text"].sudo().search(Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", found.mapped("res_id"))
            for model, found in rows.grouped("res_model").items()))
        texts = {(text.res_model, text.res_id): text for text in texts_sudo}
        for row in rows:
            text = texts.get((row.res_model, row.res_id))
            if text:
                # every piece of the text is escaped by snippet()
                row.snippet = Markup(snippet(text.text, wanted) or snippet(text.file_text, wanted))

    @api.model
    def _get_query_of(self, domain):
        """Words that a domain searches for, to be marked in the results."""
        return " ".join(str(condition.value) for condition in Domain(domain).iter_conditions()
                        if condition.field_expr == "content" and isinstance(condition.value, str))

    @api.model
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        searched = self.with_context(document_search=self._get_query_of(domain))
        return super(CompanyDocumentSearch, searched).web_search_read(
            domain, specification, offset=offset, limit=limit, order=order, count_limit=count_limit)

    @api.model
    def get_results(self, query, domain=None, limit=20, offset=0):
        """Documents that the user may read and whose title, text or files have every word of the query.

        :param query: words; words in quotation marks stay together
        :param domain: further conditions on source, kind_id, issuer_id, year, secrecy, date
        :return: {"length": n, "records": [{"model", "id", "number", "title", "date", "source", "snippet"}]}
        """
        if not isinstance(query, str) or not terms(query):
            raise UserError(self.env._("Say what you look for."))
        if not isinstance(limit, int) or not 0 < limit <= 500 or not isinstance(offset, int) or offset < 0:
            raise UserError(self.env._("At most 500 results at once."))
        full = Domain("content", "ilike", query) & Domain(domain or [])
        found = self.with_context(document_search=query).search(full)
        # the search applied the rights: reading what it found needs no second look at them
        rows = found[offset:offset + limit].with_prefetch().sudo()
        return {"length": len(found), "records": [{
            "model": row.res_model, "id": row.res_id, "number": row.number, "title": row.document_name,
            "date": fields.Date.to_string(row.date), "source": row.source, "snippet": str(row.snippet or ""),
        } for row in rows]}
