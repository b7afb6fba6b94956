import logging
from contextlib import closing
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..engine.chain import FIELDS, entry_content, one_line, walk
from ..tools.digest import canonical_json, sha256_hex
from ..tools.fields import EvidenceMany2one

_logger = logging.getLogger(__name__)

CONTENT = SQL("concat_ws(E'\\n', %s)", SQL(', ').join(SQL.identifier('e', name) for name in FIELDS))
FETCH = 5000
UNSEALED_MINUTES = 15


class CompanyLedgerEntry(models.Model):
    """Decisions, appended for ever. Entries are plain inserts of the deciding transaction; see company.ledger.seal."""

    _name = 'company.ledger.entry'
    _inherit = ['company.evidence.mixin']
    _description = 'Ledger Entry'
    _order = 'id desc'
    _rec_name = 'record_name'
    _log_access = False

    company_id = EvidenceMany2one(
        'res.company', 'Company', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    kind = fields.Char('Kind Code', required=True, readonly=True, index=True)
    kind_name = fields.Char('Decision', compute='_compute_kind_name')
    res_model = fields.Char('Model', required=True, readonly=True)
    res_id = fields.Many2oneReference('Record', model_field='res_model', required=True, readonly=True)
    record_name = fields.Char('Document', readonly=True)
    user_id = EvidenceMany2one('res.users', 'User', required=True, readonly=True, index=True)
    user_name = fields.Char(readonly=True)
    logged_at = fields.Char('Recorded at (UTC)', required=True, readonly=True, help="Exact time, part of the digest.")
    date = fields.Datetime(required=True, readonly=True, index=True)
    payload = fields.Text('Content', required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    seal_ids = fields.One2many('company.ledger.seal', 'entry_id', 'Seal', readonly=True)
    seal_sequence = fields.Integer('Number in the Chain', compute='_compute_seal')
    seal_hash = fields.Char('Seal Hash', compute='_compute_seal')

    _record_idx = models.Index('(res_model, res_id)')

    def init(self):
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION company_ledger_entry_enqueue() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO company_ledger_pending (entry_id, company_id) VALUES (NEW.id, NEW.company_id);
                RETURN NULL;
            END $$;
            DROP TRIGGER IF EXISTS company_ledger_entry_enqueue ON company_ledger_entry;
            CREATE TRIGGER company_ledger_entry_enqueue AFTER INSERT ON company_ledger_entry
                FOR EACH ROW EXECUTE FUNCTION company_ledger_entry_enqueue();
        """)

    @api.depends('seal_ids')
    def _compute_seal(self):
        for entry in self:
            entry.seal_sequence = entry.seal_ids[:1].sequence
            entry.seal_hash = entry.seal_ids[:1].hash

    @api.depends('kind')
    def _compute_kind_name(self):
        names = self._get_kind_names()
        for entry in self:
            entry.kind_name = names.get(entry.kind, entry.kind)

    @api.model
    def _get_kind_names(self):
        """{kind: translated name}; addons add theirs."""
        return {
            'control.setting': self.env._("Control set"),
            'control.owner': self.env._("Owner of a control set"),
            'control.override': self.env._("Exception allowed"),
            'role.holder': self.env._("Role given or ended"),
        }

    # ------------------------------------------------------------------
    # Appending
    # ------------------------------------------------------------------

    @api.model
    def _append(self, kind, record, payload):
        """Append a decision on ``record`` by the current user.

        :param kind: short code such as 'approval.decision'
        :param record: one record, or an empty recordset
        :param payload: dict of what was decided
        :return: the entry
        """
        company = record.sudo()['company_id'] if 'company_id' in record._fields else None
        values = {
            'company_id': (company or self.env.company).id,
            'kind': one_line(kind),
            'res_model': record._name,
            'res_id': record._origin.id or 0,
            'record_name': one_line(record.sudo().display_name) if record else '',
            'user_id': self.env.uid,
            'user_name': one_line(self.env.user.name),
            'payload': canonical_json(payload),
        }
        return self._insert([values])

    @api.model
    def _insert(self, vals_list):
        """Stamp, digest and insert entries; link them into the chain as soon as they are committed."""
        for values in vals_list:
            now = datetime.utcnow()
            values['logged_at'] = now.isoformat(' ', 'microseconds')
            values['date'] = now.replace(microsecond=0)
            values['digest'] = sha256_hex(entry_content(values))
        entries = self.sudo()._as_engine().create(vals_list)
        self.env['company.ledger.seal']._seal_after_commit({values['company_id'] for values in vals_list})
        return entries

    # ------------------------------------------------------------------
    # Verifying
    # ------------------------------------------------------------------

    @api.model
    def _verify(self, company):
        """Walk the chain of a company.

        :return: ``{'checked', 'ok', 'broken': {entry_id, sequence, problem} or False, 'head', 'unsealed': [ids],
            'pending': number}``
        """
        self.flush_model()
        with closing(self.env.cr._cnx.cursor(name='company_ledger_verify')) as cursor:
            cursor.itersize = FETCH
            query = self._get_verify_query(company.id)
            cursor.execute(query.code, query.params)
            checked, head, broken = walk(company.id, cursor)
        unsealed, pending = self._get_unsealed(company.id)
        if not broken and unsealed:
            broken = {'entry_id': unsealed[0], 'sequence': 0, 'problem': 'unsealed'}
        return {
            'checked': checked, 'ok': not broken, 'broken': broken, 'head': head, 'unsealed': unsealed,
            'pending': pending,
        }

    @api.model
    def _get_verify_query(self, company_id):
        return SQL(
            """
            SELECT s.sequence, s.entry_id, s.entry_digest, s.previous_hash, s.hash,
                   e.digest = s.entry_digest AND e.date::text = left(e.logged_at, 19),
                   CASE WHEN e.id IS NULL THEN NULL ELSE %s END
              FROM company_ledger_seal s LEFT JOIN company_ledger_entry e ON e.id = s.entry_id
             WHERE s.company_id = %s
          ORDER BY s.sequence
            """, CONTENT, company_id)

    @api.model
    def _get_unsealed(self, company_id):
        """Ids of the first entries without a seal for too long, and the number of all that wait."""
        limit = datetime.utcnow() - timedelta(minutes=UNSEALED_MINUTES)
        rows = self.env.execute_query(SQL(
            """
            SELECT e.id, e.logged_at < %s
              FROM company_ledger_entry e
             WHERE e.company_id = %s AND NOT EXISTS (SELECT FROM company_ledger_seal s WHERE s.entry_id = e.id)
          ORDER BY e.id
            """, limit.isoformat(' ', 'microseconds'), company_id))
        return [entry_id for entry_id, late in rows if late][:100], len(rows)

    def action_verify(self):
        """Verify the ledgers of the current companies (auditors).

        :return: a notification whose ``params.result`` holds the figures per company
        """
        if not (self.env.user.has_group('company_base.group_auditor')
                or self.env.user.has_group('company_base.group_control_manager')):
            raise AccessError(self.env._("Only auditors verify the ledger."))
        results = [dict(self.sudo()._verify(company), company_id=company.id) for company in self.env.companies]
        ok = all(result['ok'] for result in results)
        message = '\n'.join(self._format_result(result) for result in results)
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {
                'title': self.env._("Ledger verified") if ok else self.env._("The ledger is broken"),
                'message': message, 'type': 'success' if ok else 'danger', 'sticky': True, 'result': results,
            },
        }

    @api.model
    def _cron_verify(self):
        """Verify the ledgers of all companies; a broken one is put into the inbox of its auditors."""
        auditors = self.env.ref('company_base.group_auditor').sudo().all_user_ids
        for company in self.env['res.company'].sudo().search([]):
            result = dict(self._verify(company), company_id=company.id)
            entry = self.browse(result['broken'] and result['broken']['entry_id'])
            if not result['ok']:
                _logger.error("The ledger of company %s is broken: %s", company.name, result['broken'])
                self.env['company.todo']._open(
                    'ledger', entry, auditors.filtered(lambda user, company=company: company in user.company_ids),
                    self._format_result(result), company_id=company.id)
        return True

    @api.model
    def _format_result(self, result):
        company = self.env['res.company'].sudo().browse(result['company_id']).name
        broken = result['broken']
        if not broken:
            return self.env._("%(company)s: %(count)s entries intact, head %(head)s", company=company,
                              count=result['checked'], head=result['head'][:16])
        problem = {
            'content': self.env._("its content was changed"),
            'link': self.env._("its link to the entry before was changed"),
            'missing': self.env._("it was deleted"),
            'gap': self.env._("a number before it is missing"),
            'unsealed': self.env._("it was not sealed for too long"),
        }[broken['problem']]
        return self.env._("%(company)s: entry %(entry)s (number %(sequence)s) is broken: %(problem)s",
                          company=company, entry=broken['entry_id'], sequence=broken['sequence'], problem=problem)
