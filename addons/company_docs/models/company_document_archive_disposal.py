from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Proposal"), ("submitted", "In Appraisal"), ("approved", "To Be Destroyed"),
    ("destroying", "First Person Done"), ("destroyed", "Destroyed"), ("rejected", "Rejected"),
    ("cancelled", "Cancelled")]
OPEN_STATES = ("draft", "submitted", "approved", "destroying")


class CompanyDocumentArchiveDisposal(models.Model):
    """List of expired entries (销毁清单): appraised, approved, destroyed by two people, kept for ever (R6 §5.11)."""

    _name = "company.document.archive.disposal"
    _description = "Disposal List"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _number_prefix = "XH%(year)s-"
    _approval_resubmit_rejected = True

    _transitions = frozenset({
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "approved"), ("submitted", "rejected"),
        ("rejected", "submitted"), ("approved", "destroying"), ("destroying", "approved"),
        ("destroying", "destroyed"), ("draft", "cancelled"), ("rejected", "cancelled"), ("approved", "cancelled")})
    _client_fields = {
        "draft": frozenset({"reason", "method", "place", "line_ids"}),
        "rejected": frozenset({"reason", "method", "place", "line_ids"})}

    name = fields.Char("List Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    reason = fields.Text("Appraisal Opinion", required=True, help="Why these papers need not be kept any longer.")
    method = fields.Selection(
        [("shred", "Shredding"), ("pulp", "Pulping"), ("burn", "Burning"), ("delete", "Electronic Only")],
        "Way of Destruction", required=True, default="shred")
    place = fields.Char("Place of Destruction")
    requester_id = fields.Many2one("res.users", "Proposed by", required=True, readonly=True, copy=False, index=True,
                                   default=lambda self: self.env.user)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, index=True,
                             tracking=True)
    line_ids = fields.One2many("company.document.archive.disposal.line", "disposal_id", "Entries", copy=False)
    line_count = fields.Integer("Number of Entries", compute="_compute_counts", compute_sudo=True)
    destroy_count = fields.Integer("To Destroy", compute="_compute_counts", compute_sudo=True)
    page_count = fields.Integer("Pages", compute="_compute_counts", compute_sudo=True)
    destroyer_id = fields.Many2one("res.users", "Destroyed by", readonly=True, copy=False)
    destroyer_on = fields.Datetime("First Signature", readonly=True, copy=False)
    witness_id = fields.Many2one("res.users", "Supervised by", readonly=True, copy=False)
    destroyed_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("line_ids.verdict", "line_ids.page_count")
    def _compute_counts(self):
        groups = self.env["company.document.archive.disposal.line"].sudo()._read_group(
            [("disposal_id", "in", self.ids)], ["disposal_id", "verdict"], ["__count", "page_count:sum"])
        for disposal in self:
            rows = [row[1:] for row in groups if row[0] == disposal]
            disposal.line_count = sum(count for _verdict, count, _pages in rows)
            disposal.destroy_count = sum(count for verdict, count, _pages in rows if verdict == "destroy")
            disposal.page_count = sum(pages or 0 for verdict, _count, pages in rows if verdict == "destroy")

    # ------------------------------------------------------------------
    # Proposal
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.env["company.document.archive"]._check_keeper()
        return super().create(vals_list)

    def action_collect(self, limit=500):
        """Add the expired entries that nothing keeps, oldest first (archivists). Returns how many.

        :param limit: at most so many
        """
        self.ensure_one()
        self.env["company.document.archive"]._check_keeper()
        self.check_access("write")
        self._check_state("draft", "rejected")
        if not isinstance(limit, int) or not 0 < limit <= 5000:
            raise UserError(self.env._("At most 5,000 entries stand on one list."))
        archives_sudo = self.env["company.document.archive"].sudo().search([
            ("company_id", "=", self.company_id.id), ("state", "=", "filed"), ("is_expired", "=", True),
            ("is_held", "=", False), ("id", "not in", self._get_listed_ids())], order="expires_on, id", limit=limit)
        self.env["company.document.archive.disposal.line"].create([
            {"disposal_id": self.id, "archive_id": archive.id} for archive in archives_sudo])
        return len(archives_sudo)

    def _get_listed_ids(self):
        """Ids of entries on this list or on another one that is not finished."""
        lines = self.env["company.document.archive.disposal.line"].sudo().search([
            ("disposal_id.state", "in", OPEN_STATES), ("company_id", "in", self.company_id.ids)])
        return (lines | self.sudo().line_ids).archive_id.ids

    # ------------------------------------------------------------------
    # Appraisal and approval
    # ------------------------------------------------------------------

    def _approval_digest_fields(self):
        return ["name", "reason", "method", "line_ids.archive_id", "line_ids.verdict", "line_ids.keep_years"]

    def _approval_subject(self):
        return self.env._("%(name)s: destroy %(count)s entries", name=self.name, count=self.destroy_count)

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for disposal in self.sudo():
            if not refusals.get(disposal.id) and disposal.state not in ("draft", "rejected"):
                refusals[disposal.id] = self.env._("only a proposal is submitted")
            if not refusals.get(disposal.id) and not disposal.line_ids:
                refusals[disposal.id] = self.env._("the list is empty")
        return refusals

    def action_submit(self):
        """Send the list to appraisal and approval (DOC-ARCHIVE-DESTROY). Returns True."""
        self.check_access("write")
        for disposal in self:
            disposal._enforce_lines()
        return super().action_submit()

    def _enforce_lines(self):
        """Nothing under hold, nothing unexpired, nothing lent is destroyed (control DOC-ARCHIVE-DESTROY)."""
        self.ensure_one()
        for line in self.sudo().line_ids.filtered(lambda line: line.verdict == "destroy"):
            if reason := line._get_refusal():
                self.env["company.control"]._enforce(
                    "DOC-ARCHIVE-DESTROY", self, self.env._("%(entry)s %(reason)s", entry=line.record_number,
                                                            reason=reason), fact=f"{line.archive_id.id}:{reason}")

    def _on_approval_submitted(self, approval):
        if approval:
            self._set_state("submitted")

    def _on_approval_approved(self, approval):
        self._set_state("approved")
        for disposal in self:
            self.env["company.todo"]._open(
                "document_disposal", disposal, self.env["company.document.archive"]._get_keepers(disposal.company_id),
                self.env._("%s: destroy what was approved, two people together", disposal.name))

    def _on_approval_rejected(self, approval):
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        self._set_state("draft")

    def action_cancel(self):
        """Give the list up before anything was destroyed (archivists). Returns True."""
        self.env["company.document.archive"]._check_keeper()
        self.check_access("write")
        self._check_state("draft", "rejected", "approved")
        self.env["company.todo"]._close("document_disposal", self.sudo())
        return self._set_state("cancelled")
