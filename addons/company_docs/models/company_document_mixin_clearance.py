from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .company_document_mixin import CLASSIFIED


class CompanyDocumentMixin(models.AbstractModel):
    """Who is cleared for a document, and by what name it goes where people without clearance may look."""

    _inherit = "company.document.mixin"

    is_told = fields.Boolean(
        "Told", compute="_compute_is_told", search="_search_is_told", compute_sudo=False,
        help="The current user is one of the readers.")
    is_known = fields.Boolean(
        "May Know", compute="_compute_is_known", search="_search_is_known", compute_sudo=False,
        help="Unclassified, or the current user is cleared for its class and one of its readers.")

    @api.depends("reader_ids")
    @api.depends_context("uid")
    def _compute_is_told(self):
        # the circle of readers may be large: nobody else of it is read
        told = set(self.sudo().with_context(active_test=False)._search([
            ("id", "in", self._origin.ids), ("reader_ids", "in", self.env.user.ids)]))
        for document in self:
            document.is_told = document._origin.id in told

    def _search_is_told(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("reader_ids", "in", self.env.user.ids)
        return domain if True in value else ~domain

    @api.depends("secrecy_level", "company_id", "reader_ids")
    @api.depends_context("uid")
    def _compute_is_known(self):
        for document in self:
            document.is_known = document.is_cleared and (
                document.secrecy_level < CLASSIFIED or document.is_told)

    def _search_is_known(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("is_cleared", "=", True)
        if self.env["res.users"]._get_highest_clearance() >= CLASSIFIED:
            # to anybody else the class alone closes every classified paper
            domain &= Domain("secrecy_level", "<", CLASSIFIED) | Domain("is_told", "=", True)
        return domain if True in value else ~domain

    def _get_secrecy_start(self):
        """Date from which the secrecy term counts; documents return the date printed on them."""
        self.ensure_one()
        return self.create_date.date() if self.create_date else False

    @api.depends("secrecy_level", "secrecy_years")
    def _compute_declassify_on(self):
        for document in self:
            start = document._get_secrecy_start()
            document.declassify_on = start + relativedelta(years=document.secrecy_years) \
                if start and document.secrecy_level >= CLASSIFIED and document.secrecy_years > 0 else False

    def _raise_seal_uses(self):
        """What was sealed has the class of its document."""
        for document in self.sudo():
            uses = self.env["company.seal.use"].sudo().search([("target", "=", f"{document._name},{document.id}")])
            uses.filtered(lambda use, d=document: use.secrecy != d.secrecy)._as_engine().write(
                {"secrecy": document.secrecy})

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    def _on_opened(self):
        """A user opened this document: its body, files or title was read by itself, not in a list.

        Called by the server for real users only, in the transaction of the reading. Extensions call super.
        """

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    def _get_masked_name(self):
        """Name for to-dos, mails and lists: from “secret” on it says no more than class and number."""
        self.ensure_one()
        document_sudo = self.sudo()
        if document_sudo.secrecy_level < CLASSIFIED:
            return self.display_name
        return document_sudo._get_bare_name()

    def _get_bare_name(self):
        """Class and number, nothing of the content."""
        self.ensure_one()
        label = dict(self._fields["secrecy"]._description_selection(self.env))[self.secrecy]
        number = self._get_document_number()
        return self.env._("%(secrecy)s document %(number)s", secrecy=label,
                          number=number if number and number != "/" else f"#{self._origin.id or ''}")

    def _get_document_number(self):
        """The number by which people call the document."""
        return self[self._number_field] if self._number_field in self._fields else ""

    def _get_evidence_name(self):
        """Name in rows that nobody can change later: kind of paper and number, so that raising the class hides all."""
        self.ensure_one()
        number = self.sudo()._get_document_number()
        if not number or number == "/":
            number = f"#{self._origin.id or ''}"
        return self.env._("%(kind)s %(number)s", kind=self.env["ir.model"]._get(self._name).name, number=number)
