from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.company_approval.models.company_approval_mixin_submit import clean_context

from ..engine.outgoing_text import to_lines
from .company_document_mixin import CLASSIFIED
from .company_document_outgoing_approval import OFFICE

# state → (kind of to-do, who does it)
WAITING = {
    "issued": ("document_number", "office"),
    "numbered": ("document_proof", "drafter"),
    "proofread": ("document_seal", "office"),
    "sealed": ("document_dispatch", "office"),
    "dispatched": ("document_archive", "office"),
}
TODO_KINDS = ("document_number", "document_proof", "document_print", "document_seal", "document_dispatch",
              "document_archive")


class CompanyDocumentOutgoing(models.Model):
    """Steps after the issue: who may take them, what waits for whom, what is kept of them."""

    _inherit = "company.document.outgoing"

    step_ids = fields.One2many("company.document.step", "document_id", "Steps Taken", readonly=True)
    proof_with_office = fields.Boolean(
        "Proof with the Office", readonly=True, copy=False, help="The drafter returned the proof; the office prints a "
        "new one.")
    waiting_for = fields.Char(compute="_compute_waiting_for", compute_sudo=True)
    waits_for_me = fields.Boolean(compute="_compute_waits_for_me", search="_search_waits_for_me")
    can_number = fields.Boolean(compute="_compute_can_steps")
    can_proofread = fields.Boolean(compute="_compute_can_steps")
    can_send_proof = fields.Boolean(compute="_compute_can_steps")
    can_dispatch = fields.Boolean(compute="_compute_can_steps")
    can_archive = fields.Boolean(compute="_compute_can_steps")
    can_void_number = fields.Boolean(compute="_compute_can_steps")
    can_restart = fields.Boolean(compute="_compute_can_steps")
    can_cancel = fields.Boolean(compute="_compute_can_steps")

    @api.depends("state", "proof_with_office", "number_id", "approval_state")
    @api.depends_context("uid")
    def _compute_can_steps(self):
        office, uid = self._is_office(), self.env.uid
        for document in self:
            state, mine = document.state, document.drafter_id.id == uid
            document.can_number = office and state == "issued"
            document.can_proofread = mine and state == "numbered" and not document.proof_with_office
            document.can_send_proof = office and state == "numbered" and document.proof_with_office
            document.can_dispatch = office and state == "sealed"
            document.can_archive = office and state == "dispatched"
            document.can_void_number = office and bool(document.number_id) and state in ("numbered", "proofread")
            document.can_restart = (mine or office) and state in ("issued", "numbered", "proofread")
            document.can_cancel = bool(document.id) and not document._get_cancel_problem()

    @api.depends("state", "approval_state", "proof_with_office", "approval_id.revision")
    def _compute_waiting_for(self):
        office = self.env._("General Office")
        for document in self:
            seats = document.approval_id.assignment_ids.filtered(lambda seat: seat.state == "pending")
            if document.state == "submitted":
                document.waiting_for = ", ".join(dict.fromkeys(seats.user_id.mapped("name")))
            elif document.state in ("draft", "numbered") and not document.proof_with_office:
                document.waiting_for = document.drafter_id.name
            else:
                document.waiting_for = office if document.state in WAITING else False

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        mine = self._get_my_ids()
        for document in self:
            document.waits_for_me = document._origin.id in mine

    def _search_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", list(self._get_my_ids()))
        return domain if True in value else ~domain

    @api.model
    def _get_my_ids(self):
        """Ids of the documents that wait in the inbox of the current user."""
        return set(self.env["company.todo"].search([
            ("res_model", "=", self._name), ("state", "=", "open"), ("is_mine", "=", True)]).mapped("res_id"))

    # ------------------------------------------------------------------
    # Ground of the actions
    # ------------------------------------------------------------------

    @api.model
    def _is_office(self):
        """Whether the current user is a person of the general office."""
        return self.env.user.has_group(OFFICE)

    def _begin_step(self, *states):
        """The documents with a clean context, readable by the user, locked, in one of the states."""
        documents = clean_context(self)
        documents.check_access("read")
        documents._lock_for_decision()
        documents._check_state(*states)
        return documents

    def _check_office(self, code, reason):
        """Refuse people outside the general office by the control ``code``."""
        if not self._is_office():
            for document in self:
                self.env["company.control"]._enforce(code, document, reason, fact=str(self.env.uid))

    def _check_drafter_or_office(self):
        office = self._is_office()
        self._raise_refusals({
            document.id: not office and document.drafter_id != self.env.user and self.env._(
                "only its drafter (%s) or the general office does this", document.drafter_id.sudo().name)
            for document in self})

    def _get_plain_body(self):
        self.ensure_one()
        return "\n".join(to_lines(self.body))

    # ------------------------------------------------------------------
    # State and to-dos
    # ------------------------------------------------------------------

    def _set_state(self, target):
        result = super()._set_state(target)
        if target == "sealed":
            self.env["company.document.step"]._log(self, "sealed")
        self._update_todos()
        return result

    def _update_todos(self):
        """What waits on these documents, for whom: the rest is closed."""
        todos = self.env["company.todo"].sudo()
        for kind in TODO_KINDS:
            todos._close(kind, self)
        for document in self.sudo():
            kind, who = WAITING.get(document.state, (None, None))
            if document.state == "numbered" and document.proof_with_office:
                kind, who = "document_print", "office"
            if kind:
                users = document.drafter_id if who == "drafter" else document._get_office_users()
                todos._open(kind, document, users, document._get_todo_name(kind),
                            urgent=document.urgency != "normal")

    def _get_todo_name(self, kind):
        titles = self.env["company.todo"]._get_kind_names()
        return self.env._("%(task)s: %(document)s", task=titles.get(kind, kind), document=self._get_masked_name())

    def _get_office_users(self):
        """People of the general office who may know this document (superuser mode)."""
        self.ensure_one()
        users = self.env["res.users"].sudo().search([
            ("all_group_ids", "in", self.env.ref(OFFICE).id), ("share", "=", False),
            ("company_ids", "in", self.company_id.id)])
        if self.secrecy_level < CLASSIFIED:
            return users
        told = users & self.reader_ids
        return told - self._get_uncleared(told)
