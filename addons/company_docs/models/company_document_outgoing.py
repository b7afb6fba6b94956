from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .company_document_kind import HEAD_TYPES

STATES = [
    ("draft", "Draft"),
    ("submitted", "Under Review"),
    ("issued", "Issued"),
    ("numbered", "Numbered"),
    ("proofread", "Proofread"),
    ("sealed", "Sealed"),
    ("dispatched", "Dispatched"),
    ("archived", "Archived"),
    ("cancelled", "Cancelled"),
]
DIRECTIONS = [("up", "Upward"), ("parallel", "Parallel"), ("down", "Downward")]
NUMBERED = ("numbered", "proofread", "sealed", "dispatched", "archived")

# What the reader of the document gets to see, and who it goes to: frozen from submission on (R6 §5.9.2.1)
TEXT_FIELDS = (
    "title", "kind_id", "head_type", "issuer_id", "joint_issuer_ids", "secrecy", "secrecy_years", "urgency",
    "copy_count", "body", "keywords", "main_unit_ids", "cc_unit_ids", "main_department_ids", "cc_department_ids",
    "addressee_id", "leader_assigned", "main_text", "cc_text", "note", "important", "printing_unit", "file_ids",
    "title_breaks")
# Who answers for it
ROUTE_FIELDS = (
    "department_id", "signer_id", "concerned_department_ids", "countersign_department_ids", "countersign_user_ids")


class CompanyDocumentOutgoing(models.Model):
    """Outgoing document: drafted, checked by the general office, countersigned, issued, numbered, proofread, sealed,
    dispatched, filed (R6 §5.9)."""

    _name = "company.document.outgoing"
    _description = "Outgoing Document"
    _inherit = ["company.document.mixin", "company.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _number_field = "draft_no"
    _number_prefix = "NG%(year)s-"

    _transitions = frozenset({
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("submitted", "issued"),
        ("issued", "submitted"),
        ("issued", "draft"),
        ("issued", "numbered"),
        ("numbered", "issued"),
        ("numbered", "submitted"),
        ("numbered", "draft"),
        ("numbered", "proofread"),
        ("proofread", "issued"),
        ("proofread", "submitted"),
        ("proofread", "draft"),
        ("proofread", "numbered"),
        ("proofread", "sealed"),
        ("sealed", "dispatched"),
        ("dispatched", "archived"),
        *((state, "cancelled") for state in ("draft", "submitted", "issued", "numbered", "proofread")),
    })
    _client_fields = {"draft": frozenset({*TEXT_FIELDS, *ROUTE_FIELDS, "annex_ids"})}

    company_id = fields.Many2one(copy=False)
    page_count = fields.Integer(copy=False)
    # numbers
    name = fields.Char("Document Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    draft_no = fields.Char("Draft Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    number_id = fields.Many2one(
        "company.document.number", "Entry of the Number", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)
    shown_number = fields.Char("Number or Draft", compute="_compute_shown_number")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True, group_expand=True)
    # who
    drafter_id = fields.Many2one(
        "res.users", "Drafter", required=True, readonly=True, copy=False, index=True,
        default=lambda self: self.env.user)
    department_id = fields.Many2one(
        "hr.department", "Drafting Department", index=True, check_company=True,
        default=lambda self: self.env.user.employee_id.department_id)
    issuer_id = fields.Many2one(
        "company.document.issuer", "Issuer", index="btree_not_null", check_company=True,
        help="In whose name the document goes out; with a joint document the host, whose number it bears.")
    joint_issuer_ids = fields.Many2many(
        "company.document.issuer", "company_document_outgoing_joint_rel", "document_id", "issuer_id",
        "Joint Issuers", check_company=True, help="Further units that sign a joint document (联合行文).")
    countersign_department_ids = fields.Many2many(
        "hr.department", "company_document_outgoing_countersign_department_rel", "document_id", "department_id",
        "Countersigning Departments", check_company=True, help="Their heads countersign side by side (会签).")
    countersign_user_ids = fields.Many2many(
        "res.users", "company_document_outgoing_countersign_user_rel", "document_id", "user_id",
        "Countersigning Leaders", domain="[('share', '=', False)]")
    signer_id = fields.Many2one(
        "hr.employee", "Issuing Leader", index="btree_not_null", check_company=True,
        default=lambda self: self._default_signer_id(),
        help="Chairman or general manager who issues the document (签发人).")
    # to whom
    direction = fields.Selection(
        DIRECTIONS, compute="_compute_direction", store=True, index=True,
        help="Read from the recipients: superior, not subordinate, or subordinate units (R6 §5.3).")
    main_unit_ids = fields.Many2many(
        "res.partner", "company_document_outgoing_main_unit_rel", "document_id", "partner_id", "Main Recipients",
        check_company=True)
    cc_unit_ids = fields.Many2many(
        "res.partner", "company_document_outgoing_cc_unit_rel", "document_id", "partner_id", "Copies to",
        check_company=True)
    main_department_ids = fields.Many2many(
        "hr.department", "company_document_outgoing_main_department_rel", "document_id", "department_id",
        "Main Departments", check_company=True)
    cc_department_ids = fields.Many2many(
        "hr.department", "company_document_outgoing_cc_department_rel", "document_id", "department_id",
        "Copies to Departments", check_company=True)
    addressee_id = fields.Many2one(
        "res.partner", "Personal Addressee", index="btree_not_null", check_company=True,
        help="A leader in person; upwards only where he assigned the matter himself (R6 §5.7.3.5).")
    leader_assigned = fields.Boolean(
        "Assigned by the Leader", help="The leader assigned the matter himself (直接交办).")
    main_text = fields.Char(
        "Main Recipients (printed)", compute="_compute_main_text", store=True, readonly=False, precompute=True,
        copy=True)
    cc_text = fields.Char(
        "Copies to (printed)", compute="_compute_cc_text", store=True, readonly=False, precompute=True, copy=True)
    # what
    head_type = fields.Selection(
        HEAD_TYPES, compute="_compute_head_type", store=True, readonly=False, precompute=True, required=True, copy=True)
    body = fields.Html(sanitize_attributes=False)
    keywords = fields.Char(help="Subject words (主题词), up to five, separated by blanks (R6 §5.6.1.1.16).")
    note = fields.Char("Printed Remark", help="Printed in brackets under the date (附注).")
    important = fields.Boolean(
        "Important", help="An important downward document is copied to the direct superior unit (R6 §5.7.4.1).")
    printing_unit = fields.Char(
        "Printed and Issued by", compute="_compute_printing_unit", store=True, readonly=False, precompute=True,
        copy=True)
    annex_ids = fields.One2many("company.document.annex", "document_id", "Annexes", copy=True)
    # what the steps leave behind
    signed_on = fields.Date("Document Date", readonly=True, copy=False, index=True,
                            help="Date of issue by the leader (成文日期).")
    print_date = fields.Date("Print Date", readonly=True, copy=False, help="Printed as 印发日期.")
    text_digest = fields.Char("Digest of the Text", readonly=True, copy=False,
                              help="SHA-256 of everything that was submitted; every later step compares it.")
    version_ids = fields.One2many("company.document.version", "document_id", "Versions", readonly=True)
    dispatch_ids = fields.One2many("company.document.dispatch", "document_id", "Dispatch List", copy=False)

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is a document with this number already.")

    def _default_signer_id(self):
        return self.env["company.role"]._get_holders("general_manager", self.env.company)[:1].sudo(False)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("name", "draft_no")
    def _compute_shown_number(self):
        for document in self:
            document.shown_number = document.name if document.name != "/" else document.draft_no

    @api.depends("name", "draft_no", "title")
    def _compute_display_name(self):
        for document in self:
            number = document.name if document.name != "/" else document.draft_no
            document.display_name = " ".join(part for part in (number, document.title) if part)

    @api.depends("kind_id")
    def _compute_head_type(self):
        for document in self:
            document.head_type = document.kind_id.head_type or document.head_type or "red"

    # the printed names are the drafter's: a unit that is renamed later changes no document, so no dependency on names
    @api.depends("main_unit_ids", "main_department_ids")
    def _compute_main_text(self):
        for document in self:
            document.main_text = document._join_recipients(document.main_unit_ids, document.main_department_ids)

    @api.depends("cc_unit_ids", "cc_department_ids")
    def _compute_cc_text(self):
        for document in self:
            document.cc_text = document._join_recipients(document.cc_unit_ids, document.cc_department_ids)

    @api.depends("issuer_id")
    def _compute_printing_unit(self):
        for document in self:
            document.printing_unit = document.issuer_id.printing_unit or document.printing_unit

    @api.depends("main_unit_ids", "main_department_ids", "issuer_id", "kind_id")
    def _compute_direction(self):
        for document in self:
            document.direction = document._get_direction()

    def _join_recipients(self, units, departments):
        names = [unit._get_document_name() for unit in units] + [department.name for department in departments]
        return "、".join(name for name in names if name)

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("copy_count")
    def _check_copy_count(self):
        for document in self:
            if document.copy_count < 1:
                raise ValidationError(self.env._(
                    "%(document)s: at least one copy is printed.", document=document.display_name))
