from odoo import api, models

from .company_document_mixin import CLASSIFIED

OPENED = frozenset({"title", "body", "file_ids", "annex_ids", "summary"})
CONTENT = frozenset({"body", "summary", "annex_ids"})
KEY = "_company_document_list"
LIST = object()     # a client can send the key, but never this object


class CompanyDocumentMixin(models.AbstractModel):
    """Tells opening one document from showing a list, for read receipts and the access log (R6 §5.4, §5.8.1.5)."""

    _inherit = "company.document.mixin"

    _opened_fields = OPENED
    _content_fields = CONTENT

    def _as_list(self):
        """The same records for reading as rows of a list, which is not opening them."""
        return self.with_context(**{KEY: LIST})

    @api.model
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        return super(CompanyDocumentMixin, self._as_list()).web_search_read(
            domain, specification, offset=offset, limit=limit, order=order, count_limit=count_limit)

    @api.model
    def web_read_group(self, *args, **kwargs):
        return super(CompanyDocumentMixin, self._as_list()).web_read_group(*args, **kwargs)

    @api.model
    def search_read(self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs):
        return super(CompanyDocumentMixin, self._as_list()).search_read(
            domain, fields, offset=offset, limit=limit, order=order, **read_kwargs)

    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load=load)

    def web_read(self, specification):
        return super().web_read(specification)

    # opening writes: these doors need the primary database, also where lists are read from a replica
    read._readonly = web_read._readonly = search_read._readonly = web_search_read._readonly = False
    web_read_group._readonly = False

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load=load)
        if not self.env.su and self._origin:
            self._note_opened(set(fnames))
        return result

    def _note_opened(self, names):
        if len(self) == 1 and self.env.context.get(KEY) is not LIST:
            if names & self._opened_fields:
                self._origin._on_opened()
        elif names & self._content_fields:      # the text of many at once is read as well
            self._origin.filtered(lambda document: document.secrecy_level >= CLASSIFIED)._note_access("open")

    def _on_opened(self):
        super()._on_opened()
        self.filtered(lambda document: document.secrecy_level >= CLASSIFIED)._note_access("open")

    def _note_access(self, action, detail=""):
        """Append to the access log; the caller has filtered the classified ones."""
        return self.env["company.document.access"]._append(self, action, detail)
