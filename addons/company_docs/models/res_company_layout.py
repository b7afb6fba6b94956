from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    document_record_on_even_page = fields.Boolean(
        "Foot on an Even Page", help="The foot of the document (版记) stands on the back of the last sheet, as "
        "GB/T 9704 asks for prints on both sides; a blank page before it bears no number, nor does its own page "
        "(R6 §5.6.1.1.20). Off: at the foot of the last page.")
