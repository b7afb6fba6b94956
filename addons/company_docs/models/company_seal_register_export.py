import base64
import io

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError

COLUMNS = ("used_on", "use_name", "seal_name", "title", "purpose", "receiver", "file_names", "copies",
           "requester_name", "department_name", "basis", "approver_names", "keeper_name", "outcome", "reason",
           "file_digest")
WIDTHS = {"used_on": 18, "title": 34, "purpose": 24, "file_names": 24, "file_digest": 66, "reason": 24}


class CompanySealRegister(models.Model):
    """The register as a book of one year: print and XLSX (R7 §四)."""

    _inherit = "company.seal.register"

    @api.model
    def _get_book(self, year, seal=None):
        """Entries of a year in their order, as far as the user may read them."""
        if isinstance(year, bool) or not isinstance(year, int):
            raise UserError(self.env._("Say the year of the register."))
        domain = [("company_id", "=", self.env.company.id), ("year", "=", year)]
        if seal:
            seal.check_access("read")
            domain.append(("seal_id", "=", seal.id))
        entries = self.search(domain, order="id")
        if not entries:
            raise UserError(self.env._("The register of %s has no entries.", year))
        return entries

    @api.model
    def get_xlsx(self, year, seal_id=False):
        """The register of a year as XLSX, base64. ``seal_id``: empty: all seals. Reader of the register."""
        seal = self.env["company.seal"].browse(
            seal_id if isinstance(seal_id, int) and not isinstance(seal_id, bool) and seal_id else ()).exists()
        return base64.b64encode(self._get_book(year, seal)._make_xlsx()).decode()

    def _make_xlsx(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet()
        head, cell = book.add_format({"bold": True, "border": 1}), book.add_format({"border": 1, "text_wrap": True})
        labels = {name: self._fields[name]._description_string(self.env) for name in COLUMNS}
        choices = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("basis", "outcome")}
        sheet.write_row(0, 0, [self.env._("No."), *labels.values()], head)
        for place, name in enumerate(COLUMNS, 1):
            sheet.set_column(place, place, WIDTHS.get(name, 14))
        for row, entry in enumerate(self, 1):
            sheet.write(row, 0, row, cell)
            for place, name in enumerate(COLUMNS, 1):
                sheet.write(row, place, entry._get_book_value(name, choices), cell)
        sheet.freeze_panes(1, 0)
        book.close()
        return out.getvalue()

    def _get_book_value(self, name, choices):
        value = self[name]
        if name == "used_on":
            return fields.Datetime.to_string(fields.Datetime.context_timestamp(self, value))[:16]
        if name in choices:
            return choices[name].get(value, "")
        return value or ""
