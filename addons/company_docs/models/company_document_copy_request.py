from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "Draft"), ("submitted", "In Approval"), ("approved", "Approved"), ("made", "Copies Made"),
    ("done", "Original Returned"), ("refused", "Refused"), ("cancelled", "Cancelled")]


class CompanyDocumentCopyRequest(models.Model):
    """Request to photocopy a document: only with consent of the general office; the original goes back to it
    (R6 §5.8.1.5)."""

    _name = "company.document.copy.request"
    _description = "Copying Request"
    _inherit = [
        "company.state.mixin", "company.approval.mixin", "company.number.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _number_prefix = "FY%(year)s-"

    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("submitted", "refused"),
        ("approved", "made"), ("made", "done"), ("draft", "cancelled"), ("approved", "cancelled")})
    _client_fields = {"draft": frozenset({"outgoing_id", "incoming_id", "copy_count", "purpose"})}

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, copy=False, default=lambda self: self.env.company)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, index=True,
                             tracking=True)
    requester_id = fields.Many2one(
        "res.users", required=True, readonly=True, copy=False, index=True, default=lambda self: self.env.user)
    outgoing_id = fields.Many2one(
        "company.document.outgoing", "Outgoing Document", index="btree_not_null", ondelete="restrict",
        check_company=True)
    incoming_id = fields.Many2one(
        "company.document.incoming", "Incoming Document", index="btree_not_null", ondelete="restrict",
        check_company=True)
    copy_count = fields.Integer("Number of Copies", default=1, required=True)
    purpose = fields.Text(help="What the copies are needed for.")
    copy_ids = fields.One2many("company.document.copy", "request_id", "Copies Made", readonly=True)
    made_on = fields.Datetime(readonly=True, copy=False)
    made_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    original_returned_on = fields.Datetime(readonly=True, copy=False)
    original_returned_to_id = fields.Many2one("res.users", "Original Returned To", readonly=True, copy=False)

    _one_document = models.Constraint(
        "CHECK ((outgoing_id IS NULL) <> (incoming_id IS NULL))", "Choose one document to be copied.")
    _count_positive = models.Constraint("CHECK (copy_count > 0 AND copy_count <= 100)", "1 to 100 copies a request.")

    @api.constrains("outgoing_id", "incoming_id")
    def _check_document(self):
        """The requester names only a document that he may read himself."""
        for request in self:
            request._get_document().with_user(request.requester_id).check_access("read")

    def _get_document(self):
        self.ensure_one()
        return self.outgoing_id or self.incoming_id

    def _approval_digest_fields(self):
        return ["outgoing_id", "incoming_id", "copy_count", "purpose", "requester_id"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for request in self:
            if refusals[request.id]:
                continue
            if request.state != "draft":
                refusals[request.id] = self.env._("it was submitted already")
            elif not (request.purpose or "").strip():
                refusals[request.id] = self.env._("write what the copies are needed for")
        return refusals

    def _on_approval_submitted(self, approval):
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        self._set_state("approved")
        users = self.env["company.role"]._get_users("general_office", self.company_id)
        self.env["company.todo"]._open(
            "document_copying", self, users, self.env._("Make the approved copies: %s", self.name),
            requester_id=self.requester_id.id)

    def _on_approval_rejected(self, approval):
        self._set_state("refused")

    def _on_approval_returned(self, approval):
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        self._set_state("draft")

    # ------------------------------------------------------------------
    # Public
    # ------------------------------------------------------------------

    def action_cancel(self):
        """Cancel a request that was not carried out (requester). Returns True."""
        self.check_access("read")
        self._raise_refusals({request.id: request.requester_id != self.env.user and self.env._(
            "only its requester cancels it") for request in self})
        self._set_state("cancelled")
        self.env["company.todo"]._close("document_copying", self)
        return True

    def action_make(self):
        """Make the approved copies: each gets its own number and is handed to the requester (general office).

        :return: ids of the copies
        """
        self.ensure_one()
        self._check_office()
        self._check_state("approved")
        self._set_state("made")
        copies = self._get_document().sudo()._make_copies(
            self.copy_count, origin="copy", request_id=self.id)
        for copy in copies:
            copy._do_hand_out(self.requester_id, self.env["res.partner"])
        if self._get_document()._is_classified():
            self._get_document()._note_access("copy", self.name)
        self._as_engine().write({"made_on": fields.Datetime.now(), "made_by_id": self.env.uid})
        return copies.ids

    def action_return_original(self):
        """The original is back with the general office; numbered originals of the requester come back with it.

        :return: True
        """
        self.ensure_one()
        self._check_office()
        self._check_state("made")
        link = "outgoing_id" if self.outgoing_id else "incoming_id"
        originals_sudo = self.env["company.document.copy"].sudo().search([
            (link, "=", self._get_document().id), ("origin", "=", "print"), ("state", "=", "out"),
            ("holder_id", "=", self.requester_id.id)])
        for copy in originals_sudo:
            copy._do_take_back(self.name)
        self._set_state("done")
        self._as_engine().write({
            "original_returned_on": fields.Datetime.now(), "original_returned_to_id": self.env.uid})
        self.env["company.todo"]._close("document_copying", self)
        return True

    def _check_office(self):
        self.check_access("read")
        if not self.env.user.has_group("company_docs.group_office"):
            raise AccessError(self.env._("Only the general office makes copies (R6 §5.8.1.5)."))
        if self.requester_id == self.env.user:
            raise UserError(self.env._("%s: a colleague of the office carries out your own request.", self.name))
