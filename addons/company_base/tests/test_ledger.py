import threading
from contextlib import closing
from unittest.mock import patch

import psycopg2

from odoo import api
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .common import CompanyCase


@tagged('post_install', '-at_install')
class TestLedger(CompanyCase):

    def setUp(self):
        super().setUp()
        self.Ledger = self.env['company.ledger.entry']
        self.Seal = self.env['company.ledger.seal'].sudo()

    def append(self, number, company=None):
        record = (company or self.company_a).partner_id
        for i in range(number):
            self.Ledger.with_company(company or self.company_a)._append(
                'test.entry', record, {'n': i, 'note': '同意\n"x"'})
        self.env.flush_all()

    def seal(self, company=None):
        return self.Seal._seal_company((company or self.company_a).id)

    def tamper(self, query, *params):
        """What an attacker with the rights of the table's owner could do."""
        table = query.split()[1] if query.startswith('UPDATE') else query.split()[2]
        self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.env.cr.execute(query, params)
        self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def entries(self):
        return self.Ledger.search([('company_id', '=', self.company_a.id)], order='id')

    def test_chain(self):
        """S2: entries carry the digest of their content and, sealed, the hash of the one before, per company."""
        before = self.Ledger._verify(self.company_a)['pending']
        self.append(5)
        self.append(2, self.company_b)
        self.assertEqual(self.Ledger._verify(self.company_a)['pending'], before + 5)
        self.assertEqual(self.seal(), before + 5)
        self.assertEqual(self.seal(), 0)
        result = self.Ledger._verify(self.company_a)
        self.assertEqual((result['checked'], result['ok'], result['broken'], result['pending']),
                         (before + 5, True, False, 0))
        self.assertEqual(self.Ledger._verify(self.company_b)['checked'], 0)
        seals = self.Seal.search([('company_id', '=', self.company_a.id)], order='sequence')
        self.assertEqual(seals[0].previous_hash, '0' * 64)
        self.assertEqual(seals[1:].mapped('previous_hash'), seals[:-1].mapped('hash'))
        self.assertEqual(result['head'], seals[-1].hash)

    def test_tampering_is_named(self):
        """S2: verification names the first entry that was changed, deleted, moved or not sealed."""
        self.append(6)
        self.seal()
        third = self.entries()[2]
        cases = [
            ('content', "UPDATE company_ledger_entry SET payload = '{}' WHERE id = %s"),
            ('content', "UPDATE company_ledger_entry SET user_id = 99999 WHERE id = %s"),
            ('content', "UPDATE company_ledger_entry SET date = date - interval '1 day' WHERE id = %s"),
            ('content', "UPDATE company_ledger_entry SET digest = repeat('0', 64) WHERE id = %s"),
            ('missing', "DELETE FROM company_ledger_entry WHERE id = %s"),
            ('link', "UPDATE company_ledger_seal SET hash = repeat('0', 64) WHERE entry_id = %s"),
            ('link', "UPDATE company_ledger_seal SET previous_hash = repeat('1', 64) WHERE entry_id = %s"),
            ('link', "UPDATE company_ledger_seal SET entry_digest = repeat('1', 64) WHERE entry_id = %s"),
            ('gap', "DELETE FROM company_ledger_seal WHERE sequence = 2 AND entry_id <> %s"),
        ]
        for problem, query in cases:
            with self.subTest(query=query), closing(self.env.cr.savepoint()) as savepoint:
                self.tamper(query, third.id)
                result = self.Ledger._verify(self.company_a)
                self.assertFalse(result['ok'])
                self.assertEqual(result['broken'], {'entry_id': third.id, 'sequence': 3, 'problem': problem})
                self.assertEqual(result['checked'], 1 if problem == 'gap' else 2)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertTrue(self.Ledger._verify(self.company_a)['ok'])

    def test_left_unsealed(self):
        """S2: an entry that nobody sealed for too long is reported, as is one taken out of the queue."""
        self.append(2)
        self.assertTrue(self.Ledger._verify(self.company_a)['ok'])
        self.env.cr.execute("DELETE FROM company_ledger_pending WHERE company_id = %s", [self.company_a.id])
        with patch('odoo.addons.company_base.models.company_ledger_entry.UNSEALED_MINUTES', -1):
            result = self.Ledger._verify(self.company_a)
        self.assertEqual(result['broken']['problem'], 'unsealed')
        self.assertEqual(result['unsealed'], self.entries().ids)

    def test_inserts_by_sql_are_queued(self):
        """S2: an entry inserted past the ORM is sealed like any other, its digest proves nothing it doesn't hold."""
        self.env.cr.execute("""
            INSERT INTO company_ledger_entry (company_id, kind, res_model, res_id, record_name, user_id, user_name,
                logged_at, date, payload, digest)
            VALUES (%s, 'forged', 'x', 1, '', 1, '', '2026-01-01 00:00:00.000000', '2026-01-01', '{}', 'x')
        """, [self.company_a.id])
        self.seal()
        result = self.Ledger._verify(self.company_a)
        self.assertEqual(result['broken']['problem'], 'content')

    def test_database_refuses(self):
        """S2: PostgreSQL itself refuses UPDATE, DELETE and TRUNCATE on both tables."""
        self.append(1)
        self.seal()
        for table in ('company_ledger_entry', 'company_ledger_seal'):
            for query in (f'UPDATE {table} SET company_id = 9', f'DELETE FROM {table}', f'TRUNCATE {table} CASCADE'):
                with self.subTest(query=query), mute_logger('odoo.sql_db'), \
                        self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.env.cr.savepoint():
                    self.env.cr.execute(query)

    def test_verify_button(self):
        """S2: auditors verify with a button; others are refused; the figures come with it."""
        self.append(3)
        self.seal()
        result = self.Ledger.with_user(self.auditor.user_id).action_verify()
        self.assertEqual(result['params']['type'], 'success')
        self.assertEqual(result['params']['result'][0]['company_id'], self.company_a.id)
        with self.assertRaises(AccessError):
            self.Ledger.with_user(self.employee.user_id).action_verify()
        self.tamper("UPDATE company_ledger_entry SET payload = '{}' WHERE id = %s", self.entries()[0].id)
        broken = self.Ledger.with_user(self.auditor.user_id).action_verify()['params']
        self.assertEqual(broken['type'], 'danger')
        self.assertIn(str(self.entries()[0].id), broken['message'])

    def test_daily_verification(self):
        """S2 S9: the daily verification puts a broken ledger into the inbox of the company's auditors."""
        self.append(2)
        self.seal()
        self.tamper("UPDATE company_ledger_entry SET payload = '{}' WHERE id = %s", self.entries()[0].id)
        with self.assertLogs('odoo.addons.company_base.models.company_ledger_entry', 'ERROR'):
            self.Ledger._cron_verify()
        todo = self.env['company.todo'].search([('kind', '=', 'ledger'), ('user_id', '=', self.auditor.user_id.id)])
        self.assertEqual((todo.res_id, todo.company_id), (self.entries()[0].id, self.company_a))

    def test_what_is_recorded(self):
        """S2: who, when to the microsecond, which record, what; texts can't imitate other lines."""
        partner = self.env['res.partner'].create({'name': 'two\nlines'})
        entry = self.Ledger.with_user(self.employee.user_id)._append('a\nb', partner, {'x': [1.5, None, '中']})
        self.assertEqual((entry.user_id, entry.user_name, entry.kind), (self.employee.user_id, 'Zhang Employee', 'a b'))
        self.assertEqual((entry.res_model, entry.res_id, entry.record_name), ('res.partner', partner.id, 'two lines'))
        self.assertRegex(entry.logged_at, r'^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$')
        self.assertEqual(entry.payload, '{"x":[1.5,null,"中"]}')


@tagged('post_install', '-at_install')
class TestLedgerConcurrency(BaseCase):
    """Real transactions on a company number that no company has."""

    COMPANY = -77
    WRITERS, EACH = 20, 5

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self._clean()
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for table in ('company_ledger_entry', 'company_ledger_seal'):
                cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cr.execute(f"DELETE FROM {table} WHERE company_id = %s", [self.COMPANY])
                cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cr.execute("DELETE FROM company_ledger_pending WHERE company_id = %s", [self.COMPANY])

    def append_entries(self, number, barrier, errors):
        try:
            barrier.wait()
            for turn in range(self.EACH):
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, api.SUPERUSER_ID, {})
                    env['company.ledger.entry']._insert([{
                        'company_id': self.COMPANY, 'kind': 'test.parallel', 'res_model': 'x', 'res_id': number,
                        'record_name': '', 'user_id': 1, 'user_name': '', 'payload': str(turn)}])
        except Exception as error:
            errors.append(error)
            raise

    def test_parallel_writers(self):
        """S2: 20 parallel writers all succeed at the first try; one chain, no two entries with one predecessor."""
        barrier, errors = threading.Barrier(self.WRITERS), []
        threads = [threading.Thread(target=self.append_entries, args=(i, barrier, errors)) for i in range(self.WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(errors)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            cr.execute("SELECT count(*) FROM company_ledger_pending WHERE company_id = %s", [self.COMPANY])
            self.assertEqual(cr.fetchone()[0], 0, "everything is sealed when the last writer has returned")
            result = env['company.ledger.entry']._verify(env['res.company'].browse(self.COMPANY))
            self.assertEqual((result['checked'], result['ok']), (self.WRITERS * self.EACH, True))
            cr.execute("SELECT count(DISTINCT previous_hash) FROM company_ledger_seal WHERE company_id = %s",
                       [self.COMPANY])
            self.assertEqual(cr.fetchone()[0], self.WRITERS * self.EACH)

    def test_fork_is_impossible(self):
        """S2: the database refuses a second successor of an entry and a second entry with a number."""
        insert = """INSERT INTO company_ledger_seal (company_id, sequence, entry_id, entry_digest, previous_hash, hash)
                    VALUES (%s, %s, %s, 'd', %s, 'h')"""
        with closing(self.registry.cursor()) as cr:
            cr.execute(insert, [self.COMPANY, 1, -1, 'p'])
            for values in ([self.COMPANY, 2, -2, 'p'], [self.COMPANY, 1, -2, 'q'], [self.COMPANY, 2, -1, 'q']):
                with mute_logger('odoo.sql_db'), self.assertRaises(psycopg2.errors.UniqueViolation), cr.savepoint():
                    cr.execute(insert, values)

    def test_busy_sealer_is_left_alone(self):
        """S2: a sealer that hangs delays nobody for long; what it leaves is taken by the scheduled one."""
        with closing(self.registry.cursor()) as busy:
            busy.execute("SELECT pg_advisory_xact_lock(hashtext('company.ledger.seal'), %s)", [self.COMPANY])
            self.append_entries(1, threading.Barrier(1), [])
            with self.registry.cursor() as cr:
                cr.execute("SELECT count(*) FROM company_ledger_pending WHERE company_id = %s", [self.COMPANY])
                self.assertEqual(cr.fetchone()[0], self.EACH)
        with self.registry.cursor() as cr:
            api.Environment(cr, api.SUPERUSER_ID, {})['company.ledger.seal']._cron_seal()
        with self.registry.cursor() as cr:
            cr.execute("SELECT count(*) FROM company_ledger_seal WHERE company_id = %s", [self.COMPANY])
            self.assertEqual(cr.fetchone()[0], self.EACH)
