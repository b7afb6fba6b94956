from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.digest import sha256_hex

OPEN_STATES = ("registered", "reviewing", "proposed", "instructed", "handling", "replied")
STEP_STATES = {
    "register": ("draft",),
    "refuse": ("draft", "registered"),
    "propose": ("registered", "proposed"),
    "review": ("reviewing",),
    "end_review": ("reviewing",),
    "instruct": ("proposed", "instructed", "handling", "replied"),
    "circulate": ("instructed", "handling", "replied", "closed"),
    "assign": ("instructed", "handling", "replied"),
    "reply": ("handling", "replied"),
    "return": ("handling",),
    "reassign": ("handling",),
    "coordinate": ("handling",),
    "close": ("instructed", "handling", "replied"),
    "archive": ("closed",),
    "urge": ("reviewing", "proposed", "handling"),
    "remind_unread": ("instructed", "handling", "replied", "closed", "archived"),
}
OFFICE_STEPS = frozenset({
    "register", "refuse", "propose", "end_review", "circulate", "assign", "coordinate", "close", "remind_unread"})
LEADER_ROLES = ("chairman", "general_manager")


class CompanyDocumentIncoming(models.Model):
    """Who may take which step now; the views and the actions ask the same place."""

    _inherit = "company.document.incoming"

    can_register = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_propose = fields.Boolean(compute="_compute_can")
    can_review = fields.Boolean(compute="_compute_can")
    can_end_review = fields.Boolean(compute="_compute_can")
    can_instruct = fields.Boolean(compute="_compute_can")
    can_circulate = fields.Boolean(compute="_compute_can")
    can_assign = fields.Boolean(compute="_compute_can")
    can_reply = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")
    can_reassign = fields.Boolean(compute="_compute_can")
    can_coordinate = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_archive = fields.Boolean(compute="_compute_can")
    can_urge = fields.Boolean(compute="_compute_can")

    @api.depends_context("uid")
    @api.depends("state", "circulation_ids.state", "circulation_ids.user_id")
    def _compute_can(self):
        for document in self:
            for step in STEP_STATES:
                if f"can_{step}" in self._fields:
                    document[f"can_{step}"] = bool(document._origin) and not document._get_step_refusal(step)

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------

    def _check_step(self, step):
        """Read right, then state and right of every record; one error names all that are refused."""
        self.check_access("read")
        if not self:
            raise UserError(self.env._("No document was selected."))
        self._raise_refusals({document.id: document._get_step_refusal(step) for document in self})

    def _get_step_refusal(self, step):
        """Why the current user can't take this step on this document now, or False."""
        self.ensure_one()
        if self.state not in STEP_STATES[step]:
            return self.env._(
                "is “%(state)s”; this step needs “%(wanted)s”", state=self._get_state_label(),
                wanted="/".join(self._get_state_label(state) for state in STEP_STATES[step]))
        if step in OFFICE_STEPS:
            return not self._is_office() and self.env._("only the general office takes this step (R6 §5.8.1.2)")
        return getattr(self, f"_get_{step}_refusal")()

    def _is_office(self):
        return self.env.su or self.env.user.has_group("company_docs.group_office")

    def _get_review_refusal(self):
        return not self._get_my_rows("review") and self.env._("you were not asked for a preliminary opinion")

    def _get_instruct_refusal(self):
        recorded = self._is_office() and self.env["company.control"]._get_mode(
            "DOC-IN-INSTRUCT", self.company_id) != "block"
        return not recorded and not self._get_acting_leader() and self.env._(
            "the instruction is given by the chairman or the general manager (R6 §5.8.1.2)")

    def _get_reply_refusal(self):
        if self.state == "replied":
            return not (self._is_office() or self._get_my_rows("handle", ("done",))) and self.env._(
                "the overall reply is given by those who handled the document or by the general office")
        return not self._get_my_rows("handle") and self.env._("no open task on this document is yours")

    def _get_return_refusal(self):
        return not self._get_my_rows("handle") and self.env._("no open task on this document is yours")

    def _get_reassign_refusal(self):
        return not (self._is_office() or self._get_my_rows("handle")) and self.env._(
            "no open task on this document is yours")

    def _get_urge_refusal(self):
        return not (self._is_office() or self._get_acting_leader()) and self.env._(
            "the general office or the instructing leader urges (R6 §5.8.1)")

    def _get_archive_refusal(self):
        return not self.env.su and not self.env.user.has_group("company_docs.group_archivist") and self.env._(
            "only the general office and archivists file documents (R6 §5.8.1.5)")

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    def _get_my_rows(self, purpose, states=("open",)):
        """Circulation rows of the current user, or of those for whom he stands in."""
        delegations = self.env["company.approval.delegation"]
        givers = {self.env.uid, *delegations._get_givers(self.env.user, self._name)}
        return self.sudo().circulation_ids.filtered(
            lambda row: row.purpose == purpose and row.state in states and row.user_id.id in givers)

    def _get_leaders(self):
        """Users of the chairman and the general manager of the document's company."""
        roles = self.env["company.role"]
        users = [roles._get_users(code, self.company_id) for code in LEADER_ROLES]
        return self.env["res.users"].union(*users)

    def _get_acting_leader(self):
        """The leader as whom the current user instructs: himself, or one for whom he stands in."""
        leaders = self._get_leaders()
        if self.env.user in leaders:
            return self.env.user
        givers = self.env["company.approval.delegation"]._get_givers(self.env.user, self._name)
        return leaders.filtered(lambda user: user.id in givers)[:1]

    def _get_office_users(self):
        """Who in the general office looks after this document: its registrar, else the holders of the role."""
        self.ensure_one()
        registrar = self.sudo().received_by_id
        if registrar.active and registrar.has_group("company_docs.group_office"):
            return registrar
        return self.env["company.role"]._get_users("general_office", self.company_id)

    # ------------------------------------------------------------------
    # Traces
    # ------------------------------------------------------------------

    def _keep_opinion(self, step, text, behalf=None, row=None):
        """Append what somebody wrote, word for word; and the ledger entry of a decision.

        The document's row is written as well: of two people who take a step at once the second one starts anew and
        sees what the first one did.
        """
        self.sudo()._as_engine().write({"last_step_on": fields.Datetime.now()})
        opinions = self.env["company.document.opinion"].sudo()._as_engine().create([{
            "company_id": document.company_id.id, "incoming_id": document.id, "step": step,
            "circulation_id": row.id if row else False, "user_id": self.env.uid, "user_name": self.env.user.name,
            "behalf_name": behalf.name if behalf and behalf != self.env.user else False,
            "department_name": self.env["company.document.circulation"]._get_departments(
                self.env.user, document.company_id)[self.env.uid].name or False,
            "text": text,
        } for document in self])
        if step in ("register", "refuse", "instruct", "close"):
            for document, opinion in zip(self, opinions, strict=True):
                self.env["company.ledger.entry"]._append(f"document.incoming.{step}", document, {
                    "number": document.name or "", "opinion": opinion.id, "digest": sha256_hex(text or "")})
        return opinions

    def _open_step(self, step, users, deadline=None):
        """Put a step into the inbox of users, with the term of the documents when no other is given."""
        self._open_todo(f"document.incoming.{step}", users, {
            document.id: document.deadline if deadline is None else deadline for document in self.sudo()})

    def _get_circulation_todo(self, purpose):
        return f"document.incoming.{'read' if purpose == 'copy' else purpose}"

    def _close_steps(self, *steps, users=None):
        for step in steps:
            self.env["company.todo"]._close(f"document.incoming.{step}", self, users)

    def _move(self, target):
        """Set the state where it differs."""
        moving = self.sudo().filtered(lambda document: document.state != target)
        if moving:
            moving._set_state(target)

    @api.model
    def _get_users_from_ids(self, user_ids):
        """Users of a client's list of ids: existing, active, internal people of these companies."""
        if not isinstance(user_ids, (list, tuple)) or not all(type(key) is int for key in user_ids):
            raise UserError(self.env._("The people must be given as a list of ids."))
        users = self.env["res.users"].sudo().search([
            ("id", "in", list(user_ids)), ("share", "=", False), ("company_ids", "in", self.company_id.ids)])
        if len(users) != len(set(user_ids)) or not users:
            raise UserError(self.env._("Choose at least one person; all of them must be active users of the company."))
        return users.sudo(False)
