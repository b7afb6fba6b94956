from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase, DocumentsFixture
from .secrecy_common import SecrecyFixture


class CopiesFixture(SecrecyFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for employee in (cls.office_employee, cls.office2_employee, cls.keeper_employee):
            cls._clear(employee)
        cls.paper.with_user(cls.drafter).write({"copy_count": 3})
        cls.paper._add_readers(cls.office | cls.office2)

    def _make(self, count=3, user=None):
        ids = self.paper.with_user(user or self.office).action_make_copies(count)
        return self.env["company.document.copy"].browse(ids).with_user(user or self.office)


@tagged("post_install", "-at_install")
class TestCopies(CopiesFixture, DocumentsCase):

    def test_numbers(self):
        """D8: copies of a classified paper get six-digit numbers, no more than were approved (DOC-COPY)."""
        copies = self._make(2)
        self.assertEqual(copies.mapped("name"), ["000001", "000002"])
        self.assertNotIn("Merger", " ".join(copies.mapped("display_name")))
        with self.assertBlocked("DOC-COPY"):
            self._make(2)
        self.assertEqual(self._make(1).name, "000003")
        self.assertEqual(self.paper.with_user(self.office).numbered_copy_count, 3)
        self.assertTrue(self.env["company.document.access"].search([
            ("res_id", "=", self.paper.id), ("action", "=", "number_copies")]))
        for user in (self.drafter, self.settings_admin, self.outsider, self.auditor.user_id):
            with self.assertRaises(AccessError):
                self._make(1, user)
        for count in (0, -1, "3", True, 10 ** 7):
            with self.assertRaises(UserError):
                self._make(count)

    def test_hand_out_sign_and_return(self):
        """D8: handed out to people with clearance who sign, taken back; each event stays in the register."""
        copy = self._make(1)
        with self.assertBlocked("DOC-CLEARANCE"):
            copy.action_hand_out(self.outsider.id)
        for arguments in ((), (self.keeper.id, self.office.partner_id.id), ("1",), (99999999,)):
            with self.assertRaises(UserError):
                copy.action_hand_out(*arguments)
        copy.action_hand_out(self.keeper.id)
        self.assertEqual((copy.state, copy.holder_id), ("out", self.keeper))
        self.assertTrue(self.paper.with_user(self.keeper).has_access("read"))
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "document_copy"), ("res_id", "=", copy.id), ("user_id", "=", self.keeper.id)]))
        with self.assertRaises(UserError):
            copy.with_user(self.office2).action_sign_for()
        copy.with_user(self.keeper).action_sign_for()
        self.assertTrue(copy.signed_on)
        with self.assertRaises(UserError):
            copy.action_hand_out(self.keeper.id)
        with self.assertRaises(AccessError):
            copy.with_user(self.keeper).action_take_back()
        copy.action_take_back("all pages")
        self.assertEqual((copy.state, copy.holder_id), ("held", self.env["res.users"]))
        self.assertEqual(copy.event_ids.sorted("id").mapped("event"), ["made", "handed_out", "signed", "returned"])
        for change in (lambda: copy.write({"state": "destroyed"}), lambda: copy.sudo().unlink(),
                       lambda: copy.write({"holder_id": self.office.id}),
                       lambda: copy.sudo().event_ids.write({"note": "x"})):
            with self.assertRaises(UserError):
                change()

    def test_destroyed_by_two(self):
        """D8: two different people destroy a copy; the first can't confirm himself, by no context key."""
        copies = self._make(2)
        with self.assertRaises(UserError):
            copies.action_propose_destruction(" ")
        copies.action_propose_destruction("Term ended")
        with self.assertRaises(UserError):
            copies.with_context(force=True, default_destroy_by_id=False).action_confirm_destruction()
        with self.assertRaises(AccessError):
            copies.with_user(self.drafter).action_confirm_destruction()
        copies[1].action_keep()
        copies[0].with_user(self.secrecy_officer).action_confirm_destruction()
        self.assertEqual(copies.mapped("state"), ["destroyed", "held"])
        self.assertEqual((copies[0].destroy_by_id, copies[0].destroy_witness_id), (self.office, self.secrecy_officer))
        self.assertTrue(self.env["company.ledger.entry"].search([
            ("kind", "=", "document.copy"), ("res_id", "=", copies[0].id), ("payload", "ilike", "destroyed")]))

    def test_dispatch_gives_copies(self):
        """D8: at dispatch the copies of a classified paper are numbered and given to its recipients by number."""
        unit = self.env["res.partner"].create({"name": "Unit X", "is_document_unit": True})
        self.paper.with_user(self.drafter).write({"main_unit_ids": [(6, 0, unit.ids)]})
        self.paper._as_engine().write({"state": "sealed"})
        self.paper.with_user(self.office).sudo()._do_dispatch()
        copies = self.env["company.document.copy"].search([("outgoing_id", "=", self.paper.id)])
        self.assertEqual(len(copies), 3)
        self.assertEqual([(copy.name, copy.partner_id) for copy in copies if copy.state == "out"], [("000001", unit)])

    def test_lost(self):
        """D8: a lost copy is reported by its holder, the secrecy officers are told."""
        copy = self._make(1)
        copy.action_hand_out(self.keeper.id)
        with self.assertRaises(UserError):
            copy.with_user(self.keeper).action_report_lost("")
        copy.with_user(self.keeper).action_report_lost("Left in a taxi")
        self.assertEqual(copy.state, "lost")
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "document_copy_lost"), ("user_id", "=", self.secrecy_officer.id)]))

    def test_register_without_content(self):
        """D8: officer and auditor read the whole register, which says nothing of the content; it prints."""
        copies = self._make(3)
        copies[0].action_hand_out(False, self.env["res.partner"].create({"name": "Unit X"}).id)
        for user in (self.secrecy_officer, self.auditor.user_id):
            rows = self.env["company.document.copy"].with_user(user).search_read([("id", "in", copies.ids)])
            self.assertEqual(len(rows), 3)
            self.assertNotIn("Merger", str(rows))
        for user in (self.outsider, self.archivist, self.settings_admin):
            self.assertFalse(self.env["company.document.copy"].with_user(user).search([("id", "in", copies.ids)]))
        content, _type = self.env["ir.actions.report"].with_user(self.secrecy_officer)._render_qweb_html(
            "company_docs.report_document_copy_register", copies.ids)
        self.assertIn("000003", str(content))
        self.assertIn("Unit X", str(content))
        self.assertNotIn("Merger", str(content))

    def test_wizard(self):
        """D8: the dialogs carry the steps, with copies chosen in the list."""
        copies = self._make(2)
        with Form(self.env["company.document.copy.step"].with_user(self.office).with_context(
                default_step="hand_out", active_model="company.document.copy", active_ids=copies.ids)) as form:
            form.user_id = self.keeper
        form.record.action_confirm()
        self.assertEqual(set(copies.mapped("state")), {"out"})
        with self.assertRaises(AccessError):
            self.env["company.document.copy.step"].with_user(self.outsider).create({
                "step": "take_back", "copy_ids": [(6, 0, copies.ids)]})
        wizard = self.env["company.document.clearance.set"].with_user(self.secrecy_officer).create({
            "employee_id": self.outsider_employee.id, "level": "secret", "reason": "Needs it"})
        wizard.action_confirm()
        self.assertEqual(self.outsider._get_clearance(self.company_a), 2)
        with self.assertRaises(AccessError):
            self.env["company.document.clearance.set"].with_user(self.settings_admin).create({
                "employee_id": self.outsider_employee.id, "level": "secret", "reason": "Needs it"})


@tagged("post_install", "-at_install")
class TestCopyingAndClass(CopiesFixture, DocumentsCase):

    def _request(self, user=None, **vals):
        return self.env["company.document.copy.request"].with_user(user or self.drafter).create({
            "outgoing_id": self.paper.id, "copy_count": 2, "purpose": "For the file of the project", **vals})

    def _approve(self, record, user):
        record.sudo().approval_id.with_user(user).action_approve("Agreed")

    def test_copying(self):
        """D8: copying after consent of the general office only; the original comes back (R6 §5.8.1.5)."""
        original = self._make(1)
        original.action_hand_out(self.drafter.id)
        request = self._request()
        with self.assertRaises(UserError):
            request.with_user(self.office2).action_make()
        request.action_submit()
        with self.assertRaises(UserError):
            request.write({"copy_count": 50})
        self._approve(request, self.office)
        self.assertEqual(request.state, "approved")
        with self.assertRaises(AccessError):
            request.action_make()
        ids = request.with_user(self.office2).action_make()
        copies = self.env["company.document.copy"].browse(ids)
        self.assertEqual(copies.mapped("name"), ["000002", "000003"])
        self.assertEqual((copies.holder_id, set(copies.mapped("origin"))), (self.drafter, {"copy"}))
        with self.assertRaises(UserError):
            request.with_user(self.office2).action_make()
        request.with_user(self.office2).action_return_original()
        self.assertEqual((request.state, original.state), ("done", "held"))
        self.assertTrue(self.env["company.document.access"].search([
            ("res_id", "=", self.paper.id), ("action", "=", "copy"), ("user_id", "=", self.office2.id)]))

    def test_copying_of_what_one_may_not_read(self):
        """D8: nobody asks for copies of a paper he must not know, and nobody else sees the request."""
        with self.assertRaises(AccessError):
            self._request(self.outsider)
        request = self._request()
        for user in (self.outsider, self.auditor.user_id, self.settings_admin, self.archivist):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["purpose"])
        with self.assertRaises(UserError):
            self._request(purpose=" ").action_submit()

    def test_approver_without_clearance(self):
        """D8: a request is not sent to an approver without clearance; he is named (DOC-CLEARANCE)."""
        self._clear(self.office_employee, "internal")
        with self.assertBlocked("DOC-CLEARANCE") as catcher:
            self._request().action_submit()
        self.assertIn(self.office.name, str(catcher.exception))

    def test_class_changed_by_approval_only(self):
        """D8: after the draft the class changes by an approved request with reason only; raising hides at once."""
        self.paper._as_engine().write({"state": "dispatched", "secrecy": "internal"})
        self.paper._add_readers(self.outsider)
        mine = self.paper.with_user(self.drafter)
        with self.assertRaises(AccessError):
            mine.write({"secrecy": "public"})
        self.assertTrue(self.paper.with_user(self.outsider).has_access("read"))
        self.assertTrue(self.paper.with_user(self.auditor.user_id).has_access("read"))
        change = self.env["company.document.reclassify"].with_user(self.drafter).create({
            "outgoing_id": self.paper.id, "secrecy": "confidential", "secrecy_years": 5, "reason": " "})
        with self.assertRaises(UserError):
            change.action_submit()
        change.write({"reason": "Talks with the other side have begun"})
        change.action_submit()
        self.assertEqual(change.secrecy_before, "internal")
        self._approve(change, self.gm)
        self.assertEqual((change.state, self.paper.secrecy), ("done", "confidential"))
        self.env.invalidate_all()
        for user in (self.outsider, self.auditor.user_id):
            self.assertFalse(self.paper.with_user(user).has_access("read"))
        self.assertTrue(self.env["company.ledger.entry"].search([
            ("kind", "=", "document.reclassify"), ("res_id", "=", self.paper.id)]))

    def test_declassification(self):
        """D8: at the end of the term the system proposes, the officer submits, the general manager confirms."""
        self.paper._as_engine().write({"state": "dispatched", "signed_on": fields.Date.today()})
        self.assertEqual(self.paper.declassify_on.year, fields.Date.today().year + 10)
        Change = self.env["company.document.reclassify"]
        Change._cron_propose()
        self.assertFalse(Change.search([("outgoing_id", "=", self.paper.id)]))
        later = fields.Date.today() + timedelta(days=3660)
        with patch.object(fields.Date, "context_today", lambda *args, **kwargs: later):
            Change._cron_propose()
            Change._cron_propose()
        change = Change.search([("outgoing_id", "=", self.paper.id)])
        self.assertEqual(len(change), 1)
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "document_declassify"), ("user_id", "=", self.secrecy_officer.id)]))
        officer = change.with_user(self.secrecy_officer)
        self.assertNotIn("Merger", str(officer.web_read({"document_name": {}, "outgoing_id": {
            "fields": {"display_name": {}}}, "reason": {}, "approval_trail": {}})))
        with self.assertRaises(UserError):
            change.with_user(self.drafter).action_submit()
        officer.action_submit()
        self.assertEqual(self.paper.secrecy, "confidential")
        self._approve(change, self.gm)
        self.assertEqual((self.paper.secrecy, self.paper.declassify_on), ("internal", False))

    def test_links_are_covered(self):
        """D8: every model with a link to a document has a rule that obeys the document, or was reviewed."""
        guard = self.env["company.document.secrecy"]
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        for model, links in guard._get_links().items():
            if hasattr(self.env[model], "_get_open_domain"):    # asks the rules of both documents itself
                continue
            domains = " ".join(rules.filtered(lambda r, m=model: r.model_id.model == m).mapped(
                lambda rule: rule.domain_force or ""))
            for link in links:
                self.assertTrue(f"'{link}.is_cleared'" in domains or "is_document_open" in domains, f"{model}.{link}")

    def test_list_queries(self):
        """D8: the rules cost a list no query per row, and the log is written by one insert."""
        for number in range(12):
            self._new_paper(title=f"Paper {number}")
        Paper = self.env["company.document.outgoing"].with_user(self.drafter)

        def queries(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Paper.web_search_read([], {"title": {}, "secrecy": {}, "is_cleared": {}}, limit=limit)
            return self.env.cr.sql_log_count - before
        queries(12)
        self.assertEqual(queries(2), queries(12))


@tagged("post_install", "-at_install")
class TestCopiesRpc(CopiesFixture, DocumentsFixture, RpcCase):

    def test_rpc(self):
        """D8: the whole life of a numbered copy over XML-RPC."""
        office, keeper = self.office.login, self.keeper.login
        ids = self.rpc(office, "company.document.outgoing", "action_make_copies", self.paper.ids, 1)
        self.assertTrue(self.rpc(office, "company.document.copy", "action_hand_out", ids, self.keeper.id))
        self.assertTrue(self.rpc(keeper, "company.document.copy", "action_sign_for", ids))
        self.assertTrue(self.rpc(office, "company.document.copy", "action_take_back", ids))
        self.assertTrue(self.rpc(office, "company.document.copy", "action_propose_destruction", ids, "Term ended"))
        with self.assertRaises(UserError):
            self.rpc(office, "company.document.copy", "action_confirm_destruction", ids)
        self.assertTrue(self.rpc(self.office2.login, "company.document.copy", "action_confirm_destruction", ids))
        with self.assertRaises(AccessError):
            self.rpc(office, "company.document.copy", "write", ids, {"state": "held"})
        with self.assertRaises(AccessError):
            self.rpc(office, "company.document.copy", "create", {"serial": 7, "outgoing_id": self.paper.id})
        decision = self.rpc(self.secrecy_officer.login, "hr.employee", "action_set_clearance",
                            self.outsider_employee.ids, "secret", "Board work", "2099-12-31")
        self.assertTrue(decision)
        with self.assertRaises(AccessError):
            self.rpc(self.settings_admin.login, "hr.employee", "action_set_clearance",
                     self.outsider_employee.ids, "secret", "Board work")
