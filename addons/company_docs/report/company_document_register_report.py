import io

from pypdf import PdfReader, PdfWriter

from odoo import api, fields, models

from ..models.company_document_register_book import COLUMNS

CHUNK = 40      # pages that are laid out at once: memory stays the same for every book
REPORT = "company_docs.report_document_register"


class Book:
    """Prepared pages of one book; made once, printed in pieces."""

    def __init__(self, rows, book, lang):
        self.book = book
        register = rows.with_context(lang=lang)
        self.columns = [(key, width, centred) for key, width, _chars, centred in COLUMNS[book]]
        self.labels = register._get_book_labels(book)
        self.rows = register._get_book_rows()
        self.pages = register._get_book_pages(book, self.rows)
        self.title = dict(register._fields["book"]._description_selection(register.env))[book]
        years = sorted(set(rows.mapped("year")))
        self.env = register.env
        self.year = self.env._("Year %s", " – ".join(str(year) for year in (years[:1] + years[-1:])[:len(years)]))
        self.cover = self._get_cover(rows)
        for page in self.pages:
            page["foot"] = (
                self.env._("This page: %(count)s entries, %(copies)s copies", count=page["count"],
                           copies=page["copies"]),
                self.env._("Up to this page: %(count)s entries, %(copies)s copies", count=page["sum_count"],
                           copies=page["sum_copies"]),
                self.env._("Page %(page)s of %(pages)s", page=page["number"], pages=len(self.pages)))

    def _get_cover(self, rows):
        """Lines of the cover below the title."""
        issuers = ", ".join(rows.issuer_id.mapped("name"))
        void = sum(row["void"] for row in self.rows)
        lines = [rows.company_id[:1].name, self.year, issuers and self.env._("Issued by %s", issuers)]
        if self.rows:
            lines.append(self.env._("Numbers %(first)s – %(last)s", first=self.rows[0]["number"],
                                    last=self.rows[-1]["number"]))
        return [*filter(None, lines),
                self.env._("%(count)s entries, of them %(void)s void", count=len(self.rows), void=void),
                self.env._("%s pages", len(self.pages)),
                self.env._("Printed by %(user)s on %(day)s", user=rows.env.user.name,
                           day=fields.Date.context_today(rows))]


class RegisterReport(models.AbstractModel):
    _name = "report.company_docs.report_document_register"
    _description = "Printed Register"

    @api.model
    def _get_report_values(self, docids, data=None):
        chunk = (data or {}).get("register_chunk")
        if not isinstance(chunk, tuple) or not isinstance(chunk[0], Book):
            chunk = (self._get_books(docids)[0], 0, None)
        book, start, end = chunk
        rows = self.env["company.document.register"].browse(docids)
        return {
            "doc_ids": docids, "doc_model": rows._name, "book": book, "pages": book.pages[start:end],
            "with_cover": start == 0, "form_lang": self.env["ir.actions.report"]._get_form_lang(),
            "company": rows.company_id[:1] or self.env.company,
        }

    @api.model
    def _get_books(self, docids):
        """Books of these rows, each prepared once."""
        rows = self.env["company.document.register"].browse(docids)
        rows.check_access("read")
        lang = self.env["ir.actions.report"]._get_form_lang()
        return [Book(found, book, lang) for book, found in rows.grouped("book").items()]


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_form(self, report_ref, res_ids, data):
        if self._get_report(report_ref).report_name != REPORT:
            return super()._render_form(report_ref, res_ids, data)
        writer = PdfWriter()
        for book in self.env[f"report.{REPORT}"]._get_books(res_ids):
            for start in range(0, len(book.pages), CHUNK):
                part = {**data, "register_chunk": (book, start, start + CHUNK)}
                writer.append(PdfReader(super()._render_form(report_ref, res_ids, part)))
        writer.compress_identical_objects()
        result = io.BytesIO()
        writer.write(result)
        result.seek(0)
        return result
