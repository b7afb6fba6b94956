from odoo import fields, models
from odoo.exceptions import UserError

from ..models.company_document_register import BOOKS


class CompanyDocumentRegisterPrint(models.TransientModel):
    """Dialog: one book of one year on paper or as a workbook."""

    _name = "company.document.register.print"
    _description = "Print a Register"
    _inherit = ["company.wizard.mixin"]

    book = fields.Selection(BOOKS, required=True, default="outgoing")
    year = fields.Integer("Register Year", required=True, default=lambda self: fields.Date.context_today(self).year)
    issuer_id = fields.Many2one("company.document.issuer", "Issuer")

    def action_print(self):
        """Printed book with cover and page totals. Returns the action of the report."""
        rows = self._find()
        return self.env.ref("company_docs.company_document_register_report").report_action(rows)

    def action_export(self):
        """The same book as a workbook. Returns an action that downloads it."""
        self._find()
        companies = "-".join(map(str, self.env.companies.ids))
        return {"type": "ir.actions.act_url", "target": "download",
                "url": f"/company_docs/register/{self.book}/{self.year}.xlsx?issuer_id={self.issuer_id.id or 0}"
                       f"&cids={companies}"}

    def _find(self):
        self.ensure_one()
        rows = self.env["company.document.register"]._find_book(self.book, self.year, self.issuer_id.id)
        if not rows:
            raise UserError(self.env._("There is nothing in this book of %s.", self.year))
        return rows
