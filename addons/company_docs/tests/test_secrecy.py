from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .secrecy_common import SecrecyFixture


@tagged("post_install", "-at_install")
class TestClearance(SecrecyFixture, DocumentsCase):

    def test_default_and_given(self):
        """D8: everybody has the company's default; the officer's decision counts, per company and login."""
        self.assertEqual(self.outsider._get_clearance(self.company_a), 1)
        self.assertEqual(self.drafter._get_clearance(self.company_a), 3)
        self.assertEqual(self.drafter._get_clearance(self.company_b), 1)
        self.company_a.document_default_clearance = "public"
        self.assertEqual(self.outsider._get_clearance(self.company_a), 0)
        # another login of the same employee brings no clearance along
        self.drafter_employee.user_id = self.manager_user.copy({"login": "test.other"})
        self.assertEqual(self.drafter_employee.user_id._get_clearance(self.company_a), 0)

    def test_only_officer(self):
        """D8: only the secrecy officer sets clearances, never his own, with a reason; each is kept for ever."""
        for user in (self.settings_admin, self.office, self.gm, self.auditor.user_id):
            with self.assertRaises(AccessError):
                self.outsider_employee.with_user(user).action_set_clearance("secret", "because")
        officer = self.outsider_employee.with_user(self.secrecy_officer)
        with self.assertRaises(AccessError):
            self.secrecy_officer_employee.with_user(self.secrecy_officer).action_set_clearance("secret", "me")
        for args in (("secret", " "), ("cosmic", "because"), ("secret", "because", "2001-01-01")):
            with self.assertRaises(UserError):
                officer.action_set_clearance(*args)
        decision = self.env["company.document.clearance"].browse(officer.action_set_clearance("secret", "Board"))
        self.assertEqual((decision.level, decision.level_before, decision.set_by_id), (
            "secret", "internal", self.secrecy_officer))
        for change in (lambda: decision.sudo().write({"level": "top_secret"}), lambda: decision.sudo().unlink(),
                       lambda: decision.sudo().create({"level": "top_secret"})):
            with self.assertRaises(AccessError):
                change()
        self.assertTrue(self.env["company.ledger.entry"].search([
            ("kind", "=", "document.clearance"), ("res_id", "=", decision.id)]))
        self.assertEqual(officer.document_clearance, "secret")

    def test_expiry(self):
        """D8: a clearance ends with its last day, without anybody doing anything."""
        today = fields.Date.context_today(self.paper.with_context(tz="Asia/Shanghai"))
        self._clear(self.outsider_employee, until=today)
        self.paper._add_readers(self.outsider)
        self.assertTrue(self.paper.with_user(self.outsider).has_access("read"))
        with self.patch_today(1):
            self.env.invalidate_all()
            self.assertFalse(self.paper.with_user(self.outsider).has_access("read"))

    def patch_today(self, days):
        from datetime import timedelta
        from unittest.mock import patch
        later = fields.Date.today() + timedelta(days=days + 1)
        return patch.object(fields.Date, "context_today", lambda *args, **kwargs: later)

    def test_need_to_know_and_clearance(self):
        """D8: both are needed, for administrators, auditors and the office too."""
        for user in self.strangers:
            with self.subTest(user=user.login):
                self.assertFalse(self.paper.with_user(user).has_access("read"))
                self.assertFalse(self.paper.with_user(user).search([("id", "=", self.paper.id)]))
        self.paper._add_readers(self.chairman)
        self.assertTrue(self.paper.with_user(self.chairman).has_access("read"))
        self._clear(self.chairman_employee, "secret")
        self.env.invalidate_all()
        self.assertFalse(self.paper.with_user(self.chairman).has_access("read"))

    def test_readers_need_clearance(self):
        """D8: nobody without clearance is let in; the refusal names him (DOC-CLEARANCE)."""
        with self.assertBlocked("DOC-CLEARANCE") as catcher:
            self.paper._add_readers(self.outsider | self.chairman)
        self.assertIn(self.outsider.name, str(catcher.exception))
        self.assertNotIn(self.chairman.name, str(catcher.exception))
        with self.assertBlocked("DOC-CLEARANCE"):
            self._new_paper(secrecy="top_secret")
        with self.assertBlocked("DOC-CLEARANCE"):
            self.paper.with_user(self.drafter).write({"secrecy": "top_secret"})

    def test_names(self):
        """D8: the name of a classified paper tells class and number, nothing of its title."""
        self.assertNotIn("Merger", self.paper.display_name)
        self.assertIn(self.paper.draft_no, self.paper.display_name)
        self.assertEqual(self.paper.display_name, self.paper._get_masked_name())
        self.paper.with_user(self.drafter).write({"secrecy": "internal"})
        self.assertIn("Merger", self.paper.display_name)

    def test_opening_is_logged(self):
        """D8: opening is logged once, lists are not; officer and auditor read the log, nobody else."""
        log = self.env["company.document.access"]
        mine = self.paper.with_user(self.drafter)
        mine.web_search_read([("id", "=", mine.id)], {"title": {}, "secrecy": {}})
        mine.search_read([("id", "=", mine.id)], ["title"])
        self.assertFalse(log.search([("res_id", "=", mine.id)]))
        mine.web_read({"title": {}, "body": {}})
        mine.web_read({"title": {}, "body": {}})
        row = log.search([("res_id", "=", mine.id)])
        self.assertEqual((row.user_id, row.action, row.secrecy), (self.drafter, "open", "confidential"))
        self.assertNotIn("Merger", row.document_name)
        mine.read(["state"])
        self.assertEqual(log.with_user(self.secrecy_officer).search_count([("res_id", "=", mine.id)]), 1)
        self.assertEqual(log.with_user(self.auditor.user_id).search_count([("res_id", "=", mine.id)]), 1)
        for user in (self.drafter, self.office, self.settings_admin, self.gm):
            with self.assertRaises(AccessError):
                log.with_user(user).search([])
        with self.assertRaises(AccessError):
            row.sudo().unlink()

    def test_circulation_of_outgoing(self):
        """D8: circulation rows of a classified outgoing document are seen by its cleared readers only."""
        rows = self.env["company.document.circulation"]
        with self.assertBlocked("DOC-CLEARANCE"):
            rows._send(self.paper.sudo(), self.outsider, "read")
        told = rows._send(self.paper.sudo(), self.gm, "read").sudo()
        stray = rows.sudo()._as_engine().create({       # as if his clearance had ended since
            "outgoing_id": self.paper.id, "company_id": self.paper.company_id.id, "user_id": self.outsider.id,
            "purpose": "read"})
        self.env.invalidate_all()
        domain = [("outgoing_id", "=", self.paper.id)]
        self.assertEqual(rows.with_user(self.gm).search(domain), told | stray)
        for user in self.strangers:
            with self.subTest(user=user.login):
                mine = rows.with_user(user)
                if not mine.has_access("read"):
                    continue
                self.assertFalse(mine.search(domain))
                self.assertFalse(mine.search_count([("id", "in", (told | stray).ids)]))
                with self.assertRaises(AccessError):
                    (told | stray).with_user(user).read(["user_id", "document_name"])


@tagged("post_install", "-at_install")
class TestFilesStay(SecrecyFixture, DocumentsCase):

    def test_files_stay(self):
        """D8: not even a reader copies or moves a file out of a classified document, past log and watermark."""
        document, partner = self.paper, self.drafter.partner_id
        file = self.env["ir.attachment"].with_user(self.drafter).create({
            "name": "heron.txt", "raw": b"osprey", "res_model": document._name, "res_id": document.id})
        elsewhere = {"res_model": "res.partner", "res_id": partner.id}
        for step in (lambda: file.copy({"res_id": 0}), lambda: file.copy(elsewhere), file.copy_data,
                     lambda: file.write(elsewhere), lambda: file.write({"res_id": 0})):
            with self.assertRaisesRegex(AccessError, "5.8.1.5"):
                step()
        file.write({"name": "heron 2.txt", "res_id": document.id})
        self.assertEqual((file.res_model, file.res_id, file.name), (document._name, document.id, "heron 2.txt"))
        open_paper = self._new_paper(secrecy="internal", secrecy_years=0)
        own = self.env["ir.attachment"].with_user(self.drafter).create({
            "name": "own.txt", "raw": b"x", "res_model": document._name, "res_id": open_paper.id})
        self.assertEqual(own.copy({"res_id": 0}).raw, b"x")
