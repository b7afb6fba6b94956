from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .outgoing_common import OutgoingCase


class TestOutgoingFlow(OutgoingCase):

    def test_whole_way(self):
        """D2: drafter → head → office → countersign → issue → number → proof → seal → dispatch → archive."""
        document = self._new_draft(
            countersign_user_ids=[Command.set(self.chairman.ids)],
            countersign_department_ids=[Command.set(self.finance_department.ids)],
            cc_unit_ids=[Command.set(self.unit.ids)])
        self.finance_department.manager_id = self.accountant_employee
        self.assertTrue(document.draft_no.startswith("NG"))
        self.assertEqual(document.name, "/")
        self.assertEqual(document.main_text, "Finance")
        self.assertEqual(document.cc_text, "First Branch")
        self.assertEqual(document.direction, "down")
        document.action_submit()
        self.assertEqual(document.state, "submitted")
        self._approve(document, self.dept_head, self.office2, self.accountant)
        self.assertEqual(document.state, "submitted")
        self._approve(document, self.chairman)
        self.assertEqual(document.waiting_for, self.gm.name)
        self._approve(document, self.gm)
        self.assertEqual(document.state, "issued")
        self.assertTrue(document.signed_on)
        numbers = document.with_user(self.office).action_number()
        self.assertEqual(numbers, {str(document.id): document.name})
        self.assertRegex(document.name, r"^测试〔\d{4}〕01号$")
        self.assertEqual(document.print_date, document.signed_on)
        document.action_proofread(True)
        self.assertEqual(document.state, "proofread")
        document.sudo()._set_state("sealed")
        document.with_user(self.office).action_dispatch()
        self.assertEqual(document.state, "dispatched")
        self.assertEqual(document.dispatch_count, 2)
        document.with_user(self.office).action_archive()
        self.assertEqual(document.state, "archived")
        self.assertTrue(document.archive_id)
        self.assertEqual(document.step_ids.mapped("step"), [
            "submitted", "issued", "numbered", "proof_ok", "sealed", "dispatched", "archived"])
        opinions = document.approval_id.decision_ids.filtered(lambda row: row.kind == "approve")
        self.assertEqual(opinions.mapped("opinion"), ["同意"] * 5)

    def test_office_check_and_return(self):
        """D2: the office returns a draft with its marks; versions show the difference, no opinion is lost."""
        document = self._submit()
        self._approve(document, self.dept_head)
        with self.assertRaises(UserError):
            document.approval_id.with_user(self.outsider).action_approve("x")
        document.approval_id.with_user(self.office).action_return("放假天数应为八天", False)
        self.assertEqual(document.state, "draft")
        self.assertEqual(document.approval_state, "returned")
        document.body = "<p>各部门：</p><p>国庆节放假<b>八</b>天。</p><p>特此通知。</p>"
        document.action_submit()
        self._approve(document, self.dept_head, self.office, self.gm)
        versions = document.version_ids.sorted("number")
        self.assertEqual(versions.mapped("event"), ["submitted", "returned", "submitted", "issued"])
        self.assertEqual(versions.mapped("round"), [1, 1, 2, 2])
        self.assertEqual(versions[1].reason, "放假天数应为八天")
        self.assertIn("<del>七</del><ins>八</ins>", versions[2].difference)
        self.assertFalse(versions[3].has_difference)
        kept = document.approval_ids.decision_ids.filtered("opinion").mapped("opinion")
        self.assertIn("放假天数应为八天", kept)
        with self.assertRaises(AccessError):
            versions[0].with_user(self.office).write({"text": "x"})
        with self.assertRaises(AccessError):
            versions[0].sudo().unlink()

    def test_one_language_for_versions(self):
        """D2: two versions differ by their text only, whatever the language of those who submit."""
        document = self._submit()
        document.action_withdraw("改")
        document.with_context(lang="zh_CN").action_submit()
        self.assertFalse(document.version_ids.sorted("number")[-1].has_difference)

    def test_differences_are_escaped(self):
        """D2: text of a version is shown, never executed."""
        document = self._submit(title="<script>alert(1)</script>")
        document.action_withdraw("改")
        document.title = "<img src=x onerror=alert(1)>"
        document.action_submit()
        html = document.version_ids.sorted("number")[-1].difference
        self.assertNotIn("<script", html)
        self.assertNotIn("<img", html)

    def test_incomplete_draft(self):
        """D2: a draft without signer, recipient or text is not submitted, and the message says what is missing."""
        for values, word in (({"signer_id": False}, "Issuing Leader"), ({"body": "<p><br></p>"}, "Body"),
                             ({"main_department_ids": False}, "Main Recipients")):
            document = self._new_draft(**values)
            self.assertFalse(document.can_submit)
            with self.assertRaisesRegex(UserError, word):
                document.action_submit()
        document = self._new_draft(countersign_department_ids=[Command.set(self.finance_department.ids)])
        with self.assertRaisesRegex(UserError, "Finance"):
            document.action_submit()

    def test_signer(self):
        """D2: chairman or general manager issues (R6 §5.9.1); nobody else."""
        document = self._new_draft(signer_id=self.manager.id)
        with self.assertBlocked("DOC-ISSUE"):
            document.action_submit()
        document = self._submit(signer_id=self.chairman_employee.id)
        self._approve(document, self.dept_head, self.office, self.chairman)
        self.assertEqual(document.state, "issued")

    def test_route_without_office(self):
        """D2: a route that leaves out the check of the general office is refused (R6 §5.9.2.1)."""
        self.env.ref("company_docs.route_outgoing_check").unlink()
        document = self._new_draft()
        with self.assertBlocked("DOC-CHECK"):
            document.action_submit()

    def test_route_without_signer(self):
        """D2: a route that doesn't end with the one who issues is refused."""
        self.env.ref("company_docs.route_outgoing_issue").unlink()
        document = self._new_draft()
        with self.assertBlocked("DOC-ISSUE"):
            document.action_submit()

    def test_reject(self):
        """D2: a rejected document is given up; its drafter can start from a copy."""
        document = self._submit()
        document.approval_id.with_user(self.dept_head).action_reject("不发")
        self.assertEqual(document.state, "cancelled")
        copy = document.copy()
        self.assertEqual((copy.state, copy.name, copy.approval_state), ("draft", "/", "none"))
        self.assertFalse(copy.version_ids)
        self.assertNotEqual(copy.draft_no, document.draft_no)
        self.assertEqual(copy.body, document.body)
        copy.action_submit()

    def test_copy_is_clean(self):
        """D2: the copy of an issued document is a clean draft of whoever copies."""
        document = self._number(annex_ids=[Command.create({"name": "名单", "file": "eA==", "file_name": "a.txt"})])
        copy = document.copy()
        self.assertEqual((copy.state, copy.name, copy.drafter_id), ("draft", "/", self.drafter))
        for name in ("number_id", "signed_on", "print_date", "text_digest", "version_ids", "dispatch_ids", "step_ids",
                     "approval_id"):
            self.assertFalse(copy[name], name)
        self.assertEqual(copy.annex_ids.name, "名单")
        self.assertEqual(copy.annex_ids.file, b"eA==")

    def test_withdraw(self):
        """D2: the drafter takes it back while nobody has decided."""
        document = self._submit()
        document.action_withdraw("还要补充")
        self.assertEqual(document.state, "draft")
        self.assertEqual(document.step_ids[-1].note, "还要补充")
        document.title = "另一个标题"
        document.action_submit()

    def test_own_document_of_the_office(self):
        """D2: a person of the office doesn't check the own draft: the colleague does."""
        document = self.documents.with_user(self.office).create(self._draft_values())
        document.action_submit()
        self._approve(document, self.dept_head)
        with self.assertRaises(UserError):
            document.approval_id.with_user(self.office).action_approve("自核")
        self._approve(document, self.office2, self.gm)
        self.assertEqual(document.state, "issued")

    def test_proof(self):
        """D2: the drafter returns a wrong proof with a note, the office prints anew, the drafter accepts."""
        document = self._number()
        for arguments in ((False, " "), ("False", "x"), (None,)):
            with self.assertRaises(UserError):
                document.action_proofread(*arguments)
        with self.assertBlocked("DOC-PROOF"):
            document.with_user(self.office).action_proofread(True)
        document.action_proofread(False, "版记缺抄送")
        self.assertEqual(document.state, "numbered")
        self.assertTrue(document.proof_with_office)
        self.assertEqual(document.waiting_for, "General Office")
        with self.assertRaises(UserError):
            document.action_proofread(True)
        with self.assertBlocked("DOC-PROOF"):
            document.action_send_proof()
        document.with_user(self.office).action_send_proof("已改")
        with self.assertRaises(UserError):
            document.with_user(self.office).action_send_proof("已改")
        document.action_proofread(True, "无误")
        self.assertEqual(document.state, "proofread")
        self.assertEqual(document.step_ids.mapped("note")[-3:], ["版记缺抄送", "已改", "无误"])

    def test_todos(self):
        """D2: each step waits in the inbox of the one who takes it, and only there."""
        def waiting(document):
            rows = self.env["company.todo"].sudo().search([
                ("res_model", "=", document._name), ("res_id", "=", document.id), ("state", "=", "open")])
            return {(row.kind, row.user_id) for row in rows}
        office = {self.office, self.office2}
        document = self._issue()
        self.assertEqual(waiting(document), {("document_number", user) for user in office})
        document.with_user(self.office).action_number()
        self.assertEqual(waiting(document), {("document_proof", self.drafter)})
        document.action_proofread(False, "错行")
        self.assertEqual(waiting(document), {("document_print", user) for user in office})
        document.with_user(self.office).action_send_proof()
        document.action_proofread(True)
        self.assertEqual({kind for kind, _user in waiting(document)}, {"document_seal"})

    def test_todos_tell_no_secret(self):
        """D8: to-do, approval subject and ledger of a classified document don't carry its title."""
        for employee in (self.drafter_employee, self.dept_head_employee, self.office_employee, self.gm_employee):
            employee.with_user(self.secrecy_officer).action_set_clearance("secret", "Needed for the post")
        document = self._submit(secrecy="secret", title="关于并购的请示")
        self.assertFalse(document.with_user(self.office2).has_access("read"), "of the office, but not cleared")
        self._approve(document, self.dept_head, self.office, self.gm)
        titles = self.env["company.todo"].sudo().search([("res_model", "=", document._name)]).mapped("name")
        self.assertFalse([title for title in titles if "并购" in title])
        numbering = self.env["company.todo"].sudo().search([
            ("res_id", "=", document.id), ("kind", "=", "document_number")])
        self.assertEqual(numbering.user_id, self.office)
        self.assertNotIn(document.title, document._approval_subject())
        self.assertNotIn(document.title, document._get_todo_name("document_number"))
        self.assertNotIn("泄密", document._get_masked_text("泄密"))

    def test_restart(self):
        """D2: an issued text changes by opening it again only, with a reason; the whole approval runs anew."""
        document = self._number()
        name = document.name
        with self.assertRaises(UserError):
            document.action_restart("")
        with self.assertRaises(AccessError):
            document.with_user(self.outsider).action_restart("x")
        document.action_restart("日期有误")
        self.assertEqual((document.state, document.name, document.approval_state), ("draft", name, "none"))
        self.assertFalse(document.dispatch_ids)
        document.body = "<p>改过的正文。</p>"
        document.action_submit()
        self._approve(document, self.dept_head, self.office, self.gm)
        document.with_user(self.office).action_number()
        self.assertEqual(document.name, name, "the number stays with the document")
        self.assertEqual(document.state, "numbered")

    def test_restart_while_the_seal_waits(self):
        """D2: a document opened again takes its seal applications with it: nobody seals the old text."""
        document = self._number()
        document.action_proofread(True)
        use = self.env["company.seal.use"].sudo()._as_engine().create({
            "title": document.title, "purpose": "用印", "requester_id": self.office.id, "company_id": self.company_a.id,
            "target": f"{document._name},{document.id}", "state": "approved"})
        document.with_user(self.office).action_restart("改期")
        self.assertEqual((use.state, use.finish_note), ("cancelled", "改期"))

    def test_cancel(self):
        """D2: drafts are given up by their drafter, issued documents by the office, with a reason."""
        document = self._submit()
        with self.assertRaises(UserError):
            document.with_user(self.office).action_cancel("x")
        with self.assertRaises(UserError):
            document.action_cancel("")
        document.action_cancel("不再需要")
        self.assertEqual(document.state, "cancelled")
        document = self._number()
        number = document.number_id
        with self.assertRaises(UserError):
            document.action_cancel("x")
        document.with_user(self.office).action_cancel("会议取消")
        self.assertEqual((document.state, document.name), ("cancelled", "/"))
        self.assertEqual((number.state, number.reason), ("void", "会议取消"))
        with self.assertRaises(UserError):
            document.with_user(self.office).action_cancel("again")

    def test_wrong_states(self):
        """D2: no step is taken out of turn, by nobody."""
        document = self._submit()
        office = document.with_user(self.office)
        for call in (office.action_number, office.action_dispatch, office.action_archive, office.action_send_proof,
                     lambda: document.action_proofread(True), lambda: office.action_void_number("x"),
                     lambda: document.action_restart("x"), document.action_submit):
            with self.assertRaises(UserError):
                call()

    def test_urgent_deadlines(self):
        """D2: reviews of urgent documents have shorter deadlines."""
        with freeze_time("2026-03-02 02:00:00"):
            normal, urgent = self._submit(), self._submit(urgency="extra_urgent")
        self.assertLess(urgent.approval_id.deadline, normal.approval_id.deadline)
