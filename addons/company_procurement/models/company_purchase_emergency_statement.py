from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("submitted", "Waiting for Approval"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
]


class CompanyPurchaseEmergencyStatement(models.Model):
    """Written statement 情况说明 of an emergency purchase without invoice or receipt (R4 §三.2.3.3)."""

    _name = "company.purchase.emergency.statement"
    _description = "Statement of an Emergency Purchase"
    _number_prefix = "SM%(year)s%(month)s-"
    _inherit = ["company.approval.mixin", "company.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    _initial_state = "draft"
    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("submitted", "rejected"),
        ("approved", "submitted"),
    })
    _client_fields = {"draft": frozenset({"request_id", "source", "price_note", "reason"})}

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, copy=False, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    author_id = fields.Many2one(
        "res.users", "Written by", required=True, readonly=True, copy=False, default=lambda self: self.env.user,
        index=True)
    request_id = fields.Many2one(
        "company.purchase.request", "Request", required=True, index=True, check_company=True, ondelete="restrict",
        domain=[("category_id.code", "=", "emergency")])
    department_id = fields.Many2one(related="request_id.department_id")
    superior_id = fields.Many2one(
        related="request_id.consent_by_id", string="Superior", help="Agreed to the purchase and signs the statement.")
    amount = fields.Monetary(related="request_id.record_amount", string="Amount Paid")
    source = fields.Text("Source of the Goods", required=True, help="Where and from whom (R4 §3.2.3.3).")
    price_note = fields.Text("Prices", required=True, help="What was paid for each item and why it is fair.")
    reason = fields.Text("Why there is No Voucher", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        statements = super().create(vals_list)
        for statement in statements:
            number = self.env["ir.sequence"].sudo().with_company(statement.company_id).next_by_code(self._name)
            statement._as_engine().write({"name": number or "/"})
        statements._check_request_readable()
        return statements

    def write(self, vals):
        result = super().write(vals)
        if "request_id" in vals:
            self._check_request_readable()
        return result

    def _check_request_readable(self):
        """A statement shows figures of its request: its author reads that request."""
        if not self.env.su:
            self.request_id.check_access("read")

    def _approval_amount(self):
        self.ensure_one()
        return self.sudo().amount, self.currency_id

    def _approval_department(self):
        return self.sudo().department_id

    def _approval_category(self):
        return "emergency"

    def _approval_requester(self):
        return self.author_id

    def _approval_digest_fields(self):
        return ["request_id", "source", "price_note", "reason"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        team = {company: company._get_emergency_team() for company in self.company_id}
        for statement in self:
            if refusals.get(statement.id):
                continue
            if statement.state != "draft":
                refusals[statement.id] = self.env._("it was submitted already")
            elif statement.author_id not in team[statement.company_id]:
                refusals[statement.id] = self.env._("a member of the emergency team writes it (R4 §3.2.3.3)")
            elif not statement.sudo().request_id.record_ids:
                refusals[statement.id] = self.env._("the purchase of its request is not recorded yet")
        return refusals

    def _on_approval_submitted(self, approval):
        super()._on_approval_submitted(approval)
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        super()._on_approval_approved(approval)
        self._set_state("approved")

    def _on_approval_rejected(self, approval):
        super()._on_approval_rejected(approval)
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        super()._on_approval_returned(approval)
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        super()._on_approval_withdrawn(approval)
        self._set_state("draft")


class CompanyPurchaseRequest(models.Model):
    _inherit = "company.purchase.request"

    statement_ids = fields.One2many(
        "company.purchase.emergency.statement", "request_id", "Statements", readonly=True, copy=False)
