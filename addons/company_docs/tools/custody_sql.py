"""Database guard of the chains of custody: one open row, no gap, no overlap, nothing changed afterwards."""
from odoo.tools import SQL

GUARD, CHECK = "company_docs_custody_guard", "company_docs_custody_check"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION company_docs_custody_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rows integer; opened boolean; last timestamp;
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'The chain of custody % is evidence: % is refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.date_until IS NOT NULL OR NEW.date_until IS NULL
                OR (to_jsonb(NEW) - '{date_until,write_date,write_uid}'::text[])
                   IS DISTINCT FROM (to_jsonb(OLD) - '{date_until,write_date,write_uid}'::text[]) THEN
            RAISE EXCEPTION 'The chain of custody % is evidence: its open row is only closed', TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    EXECUTE format('SELECT count(*), bool_or(date_until IS NULL), max(date_until) FROM %I WHERE %I = $1',
                   TG_TABLE_NAME, TG_ARGV[0])
       INTO rows, opened, last USING (to_jsonb(NEW) ->> TG_ARGV[0])::integer;
    IF NEW.date_until IS NOT NULL OR (rows > 0 AND (opened OR last IS DISTINCT FROM NEW.date_from)) THEN
        RAISE EXCEPTION 'The chain of custody % has no gap: a row begins where the one before ends', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION company_docs_custody_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    item integer; holder integer; open_holder integer; rows integer;
BEGIN
    item := CASE WHEN TG_TABLE_NAME = TG_ARGV[0] THEN NEW.id
                 ELSE (to_jsonb(NEW) ->> TG_ARGV[1])::integer END;
    EXECUTE format('SELECT holder_id FROM %I WHERE id = $1', TG_ARGV[0]) INTO holder USING item;
    GET DIAGNOSTICS rows = ROW_COUNT;
    IF rows = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT count(*), max(holder_id) FROM %I WHERE %I = $1 AND date_until IS NULL',
                   TG_ARGV[2], TG_ARGV[1]) INTO rows, open_holder USING item;
    IF rows > 1 OR open_holder IS DISTINCT FROM holder THEN
        RAISE EXCEPTION 'The holder of % % is not the one of its chain of custody', TG_ARGV[0], item
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def guard_custody(cr, table, column, item_table):
    """Let PostgreSQL keep the chain in ``table`` whole; may run at every upgrade.

    :param table: table of the rows of custody
    :param column: its column that points at the seal or certificate
    :param item_table: table of these, whose ``holder_id`` equals the open row at the end of each transaction
    """
    cr.execute(FUNCTIONS)
    names = {"table": SQL.identifier(table), "column": SQL.identifier(column), "items": SQL.identifier(item_table)}
    cr.execute(SQL(
        "CREATE UNIQUE INDEX IF NOT EXISTS %(name)s ON %(table)s (%(column)s) WHERE date_until IS NULL",
        name=SQL.identifier(f"{table}_open_unique"), **names))
    _add_exclusion(cr, table, names)
    arguments = SQL(", ").join(SQL("%s", value) for value in (item_table, column, table))
    for suffix, owner, timing, call in (
        ("guard", names["table"], SQL("BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW", names["table"]),
         SQL("%s(%s)", SQL.identifier(GUARD), column)),
        ("truncate", names["table"], SQL("BEFORE TRUNCATE ON %s FOR EACH STATEMENT", names["table"]),
         SQL("%s()", SQL.identifier(GUARD))),
        ("check", names["table"], SQL(
            "AFTER INSERT OR UPDATE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW", names["table"]),
         SQL("%s(%s)", SQL.identifier(CHECK), arguments)),
        ("holder", names["items"], SQL(
            "AFTER INSERT OR UPDATE OF holder_id ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW", names["items"]),
         SQL("%s(%s)", SQL.identifier(CHECK), arguments)),
    ):
        name = SQL.identifier(f"{table}_{suffix}")
        kind = SQL("CONSTRAINT TRIGGER") if suffix in ("check", "holder") else SQL("TRIGGER")
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", name, owner))
        cr.execute(SQL("CREATE %s %s %s EXECUTE FUNCTION %s", kind, name, timing, call))


def _add_exclusion(cr, table, names):
    """Two holders at the same instant are excluded; ranges compare without an extension of PostgreSQL."""
    cr.execute(SQL("SELECT 1 FROM pg_constraint WHERE conname = %s", f"{table}_no_overlap"))
    if not cr.fetchone():
        cr.execute(SQL(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s EXCLUDE USING gist ("
            "int4range(%(column)s, %(column)s, '[]') WITH &&, tsrange(date_from, date_until) WITH &&)",
            name=SQL.identifier(f"{table}_no_overlap"), **names))
