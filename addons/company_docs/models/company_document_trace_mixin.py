from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CompanyDocumentTraceMixin(models.AbstractModel):
    """A row that names any record by model and id: hidden from those who must not know the document behind it.

    A global record rule on ``is_document_open`` does the hiding, in searches, reads, groups and exports alike.
    """

    _name = "company.document.trace.mixin"
    _description = "Trace of a Document"

    _trace_model_field = "res_model"
    _trace_id_field = "res_id"
    _trace_needs = None     # field without which a model has no such rows: fewer subqueries in every search

    is_document_open = fields.Boolean(
        "Document May Be Known", compute="_compute_is_document_open", search="_search_is_document_open",
        compute_sudo=False, help="False for classified documents that the current user must not know of (R6 §5.4).")

    @api.model
    def _get_traced_models(self):
        """Names of the models whose rows can be hidden here."""
        names = self.env["company.document.secrecy"]._get_restricted_models()
        return [name for name in names if not self._trace_needs or self._trace_needs in self.env[name]._fields]

    @api.depends_context("uid")
    @api.depends(lambda self: (self._trace_model_field, self._trace_id_field))
    def _compute_is_document_open(self):
        guard = self.env["company.document.secrecy"]
        restricted, by_model = set(self._get_traced_models()), defaultdict(set)
        for row in self.sudo():
            if row[self._trace_model_field] in restricted:
                by_model[row[self._trace_model_field]].add(row[self._trace_id_field])
        hidden = {name: guard._get_hidden_ids(name, ids) for name, ids in by_model.items()}
        for row in self:
            row_sudo = row.sudo()
            row.is_document_open = row_sudo[self._trace_id_field] not in hidden.get(
                row_sudo[self._trace_model_field], ())

    def _search_is_document_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        guard = self.env["company.document.secrecy"]
        hidden = []
        for name in self._get_traced_models():
            rows = self.env[name].sudo().with_context(active_test=False)._search(guard._get_hidden_domain(name))
            if not rows.is_empty():
                hidden.append((name, rows))
        return Domain.custom(to_sql=lambda model, alias, query: SQL(
            "NOT (%s)" if True in value else "(%s)", model._get_hidden_sql(alias, query, hidden)))

    @api.model
    def _get_hidden_sql(self, alias, query, hidden):
        """Condition on rows about hidden records; ``hidden`` are pairs of a model and the query of its hidden records.

        Only the record that a row names is looked at: the sets of hidden records may be large, what is asked for not.
        """
        res_model = self._field_to_sql(alias, self._trace_model_field, query)
        res_id = self._field_to_sql(alias, self._trace_id_field, query)
        conditions = [SQL(
            "(%s IS NOT DISTINCT FROM %s AND EXISTS (SELECT FROM (%s) hidden WHERE hidden.id = %s))",
            res_model, name, rows.select(), res_id) for name, rows in hidden]
        return SQL(" OR ").join(conditions or [SQL("FALSE")])
