from odoo import api, fields, models
from odoo.exceptions import UserError


class CompanyDocumentArchiveDisposalLine(models.Model):
    """One entry of a disposal list; number, pages and digest stay when the paper is gone."""

    _name = "company.document.archive.disposal.line"
    _description = "Entry of a Disposal List"
    _inherit = ["company.document.linked.mixin", "company.approval.line.mixin", "company.state.mixin"]
    _order = "disposal_id desc, record_number, id"
    _check_company_auto = True
    _client_parent_field = "disposal_id"
    _approval_parent_field = "disposal_id"
    _client_create_states = frozenset({"draft", "rejected"})
    _client_unlink_states = frozenset({"draft", "rejected"})
    _client_fields = {state: frozenset({"archive_id", "verdict", "keep_years", "verdict_reason"})
                      for state in ("draft", "rejected")}

    disposal_id = fields.Many2one("company.document.archive.disposal", "Disposal List", required=True, readonly=True,
                                  copy=False, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="disposal_id.company_id", store=True, index=True)
    archive_id = fields.Many2one("company.document.archive", "Archive Entry", required=True, index=True,
                                 ondelete="restrict", check_company=True)
    res_model = fields.Char(related="archive_id.res_model", store=True)
    res_id = fields.Many2oneReference(related="archive_id.res_id", model_field="res_model", store=True)
    verdict = fields.Selection([("destroy", "Destroy"), ("keep", "Keep Longer")], required=True, default="destroy")
    keep_years = fields.Integer("Years Longer", help="How many years more the entry is kept when it is not destroyed.")
    verdict_reason = fields.Char("Reason of the Verdict")
    record_number = fields.Char("Archive Number", related="archive_id.name", store=True)
    document_number = fields.Char("File Number", related="archive_id.document_number", store=True)
    record_title = fields.Char("Title at Destruction", readonly=True, copy=False,
                               help="Kept for ever; masked for classified papers.")
    secrecy = fields.Selection(related="archive_id.secrecy", store=True)
    year = fields.Integer("Archive Year", related="archive_id.year", store=True)
    retention = fields.Selection(related="archive_id.retention", store=True)
    expires_on = fields.Date("Kept until", related="archive_id.expires_on")
    page_count = fields.Integer("Pages", related="archive_id.page_count", store=True)
    digest = fields.Char(related="archive_id.digest", store=True)
    deleted_files = fields.Integer("Files Deleted", readonly=True, copy=False)
    note = fields.Char("Hindrance", compute="_compute_note", compute_sudo=True)

    _entry_unique = models.UniqueIndex("(disposal_id, archive_id)", "This entry is on the list already.")

    @api.model
    def _sees_masked_rows(self):
        return True     # who may read the list sees all its entries, masked

    @api.depends("archive_id.state", "archive_id.expires_on", "verdict")
    def _compute_note(self):
        for line in self:
            line.note = line.archive_id and line.disposal_id.state != "destroyed" and line._get_refusal() or False

    def _get_refusal(self):
        """Why this entry must not be destroyed now, or False."""
        self.ensure_one()
        archive = self.archive_id
        if archive.state == "destroyed":
            return self.env._("is destroyed already")
        if archive.is_held:
            return self.env._("is under a legal hold")
        if archive.state == "lent":
            return self.env._("is lent")
        if not archive.expires_on:
            return self.env._("is kept for ever")
        return not archive.is_expired and self.env._("is kept until %s", archive.expires_on)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_listed_once()
        lines.archive_id.sudo(self.env.su).check_access("read")
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "archive_id" in vals:
            self._check_listed_once()
            self.archive_id.sudo(self.env.su).check_access("read")
        return result

    def _check_listed_once(self):
        twice = self.sudo().search([
            ("archive_id", "in", self.sudo().archive_id.ids), ("id", "not in", self.ids),
            ("disposal_id.state", "in", ("draft", "submitted", "approved", "destroying"))], limit=1)
        if twice:
            raise UserError(self.env._(
                "%(entry)s stands on the list %(list)s already.", entry=twice.record_number,
                list=twice.disposal_id.name))
