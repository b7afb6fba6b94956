import threading
from functools import partial

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsFixture
from .seal_common import SealFixture


@tagged("post_install", "-at_install")
class TestSealRpc(SealFixture, DocumentsFixture, RpcCase):

    def test_handover_over_rpc(self):
        """E5: a handover from draft to return over XML-RPC, with the rights of each."""
        seal = self.official.id
        handover = self.rpc("test.keeper", "company.seal.handover", "create", {
            "kind": "absence", "giver_id": self.keeper_employee.id, "receiver_id": self.office_employee.id,
            "date_until": "2035-01-01 00:00:00", "line_ids": [[0, 0, {"seal_id": seal}]]})
        with self.assertRaises(AccessError):
            self.rpc("test.keeper", "company.seal.handover", "write", [handover], {"state": "done"})
        self.assertTrue(self.rpc("test.keeper", "company.seal.handover", "action_give", [handover]))
        with self.assertRaises(UserError):
            self.rpc("test.keeper", "company.seal.handover", "action_receive", [handover])
        with self.assertRaises(AccessError):
            self.rpc("test.outsider", "company.seal.handover", "action_receive", [handover])
        self.assertTrue(self.rpc("test.office", "company.seal.handover", "action_receive", [handover]))
        [row] = self.rpc("test.outsider", "company.seal", "read", [seal], ["holder_id", "state", "image"])
        self.assertEqual((row["holder_id"][0], row["state"]), (self.office_employee.id, "handed_over"))
        back = self.rpc("test.office", "company.seal.handover", "action_return", [handover])
        self.assertTrue(self.rpc("test.keeper", "company.seal.handover", "action_receive", [back]))
        self.assertEqual(self.official.holder_id, self.keeper_employee)

    def test_engine_is_private(self):
        """S7: what moves custody can't be called from outside, no context lifts a guard."""
        for method, args in (("_move_custody", [self.office_employee.id, "transfer"]), ("_end_custody", []),
                             ("_set_state", ["lost"]), ("_as_engine", [])):
            with self.assertRaises(AccessError):
                self.rpc("test.seal_manager", "company.seal", method, [self.official.id], *args)
        for context in ({"_company_engine": True}, {"default_state": "lost"}, {"install_mode": True}):
            with self.assertRaises(AccessError):
                self.rpc("test.seal_manager", "company.seal", "write", [self.official.id],
                         {"holder_id": self.office_employee.id}, context=context)
        with self.assertRaises(AccessError):
            self.rpc("test.seal_manager", "company.seal.custody", "create", {"seal_id": self.official.id})

    def test_image_over_http(self):
        """E1: the picture of the seal is not downloaded by others, under any address."""
        self.official.with_user(self.seal_manager).image = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4" \
            b"2mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        impression = self.official.sudo().impression_ids
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "company.seal.impression"), ("res_field", "=", "image"), ("res_id", "=", impression.id)])
        urls = [f"/web/content/{attachment.id}", f"/web/content/company.seal.impression/{impression.id}/image",
                f"/web/image/company.seal/{self.official.id}/image"]
        raw = attachment.raw
        for login, may in (("test.outsider", False), ("test.office", False), ("test.keeper", True)):
            self.authenticate(login, login + "-Pass1")
            found = [self.url_open(url).content == raw for url in urls[:2]]
            self.assertEqual(found, [may, may], login)
            if not may:
                self.assertNotEqual(self.url_open(urls[2]).content, raw)


@tagged("post_install", "-at_install")
class TestSealRace(BaseCase):
    """Real transactions: two handovers of one seal complete at the same instant."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._clean_up)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            users = env["res.users"].with_context(no_reset_password=True).create([
                {"name": f"Race {n}", "login": f"race.seal.{n}", "company_id": company.id,
                 "company_ids": [(6, 0, company.ids)]} for n in range(3)])
            people = env["hr.employee"].create([
                {"name": user.name, "user_id": user.id, "company_id": company.id} for user in users])
            seal = env["company.seal"].create({
                "name": "Race", "seal_type": "other", "entity_name": "Race", "company_id": company.id,
                "keeper_id": people[0].id})
            handovers = env["company.seal.handover"]._as_engine().create([{
                "kind": "transfer", "company_id": company.id, "giver_id": people[0].id, "receiver_id": person.id,
                "state": "waiting", "given_on": fields.Datetime.now()} for person in people[1:]])
            env["company.seal.handover.line"]._as_engine().create([
                {"handover_id": handover.id, "seal_id": seal.id} for handover in handovers])
            self.ids = {"users": users.ids, "people": people.ids, "seal": seal.id, "handovers": handovers.ids}

    def _clean_up(self):
        seal, handovers = self.ids["seal"], tuple(self.ids["handovers"])
        with self.registry.cursor() as cr:
            guarded = ("company_seal_custody", "company_seal", "company_control_finding", "company_seal_handover")
            for table in guarded:       # what the rows prove was never a real seal
                cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
            cr.execute("DELETE FROM company_seal_custody WHERE seal_id = %s", [seal])
            cr.execute("DELETE FROM company_seal_handover_line WHERE handover_id IN %s", [handovers])
            cr.execute("DELETE FROM company_control_finding WHERE res_model = 'company.seal' AND res_id = %s", [seal])
            cr.execute("DELETE FROM company_seal_handover WHERE id IN %s", [handovers])
            cr.execute("DELETE FROM company_seal WHERE id = %s", [seal])
            for table in guarded:
                cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["hr.employee"].browse(self.ids["people"]).unlink()
            users = env["res.users"].browse(self.ids["users"])
            partners = users.partner_id
            users.unlink()
            partners.exists().unlink()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_at_the_same_instant(self):
        """E5: of two handovers of one seal exactly one moves custody; the chain has neither fork nor gap."""
        barrier, outcomes = threading.Barrier(2, timeout=30), []

        def work(env, handover):
            env["company.seal.handover"].browse(handover).read(["state"])       # the snapshot begins
            if not getattr(local, "met", False):
                local.met = True
                barrier.wait()
            return env["company.seal.handover"].browse(handover).action_receive()

        local = threading.local()

        def run(handover, user):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, user, {})
                    retrying(partial(work, env, handover), env)
                outcomes.append("moved")
            except UserError as error:
                outcomes.append(type(error).__name__)
            except Exception as error:      # noqa: BLE001  shown by the test
                outcomes.append(repr(error))
        threads = [threading.Thread(target=run, args=pair)
                   for pair in zip(self.ids["handovers"], self.ids["users"][1:], strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(outcomes.count("moved"), 1, outcomes)
        self.assertTrue(set(outcomes) <= {"moved", "UserError", "ControlError"}, outcomes)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            seal = env["company.seal"].browse(self.ids["seal"])
            self.assertEqual(len(seal.custody_ids), 2)
            opened = seal.custody_ids.filtered(lambda row: not row.date_until)
            self.assertEqual(opened.holder_id, seal.holder_id)
            done = env["company.seal.handover"].browse(self.ids["handovers"]).filtered(lambda row: row.state == "done")
            self.assertEqual(done.receiver_id, seal.holder_id)
