from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("held", "In Safekeeping"), ("out", "Handed Out"), ("destroying", "To Be Destroyed"),
    ("destroyed", "Destroyed"), ("lost", "Lost")]


class CompanyDocumentCopy(models.Model):
    """One numbered copy of a document (份号) and where it is (R6 §5.6.1.1.1, §5.8.1.5).

    The register says who holds which number. It never says what the document is about, so the secrecy officer keeps
    it without being a reader.
    """

    _name = "company.document.copy"
    _description = "Numbered Copy"
    _inherit = ["company.state.mixin"]
    _order = "outgoing_id desc, incoming_id desc, serial"
    _check_company_auto = True

    _initial_state = "held"
    _transitions = frozenset({
        ("held", "out"), ("out", "held"), ("held", "destroying"), ("destroying", "held"),
        ("destroying", "destroyed"), ("out", "lost"), ("held", "lost"), ("lost", "held")})
    _client_unlink_states = frozenset()

    name = fields.Char("Copy Number", compute="_compute_name", store=True, help="Six digits (R6 §5.6.1.1.1).")
    serial = fields.Integer("Serial Number", required=True, readonly=True, copy=False, aggregator=None)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    outgoing_id = fields.Many2one(
        "company.document.outgoing", "Outgoing Document", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)
    incoming_id = fields.Many2one(
        "company.document.incoming", "Incoming Document", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)
    origin = fields.Selection(
        [("print", "Original Print"), ("copy", "Photocopy")], required=True, readonly=True, default="print",
        copy=False, help="Photocopies are made after consent of the general office only (R6 §5.8.1.5).")
    request_id = fields.Many2one(
        "company.document.copy.request", "Copying Request", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="held", copy=False, index=True)
    holder_id = fields.Many2one("res.users", "Holder", readonly=True, copy=False, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner", "Unit Outside", readonly=True, copy=False, index="btree_not_null", check_company=True)
    handed_out_on = fields.Datetime("Handed out on", readonly=True, copy=False)
    signed_on = fields.Datetime("Signed For", readonly=True, copy=False)
    returned_on = fields.Datetime("Given Back on", readonly=True, copy=False)
    destroy_by_id = fields.Many2one("res.users", "Destroyed By", readonly=True, copy=False)
    destroy_witness_id = fields.Many2one("res.users", "Second Person", readonly=True, copy=False)
    destroy_reason = fields.Char("Reason of Destruction", readonly=True, copy=False)
    destroyed_on = fields.Datetime("Destroyed on", readonly=True, copy=False)
    event_ids = fields.One2many("company.document.copy.event", "copy_id", "Register of the Copy", readonly=True)

    _outgoing_unique = models.UniqueIndex("(outgoing_id, serial) WHERE outgoing_id IS NOT NULL")
    _incoming_unique = models.UniqueIndex("(incoming_id, serial) WHERE incoming_id IS NOT NULL")
    _one_document = models.Constraint(
        "CHECK ((outgoing_id IS NULL) <> (incoming_id IS NULL))", "A copy belongs to one document.")

    @api.depends("serial")
    def _compute_name(self):
        for copy in self:
            copy.name = f"{copy.serial:06d}"

    @api.depends("name", "outgoing_id", "incoming_id")
    def _compute_display_name(self):
        for copy in self:
            document_sudo = copy.sudo()._get_document()
            copy.display_name = f"{document_sudo._get_evidence_name() if document_sudo else ''} / {copy.name}"

    def _get_document(self):
        self.ensure_one()
        return self.outgoing_id or self.incoming_id

    # ------------------------------------------------------------------
    # Public
    # ------------------------------------------------------------------

    def action_hand_out(self, user_id=False, partner_id=False):
        """Hand copies out to a colleague with clearance, who signs for them, or to a unit outside (general office).

        :param user_id: id of the colleague, who becomes a reader of the document
        :param partner_id: id of the unit outside
        :return: True
        """
        self._check_keeper()
        user = self.env["res.users"].browse(user_id if type(user_id) is int else 0).exists()
        partner = self.env["res.partner"].browse(partner_id if type(partner_id) is int else 0).exists()
        if bool(user) == bool(partner):
            raise UserError(self.env._("Choose one colleague or one unit outside as holder of the copies."))
        (user or partner).check_access("read")
        self._check_state("held")
        for copy in self:
            copy._do_hand_out(user, partner)
        return True

    def action_sign_for(self):
        """The holder signs that he has got the copies. Returns True."""
        self.check_access("read")
        self._check_state("out")
        self._raise_refusals({copy.id: copy.holder_id != self.env.user and self.env._(
            "only its holder (%s) signs for it", copy.holder_id.name or copy.partner_id.name or "") for copy in self})
        for copy in self.filtered(lambda copy: not copy.signed_on):
            copy._as_engine().sudo().write({"signed_on": fields.Datetime.now()})
            copy._log_event("signed", copy.holder_id.name)
            self.env["company.todo"]._close("document_copy", copy, copy.holder_id)
        return True

    def action_take_back(self, note=""):
        """Take copies back from their holders (general office). Returns True."""
        self._check_keeper()
        self._check_state("out", "lost")
        for copy in self:
            copy._do_take_back(note)
        return True

    def action_propose_destruction(self, reason):
        """First person: put copies on the destruction list (general office or secrecy officer). Returns True."""
        self._check_keeper()
        reason = self._check_text(reason, self.env._("Give the reason of the destruction."))
        self._check_state("held")
        self._set_state("destroying")
        for copy in self:
            copy._as_engine().write({"destroy_by_id": self.env.uid, "destroy_reason": reason})
            copy._log_event("destroy_proposed", reason)
        return True

    def action_confirm_destruction(self):
        """Second person: confirm that the copies were destroyed before his eyes. Returns True.

        :raise UserError: when the caller is the one who put them on the list
        """
        self._check_keeper()
        self._check_state("destroying")
        self._raise_refusals({copy.id: copy.destroy_by_id == self.env.user and self.env._(
            "two people destroy a copy together; somebody else confirms it") for copy in self})
        self._set_state("destroyed")
        for copy in self:
            copy._as_engine().write({"destroy_witness_id": self.env.uid, "destroyed_on": fields.Datetime.now()})
            copy._log_event("destroyed", copy.destroy_by_id.name)
        return True

    def action_keep(self):
        """Take copies off the destruction list again (general office or secrecy officer). Returns True."""
        self._check_keeper()
        self._set_state("held")
        for copy in self:
            copy._as_engine().write({"destroy_by_id": False, "destroy_reason": False})
            copy._log_event("kept", "")
        return True

    def action_report_lost(self, note):
        """Report copies as lost (holder or general office); the secrecy officers are told. Returns True."""
        self.check_access("read")
        note = self._check_text(note, self.env._("Say how the copy was lost."))
        if not self._is_keeper():
            self._raise_refusals({copy.id: copy.holder_id != self.env.user and self.env._(
                "only its holder or the general office reports it as lost") for copy in self})
        records = self.sudo()
        records._set_state("lost")
        officers = self.env.ref("company_docs.group_secrecy_officer").sudo().all_user_ids
        for copy in records:
            copy._log_event("lost", note)
            self.env["company.todo"]._open(
                "document_copy_lost", copy, officers.filtered(lambda user, c=copy: c.company_id in user.company_ids),
                self.env._("Numbered copy lost: %s", copy.display_name))
        return True

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _is_keeper(self):
        return self.env.user.has_group("company_docs.group_office") \
            or self.env.user.has_group("company_docs.group_secrecy_officer")

    def _check_keeper(self):
        self.check_access("write")
        if not self._is_keeper():
            raise AccessError(self.env._("Only the general office and the secrecy officer keep numbered copies."))
        self._lock_for_decision()

    def _do_hand_out(self, user, partner):
        self.ensure_one()
        if user:
            self._get_document().sudo().with_env(self.env)._add_readers(user)
        self._set_state("out")
        self._as_engine().write({
            "holder_id": user.id, "partner_id": partner.id, "handed_out_on": fields.Datetime.now(),
            "signed_on": False, "returned_on": False})
        self._log_event("handed_out", user.name or partner.display_name)
        if user:
            self.env["company.todo"]._open(
                "document_copy", self, user, self.env._("Sign for numbered copy %s", self.display_name))

    def _do_take_back(self, note=""):
        self.ensure_one()
        holder = self.holder_id.name or self.partner_id.display_name or ""
        self._set_state("held")
        self._as_engine().write({"holder_id": False, "partner_id": False, "returned_on": fields.Datetime.now()})
        self._log_event("returned", " ".join(filter(None, [holder, note if isinstance(note, str) else ""])))
        self.env["company.todo"]._close("document_copy", self)

    def _log_event(self, event, note):
        """Append to the register of the copy and to the ledger."""
        self.ensure_one()
        row = self.env["company.document.copy.event"].sudo()._as_engine().create({
            "copy_id": self.id, "company_id": self.company_id.id, "copy_name": self.name, "event": event,
            "user_id": self.env.uid, "user_name": self.env.user.name, "note": note or ""})
        self.env["company.ledger.entry"]._append("document.copy", self, {
            "copy": self.id, "number": self.name, "event": event, "row": row.id, "holder": self.holder_id.id,
            "partner": self.partner_id.id})
