import base64
import io

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.register import paginate

# columns: key, width in mm, characters per line, centred
COLUMNS = {
    "outgoing": [
        ("place", 11, 4, True), ("date", 20, 6.5, True), ("number", 40, 12, True), ("secrecy", 13, 3.5, True),
        ("correspondent", 60, 18, False), ("title", 72, 21.5, False), ("copies", 12, 4, True),
        ("archive", 29, 9, True), ("outcome", 16, 4.5, False)],
    "incoming": [
        ("place", 10, 3.5, True), ("date", 19, 6, True), ("number", 24, 7, True), ("correspondent", 36, 10.5, False),
        ("their_number", 33, 9.5, True), ("title", 58, 17, False), ("secrecy", 12, 3.2, True),
        ("urgency", 12, 3.2, True), ("copies", 10, 3, True), ("handler", 20, 5.5, True), ("outcome", 21, 6, False),
        ("archive", 18, 5, True)],
}
CAPACITY = 132      # millimetres of a page for rows
XLSX_LIMIT = 50000


class CompanyDocumentRegister(models.Model):
    """The books on paper and as a workbook, as far as the reader may know the documents."""

    _inherit = "company.document.register"

    @api.model
    def _get_book_labels(self, book):
        """{column: heading} in the words of the regulation."""
        outgoing = book == "outgoing"
        return {
            "place": self.env._("No."),
            "date": self.env._("Date of Dispatch") if outgoing else self.env._("Date of Receipt"),
            "number": self.env._("File Number") if outgoing else self.env._("Incoming Number"),
            "secrecy": self.env._("Secrecy Class"), "urgency": self.env._("Urgency"),
            "correspondent": self.env._("Sent to Offices") if outgoing else self.env._("Sending Unit"),
            "their_number": self.env._("Their Number"), "title": self.env._("Document Title"),
            "copies": self.env._("Printed Copies") if outgoing else self.env._("Copies"),
            "handler": self.env._("Handled by"), "outcome": self.env._("Remark") if outgoing else self.env._("Result"),
            "archive": self.env._("Original Archived") if outgoing else self.env._("Archived"),
        }

    def _get_book_rows(self):
        """List of {column: text or number} in the order of the numbers; a constant number of queries."""
        selections = {name: dict(self._fields[name]._description_selection(self.env))
                      for name in ("secrecy", "urgency", "archive_state")}
        archive_names = {archive.id: archive.name for archive in self.sudo().archive_id}
        rows = self.sorted(lambda row: (row.book, row.year, row.series or "", row.sequence, row.number or "", row.id))
        return [{
            "place": index, "date": str(row.date or ""), "number": row.number or "",
            "secrecy": selections["secrecy"].get(row.secrecy, ""),
            "urgency": selections["urgency"].get(row.urgency, ""), "correspondent": row.correspondent or "",
            "their_number": row.their_number or "", "title": row.document_name or "", "copies": row.copy_count or 0,
            "handler": row.handler or "", "outcome": row.outcome or "", "void": row.archive_state == "void",
            "archive": archive_names.get(row.sudo().archive_id.id) or selections["archive_state"].get(
                row.archive_state, ""),
        } for index, row in enumerate(rows, start=1)]

    def _get_book_pages(self, book, rows):
        """Pages as {"number", "rows", "copies", "count", "sum_copies", "sum_count"}."""
        columns = COLUMNS[book]
        cells = [[str(row[key]) for key, *_rest in columns] for row in rows]
        pages, copies, count = [], 0, 0
        for number, (start, end) in enumerate(paginate(cells, [width for *_k, width, _c in columns], CAPACITY), 1):
            found = rows[start:end]
            valid = [row for row in found if not row["void"]]
            own = sum(row["copies"] for row in valid)
            copies, count = copies + own, count + len(valid)
            pages.append({"number": number, "rows": found, "copies": own, "count": len(valid), "sum_copies": copies,
                          "sum_count": count})
        return pages

    # ------------------------------------------------------------------
    # Choosing a book
    # ------------------------------------------------------------------

    @api.model
    def _find_book(self, book, year, issuer_id=False):
        """Rows of one book and year, by the rights of the user; plain arguments are checked."""
        self.check_access("read")
        if book not in COLUMNS:
            raise UserError(self.env._("The book is “outgoing” or “incoming”."))
        if not isinstance(year, int) or not 1900 < year < 3000:
            raise UserError(self.env._("Say which year, e.g. 2026."))
        domain = [("book", "=", book), ("year", "=", year), ("company_id", "in", self.env.companies.ids)]
        if issuer_id and book == "outgoing":
            domain.append(("issuer_id", "=", int(issuer_id)))
        return self.search(domain)

    @api.model
    def get_xlsx(self, book, year, issuer_id=False):
        """Formatted workbook of one book (general office, auditors).

        :param book: "outgoing" or "incoming"
        :param year: year of the register
        :param issuer_id: only this issuer's numbers; False: all
        :return: base64 of the .xlsx; titles of documents that are closed to the user are masked
        """
        return base64.b64encode(self._make_xlsx(book, year, issuer_id)).decode()

    @api.model
    def _make_xlsx(self, book, year, issuer_id=False):
        import xlsxwriter

        rows = self._find_book(book, year, issuer_id)._get_book_rows()
        if len(rows) > XLSX_LIMIT:
            raise UserError(self.env._("The book has more than %s rows; export it by issuer.", XLSX_LIMIT))
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False,
                                          "strings_to_urls": False}) as workbook:
            self._write_sheet(workbook, book, year, rows)
        return stream.getvalue()

    def _write_sheet(self, workbook, book, year, rows):
        labels, columns = self._get_book_labels(book), COLUMNS[book]
        title = dict(self._fields["book"]._description_selection(self.env))[book]
        sheet = workbook.add_worksheet(title[:31])
        style = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
        head = workbook.add_format({**style, "bold": True, "align": "center", "bg_color": "#D9E2F3"})
        formats = {centred: workbook.add_format({**style, "align": "center" if centred else "left"})
                   for centred in (True, False)}
        void = workbook.add_format({**style, "font_strikeout": True, "font_color": "#7F7F7F"})
        top = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
        sheet.merge_range(0, 0, 0, len(columns) - 1, f"{self.env.company.name} {year} {title}", top)
        for place, (key, width, _chars, _centred) in enumerate(columns):
            sheet.set_column(place, place, width / 1.9)
            sheet.write_string(1, place, labels[key], head)
        for line, row in enumerate(rows, start=2):
            for place, (key, _width, _chars, centred) in enumerate(columns):
                form = void if row["void"] else formats[centred]
                if isinstance(row[key], int):
                    sheet.write_number(line, place, row[key], form)
                else:
                    sheet.write_string(line, place, row[key], form)
        sheet.freeze_panes(2, 3)
        sheet.autofilter(1, 0, max(len(rows) + 1, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.set_footer("&C&P / &N")
