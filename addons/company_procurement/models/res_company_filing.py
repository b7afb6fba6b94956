from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_filing_days = fields.Float(
        default=5, help="Working days from the last acceptance to the handing over of the papers (R4 §4.1, §5.2.1).")

    _purchase_filing_days_positive = models.Constraint(
        "CHECK(COALESCE(purchase_filing_days, 1) > 0)", "Days for filing must be positive.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_filing_days = fields.Float(related="company_id.purchase_filing_days", readonly=False)
