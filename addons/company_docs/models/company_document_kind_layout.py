from odoo import fields, models


class CompanyDocumentKind(models.Model):
    _inherit = "company.document.kind"

    template_id = fields.Many2one(
        "company.document.template", "Layout", index="btree_not_null", ondelete="set null",
        help="Printed layout of this kind, such as the letter or the minutes. Empty: red head or black head, as the "
             "document says.")
