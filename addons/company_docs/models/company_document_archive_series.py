from odoo import api, fields, models
from odoo.tools import SQL


class CompanyDocumentArchiveSeries(models.Model):
    """Last number of pieces and boxes per company, year and retention period; only the engine touches it."""

    _name = "company.document.archive.series"
    _description = "Numbers of the Archive"
    _log_access = False
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    series = fields.Selection([("piece", "Pieces"), ("box", "Boxes")], required=True)
    year = fields.Integer(required=True)
    retention = fields.Char(required=True)
    last_number = fields.Integer(required=True)

    _series_unique = models.UniqueIndex("(company_id, series, year, retention)")

    @api.model
    def _take(self, company, series, year, retention, count=1):
        """First of ``count`` consecutive numbers. Two at once: the second is repeated by Odoo, so no gap appears."""
        [[last]] = self.env.execute_query(SQL(
            """
            INSERT INTO company_document_archive_series AS s (company_id, series, year, retention, last_number)
                 VALUES (%(company)s, %(series)s, %(year)s, %(retention)s, %(count)s)
            ON CONFLICT (company_id, series, year, retention)
          DO UPDATE SET last_number = s.last_number + %(count)s
              RETURNING last_number
            """, company=company.id, series=series, year=year, retention=retention, count=count))
        return last - count + 1
