"""Registering, refusing, proposing, instructing, circulating, handling and closing incoming documents."""
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .incoming_common import IncomingCase


@tagged("post_install", "-at_install")
class TestIncoming(IncomingCase):

    def test_whole_way(self):
        """D6: register → propose → review → instruct → assign and circulate → feedback → close → archive."""
        paper = self._registered()
        self.assertRegex(paper.name, r"^SW\d{4}-\d+$")
        self.assertEqual(self._get_todos(paper, self.office), {"propose"})
        paper.action_propose(
            "To Engineering", self.chairman.id, [self.accountant.id], self.department.id, [self.finance_department.id])
        self.assertEqual((paper.state, paper.leader_id), ("reviewing", self.chairman))
        self.assertEqual(self._get_todos(paper), {"review"})
        paper.with_user(self.accountant).action_review("No objection")
        self.assertEqual((paper.state, self._get_todos(paper, self.chairman)), ("proposed", {"instruct"}))
        paper.with_user(self.chairman).action_instruct("Agreed")
        self.assertEqual((paper.state, self._get_todos(paper)), ("instructed", {"assign"}))
        paper.action_assign([self.department.id, self.finance_department.id])
        paper.action_circulate([self.outsider.id])
        self.assertEqual(paper.state, "handling")
        self.assertEqual(self._get_todos(paper, self.dept_head), {"handle"})
        self.assertEqual(self._get_todos(paper, self.outsider), {"read"})
        paper.with_user(self.dept_head).action_reply("Inspected")
        self.assertEqual(paper.state, "handling")
        paper.with_user(self.accountant).action_reply("Paid")
        self.assertEqual((paper.state, self._get_todos(paper, self.office)), ("replied", {"close"}))
        self.assertTrue(paper.is_on_time)
        paper.with_user(self.dept_head).action_reply("All done")
        self.assertEqual(paper.overall_reply, "All done")
        paper.action_close("Done")
        self.assertEqual((paper.state, self._get_todos(paper, self.office)), ("closed", {"archive"}))
        paper.action_archive()
        self.assertEqual((paper.state, bool(paper.archive_id)), ("archived", True))
        self.assertEqual(self._get_todos(paper) - {"read"}, set())
        self.assertEqual(
            [opinion.step for opinion in paper.opinion_ids],
            ["register", "propose", "review", "instruct", "assign", "circulate", "reply", "reply", "answer", "close"])

    def test_registration_needs_validity(self):
        """D6: an unsigned or unsealed paper is not registered, whatever the context says; it is refused (§5.8.1.1)."""
        for values in ({"is_signed": False}, {"is_sealed": False}):
            paper = self._new_paper(**values)
            with self.assertBlocked("DOC-IN-VALID"):
                paper.with_context(default_is_signed=True, force=True).action_register()
        with self.assertRaises(UserError):
            paper.action_refuse("  ")
        paper.action_refuse("No seal")
        self.assertEqual((paper.state, paper.refusal_reason), ("refused", "No seal"))
        self.assertTrue(paper.name, "the refused paper stands in the register")
        with self.assertRaises(UserError):
            paper.action_register()

    def test_exception_by_override(self):
        """D6 S1: an unsealed paper is registered only after the general office's head allowed the exception."""
        paper = self._new_paper(is_sealed=False)
        paper.with_user(self.office2).received_by_id = self.office2
        with self.assertBlocked("DOC-IN-VALID"):
            paper.with_user(self.office2).action_register()
        finding = self.env["company.control.finding"].search(
            [("control_code", "=", "DOC-IN-VALID"), ("res_id", "=", paper.id)], order="id desc", limit=1)
        finding.with_user(self.office).action_override("Original follows by courier")
        paper.with_user(self.office2).action_register()
        self.assertEqual(paper.state, "registered")

    def test_registration_needs_scan_and_data(self):
        """D6: the scan and the sender are required at registration."""
        with self.assertBlocked("DOC-IN-SCAN"):
            self._new_paper(file_ids=False).action_register()
        with self.assertRaisesRegex(UserError, "Kind"):
            self._new_paper(kind_id=False).action_register()
        with self.assertRaisesRegex(UserError, "future"):
            self._new_paper(received_on="2099-01-01 00:00:00").action_register()

    def test_duplicates(self):
        """D6: the same sender and number, or the same file, is warned of with the first document."""
        first = self._registered(content=b"same")
        second = self._new_paper(content=b"other")
        self.assertEqual(second.duplicate_id, first)
        third = self._new_paper(content=b"same", source_number="UG-2026-9")
        self.assertEqual(third.duplicate_id, first)
        self.assertFalse(self._new_paper(content=b"new", source_number="UG-2026-10").duplicate_id)
        third.action_register()
        self.assertIn("DOC-IN-DUPLICATE", self.env["company.control.finding"].search(
            [("res_model", "=", third._name), ("res_id", "=", third.id)]).mapped("control_code"))
        self._set_control("DOC-IN-DUPLICATE", mode="block")
        with self.assertBlocked("DOC-IN-DUPLICATE"):
            second.action_register()

    def test_duplicate_in_form(self):
        """D6: the form shows the first document while the number is typed in."""
        first = self._registered()
        form = Form(self.incoming.with_user(self.office))
        form.source_partner_id = self.unit
        form.source_number = "UG-2026-8"
        self.assertEqual(form.duplicate_id, first)

    def test_wrong_users(self):
        """D6: each step is taken by its own people only."""
        paper = self._registered()
        for user in (self.drafter, self.outsider, self.manager_user):
            with self.assertRaises(AccessError):
                paper.with_user(user).action_propose("x")
            with self.assertRaises(AccessError):
                self.incoming.with_user(user).create({"title": "x"})
        paper.action_propose("For instruction", False, [self.accountant.id])
        with self.assertRaises(UserError):
            paper.action_review("by the office")
        with self.assertRaises(UserError):
            paper.with_user(self.accountant).action_instruct("Agreed")
        with self.assertRaises(UserError):
            paper.with_user(self.accountant).action_end_review("go on")
        with self.assertRaises(UserError):
            paper.with_user(self.auditor.user_id).action_review("audit")
        paper.action_end_review("He is ill")
        self.assertEqual(paper.state, "proposed")
        with self.assertBlocked("DOC-IN-INSTRUCT"):
            paper.action_instruct("by the office")
        with self.assertRaises(UserError):
            paper.with_user(self.accountant).action_assign([self.department.id])
        paper.with_user(self.gm).action_instruct("Agreed")
        paper.action_assign([self.department.id])
        with self.assertRaises(UserError):
            paper.with_user(self.accountant).action_reply("not mine")
        with self.assertRaises(UserError):
            paper.with_user(self.dept_head).action_close("not the office")

    def test_instruction_taken_down(self):
        """D6: where the company lets the office take down an instruction given on paper, the finding says so."""
        paper = self._registered()
        paper.action_propose("For instruction")
        self._set_control("DOC-IN-INSTRUCT", mode="warn")
        paper.action_instruct("Agreed (by hand, chairman)")
        self.assertEqual(paper.state, "instructed")

    def test_wrong_states(self):
        """D6: no step out of its state, and the mixed list is refused as a whole."""
        paper, draft = self._assigned(), self._new_paper(source_number="2")
        for call in (lambda: paper.action_register(), lambda: paper.action_propose("x"),
                     lambda: paper.action_refuse("x"), lambda: paper.action_archive(),
                     lambda: draft.action_close("x"), lambda: draft.action_circulate([self.gm.id]),
                     lambda: (paper | draft).action_register(), lambda: paper.browse().action_register()):
            with self.assertRaises(UserError):
                call()
        self.assertEqual(draft.state, "draft")
        with self.assertRaisesRegex(UserError, "Engineering"):
            paper.action_close("too early")

    def test_direct_writes(self):
        """D6 S7: state, number, readers, opinions and rows are written by the steps only."""
        paper = self._assigned()
        office_paper = paper.with_user(self.office)
        for values in ({"state": "closed"}, {"name": "SW1"}, {"closing_note": "x"}, {"title": "x"},
                       {"reader_ids": [Command.link(self.outsider.id)]}, {"deadline": "2030-01-01"},
                       {"circulation_ids": [Command.clear()]}, {"company_id": self.company_b.id}):
            with self.assertRaises(UserError):
                office_paper.write(values)
        for user in (self.office, self.manager_user, self.drafter):
            rows = paper.circulation_ids.with_user(user)
            with self.assertRaises(UserError):
                rows.write({"read_on": "2026-01-01"})
            with self.assertRaises(UserError):
                self.env["company.document.opinion"].with_user(user).create({"step": "instruct", "text": "x"})
        for change in (lambda: paper.opinion_ids[:1].sudo().write({"text": "x"}),
                       lambda: paper.opinion_ids[:1].sudo().unlink(), lambda: paper.circulation_ids.sudo().unlink(),
                       lambda: office_paper.unlink(), lambda: paper.sudo().write({"state": "draft"})):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            self.incoming.with_user(self.office).create({"title": "x", "state": "instructed"})
        hostile = self.incoming.with_user(self.office).with_context(default_state="closed", default_name="SW-1").create(
            {"title": "x"})
        self.assertEqual((hostile.state, hostile.name), ("draft", False))

    def test_back_to_the_office(self):
        """D6: the handler sends a task back for coordination; the office answers or gives it to another (§5.8.1.4)."""
        paper = self._assigned()
        paper.with_user(self.dept_head).action_return("Needs finance")
        self.assertEqual(self._get_todos(paper), {"coordinate"})
        row = paper.circulation_ids.filtered(lambda row: row.purpose == "handle")
        self.assertEqual(row.state, "coordinating")
        with self.assertRaises(UserError):
            paper.action_close("not yet")
        paper.action_coordinate(row.id, "Finance agreed, go on")
        self.assertEqual((row.state, self._get_todos(paper, self.dept_head)), ("open", {"handle"}))
        paper.with_user(self.dept_head).action_return("Still not ours")
        paper.action_coordinate(row.id, "Finance takes over", self.accountant.id)
        self.assertEqual(row.state, "transferred")
        self.assertEqual(self._get_todos(paper, self.accountant), {"handle"})
        paper.with_user(self.accountant).action_reply("Done")
        self.assertEqual(paper.state, "replied")
        self.assertEqual(len(paper.opinion_ids.filtered(lambda opinion: opinion.step == "return")), 2)

    def test_reassign_in_the_department(self):
        """D6: a handler gives his task on inside his department; beyond it the circle is closed (§5.8.1.5)."""
        paper = self._assigned()
        row = paper.circulation_ids.filtered(lambda row: row.purpose == "handle")
        with self.assertBlocked("DOC-IN-CIRCLE"):
            paper.with_user(self.dept_head).action_reassign(row.id, self.outsider.id, "please")
        paper.with_user(self.dept_head).action_reassign(row.id, self.drafter.id, "please")
        self.assertEqual(self._get_todos(paper, self.drafter), {"handle"})
        self.assertIn(self.drafter, paper.reader_ids)
        with self.assertRaises(UserError):
            paper.with_user(self.dept_head).action_reply("no longer mine")
        paper.with_user(self.drafter).action_reply("Done")
        self.assertEqual(paper.state, "replied")

    def test_opinions_survive_a_second_round(self):
        """D6: assigning and circulating again never loses what was written."""
        paper = self._assigned()
        paper.with_user(self.dept_head).action_reply("First result")
        before = paper.opinion_ids
        paper.action_assign([self.finance_department.id])
        self.assertEqual(paper.state, "handling")
        paper.action_circulate([self.outsider.id])
        paper.action_circulate([self.outsider.id])
        self.assertEqual(len(paper.circulation_ids.filtered(lambda row: row.user_id == self.outsider)), 1)
        self.assertEqual(paper.owner_department_id, self.department, "who joins later assists")
        self.assertEqual(paper.circulation_ids.filtered(lambda row: row.department_id == self.finance_department
                                                        and row.purpose == "handle").duty, "assist")
        self.assertEqual(before.mapped("text"), paper.opinion_ids[:len(before)].mapped("text"))
        self.assertEqual(paper.circulation_ids.filtered(lambda row: row.done_on).feedback, "First result")
        with self.assertRaises(UserError):
            paper.action_assign([self.finance_department.id])

    def test_foreign_ids(self):
        """S6 S7: people, departments and rows of another company are refused; ids must be plain."""
        paper = self._instructed()
        foreign = self.env["hr.department"].create({"name": "B", "company_id": self.company_b.id})
        stranger = self._new_employee("Stranger", "test.stranger", company=self.company_b).user_id
        for call in (lambda: paper.action_assign([foreign.id]), lambda: paper.action_circulate([stranger.id]),
                     lambda: paper.action_circulate(["1"]), lambda: paper.action_circulate([]),
                     lambda: paper.action_assign([]), lambda: paper.action_circulate([self.gm.id], "handle"),
                     lambda: paper.action_assign([self.department.id], due="2000-01-01 00:00:00")):
            with self.assertRaises(UserError):
                call()
        with self.assertRaises(AccessError):
            paper.with_user(stranger).action_read()

    def test_several_files_at_once(self):
        """D6: several uploaded files become several drafts; only one's own loose files do."""
        files = self._new_file(self.office, "a.pdf") | self._new_file(self.office, "b.pdf")
        ids = self.incoming.with_user(self.office).action_create_drafts(files.ids)
        drafts = self.incoming.browse(ids)
        self.assertEqual(drafts.mapped("title"), ["a", "b"])
        self.assertEqual(files.mapped("res_id"), ids)
        with self.assertRaises(UserError):
            self.incoming.with_user(self.office).action_create_drafts(files.ids)
        with self.assertRaises(UserError):
            self.incoming.with_user(self.office2).action_create_drafts(self._new_file(self.office).ids)
        with self.assertRaises(AccessError):
            self.incoming.with_user(self.drafter).action_create_drafts(self._new_file(self.drafter).ids)

    def test_feedback_files(self):
        """D6: feedback brings its files; files of somebody else are refused."""
        paper = self._assigned()
        mine, other = self._new_file(self.dept_head, "result.txt"), self._new_file(self.office, "other.txt")
        with self.assertRaises(UserError):
            paper.with_user(self.dept_head).action_reply("Done", other.ids)
        paper.with_user(self.dept_head).action_reply("Done", mine.ids)
        self.assertIn(mine, paper.file_ids)
        self.assertEqual((mine.res_model, mine.res_id), (paper._name, paper.id))

    def test_dialog(self):
        """D6: the dialog takes the steps with the user's own rights."""
        paper = self._registered()
        wizards = self.env["company.document.incoming.step"]
        form = Form(wizards.with_user(self.office).with_context(
            default_document_ids=paper.ids, default_step="propose"))
        self.assertEqual(form.leader_id, self.gm)
        form.text = "For instruction"
        form.save().action_confirm()
        self.assertEqual(paper.state, "proposed")
        with self.assertRaises(AccessError):
            wizards.with_user(self.outsider).create({"document_ids": [Command.set(paper.ids)], "step": "instruct"})
        wizard = wizards.with_user(self.gm).create(
            {"document_ids": [Command.set(paper.ids)], "step": "instruct", "text": "Agreed"})
        wizard.action_confirm()
        self.assertEqual(paper.state, "instructed")

    def test_quick_replies(self):
        """D6: the leader's phone offers his step with the usual phrases, the department filled in."""
        phrases = self.env["company.document.phrase"]
        phrases.search([]).unlink()
        phrases.create([{"name": "\u8bf7\u00d7\u00d7\u90e8\u95e8\u9605\u5904", "step": "instruct"},
                        {"name": "No objection", "step": "review"}])
        paper = self._registered()
        paper.action_propose("For instruction", owner_department_id=self.department.id)
        self.assertEqual(
            phrases.with_user(self.gm).get_phrases(paper.id),
            {"step": "instruct", "phrases": ["\u8bf7Engineering\u9605\u5904"]})
        self.assertEqual(phrases.with_user(self.office).get_phrases(paper.id), {"step": False, "phrases": []})
        with self.assertRaises(AccessError):
            phrases.with_user(self.outsider).get_phrases(paper.id)

    def test_phrases_of_the_company(self):
        """D6 S6: the office keeps the phrases of its company; those of all companies are the administrator's."""
        shared = self.env["company.document.phrase"].create({"name": "All", "step": "instruct", "company_id": False})
        own = self.env["company.document.phrase"].with_user(self.office).create({"name": "Ours", "step": "instruct"})
        self.assertEqual(own.company_id, self.company_a)
        with self.assertRaises(AccessError):
            shared.with_user(self.office).name = "Changed"
        with self.assertRaises(AccessError):
            own.with_user(self.drafter).name = "Changed"
        shared.with_user(self.manager_user).name = "Changed"

    def test_stand_in(self):
        """D6 A5: who stands in for the leader instructs, and the form says for whom."""
        self.env["company.approval.delegation"].with_user(self.gm).create({
            "delegate_id": self.dept_head.id, "date_to": "2099-01-01", "company_id": self.company_a.id})
        paper = self._registered()
        paper.action_propose("For instruction", self.gm.id)
        paper.with_user(self.dept_head).action_instruct("Agreed")
        opinion = paper.opinion_ids.filtered(lambda row: row.step == "instruct")
        self.assertEqual((opinion.user_name, opinion.behalf_name), (self.dept_head.name, self.gm.name))
        with self.assertRaises(UserError):
            paper.with_user(self.outsider).action_instruct("me too")

    def test_gateway_is_no_back_door(self):
        """D6 S7: the method of the mail gateway makes no draft for a client without the right to enter papers."""
        with self.assertRaises(AccessError):
            self.incoming.with_user(self.drafter).message_new({"subject": "x", "email_from": "a@b.example.com"})

    def test_every_step_touches_the_document(self):
        """D6 A11: each step writes the document's row, so of two at once the second one starts anew."""
        paper = self._registered()
        paper._as_engine().write({"last_step_on": False})
        paper.action_propose("For instruction", False, [self.accountant.id, self.dept_head.id])
        for user in (self.accountant, self.dept_head):
            paper._as_engine().write({"last_step_on": False})
            paper.with_user(user).action_review("No objection")
            self.assertTrue(paper.last_step_on)
        self.assertEqual(paper.state, "proposed")

    def test_head_of_two_departments(self):
        """D6: who heads two departments gets one task, as the responsible one."""
        self.finance_department.manager_id = self.manager
        paper = self._instructed()
        paper.action_assign([self.department.id, self.finance_department.id])
        self.assertEqual(paper.circulation_ids.mapped("duty"), ["main"])
        paper.with_user(self.dept_head).action_reply("Both done")
        self.assertEqual(paper.state, "replied")
