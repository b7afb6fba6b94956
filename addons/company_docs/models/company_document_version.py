from odoo import api, fields, models

from odoo.addons.company_base.tools.fields import EvidenceMany2one

from ..engine.differences import mark_text

EVENTS = [
    ("submitted", "Submitted"), ("returned", "Draft Returned"), ("withdrawn", "Withdrawn"), ("rejected", "Rejected"),
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
    event = fields.Selection(EVENTS, "Kept when", required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    text = fields.Text("Whole Text", readonly=True, help="Everything that is printed, as plain text.")
    html = fields.Html("Body as Written", readonly=True, sanitize=False)
    digest = fields.Char(required=True, readonly=True)
    author_id = EvidenceMany2one("res.users", "Author", required=True, readonly=True, index=True)
    author_name = fields.Char("Person", required=True, readonly=True)
    date = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Text("Opinion", readonly=True)
    previous_id = fields.Many2one("company.document.version", "Version before", compute="_compute_difference")
    difference = fields.Html(
        "Difference to the Version before", compute="_compute_difference", sanitize=False,
        help="What went is struck through, what came is underlined.")
    has_difference = fields.Boolean("Text Changed", compute="_compute_difference")

    _number_unique = models.UniqueIndex("(document_id, number)", "This version exists already.")

    @api.depends("document_id", "number")
    def _compute_difference(self):
        """Compared with the one version before it; the text is escaped by the engine."""
        others = self.search_fetch(
            [("document_id", "in", self.document_id.ids)], ["document_id", "number", "text"], order="id")
        before = {(version.document_id.id, version.number): version for version in others}
        for version in self:
            version.previous_id = before.get((version.document_id.id, version.number - 1), False)
            marked = mark_text(version.previous_id.text, version.text) if version.previous_id else ""
            version.difference = marked and f'<div class="o_company_difference">{marked}</div>'
            version.has_difference = bool(marked)

    @api.depends("number", "event")
    def _compute_display_name(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        for version in self:
            version.display_name = self.env._(
                "Version %(number)s: %(event)s", number=version.number, event=labels.get(version.event, ""))

    @api.model
    def _keep(self, documents, event, reason="", approval=None):
        """Keep the text of these documents as it stands; the caller has checked the step."""
        user, rows = self.env.user, []
        last = dict(self.sudo()._read_group(
            [("document_id", "in", documents.ids)], ["document_id"], ["number:max"]))
        for document in documents.sudo():
            rows.append({
                "document_id": document.id, "company_id": document.company_id.id,
                "number": (last.get(document) or 0) + 1, "event": event,
                "round": (approval or document.approval_id).round, "title": document.title,
                "text": document._get_version_text(), "html": document.body,
                "digest": document.text_digest or document._get_text_digest(), "author_id": user.id,
                "author_name": user.sudo().name, "reason": reason or False})
        return self.sudo()._as_engine().create(rows)
