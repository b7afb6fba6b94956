from odoo import fields, models

KEEPER_RULES = [
    ("office", "General Office"), ("accountant", "Finance Accountant"), ("any", "Any Appointed Keeper")]


class CompanyCertificateType(models.Model):
    """Kind of certificate with the rule who keeps it (R11 §二.1–2)."""

    _name = "company.certificate.type"
    _description = "Certificate Type"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, index=True, help="Key for integrations, e.g. business_license.")
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")
    active = fields.Boolean(default=True)
    keeper_rule = fields.Selection(
        KEEPER_RULES, "Kept by", required=True, default="office",
        help="Business and operating licences are kept by the general office, account opening permit and credit code "
             "certificate by the accountant of finance (R11 §二.2).")
    yearly_renewal = fields.Boolean(help="A yearly report or inspection is due, such as the annual report of a firm.")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a certificate type with this code already.")
