import contextlib
import threading
from functools import partial

import psycopg2
from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .outgoing_common import OutgoingCase

ISSUERS, NUMBERS = 20, 3


class TestOutgoingNumber(OutgoingCase):

    def test_series(self):
        """D4: numbers run from 1, per issuer and year of issue, in the order of issue."""
        first, second = self._issue(), self._issue()
        numbers = (first | second).with_user(self.office).action_number()
        year = fields.Date.today().year
        self.assertEqual(numbers, {
            str(first.id): f"测试〔{year}〕01号", str(second.id): f"测试〔{year}〕02号"})
        other = self.env["company.document.issuer"].create({
            "name": "Party Committee", "code": "测党", "company_id": self.company_a.id})
        self.assertEqual(self._number(issuer_id=other.id).name, f"测党〔{year}〕01号")

    def test_groups(self):
        """D4: kinds of another group have their own series where the pattern shows the group."""
        self.issuer.number_pattern = "{code}{group}〔{year}〕{number}号"
        letter = self.env["company.document.kind"].search([("code", "=", "han")], limit=1) or self.env[
            "company.document.kind"].create({"name": "Letter", "code": "han"})
        letter.number_group = "函"
        self.notice.number_group = "发"
        year = fields.Date.today().year
        self.assertEqual(self._number().name, f"测试发〔{year}〕1号")
        document = self._number(kind_id=letter.id, main_department_ids=False, main_unit_ids=[
            Command.set(self.unit.ids)])
        self.assertEqual(document.name, f"测试函〔{year}〕1号")
        self.assertEqual(self._number().name, f"测试发〔{year}〕2号")

    def test_pattern_of_old_numbers(self):
        """D4: a new pattern changes no old number, and the series goes on."""
        first = self._number()
        name = first.name
        self.issuer.number_pattern = "{code}[{year}]{number:03d}"
        second = self._number()
        self.assertEqual(first.name, name)
        self.assertTrue(second.name.endswith("]002"), second.name)

    def test_first_number(self):
        """D4: a company that gave 37 numbers on paper goes on with 38."""
        self.issuer.write({"start_year": fields.Date.today().year, "start_number": 38})
        self.assertEqual(self._number().number_id.sequence, 38)
        self.assertEqual(self._number().number_id.sequence, 39)

    def test_year_of_signature(self):
        """D4: the year is that of the signature in the company's time zone, whenever the number is given."""
        self.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time("2025-12-31 15:59:00"):
            old = self._issue()
        with freeze_time("2025-12-31 16:01:00"):
            new = self._issue()
        with freeze_time("2026-01-05 03:00:00"):
            (old | new).with_user(self.office).action_number()
        self.assertEqual((old.name, new.name), ("测试〔2025〕01号", "测试〔2026〕01号"))

    def test_joint_issue(self):
        """D4: a joint document bears the number of its host (R6 §5.6.1.1.5)."""
        partner = self.env["company.document.issuer"].create({
            "name": "Partner Unit", "code": "协办", "company_id": self.company_a.id})
        document = self._number(joint_issuer_ids=[Command.set(partner.ids)])
        self.assertTrue(document.name.startswith("测试〔"))
        self.assertFalse(partner.number_ids)

    def test_only_the_office(self):
        """D4: numbers are given at 编文号 by the general office only, by no other door."""
        document = self._issue()
        self.assertFalse(document.can_number)
        self.assertTrue(document.with_user(self.office).can_number)
        for user in (self.drafter, self.gm, self.manager_user):
            document.sudo()._add_readers(user)
            with self.assertBlocked("DOC-NUMBER"):
                document.with_user(user).action_number()
        with self.assertRaises(AccessError):
            document.with_user(self.outsider).action_number()
        for values in ({"name": "测试〔2026〕99号"}, {"number_id": 1}, {"state": "numbered"},
                       {"signed_on": "2020-01-01"}):
            for user in (self.drafter, self.office):
                with self.assertRaises(UserError):
                    document.with_user(user).with_context(force=True, default_name="x", install_mode=True).write(values)
            with self.assertRaises(UserError):
                document.sudo().write(values)
        with self.assertRaises(AccessError):
            self.documents.with_user(self.drafter).create(self._draft_values(name="测试〔2026〕99号"))
        for user in (self.office, self.env.user):
            with self.assertRaises(AccessError):
                self.env["company.document.number"].with_user(user).create({
                    "name": "测试〔2026〕99号", "company_id": self.company_a.id, "issuer_id": self.issuer.id,
                    "series": "x", "year": 2026, "sequence": 99})

    def test_immutable(self):
        """D4: no number is changed or deleted: not by the administrator, not by SQL."""
        number = self._number().number_id
        for values in ({"name": "x"}, {"sequence": 7}, {"state": "void"}, {"reason": "x"}, {"document_id": False}):
            with self.assertRaises(AccessError):
                number.sudo().write(values)
        with self.assertRaises(UserError):
            number.sudo().unlink()
        for query in ("UPDATE company_document_number SET sequence = 99 WHERE id = %s",
                      "UPDATE company_document_number SET document_id = NULL WHERE id = %s",
                      "DELETE FROM company_document_number WHERE id = %s"):
            with self.assertRaises(psycopg2.errors.InsufficientPrivilege), mute_logger("odoo.sql_db"), \
                    self.cr.savepoint():
                self.cr.execute(query, [number.id])

    def test_void(self):
        """D4: a void number keeps its reason in the register and is never given again; ledger entries prove both."""
        document = self._number()
        number, name = document.number_id, document.name
        with self.assertBlocked("DOC-VOID"):
            document.action_void_number("排版重复")
        office = document.with_user(self.office)
        for reason in ("", "  ", None, 5):
            with self.assertRaises(UserError):
                office.action_void_number(reason)
        office.action_void_number("排版重复")
        self.assertEqual((document.state, document.name, document.number_id.id), ("issued", "/", False))
        self.assertEqual((number.state, number.reason, number.name, number.document_id), (
            "void", "排版重复", name, document))
        office.action_number()
        self.assertEqual(document.number_id.sequence, number.sequence + 1)
        office.action_void_number("不再发文", True)
        self.assertEqual(document.state, "cancelled")
        kinds = self.env["company.ledger.entry"].search([
            ("res_model", "=", document._name), ("res_id", "=", document.id),
            ("kind", "in", ["document.number", "document.number_void"])]).mapped("kind")
        self.assertEqual(sorted(kinds), ["document.number"] * 2 + ["document.number_void"] * 2)
        dispatched = self._dispatch()
        with self.assertRaises(UserError):
            dispatched.with_user(self.office).action_void_number("too late")

    def test_issued_again_next_year(self):
        """D4: a document opened again and issued in another year gets a number of that year."""
        with freeze_time("2025-12-20 03:00:00"):
            document = self._number()
        old = document.number_id
        with freeze_time("2026-01-10 03:00:00"):
            document.action_restart("改")
            document.action_submit()
            self._approve(document, self.dept_head, self.office, self.gm)
            self.assertEqual((old.state, document.name), ("void", "/"))
            document.with_user(self.office).action_number()
        self.assertEqual(document.name, "测试〔2026〕01号")

    def test_past_years_are_closed(self):
        """D4: a number that a broken transaction left free in a past year is registered as void with its reason."""
        with freeze_time("2024-06-01 03:00:00"):
            documents = [self._number() for _turn in range(2)]
            self.issuer.write({"start_year": 2024, "start_number": 1})
        numbers = self.env["company.document.number"].with_user(self.office)
        self.assertFalse(numbers.get_free_numbers(2024))
        last = documents[-1].number_id
        self.env["company.document.number"].sudo()._as_engine().create({
            "name": "测试〔2024〕05号", "company_id": self.company_a.id, "issuer_id": self.issuer.id,
            "series": last.series, "number_group": last.number_group, "year": 2024, "sequence": 5,
            "document_id": documents[0].id})
        self.assertEqual(numbers.get_free_numbers(2024)[0]["numbers"], ["测试〔2024〕03号", "测试〔2024〕04号"])
        self.env["company.document.number"]._cron_close_years()
        self.assertFalse(numbers.get_free_numbers(2024))
        closed = self.env["company.document.number"].search([("state", "=", "void"), ("year", "=", 2024)])
        self.assertEqual(sorted(closed.mapped("sequence")), [3, 4])
        self.env["company.document.number"]._cron_close_years()
        self.assertEqual(self.env["company.document.number"].search_count([("year", "=", 2024)]), 5)

    def test_batch(self):
        """D4: twenty documents get their numbers in one call, without a query more for each but their own rows."""
        documents = self.documents
        for _turn in range(20):
            documents |= self._issue()
        documents = documents.with_user(self.office)
        self._number_batch(documents[:2])       # warm
        few, many = self._number_batch(documents[2:5]) / 3, self._number_batch(documents[5:]) / 15
        self.assertLess(many, few * 1.05, "as many queries for each of fifteen as for each of three")
        self.assertEqual(sorted(documents.number_id.mapped("sequence")), list(range(1, 21)))

    def _number_batch(self, documents):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(len(set(documents.action_number().values())), len(documents))
        self.env.flush_all()
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestOutgoingNumberConcurrency(TransactionCase):
    """Real transactions, each on a connection of its own."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self._clean_up)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            issuer = env["company.document.issuer"].create({
                "name": "Race", "code": "竞速", "company_id": env.ref("base.main_company").id})
            self.issuer_id = issuer.id

    def _clean_up(self):
        with self.registry.cursor() as cr:
            cr.execute("ALTER TABLE company_document_number DISABLE TRIGGER company_document_number_guard")
            cr.execute("DELETE FROM company_document_number WHERE issuer_id = %s", [self.issuer_id])
            cr.execute("ALTER TABLE company_document_number ENABLE TRIGGER company_document_number_guard")
            cr.execute("DELETE FROM company_document_issuer WHERE id = %s", [self.issuer_id])

    def _take(self, env, year=2099):
        """What _give does, without a document: draw and bind."""
        numbers, issuer = env["company.document.number"], env["company.document.issuer"].browse(self.issuer_id)
        series = numbers._get_series(issuer, "")
        sequence = numbers._draw(issuer.company_id, series, year)
        numbers._as_engine().create({
            "name": issuer._format_number(year, sequence), "company_id": issuer.company_id.id, "issuer_id": issuer.id,
            "series": series, "year": year, "sequence": sequence, "number_group": ""})
        env.flush_all()
        return sequence

    def _get_taken(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT sequence FROM company_document_number WHERE issuer_id = %s", [self.issuer_id])
            return sorted(row[0] for row in cr.fetchall())

    def test_parallel_issuers(self):
        """D4: 20 parallel issuers: no gap, no duplicate, everybody succeeds at the first try, some roll back."""
        barrier, tries, errors = threading.Barrier(ISSUERS, timeout=60), [], []

        def work(env):
            tries.append(1)
            env.cr.execute("SELECT 1")      # the snapshot of the transaction begins before the draw
            return self._take(env)

        def run(place):
            try:
                barrier.wait()
                for turn in range(NUMBERS):
                    with self.registry.cursor() as cr:
                        env = api.Environment(cr, SUPERUSER_ID, {})
                        retrying(partial(work, env), env)
                    if place % 5 == turn:   # and one that is refused after it has drawn
                        with self.registry.cursor() as cr:
                            self._take(api.Environment(cr, SUPERUSER_ID, {}))
                            cr.rollback()
            except Exception as error:      # noqa: BLE001  shown by the test
                errors.append(error)
        threads = [threading.Thread(target=run, args=(place,)) for place in range(ISSUERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(errors)
        self.assertEqual(len(tries), ISSUERS * NUMBERS, "nobody had to try again")
        taken = self._get_taken()
        self.assertEqual(len(taken), len(set(taken)))
        with self.registry.cursor() as cr:      # what was free for a moment is given next
            env = api.Environment(cr, SUPERUSER_ID, {})
            missing = set(range(1, max(taken) + 1)) - set(taken)
            for _turn in range(len(missing)):
                self.assertIn(self._take(env), missing)
        taken = self._get_taken()
        self.assertEqual(taken, list(range(1, len(taken) + 1)))

    def test_rolled_back(self):
        """D4: a number whose transaction is rolled back goes to the next one."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            one, two = api.Environment(first, SUPERUSER_ID, {}), api.Environment(second, SUPERUSER_ID, {})
            self.assertEqual((self._take(one), self._take(two)), (1, 2))
            first.rollback()
            self.assertEqual(self._take(two), 1)
            second.commit()
        self.assertEqual(self._get_taken(), [1, 2])

    @mute_logger("odoo.sql_db")
    def test_killed(self):
        """D4: a process that dies between reservation and commit leaves nothing behind."""
        cr = self.registry.cursor()
        self.assertEqual(self._take(api.Environment(cr, SUPERUSER_ID, {})), 1)
        pid = cr._obj.connection.info.backend_pid
        with self.registry.cursor() as other:
            self.assertEqual(self._take(api.Environment(other, SUPERUSER_ID, {})), 2)
        with self.registry.cursor() as killer:
            killer.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        with self.assertRaises(psycopg2.Error):
            cr.execute("SELECT 1")
        with contextlib.suppress(psycopg2.Error):
            cr.close()
        with self.registry.cursor() as third:
            self.assertEqual(self._take(api.Environment(third, SUPERUSER_ID, {})), 1)
        self.assertEqual(self._get_taken(), [1, 2])

    def test_committed_while_waiting(self):
        """D4: a number that its issuer commits while another draws is not given twice."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("SELECT 1")
            with self.registry.cursor() as other:
                self.assertEqual(self._take(api.Environment(other, SUPERUSER_ID, {})), 1)
            self.assertEqual(self._take(env), 2, "although the old snapshot doesn't see the first")

