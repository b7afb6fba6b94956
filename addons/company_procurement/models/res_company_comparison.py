from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    purchase_public_mail_domains = fields.Char(
        "Public Mail Domains",
        help="Mail domains that anybody can use, besides the well-known ones (qq.com, 163.com, 126.com, gmail.com …): "
             "sharing one of them says nothing about two suppliers (R4 §三.1.3.1).")
    purchase_rotation_cases = fields.Integer(
        "Cases Looked Back", default=6,
        help="So many cases of the same goods are looked at for suppliers that take turns winning (R4 §五.2.3). "
             "0: not looked at.")
    purchase_violation_months = fields.Integer(
        "Months for Repetition", default=24,
        help="Confirmed violations of the same person within so many months before make the next one a repetition "
             "(R4 §五.2.2).")

    _purchase_comparison_positive = models.Constraint(
        "CHECK(COALESCE(purchase_rotation_cases, 0) >= 0 AND COALESCE(purchase_violation_months, 1) > 0)",
        "Numbers of cases and months must be positive.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_public_mail_domains = fields.Char(related="company_id.purchase_public_mail_domains", readonly=False)
    purchase_rotation_cases = fields.Integer(related="company_id.purchase_rotation_cases", readonly=False)
    purchase_violation_months = fields.Integer(related="company_id.purchase_violation_months", readonly=False)
