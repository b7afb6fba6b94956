from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.engine import as_engine, take_mark
from ..tools.fields import EvidenceMany2one
from ..tools.sql import guard_table


class CompanyEvidenceMixin(models.AbstractModel):
    """Rows that are written once, by the engine, and never again: findings, ledger, decisions."""

    _name = 'company.evidence.mixin'
    _description = 'Append-only Evidence'

    _check_company_auto = True
    _guard_by_triggers = True

    def init(self):
        """Let the database refuse what the ORM refuses, for all who come by another way."""
        super().init()
        if self._auto and not self._abstract and self._guard_by_triggers:
            guard_table(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):
        trusted, self = take_mark(self)
        if not trusted:
            raise AccessError(self.env._(
                "Rows of “%(model)s” are written by the system only, as a result of the action that they prove.",
                model=self.env['ir.model']._get(self._name).name))
        clean = {key: value for key, value in self.env.context.items() if not key.startswith('default_')}
        return super(CompanyEvidenceMixin, self.with_context(clean)).create(vals_list)

    def write(self, vals):
        self._refuse_change()

    def unlink(self):
        self._refuse_change()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        self._refuse_change()

    # ------------------------------------------------------------------
    # Links without foreign keys: what they point at may be gone, the names stay as text
    # ------------------------------------------------------------------

    def _fetch_query(self, query, fields):
        records = super()._fetch_query(query, fields)
        for field in fields:
            if isinstance(field, EvidenceMany2one):
                cache = field._get_cache(self.env)
                linked = self.env[field.comodel_name].sudo().browse({cache.get(id_) for id_ in records._ids} - {None})
                gone = set(linked._ids) - set(linked.exists()._ids)
                for id_ in records._ids if gone else ():
                    if cache.get(id_) in gone:
                        cache[id_] = None
        return records

    def _read_group_groupby(self, alias, groupby_spec, query):
        expression = super()._read_group_groupby(alias, groupby_spec, query)
        field = self._fields.get(groupby_spec)
        if not isinstance(field, EvidenceMany2one):
            return expression
        return SQL("(SELECT id FROM %s WHERE id = %s)",
                   SQL.identifier(self.env[field.comodel_name]._table), expression)

    def _get_evidence_time(self):
        """Files of a row are as unchangeable as the row: those attached at any time."""
        return fields.Datetime.now()

    def _get_client_fields(self):
        return frozenset()

    def _refuse_change(self):
        raise AccessError(self.env._(
            "Rows of “%(model)s” are evidence: nobody changes or deletes them, the administrator included.",
            model=self.env['ir.model']._get(self._name).name))

    def _as_engine(self):
        """The same records; the next create is trusted."""
        return as_engine(self)
