from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .company_document_outgoing import STATES

PUBLISHED = ("dispatched", "archived")
assert set(PUBLISHED) <= {state for state, _label in STATES}


class CompanyDocumentOutgoing(models.Model):
    """Whom an outgoing document concerns, for its record rule: what a list costs follows what its reader may read.

    The ids are collected branch by branch, each from an index of its own. As OR in a record rule the same branches
    would be looked at for every document of the company.
    """

    _inherit = "company.document.outgoing"

    is_for_me = fields.Boolean(
        "Concerns Me", compute="_compute_is_for_me", search="_search_is_for_me", compute_sudo=False,
        help="Drafted by me, made known to me, reviewed by me, or public and dispatched.")

    _drafter_document_idx = models.Index("(drafter_id, id)")
    _published_idx = models.Index(
        "(id) WHERE (secrecy_level = 0 OR secrecy_level IS NULL) AND state IN ('dispatched', 'archived')")
    _search_row_idx = models.Index("((id * 2))")    # see company.document.search
    _guard_idx = models.Index("(id) INCLUDE (company_id, secrecy_level, state)")

    @api.depends("drafter_id", "secrecy_level", "state", "approval_user_ids", "reader_ids")
    @api.depends_context("uid")
    def _compute_is_for_me(self):
        user, unclear = self.env.user, []
        for document in self:
            document.is_for_me = document.drafter_id == user or (
                not document.secrecy_level and document.state in PUBLISHED)
            if not document.is_for_me:
                unclear.append(document)
        mine = self.browse(document._origin.id for document in unclear)._get_told_ids()
        for document in unclear:
            document.is_for_me = document._origin.id in mine

    def _get_told_ids(self):
        """Ids of those of these documents that the current user was told of or has reviewed (one query)."""
        documents_sudo = self.sudo().with_context(active_test=False)
        users = self.env.user.ids
        return set(documents_sudo._search(Domain("id", "in", self.ids) & (
            Domain("reader_ids", "in", users) | Domain("approval_user_ids", "in", users))))

    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = self._get_my_documents_sql()
        return Domain.custom(to_sql=lambda _documents, alias, _query: SQL(
            "%s IN (%s)" if True in value else "%s NOT IN (%s)", SQL.identifier(alias, "id"), ids))

    @api.model
    def _get_my_documents_sql(self):
        """Subquery of the ids of the documents that concern the current user.

        UNION rather than UNION ALL: the planner knows how many different ids to expect, and gets them sorted.
        """
        documents_sudo = self.sudo().with_context(active_test=False)
        readers, people = self._fields["reader_ids"], self.env["company.approval"]._fields["participant_ids"]
        return SQL(" UNION ").join([
            documents_sudo._search([("drafter_id", "=", self.env.uid)]).subselect(),
            documents_sudo._search([("secrecy_level", "=", 0), ("state", "in", PUBLISHED)]).subselect(),
            SQL("(SELECT %s FROM %s WHERE %s = %s)", SQL.identifier(readers.column1), SQL.identifier(readers.relation),
                SQL.identifier(readers.column2), self.env.uid, to_flush=readers),
            SQL("(SELECT d.id FROM %s d JOIN %s p ON p.%s = d.approval_id WHERE p.%s = %s)",
                SQL.identifier(self._table), SQL.identifier(people.relation), SQL.identifier(people.column1),
                SQL.identifier(people.column2), self.env.uid, to_flush=(self._fields["approval_id"], people)),
        ])

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Lists read what the rules look at along with their columns."""
        if field_names and not self.env.su:
            field_names = {*field_names, "company_id", "secrecy_level", "drafter_id", "state"}
        return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)
