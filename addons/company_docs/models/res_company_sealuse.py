from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    seal_use_hours = fields.Float(
        "Hours until Sealed", default=4, help="Working hours a keeper has to use the seal after the approval; at most "
                                              "half a day (R7 §一.2).")
    certificate_remind_days = fields.Integer(
        "Reminder before Expiry (Days)", default=60,
        help="Days before a certificate expires or its yearly report is due on which its keeper is reminded (R11 §二).")
    certificate_loan_days = fields.Integer(
        "Longest Loan (Days)", default=5, help="Working days after which a lent original has to be back (R11 §二).")

    _sealuse_settings_positive = models.Constraint(
        """CHECK(COALESCE(seal_use_hours, 1) > 0 AND COALESCE(certificate_remind_days, 1) >= 0
            AND COALESCE(certificate_loan_days, 1) > 0)""",
        "Hours and days of the settings of seals and certificates are above zero.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    seal_use_hours = fields.Float(related="company_id.seal_use_hours", readonly=False)
    certificate_remind_days = fields.Integer(related="company_id.certificate_remind_days", readonly=False)
    certificate_loan_days = fields.Integer(related="company_id.certificate_loan_days", readonly=False)
