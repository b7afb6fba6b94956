from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "In Approval"),
    ("approved", "To Hand Out"),
    ("out", "Lent Out"),
    ("done", "Finished"),
    ("refused", "Rejected"),
    ("cancelled", "Cancelled"),
]
MODES = [("copy", "Photocopies"), ("original", "Original on Loan")]
MAX_COPIES = 20


class CompanyCertificateLoan(models.Model):
    """Application for copies of a certificate, or for its original on loan 证照外借/复印审批单 (R11 §二.3)."""

    _name = "company.certificate.loan"
    _description = "Certificate Application"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "company.deadline.mixin",
        "mail.thread", "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _number_prefix = "ZJ%(year)s%(month)s-"

    _transitions = frozenset({
        ("draft", "submitted"),
        ("submitted", "draft"),
        ("submitted", "approved"),
        ("submitted", "refused"),
        ("approved", "out"),
        ("approved", "done"),
        ("out", "done"),
        *((state, "cancelled") for state in ("draft", "submitted", "approved")),
    })
    _client_fields = {"draft": frozenset({
        "mode", "certificate_id", "receiver", "purpose", "copies", "needed_on", "due_on"})}

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False,
                                 default=lambda self: self.env.company)
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True,
                             tracking=True)
    mode = fields.Selection(MODES, "Asked for", required=True, default="copy")
    certificate_id = fields.Many2one("company.certificate", "Certificate", required=True, index=True,
                                     ondelete="restrict", check_company=True)
    holder_id = fields.Many2one(related="certificate_id.holder_id", string="Present Holder of the Certificate")
    requester_id = fields.Many2one("res.users", "Requested by", required=True, readonly=True, index=True, copy=False,
                                   default=lambda self: self.env.user)
    department_id = fields.Many2one("hr.department", "Department", compute="_compute_department_id", store=True,
                                    index=True, precompute=True, check_company=True)
    receiver = fields.Char("Receiving Party", required=True, help="Authority or firm that gets the paper.")
    purpose = fields.Char("Business to Handle", required=True,
                          help="Stands in the watermark: only for this receiver and this business.")
    copies = fields.Integer("Number of Copies", default=1)
    needed_on = fields.Date("Needed on")
    due_on = fields.Date("Back on", copy=False, help="By when the original is back with its keeper.")
    copy_ids = fields.One2many("company.certificate.copy", "loan_id", "Copies Issued", readonly=True)
    copy_count = fields.Integer("Number of Copies Issued", compute="_compute_copy_count", compute_sudo=True)
    watermark_text = fields.Char("Watermark", compute="_compute_watermark_text")
    approver_names = fields.Char("Approved by", readonly=True, copy=False)
    handed_by_id = fields.Many2one("res.users", "Handed Out by", readonly=True, copy=False)
    handed_on = fields.Datetime("Handed Out on", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", "Taken Back by", readonly=True, copy=False)
    returned_on = fields.Datetime("Returned on", readonly=True, copy=False)
    return_note = fields.Text("Condition and Note", readonly=True, copy=False)
    overdue_noted = fields.Boolean(readonly=True, copy=False)
    can_hand_out = fields.Boolean(compute="_compute_can_steps")
    can_return = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    _name_company_uniq = models.UniqueIndex("(company_id, name) WHERE name != '/'",
                                            "The number of a certificate application is given once per company.")
    _copies_positive = models.Constraint("CHECK(copies > 0)", "At least one copy is asked for.")
    _one_out = models.UniqueIndex("(certificate_id) WHERE state = 'out'", "The original is lent out already.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("name", "certificate_id", "mode")
    def _compute_display_name(self):
        for loan in self:
            number = loan.name if loan.name != "/" else self.env._("New Certificate Application")
            loan.display_name = " ".join(filter(None, (number, loan.certificate_id.name)))

    @api.depends("requester_id", "company_id")
    def _compute_department_id(self):
        for loan in self:
            employee = loan.requester_id and self.env["company.approval.route"]._get_employee(
                loan.requester_id, loan.company_id)
            loan.department_id = employee.department_id if employee else False

    def _compute_copy_count(self):
        counts = dict(self.env["company.certificate.copy"]._read_group(
            [("loan_id", "in", self.ids)], ["loan_id"], ["__count"]))
        for loan in self:
            loan.copy_count = counts.get(loan, 0)

    @api.depends("receiver", "purpose")
    def _compute_watermark_text(self):
        for loan in self:
            loan.watermark_text = loan._get_watermark_text()

    def _get_watermark_text(self):
        """What stands across every copy, in the language of the company's papers."""
        self.ensure_one()
        env = self.with_context(lang=self.env["ir.actions.report"]._get_form_lang()).env
        return env._("Only for %(receiver)s to handle %(purpose)s; copies of this copy are void",
                     receiver=self.receiver or "", purpose=self.purpose or "")

    @api.depends("state", "requester_id", "certificate_id.holder_id")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        for loan in self:
            keeper = loan.sudo().certificate_id.holder_user_id == self.env.user
            loan.can_hand_out = keeper and loan.state == "approved"
            loan.can_return = keeper and loan.state == "out"
            loan.can_cancel = loan.sudo().requester_id == self.env.user and loan.state in (
                "draft", "submitted", "approved")

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_category(self):
        return self.mode

    def _approval_digest_fields(self):
        return ["mode", "certificate_id", "requester_id", "department_id", "receiver", "purpose", "copies",
                "needed_on", "due_on"]

    def _get_amend_refusals(self):
        return {loan.id: self.env._("an application is not changed once submitted; withdraw it or make a new one")
                for loan in self}

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for loan in self:
            refusals[loan.id] = refusals.get(loan.id) or loan._get_application_refusal()
        return refusals

    def _get_application_refusal(self):
        today = fields.Date.context_today(self)
        if self.state != "draft":
            return self.env._("it is “%(state)s”; only a draft is submitted", state=self._get_state_label())
        if self.certificate_id.state in ("lost", "void"):
            return self.env._("the certificate is “%(state)s”", state=self.certificate_id._get_state_label())
        if self.mode == "copy" and not 0 < self.copies <= MAX_COPIES:
            return self.env._("one to %(max)s copies are issued at a time", max=MAX_COPIES)
        if self.mode == "original" and (not self.due_on or self.due_on < today):
            return self.env._("the date by which the original comes back is missing or over")
        if self.mode == "original":
            longest = self.env["company.deadline.mixin"]._compute_due(
                fields.Datetime.now(), self.company_id.certificate_loan_days, "days", self.company_id)
            start = max(self.needed_on or today, today)
            if (self.due_on - start).days > (longest.date() - today).days:
                return self.env._("an original is lent for %(days)s working days at most",
                                  days=self.company_id.certificate_loan_days)
        return False

    def _do_submit(self, kind="submit", reason=""):
        for loan in self:
            loan._enforce_valid()
        return super()._do_submit(kind, reason)

    def _enforce_valid(self):
        """CERT-VALID: no loans or copies of what has expired."""
        if self.certificate_id.expiry == "expired":
            self.env["company.control"]._enforce("CERT-VALID", self, self.env._(
                "“%(certificate)s” expired on %(day)s; have it renewed first", certificate=self.certificate_id.name,
                day=self.certificate_id.valid_until),
                fact=f"{self.certificate_id.id}:{self.certificate_id.valid_until}")

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        for loan in self:
            decisions = approval.decision_ids.filtered(lambda decision: decision.kind == "approve")
            loan._as_engine().write({"approver_names": "、".join(dict.fromkeys(
                row._get_signature_name() for row in decisions))})
        self._set_state("approved")
        self._refresh_todos()

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("refused")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self.filtered(lambda loan: loan.state == "submitted")._set_state("draft")
