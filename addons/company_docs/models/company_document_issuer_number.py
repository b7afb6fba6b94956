from odoo import fields, models


class CompanyDocumentIssuer(models.Model):
    """Where the series of an issuer begins in the year the system goes live."""

    _inherit = "company.document.issuer"

    start_year = fields.Integer(help="Year in which numbers were given on paper before; empty: none.")
    start_number = fields.Integer(
        "First Number", default=1, help="First number of that year to be given here, e.g. 38 after 37 on paper.")
    number_ids = fields.One2many("company.document.number", "issuer_id", "Document Numbers", readonly=True)

    _start_positive = models.Constraint("CHECK (start_number >= 1)", "The first number is at least 1.")

    def _get_first_number(self, year):
        """First number of a year that is given in the system."""
        self.ensure_one()
        return max(self.start_number, 1) if self.start_year == year else 1
