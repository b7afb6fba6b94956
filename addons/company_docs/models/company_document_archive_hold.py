from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CompanyDocumentArchiveHold(models.Model):
    """A legal hold: while it is active nothing it names is destroyed, moved or lent as original (R6 §5.11)."""

    _name = "company.document.archive.hold"
    _description = "Legal Hold"
    _inherit = ["company.number.mixin", "company.state.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _number_prefix = "DJ%(year)s-"

    _transitions = frozenset({("draft", "active"), ("active", "released")})
    _client_fields = {"draft": frozenset({"reason", "case_reference", "archive_ids"})}

    name = fields.Char("Hold Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    reason = fields.Text("Reason of the Hold", required=True)
    case_reference = fields.Char("Case", help="Number of the lawsuit, the audit or the investigation.")
    archive_ids = fields.Many2many("company.document.archive", "company_document_archive_hold_rel", "hold_id",
                                   "archive_id", string="Archive Entries", copy=False, check_company=True)
    state = fields.Selection([("draft", "Draft"), ("active", "In Force"), ("released", "Released")], required=True,
                             readonly=True, default="draft", copy=False, index=True, tracking=True)
    placed_by_id = fields.Many2one("res.users", "Placed by", readonly=True, copy=False)
    placed_on = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", "Released by", readonly=True, copy=False)
    released_on = fields.Datetime(readonly=True, copy=False)
    release_reason = fields.Text("Reason of the Release", readonly=True, copy=False)
    archive_count = fields.Integer("Entries", compute="_compute_archive_count", compute_sudo=True)

    @api.depends("archive_ids")
    def _compute_archive_count(self):
        for hold in self:
            hold.archive_count = len(hold.archive_ids)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_holder_right()
        holds = super().create(vals_list)
        holds._check_entries()
        return holds

    def write(self, vals):
        result = super().write(vals)
        if "archive_ids" in vals:
            self._check_entries()
        return result

    def _check_entries(self):
        """Entries named by a client have to be readable by him."""
        for hold in self:
            hold.sudo().archive_ids.sudo(self.env.su).check_access("read")

    @api.model
    def _check_holder_right(self):
        """Archivists and the holders of the legal role place and release holds."""
        if self.env.su or self.env["company.document.archive"]._is_keeper() \
                or self.env.user in self.env["company.role"]._get_users("legal", self.env.company):
            return
        raise AccessError(self.env._("Legal holds are placed by the legal department or an archivist."))

    @api.model
    def _get_held_ids(self, archive_ids):
        """Ids among these that an active hold names (superuser query)."""
        if not archive_ids:
            return set()
        self.flush_model(["state", "archive_ids"])
        self.env.cr.execute(
            """SELECT r.archive_id FROM company_document_archive_hold_rel r
                 JOIN company_document_archive_hold h ON h.id = r.hold_id
                WHERE h.state = 'active' AND r.archive_id = ANY(%s)""", [list(archive_ids)])
        return {row[0] for row in self.env.cr.fetchall()}

    def action_place(self):
        """Put the hold in force (legal role, archivists). Returns True."""
        self._check_holder_right()
        self.check_access("read")
        self._check_state("draft")
        for hold in self:
            if not hold.sudo().archive_ids:
                raise UserError(self.env._("%s: name the entries that are held.", hold.name))
        self._set_state("active")
        self.sudo()._as_engine().write({"placed_by_id": self.env.uid, "placed_on": fields.Datetime.now()})
        self._log("document.hold_placed")
        return True

    def action_release(self, reason):
        """End the hold with a reason (legal role, archivists). Returns True."""
        self._check_holder_right()
        self.check_access("read")
        self._check_state("active")
        reason = self._check_text(reason, self.env._("Give the reason of the release."))
        self._set_state("released")
        self.sudo()._as_engine().write({
            "released_by_id": self.env.uid, "released_on": fields.Datetime.now(), "release_reason": reason})
        self._log("document.hold_released")
        return True

    def _log(self, kind):
        self.env["company.document.archive"].invalidate_model(["is_held"], flush=False)
        for hold in self.sudo():
            self.env["company.ledger.entry"]._append(kind, hold, {
                "number": hold.name, "case": hold.case_reference, "entries": hold.archive_ids.sorted("id").mapped(
                    "name"), "reason": hold.release_reason or hold.reason})
