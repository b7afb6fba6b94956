import hashlib
from contextlib import nullcontext

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.company_base.models.company_ledger_seal import READ_COMMITTED

from ..engine.outgoing_text import find_gaps, first_free

GUARD = """
    CREATE OR REPLACE FUNCTION company_document_number_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'UPDATE' OR OLD.state = 'void'
           OR (NEW.company_id, NEW.issuer_id, NEW.series, NEW.year, NEW.sequence, NEW.name)
              IS DISTINCT FROM (OLD.company_id, OLD.issuer_id, OLD.series, OLD.year, OLD.sequence, OLD.name)
           OR NEW.document_id IS DISTINCT FROM OLD.document_id THEN
            RAISE EXCEPTION 'A document number is never changed, reused or deleted: % is refused', TG_OP
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$;
    DROP TRIGGER IF EXISTS company_document_number_guard ON company_document_number;
    CREATE TRIGGER company_document_number_guard BEFORE UPDATE OR DELETE ON company_document_number
        FOR EACH ROW EXECUTE FUNCTION company_document_number_guard();
    DROP TRIGGER IF EXISTS company_document_number_guard_all ON company_document_number;
    CREATE TRIGGER company_document_number_guard_all BEFORE TRUNCATE ON company_document_number
        FOR EACH STATEMENT EXECUTE FUNCTION company_document_number_guard();
"""


class CompanyDocumentNumber(models.Model):
    """Number of an outgoing document: given once, by action_number only, never changed; void with a reason (D4).

    Two parallel issuers never get the same number, never wait for each other's transaction and never meet a
    serialization failure. A number is reserved by an advisory lock that belongs to the transaction of the issuer: it
    is bound when that commits, and is back in the pool by itself when that is rolled back or its process is killed.
    The choice is made on a cursor of its own that sees what others have committed until this moment.
    """

    _name = "company.document.number"
    _description = "Document Number"
    _inherit = ["company.state.mixin"]
    _order = "year desc, series, sequence desc"
    _check_company_auto = True
    _initial_state = "used"
    _transitions = frozenset({("used", "void")})
    _client_unlink_states = frozenset()

    name = fields.Char("Document Number", required=True, readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, copy=False)
    issuer_id = fields.Many2one(
        "company.document.issuer", "Issuer", required=True, readonly=True, index=True, ondelete="restrict",
        check_company=True, copy=False)
    number_group = fields.Char("Number Group", readonly=True, copy=False)
    series = fields.Char(required=True, readonly=True, copy=False, help="Issuer code and group of the series.")
    year = fields.Integer(required=True, readonly=True, copy=False, help="Year of issue by the leader.")
    sequence = fields.Integer(required=True, readonly=True, copy=False)
    state = fields.Selection(
        [("used", "In Use"), ("void", "Void")], default="used", required=True, readonly=True, copy=False, index=True)
    document_id = fields.Many2one(
        "company.document.outgoing", "Document", readonly=True, index=True, ondelete="restrict", check_company=True,
        copy=False, help="Empty: the number was never given, and its year is over.")
    reason = fields.Char("Reason of Voiding", readonly=True, copy=False)
    issued_on = fields.Datetime("Given on", readonly=True, copy=False, default=fields.Datetime.now)
    issued_by_id = fields.Many2one(
        "res.users", "Given by", readonly=True, copy=False, default=lambda self: self.env.user)

    _sequence_unique = models.UniqueIndex(
        "(company_id, series, year, sequence)", "This document number is taken already.")
    _name_unique = models.UniqueIndex("(company_id, name)", "This document number is taken already.")
    _void_reason = models.Constraint(
        "CHECK (state <> 'void' OR reason IS NOT NULL)", "A void number has a reason.")

    def init(self):
        super().init()
        self.env.cr.execute(GUARD)

    # ------------------------------------------------------------------
    # Giving
    # ------------------------------------------------------------------

    @api.model
    def _give(self, document):
        """Bind the next number of the series to an issued document; the caller has checked the step.

        :param document: one record of company.document.outgoing in superuser mode, with its date of signature
        :return: the number
        """
        issuer, year = document.issuer_id, document.signed_on.year
        group = issuer._get_number_group(document.kind_id)
        series = self._get_series(issuer, group)
        sequence = self._draw(document.company_id, series, year, issuer._get_first_number(year))
        return self.sudo()._as_engine().create({
            "name": issuer._format_number(year, sequence, group), "company_id": document.company_id.id,
            "issuer_id": issuer.id, "number_group": group, "series": series, "year": year, "sequence": sequence,
            "document_id": document.id, "issued_by_id": self.env.uid})

    @api.model
    def _get_series(self, issuer, group):
        return "|".join((issuer.code, group or ""))

    @api.model
    def _draw(self, company, series, year, start=1):
        """Reserve the lowest number of a series that nobody has, until the end of this transaction."""
        key = (company.id, series, year)
        text = "|".join(("company.document.number", *map(str, key)))
        digest = hashlib.sha256(text.encode()).digest()
        turn, pool = (int.from_bytes(digest[:8], "big", signed=True), int.from_bytes(digest[8:12], "big", signed=True))
        mine = self._get_used(self.env.cr, *key)    # flushes; sees what this transaction gave before
        with self._open_fresh() as cr:
            self._begin_fresh(cr, turn)
            used = mine | self._select_used(cr, *key)
            for sequence in first_free(used, start):
                self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [pool, sequence])
                # who held the lock a moment ago may have committed since we looked
                if self.env.cr.fetchone()[0] and sequence not in self._select_used(cr, *key, sequence):
                    return sequence

    def _open_fresh(self):
        """A cursor that sees what others committed; while modules are installed there is nobody else, and no table."""
        return self.env.registry.cursor() if self.env.registry.ready else nullcontext(self.env.cr)

    @api.model
    def _begin_fresh(self, cr, turn):
        """Let one draw of a series at a time look, each with a fresh view at every statement."""
        begun = cr._obj.connection.info.transaction_status != TRANSACTION_STATUS_IDLE
        cr.execute(("" if begun else READ_COMMITTED) + "SELECT pg_advisory_xact_lock(%s)", [turn])

    @api.model
    def _get_used(self, cr, *key):
        self.flush_model()
        return self._select_used(cr, *key)

    @api.model
    def _select_used(self, cr, company_id, series, year, sequence=None):
        cr.execute(SQL(
            "SELECT sequence FROM company_document_number WHERE company_id = %s AND series = %s AND year = %s %s",
            company_id, series, year, SQL("AND sequence = %s", sequence) if sequence else SQL()))
        return {row[0] for row in cr.fetchall()}

    # ------------------------------------------------------------------
    # Void and free numbers
    # ------------------------------------------------------------------

    def _void(self, reason):
        """Superuser mode; the caller has checked right and reason."""
        self._as_engine().write({"reason": reason})
        self._set_state("void")

    @api.model
    def get_free_numbers(self, year=None):
        """Numbers below the highest one given that nobody has: the next documents get them (D4).

        :param year: int, or nothing for the current year
        :return: [{"series": str, "year": int, "numbers": [str]}] of the user's companies
        """
        year = year if isinstance(year, int) and year else fields.Date.context_today(self).year
        self.check_access("read")
        return [{"series": series, "year": year, "numbers": [issuer._format_number(year, number, group or "")
                                                              for number in gaps]}
                for issuer, series, group, gaps in self._get_gaps(self.env.companies, year)]

    @api.model
    def _get_gaps(self, companies, year):
        """[(issuer, series, group, numbers)] of every series with a gap (superuser mode)."""
        rows = self.sudo()._read_group(
            [("company_id", "in", companies.ids), ("year", "=", year)],
            ["company_id", "series", "number_group"], ["sequence:array_agg", "issuer_id:recordset"])
        result = []
        for _company, series, group, used, issuers in rows:
            gaps = find_gaps(set(used), issuers[0]._get_first_number(year))
            if gaps:
                result.append((issuers[0], series, group, gaps))
        return result

    @api.model
    def _cron_close_years(self):
        """Register what broken transactions left free in past years as void: no gap stays unexplained."""
        for company in self.env["res.company"].search([]):
            last = fields.Date.context_today(self.with_context(
                tz=company.resource_calendar_id.tz or "UTC")).year - 1
            years = [row[0] for row in self.sudo()._read_group(
                [("company_id", "=", company.id), ("year", "<=", last)], ["year"])]
            for year in years:
                for issuer, series, group, gaps in self._get_gaps(company, year):
                    self._register_unused(issuer, series, group, year, gaps)
        return True

    @api.model
    def _register_unused(self, issuer, series, group, year, gaps):
        reason = self.env._("Never given: the year is over.")
        rows = self.sudo()._as_engine().create([{
            "name": issuer._format_number(year, number, group or ""), "company_id": issuer.company_id.id,
            "issuer_id": issuer.id, "number_group": group, "series": series, "year": year, "sequence": number,
            "reason": reason} for number in gaps])
        rows._set_state("void")
        for row in rows:
            self.env["company.ledger.entry"]._append("document.number_void", row, {
                "number": row.name, "series": series, "year": year, "sequence": row.sequence, "reason": reason})
