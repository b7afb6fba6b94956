from odoo import api, fields, models

STATES = [("in_use", "In Custody"), ("out", "Lent Out"), ("lost", "Lost"), ("void", "No Longer Valid")]
EXPIRY = [("long_term", "No Expiry"), ("valid", "Valid"), ("soon", "Expires Soon"), ("expired", "Expired")]


class CompanyCertificate(models.Model):
    """A licence or permit of the company: number, issuer, validity, where the original is and who keeps it
    (R11 §二)."""

    _name = "company.certificate"
    _description = "Certificate"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, help="As on the paper, with “original” or “duplicate”.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company)
    type_id = fields.Many2one("company.certificate.type", "Certificate Type", required=True, index=True,
                              ondelete="restrict", tracking=True)
    keeper_rule = fields.Selection(related="type_id.keeper_rule")
    number = fields.Char("Certificate Number", tracking=True)
    issued_by = fields.Char("Issuing Authority", tracking=True)
    valid_from = fields.Date("Issued on", tracking=True)
    valid_until = fields.Date("Expires on", tracking=True, index=True, help="Empty: valid for an unlimited time.")
    place = fields.Char("Place of the Original", tracking=True)
    active = fields.Boolean(default=True)

    _dates_ordered = models.Constraint(
        "CHECK(valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from)",
        "A certificate expires after it was issued.")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = " ".join(filter(None, (certificate.name, certificate.number)))
