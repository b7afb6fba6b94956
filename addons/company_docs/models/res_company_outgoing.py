from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    document_receipt_days = fields.Integer(
        "Receipt Expected within", default=3, required=True,
        help="Working days after dispatch; then the general office is reminded to ask for the receipt (R6 §5.9.1.5).")

    _document_receipt_days_positive = models.Constraint(
        "CHECK (document_receipt_days > 0)", "A receipt is expected after at least one working day.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    document_receipt_days = fields.Integer(related="company_id.document_receipt_days", readonly=False)
