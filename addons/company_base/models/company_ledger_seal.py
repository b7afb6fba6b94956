import logging

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.chain import GENESIS
from ..tools.fields import EvidenceMany2one
from .company_ledger_entry import CONTENT

_logger = logging.getLogger(__name__)

BATCH = 2000
READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; "
SEAL = "SELECT company_ledger_seal_pending(%s, %s)"

# The arithmetic of engine/chain.py inside PostgreSQL, so that sealing costs one round trip. Sealers of one company wait
# for each other (about a millisecond, after the users' commits); whoever waits too long leaves it to the scheduled one.
SEAL_FUNCTION = """
    CREATE OR REPLACE FUNCTION company_ledger_seal_pending(company integer, batch integer) RETURNS integer
    LANGUAGE plpgsql AS $$
    DECLARE
        item record;
        number integer;
        previous text;
        entry_digest text;
        sealed integer := 0;
    BEGIN
        PERFORM set_config('lock_timeout', '500ms', true);
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext('company.ledger.seal'), company);
        EXCEPTION WHEN lock_not_available THEN
            RETURN NULL;
        END;
        SELECT s.sequence, s.hash INTO number, previous FROM company_ledger_seal s
         WHERE s.company_id = company ORDER BY s.sequence DESC LIMIT 1;
        number := coalesce(number, 0);
        previous := coalesce(previous, %(genesis)s);
        FOR item IN
            SELECT e.id, %(content)s AS content
              FROM company_ledger_pending p JOIN company_ledger_entry e ON e.id = p.entry_id
             WHERE p.company_id = company ORDER BY e.id LIMIT batch
        LOOP
            number := number + 1;
            entry_digest := encode(sha256(convert_to(item.content, 'UTF8')), 'hex');
            INSERT INTO company_ledger_seal (company_id, sequence, entry_id, entry_digest, previous_hash, hash, date)
            VALUES (company, number, item.id, entry_digest, previous, encode(sha256(convert_to(
                concat_ws(E'\\n', company, number, item.id, entry_digest, previous), 'UTF8')), 'hex'),
                now() AT TIME ZONE 'UTC')
            RETURNING company_ledger_seal.hash INTO previous;
            DELETE FROM company_ledger_pending p WHERE p.company_id = company AND p.entry_id = item.id;
            sealed := sealed + 1;
        END LOOP;
        RETURN sealed;
    END $$
"""


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

    def init(self):
        super().init()
        self.env.cr.execute(SQL(SEAL_FUNCTION, content=CONTENT, genesis=GENESIS))

    @api.model
    def _seal_after_commit(self, company_ids):
        """Seal what this transaction appends to the ledgers of these companies, once it is committed."""
        postcommit = self.env.cr.postcommit
        waiting = postcommit.data.setdefault('company.ledger.seal', set())
        if not waiting:
            registry = self.env.registry

            @postcommit.add
            def seal():
                try:
                    self._seal_companies(registry, sorted(waiting))
                except (psycopg2.Error, psycopg2.pool.PoolError):
                    _logger.warning("Entries of the ledger wait for the scheduled sealer", exc_info=True)
        waiting.update(company_ids)

    @api.model
    def _seal_companies(self, registry, company_ids):
        """Seal all that waits in these companies: one query and one short transaction per company and batch."""
        for company_id in company_ids:
            count = BATCH
            while count == BATCH:
                with registry.cursor() as cr:
                    # the function has to see what the last sealer committed while it waited for the lock;
                    # only a cursor that joined a running transaction (tests) can't choose that any more
                    begun = cr._obj.connection.info.transaction_status != TRANSACTION_STATUS_IDLE
                    cr.execute(("" if begun else READ_COMMITTED) + SEAL, [company_id, BATCH])
                    count = cr.fetchone()[0]

    @api.model
    def _seal_company(self, company_id):
        """Seal one batch of a company in the current transaction; None when another sealer keeps its lock."""
        [[count]] = self.env.execute_query(SQL("SELECT company_ledger_seal_pending(%s, %s)", company_id, BATCH))
        return count

    @api.model
    def _cron_seal(self):
        """Net below the sealing after commit: a process that was killed, a database that was busy."""
        company_ids = self.env.execute_query(SQL("SELECT DISTINCT company_id FROM company_ledger_pending"))
        self._seal_companies(self.env.registry, [row[0] for row in company_ids])
        return True
