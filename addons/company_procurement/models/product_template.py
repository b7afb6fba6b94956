from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    specification = fields.Char(help="Specification as written on requests, inquiries and orders (R4 §3.1.1.2).")
    model_number = fields.Char("Model", help="Maker's model (R4 §3.1.3.2).")
