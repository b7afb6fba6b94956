from odoo import fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

EVENTS = [
    ("submitted", "Submitted"), ("returned", "Returned"), ("withdrawn", "Withdrawn"), ("rejected", "Rejected"),
    ("amended", "Changed with Permission"), ("issued", "Issued")]


class CompanyDocumentVersion(models.Model):
    """The text of an outgoing document as it was at one step; never changed (R6 §5.9.2)."""

    _name = "company.document.version"
    _description = "Version of a Document"
    _inherit = ["company.evidence.mixin"]
    _order = "document_id, id desc"
    _rec_name = "title"
    _check_company_auto = True
    _log_access = False

    document_id = EvidenceMany2one(
        "company.document.outgoing", "Document", required=True, readonly=True, index=True)
    company_id = EvidenceMany2one("res.company", "Company", required=True, readonly=True, index=True)
    number = fields.Integer("Version", required=True, readonly=True)
    round = fields.Integer(required=True, readonly=True, help="Round of approval.")
    event = fields.Selection(EVENTS, required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    text = fields.Text(readonly=True, help="Everything that is printed, as plain text.")
    html = fields.Html(readonly=True, sanitize=False)
    digest = fields.Char(required=True, readonly=True)
    author_id = EvidenceMany2one("res.users", "By", required=True, readonly=True, index=True)
    author_name = fields.Char(required=True, readonly=True)
    date = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Text("Opinion", readonly=True)

    _number_unique = models.UniqueIndex("(document_id, number)", "This version exists already.")
