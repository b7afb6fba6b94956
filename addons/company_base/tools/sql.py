"""Database guard of append-only tables."""
from odoo.tools import SQL

FUNCTION = 'company_base_refuse_change'
ENQUEUE = 'company_ledger_entry_enqueue'
SEAL = 'company_ledger_seal_pending(integer, integer)'


def guard_table(cr, table):
    """Install triggers by which PostgreSQL itself refuses to change rows of ``table``; may run at every upgrade."""
    cr.execute(SQL(
        """
        CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'Rows of %% are evidence: %% is refused', TG_TABLE_NAME, TG_OP
                USING ERRCODE = 'insufficient_privilege';
        END $$
        """, SQL.identifier(FUNCTION)))
    for suffix, events, level in (('row', 'UPDATE OR DELETE', 'ROW'), ('truncate', 'TRUNCATE', 'STATEMENT')):
        name = f'{table}_guard_{suffix}'
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", SQL.identifier(name), SQL.identifier(table)))
        cr.execute(SQL(
            "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s EXECUTE FUNCTION %s()",
            SQL.identifier(name), SQL(events), SQL.identifier(table), SQL(level), SQL.identifier(FUNCTION)))


def drop_functions(cr):
    """Remove the functions of the addon with all triggers that use them (at uninstallation)."""
    for signature in (f'{FUNCTION}()', f'{ENQUEUE}()', SEAL):
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s CASCADE", SQL(signature)))
