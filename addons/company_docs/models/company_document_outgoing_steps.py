from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.company_approval.models.company_approval_mixin_submit import clean_context
from odoo.addons.company_base.tools.digest import sha256_hex

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
        return users.filtered(lambda user: self.sudo(False).with_user(user)._is_readable()) or users[:0]

    def _is_readable(self):
        return self.has_access("read")

    # ------------------------------------------------------------------
    # Open again, cancel
    # ------------------------------------------------------------------

    def action_restart(self, reason):
        """Open an issued document again: it is a draft, and its approval begins anew (R6 §5.9.2.1).

        Its number stays with it. By the drafter or the general office, until it is sealed.

        :param reason: str, kept for ever
        :return: True
        :raise UserError: wrong state, person, or no reason
        """
        documents = self._begin_step("issued", "numbered", "proofread")
        documents._check_drafter_or_office()
        reason = self._check_text(reason, self.env._("Say why the issued text has to be changed."))
        for document in documents.sudo():
            document._end_approval("restarted", reason)
            self.env["company.document.step"]._log(document, "restarted", reason)
            document._drop_dispatch_list()
            document._as_engine().write({"signed_on": False, "proof_with_office": False})
            document._set_state("draft")
            self.env["company.ledger.entry"]._append("document.restarted", document, {
                "number": document.name, "digest": document.text_digest, "reason": document._get_masked_text(reason)})
        return True

    def action_cancel(self, reason):
        """Give up a document; a number that it has becomes void with the same reason.

        Drafts and documents under review: by the drafter. Issued ones: by the general office.

        :param reason: str, kept for ever
        :return: True
        :raise UserError: wrong state, person, or no reason
        """
        documents = self._begin_step("draft", "submitted", "issued", "numbered", "proofread")
        documents._raise_refusals({document.id: document._get_cancel_problem() for document in documents})
        reason = self._check_text(reason, self.env._("Say why the document is given up."))
        for document in documents.sudo():
            document._cancel_approval(reason)
            if document.number_id:
                document._do_void_number(reason)
            self.env["company.document.step"]._log(document, "cancelled", reason)
            if document.state != "cancelled":
                document._set_state("cancelled")
        return True

    def _get_cancel_problem(self):
        self.ensure_one()
        if self.state not in ("draft", "submitted", "issued", "numbered", "proofread"):
            return self.env._("it is “%s” and can't be given up", self._get_state_label())
        if self.state in ("draft", "submitted") and not self.number_id:
            return self.drafter_id != self.env.user and self.env._(
                "only its drafter (%s) gives it up", self.drafter_id.sudo().name)
        return not self._is_office() and self.env._("it is issued: only the general office gives it up")

    def _get_masked_text(self, text):
        """A text for the ledger: its digest instead, where the document is classified."""
        return text if self.secrecy_level < CLASSIFIED else "sha256:" + sha256_hex(text)
