from odoo import fields, models


class CompanyDocumentNumber(models.Model):
    """Number of an outgoing document: given once, by action_number only, never changed; void with a reason (D4)."""

    _name = "company.document.number"
    _description = "Document Number"
    _inherit = ["company.state.mixin"]
    _order = "year desc, series, sequence desc"
    _check_company_auto = True
    _initial_state = "used"
    _transitions = frozenset({("used", "void")})
    _client_unlink_states = frozenset()

    name = fields.Char("Number", required=True, readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    issuer_id = fields.Many2one(
        "company.document.issuer", "Issuer", required=True, readonly=True, index=True, ondelete="restrict",
        check_company=True, copy=False)
    number_group = fields.Char("Number Group", readonly=True, copy=False)
    series = fields.Char(required=True, readonly=True, copy=False, help="Issuer code and group of the series.")
    year = fields.Integer(required=True, readonly=True, copy=False, help="Year of issue by the leader.")
    sequence = fields.Integer(required=True, readonly=True, copy=False)
    state = fields.Selection(
        [("used", "In Use"), ("void", "Void")], default="used", required=True, readonly=True, copy=False, index=True)
    document_id = fields.Many2one(
        "company.document.outgoing", "Document", required=True, readonly=True, index=True, ondelete="restrict",
        check_company=True, copy=False)
    reason = fields.Char("Reason of Voiding", readonly=True, copy=False)

    _sequence_unique = models.UniqueIndex(
        "(company_id, series, year, sequence)", "This document number is taken already.")
    _name_unique = models.UniqueIndex("(company_id, name)", "This document number is taken already.")
