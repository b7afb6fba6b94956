from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import supplier_state

STATES = [("draft", "To Verify"), ("verified", "Verified"), ("refused", "Refused")]
VALIDITY = [
    ("open", "To Verify"), ("refused", "Refused"), ("valid", "Valid"), ("soon", "Expires Soon"), ("expired", "Expired"),
]


class CompanySupplierPaper(models.Model):
    """A paper of a supplier's file, verified by somebody else than the one who uploaded it; then it stays as it is.

    A renewal is a new paper of the same kind; the older one stays in the file.
    """

    _name = "company.supplier.paper"
    _description = "Supplier Paper"
    _inherit = ["company.state.mixin"]
    _order = "kind_id, id desc"
    _check_company_auto = True

    _transitions = frozenset({("draft", "verified"), ("draft", "refused")})
    _client_fields = {
        "draft": frozenset({"qualification_id", "kind_id", "number", "issued_on", "expires_on", "file", "file_name",
                            "note"}),
    }

    qualification_id = fields.Many2one("company.supplier.qualification", "File", required=True, index=True,
                                       ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="qualification_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="qualification_id.partner_id", store=True, index=True)
    kind_id = fields.Many2one("company.supplier.paper.kind", "Kind", required=True, index=True, check_company=True,
                              ondelete="restrict")
    number = fields.Char("Number of the Paper")
    issued_on = fields.Date("Date of Issue")
    expires_on = fields.Date(index=True, help="Last day on which the paper is valid; empty: without limit.")
    file = fields.Binary("Scan", attachment=True, required=True)
    file_name = fields.Char()
    note = fields.Char()
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True)
    uploaded_by_id = fields.Many2one("res.users", "Uploaded by", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True, copy=False)
    verified_on = fields.Datetime(readonly=True, copy=False)
    verify_note = fields.Char("Remark of the Check", readonly=True, copy=False)
    checksum = fields.Char("Digest of the Scan", readonly=True, copy=False)
    validity = fields.Selection(VALIDITY, compute="_compute_validity", search="_search_validity")
    can_verify = fields.Boolean(compute="_compute_can_verify")

    _dates_order = models.Constraint(
        "CHECK(issued_on IS NULL OR expires_on IS NULL OR issued_on <= expires_on)",
        "A paper cannot expire before it was issued.")

    # ------------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------------

    @api.depends("kind_id", "number")
    def _compute_display_name(self):
        for paper in self:
            paper.display_name = " ".join(filter(None, (paper.kind_id.name, paper.number)))

    @api.depends("state", "expires_on")
    def _compute_validity(self):
        today = fields.Date.context_today(self)
        for paper in self:
            days = paper.company_id.sudo().supplier_remind_days or 0
            paper.validity = supplier_state.validity(paper.state, paper.expires_on, today, days)

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=self.env.company.supplier_remind_days)
        verified = Domain("state", "=", "verified")
        domains = {
            "open": Domain("state", "=", "draft"),
            "refused": Domain("state", "=", "refused"),
            "expired": verified & Domain("expires_on", "<", today),
            "soon": verified & Domain("expires_on", ">=", today) & Domain("expires_on", "<=", soon),
            "valid": verified & (Domain("expires_on", "=", False) | Domain("expires_on", ">", soon)),
        }
        return Domain.OR(domains[item] for item in value if item in domains)

    @api.depends("state", "uploaded_by_id")
    @api.depends_context("uid")
    def _compute_can_verify(self):
        refusals = self._get_verify_refusals()
        for paper in self:
            paper.can_verify = not refusals[paper.id]

    # ------------------------------------------------------------------
    # Create and change
    # ------------------------------------------------------------------

    @api.constrains("kind_id", "expires_on")
    def _check_expiry(self):
        for paper in self:
            if paper.kind_id.expiry_required and not paper.expires_on:
                raise UserError(self.env._(
                    "%(paper)s: this kind of paper is recorded with its expiry date (R4 §3.1.3.2).",
                    paper=paper.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        papers = super().create(vals_list)
        papers.qualification_id._check_file_open()
        papers._as_engine().write({"uploaded_by_id": self.env.uid})
        papers.qualification_id.sudo()._refresh_verify_todos()
        return papers

    def write(self, vals):
        if vals.keys() & {"kind_id", "expires_on", "file", "number", "issued_on"}:
            self.qualification_id._check_file_open()
        if "qualification_id" in vals and any(paper.qualification_id.id != vals["qualification_id"] for paper in self):
            raise UserError(self.env._("A paper stays in the file it was uploaded to. Upload it to the other file."))
        result = super().write(vals)
        if "file" in vals:
            self.filtered(lambda paper: paper.state == "draft")._as_engine().write({"uploaded_by_id": self.env.uid})
        return result

    def unlink(self):
        files = self.qualification_id
        files._check_file_open()
        result = super().unlink()
        files.exists().sudo()._refresh_verify_todos()
        return result

    def _get_key(self):
        return self.id if isinstance(self.id, int) else self._origin.id or 0

    def _get_figures(self):
        """What ``engine.supplier_state`` looks at."""
        return [{"key": paper._get_key(), "kind": paper.kind_id.id, "state": paper.state,
                 "expires_on": paper.expires_on or None} for paper in self]

    # ------------------------------------------------------------------
    # Verifying
    # ------------------------------------------------------------------

    def _get_verify_refusals(self):
        """{id: reason or False}: a buyer who did not upload the paper himself verifies it."""
        is_buyer = self.env.user.has_group("company_procurement.group_buyer")
        refusals = {}
        for paper in self:
            reason = False
            if paper.state != "draft":
                reason = self.env._("it was checked already; a renewal is a new paper")
            elif not is_buyer:
                reason = self.env._("only buyers and the head of purchasing verify papers of suppliers")
            elif paper.sudo().uploaded_by_id == self.env.user:
                reason = self.env._(
                    "you uploaded it yourself; somebody else compares it with the original (R4 §3.1.3.2)")
            refusals[paper.id] = reason
        return refusals

    def _start_check(self):
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_verify_refusals())
        return self.sudo()

    def action_verify(self, note=""):
        """Confirm that papers agree with their originals. Buyers, not the uploader; state draft. Returns True.

        ``note``: text. A supplier that was suspended for an expired paper is active again when nothing lacks any
        more. AccessError or UserError otherwise (R4 §3.1.3.2).
        """
        papers_sudo = self._start_check()
        for paper_sudo in papers_sudo:
            attachment_sudo = self.env["ir.attachment"].sudo().search([
                ("res_model", "=", self._name), ("res_id", "=", paper_sudo.id), ("res_field", "=", "file")], limit=1)
            paper_sudo._as_engine().write({
                "verified_by_id": self.env.uid, "verified_on": fields.Datetime.now(),
                "verify_note": note.strip() if isinstance(note, str) else False,
                "checksum": attachment_sudo.checksum})
        papers_sudo._set_state("verified")
        papers_sudo.qualification_id._on_papers_verified()
        return True

    def action_refuse(self, reason):
        """Turn papers down. Buyers, not the uploader; state draft. ``reason``: text. Returns True."""
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Say what is wrong with the paper."))
        papers_sudo = self._start_check()
        papers_sudo._as_engine().write({
            "verified_by_id": self.env.uid, "verified_on": fields.Datetime.now(), "verify_note": reason})
        papers_sudo._set_state("refused")
        for paper_sudo in papers_sudo:
            paper_sudo.qualification_id.message_post(body=self.env._(
                "%(paper)s refused: %(reason)s", paper=paper_sudo.display_name, reason=reason))
        papers_sudo.qualification_id._refresh_verify_todos()
        return True

    def action_open_refuse(self):
        """Open the dialog that asks for the reason of turning the paper down."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Refuse Paper"), "target": "new",
            "res_model": "company.supplier.move", "views": [(False, "form")],
            "context": {"default_step": "refuse", "default_paper_id": self.id,
                        "default_qualification_id": self.qualification_id.id},
        }
