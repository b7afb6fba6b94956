from odoo import api, fields, models
from odoo.fields import Domain

from .company_document_mixin import CLASSIFIED, SECRECY, SECRECY_LEVELS

STATES = [
    ("draft", "Draft"),
    ("submitted", "In Approval"),
    ("approved", "Waiting for the Seal"),
    ("done", "Sealed"),
    ("refused", "Refused to Seal"),
    ("cancelled", "Cancelled"),
]
DOCUMENT_KINDS = [
    ("official", "Official Document"),
    ("contract", "Contract or Agreement"),
    ("tender", "Tender Papers"),
    ("certificate", "Proof or Certification"),
    ("statement", "Statement or Report Form"),
    ("bank", "Bank Form or Bill"),
    ("reimbursement", "Reimbursement Settlement"),
    ("personnel", "Personnel Paper"),
    ("other", "Other Paper"),
]
BASES = [
    ("approval", "Approval of this Application"),
    ("system", "Approved in the System"),
    ("signature", "Signed by a Leader on Paper"),
    ("fund_owner", "Reimbursement Signed by the Owner of the Funds"),
]
FINANCE_SEALS = ("finance", "legal_rep", "accounting")


class CompanySealUse(models.Model):
    """Application for the use of seals 用印审批单 (R7 §二–三, R11 §一.4, 7, 8)."""

    _name = "company.seal.use"
    _description = "Seal Use Application"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _number_prefix = "YY%(year)s%(month)s-"

    _transitions = frozenset({
        ("draft", "submitted"),
        ("draft", "approved"),          # signed in the system already
        ("submitted", "draft"),
        ("submitted", "approved"),
        ("submitted", "refused"),
        ("approved", "submitted"),      # changed with permission
        ("approved", "done"),
        ("approved", "refused"),
        *((state, "cancelled") for state in ("draft", "submitted", "approved")),
    })
    _DRAFT = frozenset({
        "title", "document_kind", "purpose", "receiver", "amount", "entity_name", "signatory_name", "secrecy", "basis",
        "file_ids", "line_ids", "confirmer_id", "needed_on",
    })
    _client_fields = {"draft": _DRAFT}

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    title = fields.Char("Document to be Sealed", required=True)
    document_kind = fields.Selection(DOCUMENT_KINDS, "Kind of Paper", required=True, default="other")
    purpose = fields.Text("Purpose of Use", required=True)
    receiver = fields.Char("Sent to", help="Who gets the sealed paper.")
    needed_on = fields.Date("Needed on")
    amount = fields.Monetary("Amount Involved", help="Of the contract or payment; decides with the kind of paper "
                                                     "whether the keeper seals within authority (R11 §一.4).")
    currency_id = fields.Many2one(related="company_id.currency_id")
    entity_name = fields.Char(
        "Issuing Entity in the Signature", required=True, default=lambda self: self.env.company.name,
        help="The name that stands in the signature of the paper; the seal must carry the same (R11 §一.8).")
    signatory_name = fields.Char(
        "Person in the Signature", help="For a seal with a person's name: the name that stands in the signature.")
    requester_id = fields.Many2one("res.users", "Requested by", required=True, readonly=True, index=True, copy=False,
                                   default=lambda self: self.env.user)
    department_id = fields.Many2one("hr.department", "Department", index=True, check_company=True,
                                    compute="_compute_department_id", store=True, precompute=True,
                                    help="The requester's; its head approves.")
    secrecy = fields.Selection(SECRECY, required=True, default="internal", help="Class of the paper (R6 §5.4).")
    secrecy_level = fields.Integer(compute="_compute_secrecy_level", store=True, index=True)
    basis = fields.Selection(
        BASES, "Leader's Consent", required=True, default="approval",
        help="A paper that a leader has signed is sealed without a further application; it is registered all the "
             "same (R7 §二, §三.2).")
    target = fields.Reference(selection="_get_target_models", string="Document in the System", readonly=True,
                              copy=False)
    file_ids = fields.Many2many("ir.attachment", string="Files to be Sealed", copy=False)
    file_digest = fields.Char("Digest of the Files", readonly=True, copy=False,
                              help="SHA-256 of what was approved, frozen when submitted.")
    file_digests = fields.Json("Digests of the Files", readonly=True, copy=False)
    paper_note = fields.Char("Check of the Paper", readonly=True, copy=False,
                             help="What the system saw when it looked for the name in the text of the files.")
    confirmer_id = fields.Many2one(
        "res.users", "Leader who Signed", index="btree_not_null", check_company=True, copy=False,
        domain="[('id', 'in', leader_ids)]", help="Confirms the signature in the system before the seal is used.")
    leader_ids = fields.Many2many("res.users", compute="_compute_leader_ids", compute_sudo=True)
    confirmed_on = fields.Datetime("Confirmed on", readonly=True, copy=False)
    line_ids = fields.One2many("company.seal.use.line", "use_id", "Seals", copy=True)
    seal_names = fields.Char("Seals Asked for", compute="_compute_lines", store=True)
    over_limit = fields.Boolean(
        "Over Limit", compute="_compute_over_limit", store=True,
        help="The keeper's authority doesn't cover this kind of paper or amount: it goes the higher way "
             "(授权保管、权限内使用、超限申请, R11 §一.4).")
    has_finance_seal = fields.Boolean("Seal of Finance", compute="_compute_lines", store=True)
    copies = fields.Integer("Copies Approved", compute="_compute_lines", store=True)
    copies_used = fields.Integer("Copies Sealed", compute="_compute_lines", store=True)
    approver_names = fields.Char("Approved by", readonly=True, copy=False)
    approved_on = fields.Datetime("Approved on", readonly=True, copy=False)
    refuse_reason = fields.Text("Reason of Refusal", readonly=True, copy=False)
    finish_note = fields.Text("Note of Completion", readonly=True, copy=False)
    sealed_file_ids = fields.Many2many(
        "ir.attachment", "company_seal_use_sealed_file_rel", "use_id", "attachment_id", "Sealed Copy", readonly=True,
        copy=False)
    register_ids = fields.One2many("company.seal.register", "use_id", "Entries of the Register", readonly=True)
    is_keeper = fields.Boolean(compute="_compute_is_keeper", search="_search_is_keeper")
    can_use = fields.Boolean(compute="_compute_can_steps")
    can_view_target = fields.Boolean("May Open the Document", compute="_compute_can_view_target")
    can_confirm = fields.Boolean(compute="_compute_can_steps")
    can_register = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    _name_company_uniq = models.UniqueIndex("(company_id, name) WHERE name != '/'",
                                            "The number of a seal use application is given once per company.")

    _approved_idx = models.Index("(company_id, state) WHERE state = 'approved'")

    @api.model
    def _get_target_models(self):
        names = [name for name in self.env.registry if hasattr(self.env[name], "_on_sealed")]
        return [(model.model, model.name) for model in self.env["ir.model"].sudo().search([("model", "in", names)])]

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("requester_id", "company_id")
    def _compute_department_id(self):
        for use in self:
            employee = use.requester_id and self.env["company.approval.route"]._get_employee(
                use.requester_id, use.company_id)
            use.department_id = employee.department_id if employee else False

    @api.depends("secrecy")
    def _compute_secrecy_level(self):
        for use in self:
            use.secrecy_level = SECRECY_LEVELS.get(use.secrecy, 0)

    @api.depends("name", "title", "secrecy_level")
    def _compute_display_name(self):
        for use in self:
            title = use.title if use.secrecy_level < CLASSIFIED else False
            use.display_name = " ".join(filter(None, (
                use.name if use.name != "/" else self.env._("New Seal Use Application"), title)))

    @api.depends("line_ids.seal_id", "line_ids.copies", "line_ids.copies_used")
    def _compute_lines(self):
        for use in self:
            seals = use.sudo().line_ids.seal_id
            use.seal_names = "、".join(seals.mapped("name"))
            use.has_finance_seal = any(seal.seal_type in FINANCE_SEALS for seal in seals)
            use.copies = sum(use.line_ids.mapped("copies"))
            use.copies_used = sum(use.line_ids.mapped("copies_used"))

    @api.depends("line_ids.seal_id", "document_kind", "amount", "company_id")
    def _compute_over_limit(self):
        for use in self:
            use.over_limit = use._is_over_limit()

    @api.depends("state", "line_ids.seal_id")
    @api.depends_context("uid")
    def _compute_is_keeper(self):
        for use in self:
            use.is_keeper = self.env.user in use.sudo().line_ids.seal_id.holder_user_id

    def _search_is_keeper(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("line_ids.seal_id.holder_user_id", "=", self.env.uid)
        return domain if True in value else ~domain

    def _get_masked_name(self):
        """Name for to-dos, mails and registers; from “secret” on without the title."""
        self.ensure_one()
        return self.display_name
