import logging

import psycopg2
from psycopg2.extras import execute_values

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..engine.chain import GENESIS, seal_hash
from ..tools.digest import sha256_hex
from ..tools.fields import EvidenceMany2one
from .company_ledger_entry import CONTENT

_logger = logging.getLogger(__name__)

BATCH = 2000
LOCK = "hashtext('company.ledger.seal')"


class CompanyLedgerSeal(models.Model):
    """Links of the hash chain, one chain per company, written after the entries are committed.

    The sealer runs in a short transaction of its own under an advisory lock of the company, so the users who decide
    never wait for each other and never meet a serialization failure on "the last hash".
    """

    _name = 'company.ledger.seal'
    _inherit = ['company.evidence.mixin']
    _description = 'Ledger Seal'
    _order = 'company_id, sequence desc'
    _rec_name = 'sequence'
    _log_access = False

    company_id = EvidenceMany2one(
        'res.company', 'Company', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    sequence = fields.Integer(required=True, readonly=True)
    entry_id = EvidenceMany2one('company.ledger.entry', 'Entry', required=True, readonly=True)
    entry_digest = fields.Char(required=True, readonly=True)
    previous_hash = fields.Char(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    date = fields.Datetime(readonly=True)

    _entry_unique = models.Constraint('UNIQUE (entry_id)', "An entry is sealed once.")
    _sequence_unique = models.Constraint('UNIQUE (company_id, sequence)', "A number is given once in a company.")
    _previous_unique = models.Constraint('UNIQUE (company_id, previous_hash)', "An entry has one successor.")

    @api.model
    def _seal_after_commit(self):
        """Seal what this transaction appends, once it is committed."""
        postcommit = self.env.cr.postcommit
        if postcommit.data.get('company.ledger.seal'):
            return
        postcommit.data['company.ledger.seal'] = True
        registry = self.env.registry

        @postcommit.add
        def seal():
            try:
                self._seal_pending(registry)
            except (psycopg2.Error, psycopg2.pool.PoolError):
                _logger.warning("Entries of the ledger wait for the scheduled sealer", exc_info=True)

    @api.model
    def _seal_pending(self, registry):
        """Seal everything that waits, company by company; companies that another sealer works on are left to it."""
        skipped, sealed = set(), 0
        while True:
            with registry.cursor() as cr:
                # each statement has to see what was committed before it, above all what the last sealer did
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                cr.execute("SELECT DISTINCT company_id FROM company_ledger_pending")
                company_ids = [row[0] for row in cr.fetchall() if row[0] not in skipped]
                if not company_ids:
                    return sealed
                env = api.Environment(cr, SUPERUSER_ID, {})
                for company_id in company_ids:
                    count = env['company.ledger.seal']._seal_company(company_id)
                    if count is None:
                        skipped.add(company_id)
                    else:
                        sealed += count
                    cr.commit()     # the lock of a company is held for its batch only
                    cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")

    @api.model
    def _seal_company(self, company_id):
        """Append one batch of links to the chain of a company; None when another sealer holds its lock."""
        cr = self.env.cr
        cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", SQL(LOCK), company_id))
        if not cr.fetchone()[0]:
            return None
        cr.execute(SQL(
            "SELECT sequence, hash FROM company_ledger_seal WHERE company_id = %s ORDER BY sequence DESC LIMIT 1",
            company_id))
        sequence, previous = cr.fetchone() or (0, GENESIS)
        cr.execute(SQL(
            """
            SELECT e.id, %s FROM company_ledger_pending p JOIN company_ledger_entry e ON e.id = p.entry_id
             WHERE p.company_id = %s ORDER BY e.id LIMIT %s
            """, CONTENT, company_id, BATCH))
        rows = []
        for entry_id, content in cr.fetchall():
            sequence += 1
            digest = sha256_hex(content)
            link = seal_hash(company_id, sequence, entry_id, digest, previous)
            rows.append((company_id, sequence, entry_id, digest, previous, link))
            previous = link
        self._insert_links(company_id, rows)
        return len(rows)

    @api.model
    def _insert_links(self, company_id, rows):
        if rows:
            execute_values(self.env.cr._obj, """
                INSERT INTO company_ledger_seal
                    (company_id, sequence, entry_id, entry_digest, previous_hash, hash, date) VALUES %s
            """, rows, template="(%s, %s, %s, %s, %s, %s, now() at time zone 'UTC')")
        self.env.cr.execute(SQL(
            "DELETE FROM company_ledger_pending WHERE company_id = %s AND entry_id IN %s",
            company_id, tuple(row[2] for row in rows) or (0,)))

    @api.model
    def _cron_seal(self):
        """Net below the sealing after commit: a process that was killed, a database that was busy."""
        self._seal_pending(self.env.registry)
        return True
