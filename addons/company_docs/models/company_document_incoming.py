from odoo import api, fields, models

STATES = [
    ("draft", "To Register"), ("registered", "Registered and Numbered"), ("reviewing", "Preliminary Review"),
    ("proposed", "Awaiting Instruction"), ("instructed", "Instructed"), ("handling", "In Handling"),
    ("replied", "Feedback Complete"), ("closed", "Closing Note Written"), ("archived", "Archived"),
    ("refused", "Refused")]
REGISTER_FIELDS = frozenset({
    "title", "kind_id", "secrecy", "secrecy_years", "urgency", "copy_count", "page_count", "file_ids",
    "source_partner_id", "source_name", "source_number", "document_date", "received_on", "received_by_id", "medium",
    "is_signed", "is_sealed", "summary"})
NEEDED_AFTER = frozenset({"summary"})


class CompanyDocumentIncoming(models.Model):
    """A paper that came in: registered, proposed, reviewed, instructed, circulated, handled, closed (R6 §5.8)."""

    _name = "company.document.incoming"
    _description = "Incoming Document"
    _inherit = ["company.document.mixin", "company.deadline.mixin"]
    _order = "received_on desc, id desc"
    _rec_name = "title"
    _rec_names_search = ["name", "title", "source_number"]
    _check_company_auto = True
    _mail_post_access = "read"
    _number_prefix = "SW%(year)s-"

    _transitions = frozenset({
        ("draft", "registered"), ("draft", "refused"), ("registered", "refused"),
        ("registered", "proposed"), ("registered", "reviewing"), ("proposed", "reviewing"), ("reviewing", "proposed"),
        ("proposed", "instructed"), ("instructed", "handling"), ("instructed", "closed"),
        ("handling", "replied"), ("handling", "closed"), ("replied", "handling"), ("replied", "closed"),
        ("closed", "archived")})
    _client_fields = {"draft": REGISTER_FIELDS, "registered": NEEDED_AFTER}

    company_id = fields.Many2one(copy=False)
    name = fields.Char("Incoming Number", readonly=True, copy=False, index="trigram",
                       help="Given when the document is registered (R6 §5.8.1.2).")
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, index=True, tracking=True,
        group_expand="_expand_states")
    source_partner_id = fields.Many2one(
        "res.partner", "From Unit", index="btree_not_null", tracking=True, help="Unit that sent the document.")
    source_name = fields.Char(
        "Sender Name", compute="_compute_source_name", store=True, readonly=False, copy=True,
        help="Name of the sender as it stands on the paper.")
    source_number = fields.Char(
        "Their Number", index="trigram", copy=False, help="Document number that the sender gave it.")
    document_date = fields.Date("Document Date", help="Date that stands on the document.")
    received_on = fields.Datetime(required=True, default=fields.Datetime.now, copy=False, index=True)
    received_by_id = fields.Many2one(
        "res.users", "Registrar", default=lambda self: self.env.user, copy=False, index="btree_not_null")
    medium = fields.Selection(
        [("paper", "Paper"), ("email", "E-mail"), ("upload", "Uploaded File")], required=True, default="paper",
        copy=False)
    is_signed = fields.Boolean("Signed by the Head", copy=False, help="Signed by the head of the unit (R6 §5.8.1.1).")
    is_sealed = fields.Boolean("Sealed by the Unit", copy=False, help="Bears the seal of the unit (R6 §5.8.1.1).")
    summary = fields.Text(help="What the document is about, for those who read it on the way.")
    refusal_reason = fields.Char(readonly=True, copy=False)
    leader_id = fields.Many2one(
        "res.users", "Instructing Leader", readonly=True, copy=False, index="btree_not_null",
        help="Chairman or general manager who gives the final instruction (R6 §5.8.1.2).")
    owner_department_id = fields.Many2one(
        "hr.department", "Responsible Department", readonly=True, copy=False, index="btree_not_null",
        check_company=True, help="Department that handles the document; the others assist it.")
    department_ids = fields.Many2many(
        "hr.department", "company_document_incoming_department_rel", string="Assisting Departments",
        readonly=True, copy=False, check_company=True)
    overall_reply = fields.Text(readonly=True, copy=False)
    closing_note = fields.Text(readonly=True, copy=False, help="How the matter ended (R6 §5.8.1).")
    closed_on = fields.Datetime(readonly=True, copy=False)
    finished_on = fields.Datetime("Feedback Complete on", readonly=True, copy=False)
    is_on_time = fields.Boolean("Finished in Time", readonly=True, copy=False)
    last_step_on = fields.Datetime("Last Step", readonly=True, copy=False)
    reminded_on = fields.Datetime(readonly=True, copy=False)
    escalated_on = fields.Datetime(readonly=True, copy=False)
    urged_on = fields.Datetime(readonly=True, copy=False)
    circulation_ids = fields.One2many("company.document.circulation", "incoming_id", "Circulation", readonly=True)
    opinion_ids = fields.One2many("company.document.opinion", "incoming_id", "Opinions", readonly=True)

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "There is an incoming document with this number already.")
    _search_row_idx = models.Index("((id * 2 + 1))")    # see company.document.search
    _source_number_idx = models.Index("(company_id, source_number) WHERE source_number IS NOT NULL")

    @api.model
    def _expand_states(self, states, domain):
        """The stages in their order; finished ones only where there are documents."""
        return [state for state, _label in STATES
                if state in states or state not in ("closed", "archived", "refused")]

    @api.depends("source_partner_id")
    def _compute_source_name(self):
        for document in self:
            if document.source_partner_id:
                document.source_name = document.source_partner_id.display_name

    @api.depends("name", "title")
    def _compute_display_name(self):
        for document in self:
            document.display_name = " ".join(filter(None, [document.name, document.title]))
