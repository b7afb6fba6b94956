from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .company_document_mixin import SECRECY_LEVELS

CLASSIFIED_KEYS = tuple(key for key, level in SECRECY_LEVELS.items() if level >= SECRECY_LEVELS["secret"])
STATES = [
    ("draft", "Draft"), ("submitted", "In Approval"), ("approved", "Approved"), ("lent", "Lent"),
    ("returned", "Given Back"), ("rejected", "Rejected"), ("cancelled", "Cancelled")]


class CompanyDocumentArchiveLoan(models.Model):
    """One loan from the archive: asked for, approved where needed, lent until a day, given back (R6 §5.8.1.5, §5.11).

    The borrower knows the documents only from the lending to the return.
    """

    _name = "company.document.archive.loan"
    _description = "Archive Loan"
    _inherit = [
        "company.number.mixin", "company.approval.mixin", "company.state.mixin", "company.deadline.mixin",
        "mail.thread", "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _number_prefix = "JY%(year)s-"
    _mail_post_access = "read"
    _approval_resubmit_rejected = False

    _transitions = frozenset({
        ("draft", "submitted"), ("draft", "approved"), ("submitted", "approved"), ("submitted", "draft"),
        ("submitted", "rejected"), ("approved", "lent"), ("lent", "returned"),
        ("draft", "cancelled"), ("approved", "cancelled")})
    _client_fields = {"draft": frozenset({"borrower_id", "purpose", "sought", "mode", "archive_ids", "due_on"})}

    name = fields.Char("Loan Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    borrower_id = fields.Many2one("res.users", "Borrower", required=True, index=True,
                                  default=lambda self: self.env.user)
    department_id = fields.Many2one("hr.department", compute="_compute_department_id", store=True,
                                    compute_sudo=True)
    purpose = fields.Char("Purpose", required=True)
    sought = fields.Text("Wanted", help="What you look for, when you don't know the entry: the archivist finds it.")
    mode = fields.Selection(
        [("read", "Read in the System"), ("original", "Borrow the Original")], "Way of Lending", required=True,
        default="read")
    archive_ids = fields.Many2many("company.document.archive", "company_document_archive_loan_rel", "loan_id",
                                   "archive_id", string="Archive Entries", copy=False, check_company=True)
    entry_numbers = fields.Char("Entries", compute="_compute_entry_numbers", compute_sudo=True)
    has_classified = fields.Boolean("Classified", compute="_compute_entry_numbers", compute_sudo=True)
    due_on = fields.Date("Return by", required=True, copy=False,
                         default=lambda self: fields.Date.add(fields.Date.context_today(self), days=7))
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False, index=True,
                             tracking=True)
    lent_by_id = fields.Many2one("res.users", "Lent by", readonly=True, copy=False)
    lent_on = fields.Datetime(readonly=True, copy=False)
    returned_to_id = fields.Many2one("res.users", "Taken back by", readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)
    return_note = fields.Char("Condition at Return", readonly=True, copy=False)
    added_reader_keys = fields.Json(readonly=True, copy=False, help="Documents that the loan opened to the borrower.")
    reminded_on = fields.Date(readonly=True, copy=False)
    is_keeper = fields.Boolean(compute="_compute_is_keeper")

    _due_idx = models.Index("(due_on) WHERE state = 'lent'")

    @api.depends("borrower_id", "company_id")
    def _compute_department_id(self):
        for loan in self:
            employees = loan.borrower_id.with_company(loan.company_id).employee_ids
            loan.department_id = employees.filtered(lambda e, c=loan.company_id: e.company_id == c)[:1].department_id

    @api.depends("archive_ids.name", "archive_ids.secrecy")
    def _compute_entry_numbers(self):
        for loan in self:
            loan.entry_numbers = ", ".join(loan.archive_ids.mapped("name"))
            loan.has_classified = any(archive.secrecy in CLASSIFIED_KEYS for archive in loan.archive_ids)

    @api.depends_context("uid")
    def _compute_is_keeper(self):
        self.is_keeper = self.env["company.document.archive"]._is_keeper()

    # ------------------------------------------------------------------
    # Who may ask for what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        loans = super().create(vals_list)
        loans._check_request(vals_list[0].keys() | {"archive_ids"})
        return loans

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"archive_ids", "borrower_id"}:
            self._check_request(vals.keys())
        return result

    def _check_request(self, names):
        """People ask for themselves, for entries that they may see; archivists for everybody."""
        if self.env["company.document.archive"]._is_keeper():
            return
        for loan in self:
            if loan.borrower_id != self.env.user:
                raise AccessError(self.env._("You ask for yourself; archivists enter the loans of others."))
            if "archive_ids" in names:
                loan.sudo().archive_ids.sudo(self.env.su).check_access("read")

    def action_find(self, archive_ids):
        """Answer of the archivist to what is sought: the entries of this request. Returns True.

        :param archive_ids: ids of company.document.archive
        """
        self.ensure_one()
        self.check_access("read")
        entries = self.env["company.document.archive.box"]._get_box_entries(archive_ids)
        self._check_state("draft")
        self.sudo()._as_engine().write({"archive_ids": [fields.Command.set(entries.ids)]})
        todos = self.env["company.todo"]
        todos._close("document_loan_find", self.sudo())
        todos._open("document_loan", self.sudo(), self.borrower_id, self.env._(
            "%s: what you look for was found; submit the loan", self.name))
        return True

    def action_ask(self):
        """Ask the archivists to find what is sought. Returns True."""
        self.check_access("write")
        self._check_state("draft")
        archives = self.env["company.document.archive"]
        for loan in self:
            self._check_text(loan.sought, self.env._("%s: say what you look for.", loan.name))
            self.env["company.todo"]._open(
                "document_loan_find", loan.sudo(), archives._get_keepers(loan.company_id),
                self.env._("%(loan)s: find papers for %(person)s", loan=loan.name, person=loan.borrower_id.name))
        return True

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_requester(self):
        return self.borrower_id

    def _approval_category(self):
        return "classified" if self.has_classified else "plain"

    def _approval_required(self):
        """Classified papers always; the others where the company wants it or the borrower doesn't know them yet."""
        self.ensure_one()
        return self.has_classified or self.company_id.archive_loan_approval or bool(
            self.archive_ids - self.archive_ids.with_user(self.borrower_id)._filter_open().sudo())

    def _approval_digest_fields(self):
        return ["name", "borrower_id", "purpose", "mode", "archive_ids", "due_on"]

    def _get_submit_refusals(self):
        refusals = super()._get_submit_refusals()
        for loan in self.sudo():
            refusals[loan.id] = refusals.get(loan.id) or loan._get_loan_refusal()
        return refusals

    def _get_loan_refusal(self):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("only a draft is submitted")
        if not self.archive_ids:
            return self.env._("name the entries; ask the archivist when you don't know them")
        if self.due_on < fields.Date.context_today(self):
            return self.env._("the day of return lies in the past")
        return self._get_entry_refusal()

    def _get_entry_refusal(self):
        """Why these entries can't be lent now, or False."""
        for archive in self.archive_ids:
            if archive.state == "destroyed":
                return self.env._("%s was destroyed", archive.name)
            if self.mode == "original" and archive.state == "lent":
                return self.env._("%(entry)s is lent until %(day)s", entry=archive.name, day=archive.loan_id.due_on)
            if self.mode == "original" and archive.is_held:
                return self.env._("%s is under a legal hold: its original stays in the archive", archive.name)
        return False

    def action_submit(self):
        """Submit the loan; where no approval is needed it is approved at once. Returns True."""
        self.check_access("write")
        for loan in self.sudo():
            loan._enforce_loan_rules()
        return super().action_submit()

    def _enforce_loan_rules(self):
        """Length of the loan (DOC-ARCHIVE-LOAN-DAYS) and clearance (DOC-ARCHIVE-LOAN)."""
        self.ensure_one()
        controls = self.env["company.control"].sudo(False)
        days = (self.due_on - fields.Date.context_today(self)).days
        limit = controls._get_value("DOC-ARCHIVE-LOAN-DAYS", self.company_id)
        if limit and days > limit:
            controls._enforce("DOC-ARCHIVE-LOAN-DAYS", self.sudo(False), self.env._(
                "asked for %(days)s days, at most %(limit)s; ask for a shorter time and renew it",
                days=days, limit=int(limit)), fact=f"{self.borrower_id.id}:{days}")
        self._enforce_clearance()

    def _enforce_clearance(self):
        """Classified papers go only to people who are cleared for them (R6 §5.4, §5.8.1.5)."""
        for archive in self.archive_ids.filtered(lambda archive: archive.secrecy in CLASSIFIED_KEYS):
            level = SECRECY_LEVELS[archive._get_document().secrecy or archive.secrecy]
            if self.borrower_id.sudo()._get_clearance(self.company_id) < level:
                self.env["company.control"].sudo(False)._enforce("DOC-ARCHIVE-LOAN", self.sudo(False), self.env._(
                    "%(person)s is not cleared for %(entry)s", person=self.borrower_id.name, entry=archive.name),
                    fact=f"{self.borrower_id.id}:{archive.id}")

    def _on_approval_submitted(self, approval):
        if approval:
            self._set_state("submitted")

    def _on_approval_approved(self, approval):
        self._set_state("approved")
        for loan in self.sudo():
            self.env["company.todo"]._close("document_loan", loan)
            self.env["company.todo"]._open(
                "document_loan_lend", loan, self.env["company.document.archive"]._get_keepers(loan.company_id),
                self.env._("%(loan)s: lend to %(person)s", loan=loan.name, person=loan.borrower_id.name))

    def _on_approval_rejected(self, approval):
        self._set_state("rejected")

    def _on_approval_returned(self, approval):
        self._set_state("draft")

    def _on_approval_withdrawn(self, approval):
        self._set_state("draft")

    def action_cancel(self):
        """Give the request up before anything was lent (borrower, archivists). Returns True."""
        self.check_access("read")
        self._check_state("draft", "approved")
        for loan in self:
            if self.env.user != loan.borrower_id and not self.env["company.document.archive"]._is_keeper():
                raise UserError(self.env._("%s: only the borrower or an archivist gives it up.", loan.name))
        todos = self.env["company.todo"]
        for kind in ("document_loan", "document_loan_find", "document_loan_lend"):
            todos._close(kind, self.sudo())
        return self._set_state("cancelled")
