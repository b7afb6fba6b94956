from odoo import api, fields, models

from .company_document_mixin import CLASSIFIED


class CompanyDocumentMixin(models.AbstractModel):
    """Circulation of incoming and outgoing documents alike: to-dos, reminders, who has read and when (D13)."""

    _inherit = "company.document.mixin"

    read_count = fields.Integer("Number Read", compute="_compute_reading")
    unread_count = fields.Integer("Number Unread", compute="_compute_reading")
    reading_summary = fields.Char("Read by", compute="_compute_reading", help="How many have read it, of how many.")
    is_unread = fields.Boolean(
        "Unread by Me", compute="_compute_is_unread", search="_search_is_unread",
        help="It was sent to you and you have not opened it yet.")

    def _get_circulation_link(self):
        return "incoming_id" if self._name == "company.document.incoming" else "outgoing_id"

    def _compute_reading(self):
        link = self._get_circulation_link()
        groups = self.env["company.document.circulation"].sudo()._read_group(
            [(link, "in", self.ids), ("state", "not in", ("recalled", "transferred"))], [link],
            ["__count", "read_on:count"])
        counts = {document.id: (number, read) for document, number, read in groups}
        for document in self:
            number, read = counts.get(document._origin.id, (0, 0))
            document.read_count, document.unread_count = read, number - read
            document.reading_summary = f"{read}/{number}" if number else False

    @api.depends_context("uid")
    def _compute_is_unread(self):
        link = self._get_circulation_link()
        rows = self.env["company.document.circulation"].sudo().search_fetch(
            [*self._get_unread_domain(), (link, "in", self.ids)], [link])
        unread = {row[link].id for row in rows}
        for document in self:
            document.is_unread = document._origin.id in unread

    def _search_is_unread(self, operator, value):
        if operator != "in":
            return NotImplemented
        link = self._get_circulation_link()
        rows = self.env["company.document.circulation"].sudo()._search(
            [*self._get_unread_domain(), (link, "!=", False)])
        return [("id", "in" if True in value else "not in", rows.subselect(link))]

    def _get_unread_domain(self):
        return [("user_id", "=", self.env.uid), ("read_on", "=", False), ("state", "=", "open")]

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------

    def _on_opened(self):
        """Somebody opened these documents: his circulation rows are read."""
        result = getattr(super(), "_on_opened", lambda: True)()
        rows = self.env["company.document.circulation"].sudo().search([
            (self._get_circulation_link(), "in", self.ids), *self._get_unread_domain()])
        if rows:
            rows._mark_read()
        return result

    def _add_delegates(self, users):
        """Who stands in for these users now reads unclassified documents with them; classified ones he is asked."""
        documents = self.sudo().filtered(lambda document: document.secrecy_level < CLASSIFIED)
        if documents and users:
            documents._add_readers(self.env["company.approval.delegation"]._get_delegates(users, self._name))

    def _get_circulation_todo(self, purpose):
        """Kind of the to-do of a circulation row."""
        return "document.circulation"

    def _open_todo(self, kind, users, deadlines=None):
        """Put these documents into the inbox of users; nothing of a classified one but class and number."""
        label = self.env["company.todo"]._get_kind_names()[kind]
        for urgent, documents in self.sudo().grouped(lambda document: document.urgency != "normal").items():
            self.env["company.todo"]._open(
                kind, documents, users,
                {document.id: f"{label}: {document._get_masked_name()}" for document in documents},
                deadline=deadlines or False, urgent=urgent)

    def _notify_people(self, users, text):
        """A message to people about these documents, without the title where they are classified."""
        for document in self.sudo():
            document.message_notify(
                partner_ids=users.partner_id.ids, subject=document._get_masked_name(),
                body=self.env._("%(what)s: %(document)s", what=text, document=document._get_masked_name()))

    def action_read(self):
        """Confirm that one has read a document that was circulated to oneself.

        :return: True (read receipts, R6 §5.8.1 传阅)
        """
        self.check_access("read")
        self._on_opened()
        return True
