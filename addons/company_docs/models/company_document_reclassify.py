from odoo import api, fields, models
from odoo.exceptions import UserError

from .company_document_mixin import CLASSIFIED, SECRECY, SECRECY_LEVELS

STATES = [
    ("draft", "Draft"), ("submitted", "In Approval"), ("done", "Carried Out"), ("refused", "Refused"),
    ("cancelled", "Cancelled")]


class CompanyDocumentReclassify(models.Model):
    """Raising, lowering or lifting the class of a document: with a reason, and approved (R6 §5.4, §5.10)."""

    _name = "company.document.reclassify"
    _description = "Change of Class"
    _inherit = [
        "company.state.mixin", "company.approval.mixin", "company.number.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _number_prefix = "MJ%(year)s-"

    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "done"), ("submitted", "refused"),
        ("draft", "cancelled")})
    _client_fields = {"draft": frozenset({"outgoing_id", "incoming_id", "secrecy", "secrecy_years", "reason"})}
    _client_unlink_states = frozenset()

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
    document_name = fields.Char(compute="_compute_document_name", compute_sudo=True)
    is_term = fields.Boolean(
        "End of the Term", readonly=True, copy=False, help="Proposed by the system on the declassification date.")
    secrecy_before = fields.Selection(SECRECY, "Class Before", readonly=True, copy=False)
    secrecy = fields.Selection(SECRECY, "New Class", required=True, default="internal")
    secrecy_years = fields.Integer("New Term (Years)", aggregator=None)
    reason = fields.Text()
    done_on = fields.Datetime(readonly=True, copy=False)

    _one_document = models.Constraint(
        "CHECK ((outgoing_id IS NULL) <> (incoming_id IS NULL))", "Choose one document.")

    @api.depends("outgoing_id", "incoming_id")
    def _compute_document_name(self):
        for change in self:
            document = change._get_document()
            change.document_name = document._get_evidence_name() if document else False

    @api.constrains("outgoing_id", "incoming_id")
    def _check_document(self):
        """The requester names only a document that he may read himself; the system proposes for all."""
        for change in self.filtered(lambda change: not change.is_term):
            change._get_document().with_user(change.requester_id).check_access("read")

    def _get_document(self):
        self.ensure_one()
        return self.outgoing_id or self.incoming_id

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_digest_fields(self):
        return ["outgoing_id", "incoming_id", "secrecy", "secrecy_years", "reason", "requester_id", "is_term"]

    def _approval_category(self):
        before = SECRECY_LEVELS[self._get_document().secrecy]
        return "raise" if SECRECY_LEVELS[self.secrecy] > before else "lower"

    def _approval_requester(self):
        """Of a proposal of the system the secrecy officer who submits it."""
        return self.env.user if self.is_term and self.state == "draft" else self.requester_id

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        officer = self.env.user.has_group("company_docs.group_secrecy_officer")
        for change in self:
            document_sudo = change.sudo()._get_document()
            if change.state != "draft":
                refusals[change.id] = self.env._("it was submitted already")
            elif change.is_term and not officer:
                refusals[change.id] = self.env._("the secrecy officer submits a proposal of the system")
            elif refusals[change.id]:
                continue
            elif not (change.reason or "").strip():
                refusals[change.id] = self.env._("give the reason")
            elif change.secrecy == document_sudo.secrecy and change.secrecy_years == document_sudo.secrecy_years:
                refusals[change.id] = self.env._("the document has this class and this term already")
        return refusals

    def _on_approval_submitted(self, approval):
        values = {"secrecy_before": self._get_document().secrecy}
        if self.is_term:
            values["requester_id"] = self.env.uid
        self._as_engine().write(values)
        self.env["company.todo"]._close("document_declassify", self)
        self._set_state("submitted")

    def _on_approval_approved(self, approval):
        document_sudo = self.sudo()._get_document()
        self._set_state("done")
        document_sudo._as_engine().write({"secrecy": self.secrecy, "secrecy_years": self.secrecy_years})
        self._as_engine().write({"done_on": fields.Datetime.now()})
        self.env["company.ledger.entry"]._append("document.reclassify", document_sudo, {
            "change": self.id, "before": self.secrecy_before, "after": self.secrecy, "years": self.secrecy_years,
            "reason": self.reason})

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
        """Cancel a change that was not submitted (requester; of a proposal of the system the secrecy officer)."""
        self.check_access("write")
        officer = self.env.user.has_group("company_docs.group_secrecy_officer")
        for change in self:
            if change.requester_id != self.env.user and not (change.is_term and officer):
                raise UserError(self.env._("%s: only its requester cancels it.", change.name))
        self._set_state("cancelled")
        self.env["company.todo"]._close("document_declassify", self)
        return True

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------

    @api.model
    def _cron_propose(self):
        """Propose to lift the class of documents whose term has ended; the secrecy officers are told."""
        officers = self.env.ref("company_docs.group_secrecy_officer").sudo().all_user_ids
        for model in self.env["company.document.secrecy"]._get_document_models():
            link = self.env[model]._get_copy_link()
            open_ids = self.sudo().search([(link, "!=", False), ("state", "in", ("draft", "submitted"))])[link].ids
            due = self.env[model].sudo().search([
                ("secrecy_level", ">=", CLASSIFIED), ("declassify_on", "<=", fields.Date.context_today(self)),
                ("id", "not in", open_ids)], limit=500)
            for document in due:
                change = self.sudo()._as_engine().create({
                    link: document.id, "company_id": document.company_id.id, "is_term": True, "secrecy": "internal",
                    "reason": self.env._("The secrecy term of %s years has ended.", document.secrecy_years)})
                self.env["company.todo"]._open(
                    "document_declassify", change,
                    officers.filtered(lambda user, d=document: d.company_id in user.company_ids),
                    self.env._("Secrecy term ended: %s", document._get_evidence_name()))
        return True
