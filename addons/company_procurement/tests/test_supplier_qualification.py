from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .supplier_common import SCAN, SupplierCase

HOSTILE = {"_company_engine": True, "_company_approval_unlock": True, "default_supplier_state": "preferred",
           "default_state": "approved", "default_approval_state": "approved", "install_mode": True, "force": True}


@tagged("post_install", "-at_install")
class TestSupplierQualification(SupplierCase):

    def test_way_to_qualified(self):
        """P22: a candidate with papers and checks is approved level by level; the engine writes his status."""
        record = self._new_file()
        self._add_paper(record)
        self.assertFalse(record.problem)
        record.action_submit()
        self.assertEqual((record.state, record.supplier_state), ("submitted", "candidate"))
        self.assertEqual(self._approve(record), self.purchase_head | self.finance)
        self.assertEqual((record.state, record.supplier_state), ("approved", "qualified"))
        self.assertEqual(record.partner_id._get_supplier_state(self.company_a), "qualified")
        self.assertEqual(record.partner_id._get_supplier_state(self.company_b), "candidate")
        self.assertTrue(record.name.startswith("GYS"))
        entry = self.env["company.ledger.entry"].sudo().search([
            ("kind", "=", "supplier.state"), ("res_model", "=", record._name), ("res_id", "=", record.id)])
        self.assertIn('"state":"qualified"', entry.payload)

    def test_missing_paper(self):
        """P22: without the licence, or with one nobody verified, a candidate can't be submitted."""
        record = self._new_file()
        with self.assertBlocked("PUR-QUALIFY"):
            record.action_submit()
        paper = self._add_paper(record, verify=False)
        with self.assertBlocked("PUR-QUALIFY") as caught:
            record.action_submit()
        self.assertIn("not verified", str(caught.exception))
        self.assertIn("§三.1.3.2", str(caught.exception))
        paper.with_user(self.buyer2).action_verify()
        record.action_submit()
        self.assertEqual(record.state, "submitted")

    def test_failed_checks(self):
        """P22: each failed or missing check of R4 §三.1.3.2 keeps the supplier from qualifying."""
        record = self._new_file()
        self._add_paper(record)
        for name, values in {
            "legal_status": ("unchecked", "closed", "revoked", "deregistered"), "annual_inspection": ("failed",),
            "dishonesty": ("unchecked", "found"), "litigation": ("unchecked", "major"),
        }.items():
            good = record[name]
            for value in values:
                record.write({name: value})
                with self.subTest(name=name, value=value), self.assertBlocked("PUR-QUALIFY"):
                    record.action_submit()
            record.write({name: good})
        record.write({"contact_ids": [Command.clear()]})
        with self.assertBlocked("PUR-QUALIFY"):
            record.action_submit()

    def test_old_check(self):
        """P22: a check that is older than the settings allow is done again; who and when are kept."""
        record = self._new_file()
        self._add_paper(record)
        self.assertEqual((record.checked_by_id, record.checked_on), (
            self.buyer, fields.Date.context_today(record.with_context(tz="Asia/Shanghai"))))
        with freeze_time(fields.Datetime.now() + timedelta(days=200)):
            record.invalidate_recordset()
            with self.assertBlocked("PUR-QUALIFY"):
                record.action_submit()
            record.write({"check_note": "Looked up again"})
            record.action_submit()

    def test_person(self):
        """P22: a person hands in his ID card instead of the licence."""
        partner = self._candidate(51, is_company=False)
        record = self._new_file(partner, annual_inspection="unchecked")
        self.assertEqual(record.kind, "person")
        self._add_paper(record)
        with self.assertBlocked("PUR-QUALIFY") as caught:
            record.action_submit()
        self.assertIn("ID Card", str(caught.exception))
        with self.assertRaises(UserError):  # an ID card has an expiry date
            self._add_paper(record, self.id_card)
        self._add_paper(record, self.id_card, days=400)
        record.action_submit()
        self._approve(record)
        self.assertEqual(record.supplier_state, "qualified")

    def test_exempt_company(self):
        """P22 S6: a company is taken out of a shared kind, or has required papers of its own."""
        record = self._new_file()
        self.licence.exempt_company_ids = self.company_a
        record.action_submit()
        record.action_withdraw("again")
        self.env["company.supplier.paper.kind"].create({
            "name": "Own", "code": "own", "company_id": self.company_a.id, "required_company": True})
        record.invalidate_recordset()
        with self.assertBlocked("PUR-QUALIFY"):
            record.action_submit()

    def test_moves(self):
        """P22: only moves of the table exist; candidate → preferred and blacklisted → qualified don't."""
        record = self._new_file(target_state="preferred")
        self._add_paper(record)
        with self.assertRaises(UserError):
            record.action_submit()
        for state in ("preferred", "suspended", "candidate", "nonsense", False, None, 5):
            with self.assertRaises(UserError):
                record.action_request_state(state, "x")
        record.action_request_state("blacklisted", "Bribery")
        record.action_submit()
        self.assertEqual(self._approve(record), self.purchase_head | self.finance | self.gm)
        self.assertEqual(record.supplier_state, "blacklisted")
        with self.assertRaises(UserError):
            record.action_request_state("qualified", "x")
        record.action_request_state("candidate", "Served")
        record.action_submit()
        self._approve(record)
        self.assertEqual(record.supplier_state, "candidate")

    def test_preferred(self):
        """P22 P21: preferred needs qualified and the score of the settings, or a written reason."""
        record = self._qualified_file()
        record.action_request_state("preferred", "Best of the year")
        with self.assertBlocked("PUR-PREFER"):
            record.action_submit()
        record.action_request_state("preferred", "Best of the year", "First order was perfect")
        record.action_submit()
        self._approve(record)
        self.assertEqual(record.supplier_state, "preferred")
        self.assertEqual(len(record.approval_ids), 2, "the earlier rounds are kept")

    def test_preferred_by_score(self):
        """P22: with the score no further reason is needed."""
        record = self._qualified_file()
        record.action_compute_score()
        self.assertEqual(record.score, 100, "papers only")
        record.action_request_state("preferred", "Best of the year")
        record.action_submit()
        self._approve(record)
        self.assertEqual(record.supplier_state, "preferred")

    def test_rejected(self):
        """P22: a rejected change leaves the status; the file can be corrected and submitted again."""
        record = self._new_file()
        self._add_paper(record)
        record.action_submit()
        record.sudo().approval_id.with_user(self.purchase_head).action_reject("Not convincing")
        self.assertEqual((record.state, record.supplier_state), ("draft", "candidate"))
        record.write({"reason": "Two more references"})
        record.action_submit()
        self._approve(record)
        self.assertEqual(record.supplier_state, "qualified")

    def test_changed_meanwhile(self):
        """P22: a licence that expires while the approval runs is found at the last signature."""
        record = self._new_file()
        self._add_paper(record, days=5)
        record.action_submit()
        with freeze_time(fields.Datetime.now() + timedelta(days=10)):
            record.sudo().approval_id.with_user(self.purchase_head).action_approve("OK")
            with self.assertBlocked("PUR-QUALIFY"):
                record.sudo().approval_id.with_user(self.finance).action_approve("OK")
        self.assertEqual(record.supplier_state, "candidate")

    # ------------------------------------------------------------------
    # Suspension
    # ------------------------------------------------------------------

    def test_suspend_at_once(self):
        """P22: the head of purchasing suspends at once with a reason; lifting it needs an approval."""
        record = self._qualified_file()
        for user, error in ((self.buyer, UserError), (self.requester, AccessError), (self.auditor.user_id, UserError)):
            with self.assertRaises(error):
                record.with_user(user).action_suspend("x")
        for reason in ("", "  ", None, 3):
            with self.assertRaises(UserError):
                record.with_user(self.purchase_head).action_suspend(reason)
        record.with_user(self.purchase_head).action_suspend("Wrong goods")
        self.assertEqual((record.supplier_state, record.suspension_origin, record.suspended_from),
                         ("suspended", "head", "qualified"))
        with self.assertRaises(UserError):
            record.with_user(self.purchase_head).action_suspend("again")
        self._add_paper(record)
        self.assertEqual(record.supplier_state, "suspended", "a new paper doesn't lift it")
        record.action_request_state("qualified", "The supplier replaced the goods")
        record.action_submit()
        self._approve(record)
        self.assertEqual((record.supplier_state, record.suspension_origin), ("qualified", False))

    def test_suspended_is_not_asked(self):
        """P7 P22: a suspended supplier is not asked any more; quotes keep the status of their time."""
        case = self._new_case()
        self._set_supplier_state(self.suppliers[2], "candidate")
        record = self._qualified_file(self.suppliers[2])
        record.with_user(self.purchase_head).action_suspend("Wrong goods")
        with self.assertBlocked("PUR-SUPPLIER"):
            case.action_invite(self.suppliers[:3].ids)

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    def test_direct_writes(self):
        """P22 S7: status, state, suspension and checks' dates are not written, whatever the context says."""
        record = self._qualified_file()
        for user in (self.buyer, self.purchase_head, self.env.user):
            guarded = record.with_user(user).sudo(user == self.env.user).with_context(**HOSTILE)
            for vals in ({"supplier_state": "preferred"}, {"state": "draft"}, {"suspension_origin": "expiry"},
                         {"checked_on": "2030-01-01"}, {"legal_status": "closed"}, {"target_state": "preferred"},
                         {"approval_state": "none"}, {"requester_id": user.id}, {"partner_id": self.suppliers[0].id},
                         {"company_id": self.company_b.id}, {"score_ids": [Command.clear()]}, {"next_expiry": False}):
                with self.subTest(user=user.name, vals=vals), self.assertRaises(UserError):
                    guarded.write(vals)
            with self.assertRaises(UserError):
                guarded.unlink()
        new = self.env["company.supplier.qualification"].with_user(self.buyer).with_context(**HOSTILE).create({
            "partner_id": self._candidate(60).id})
        self.assertEqual((new.state, new.supplier_state, new.approval_state), ("draft", "candidate", "none"))
        for vals in ({"supplier_state": "preferred"}, {"state": "approved"}, {"company_id": self.company_b.id}):
            with self.assertRaises(UserError):
                new.create({"partner_id": self._candidate(61).id, **vals})

    def test_locked_while_approval_runs(self):
        """P22 A7: neither the file nor its papers change while the approval runs."""
        record = self._new_file()
        paper = self._add_paper(record)
        draft = self._add_paper(record, self.certificate, days=50, verify=False)
        record.action_submit()
        for vals in ({"reason": "x"}, {"target_state": "preferred"}, {"contact_ids": [Command.clear()]},
                     {"paper_ids": [Command.delete(paper.id)]}, {"paper_ids": [Command.create({
                         "kind_id": self.licence.id, "file": SCAN})]}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            self._add_paper(record)
        with self.assertRaises(UserError):
            draft.unlink()
        with self.assertRaises(UserError):
            draft.write({"expires_on": "2031-01-01"})
        with self.assertRaises(UserError):
            record.action_request_state("blacklisted", "x")

    def test_one_file(self):
        """P22: one file for each supplier and company, of the commercial entity."""
        record = self._new_file()
        contact = record.contact_ids[0]
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._new_file(record.partner_id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._new_file(contact)
        other = self._candidate(62)
        child = self.env["res.partner"].create({"name": "Salesman", "parent_id": other.id})
        self.assertEqual(self._new_file(child).partner_id, other)

    def test_buttons_of_the_partner(self):
        """P22: the partner leads to his file and shows papers and status of the current company."""
        record = self._qualified_file(days=100)
        partner = record.partner_id.with_user(self.buyer)
        self.assertEqual(partner.action_open_supplier_file()["res_id"], record.id)
        self.assertEqual((partner.supplier_file_id, partner.supplier_paper_ids), (record, record.paper_ids))
        self.assertFalse(partner.with_company(self.company_b).sudo().supplier_file_id)
        with self.assertRaises(AccessError):
            record.partner_id.with_user(self.requester).read(["supplier_file_id"])

    def test_no_borrowed_status(self):
        """P22: a suspended supplier doesn't get another's status by becoming its contact."""
        record = self._qualified_file()
        record.with_user(self.purchase_head).action_suspend("Wrong goods")
        for user in (self.buyer, self.purchase_head, self.env.user):
            with self.assertRaises(UserError):
                record.partner_id.with_user(user).write({"parent_id": self.suppliers[0].id})
        record.partner_id.with_user(self.buyer).write({"phone": "+86 755 9"})

    def test_files_of_old_suppliers(self):
        """P22: suppliers with a status of the time before the files get one; running it twice changes nothing."""
        files = self.env["company.supplier.qualification"]
        files._init_files()
        record = files.search([("partner_id", "=", self.suppliers[0].id)])
        self.assertEqual((record.company_id, record.state, record.supplier_state),
                         (self.company_a, "approved", "qualified"))
        count = files.search_count([])
        files._init_files()
        self.assertEqual(files.search_count([]), count)
        record.with_user(self.purchase_head).action_request_state("suspended", "Check")
        self.assertEqual(record.state, "draft")

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------

    def test_verify(self):
        """P22: a paper is verified by another buyer than the one who uploaded it, once."""
        record = self._new_file()
        paper = self._add_paper(record, verify=False)
        todo = self.env["company.todo"].search([
            ("kind", "=", "supplier.verify"), ("res_id", "=", record.id), ("state", "=", "open")])
        self.assertEqual(todo.user_id, self.purchase_head)
        for user in (self.buyer, self.auditor.user_id):
            with self.assertRaises(UserError):
                paper.with_user(user).action_verify()
        with self.assertRaises(AccessError):
            paper.with_user(self.requester).action_verify()
        paper.with_user(self.purchase_head).action_verify("Seen")
        self.assertEqual((paper.state, paper.verified_by_id, paper.verify_note),
                         ("verified", self.purchase_head, "Seen"))
        self.assertTrue(paper.checksum)
        self.assertEqual(todo.state, "done")
        for method, args in (("action_verify", ()), ("action_refuse", ("x",))):
            with self.assertRaises(UserError):
                getattr(paper.with_user(self.buyer2), method)(*args)

    def test_verified_paper_stays(self):
        """P22 S7: a verified paper, its scan and its file can't be changed, moved or deleted."""
        record, other = self._new_file(), self._new_file(self._candidate(63))
        paper = self._add_paper(record)
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", paper._name), ("res_id", "=", paper.id), ("res_field", "=", "file")])
        for target, vals in (
            (paper, {"expires_on": "2040-01-01"}), (paper, {"file": SCAN}), (paper, {"state": "draft"}),
            (paper, {"qualification_id": other.id}), (paper, {"verified_by_id": self.buyer.id}),
            (record, {"paper_ids": [Command.update(paper.id, {"expires_on": "2040-01-01"})]}),
            (record, {"paper_ids": [Command.delete(paper.id)]}), (other, {"paper_ids": [Command.set(paper.ids)]}),
            (other, {"paper_ids": [Command.link(paper.id)]}),
            (attachment.with_user(self.buyer), {"raw": b"other"}), (attachment.with_user(self.buyer), {"res_id": 1}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                target.with_context(**HOSTILE).write(vals)
        with self.assertRaises(UserError):
            paper.unlink()
        open_paper = self._add_paper(record, verify=False)
        with self.assertRaises(UserError):
            open_paper.write({"qualification_id": other.id})

    def test_exchanged_scan(self):
        """P22: who exchanges the scan of an open paper is its uploader, and doesn't verify it."""
        record = self._new_file()
        paper = self._add_paper(record, verify=False)
        paper.with_user(self.buyer2).write({"file": SCAN, "number": "2"})
        self.assertEqual(paper.uploaded_by_id, self.buyer2)
        with self.assertRaises(UserError):
            paper.with_user(self.buyer2).action_verify()

    def test_refuse(self):
        """P22: a paper that doesn't agree is refused with the reason and doesn't count."""
        record = self._new_file()
        paper = self._add_paper(record, verify=False)
        with self.assertRaises(UserError):
            paper.with_user(self.buyer2).action_refuse("")
        paper.with_user(self.buyer2).action_refuse("Unreadable")
        self.assertEqual((paper.state, paper.verify_note), ("refused", "Unreadable"))
        with self.assertBlocked("PUR-QUALIFY"):
            record.action_submit()

    # ------------------------------------------------------------------
    # Companies and persons
    # ------------------------------------------------------------------

    def test_companies(self):
        """S6 P22: files, papers, status and papers' kinds of one company are nothing to another one."""
        record = self._qualified_file(days=90)
        other = self._new_employee("Other Head", "other.head", groups=("company_procurement.group_purchase_head",),
                                   company=self.company_b).user_id
        partner, papers = record.partner_id, record.paper_ids.with_context(allowed_company_ids=[self.company_b.id])
        record = record.with_context(allowed_company_ids=[self.company_b.id])
        for model in ("qualification", "paper", "coverage", "score"):
            self.assertFalse(record.env[f"company.supplier.{model}"].with_user(other).search([
                ("company_id", "=", self.company_a.id)]))
        for method, args in (("action_request_state", ("suspended", "x")), ("action_suspend", ("x",)),
                             ("action_compute_score", ()), ("action_submit", ())):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(record.with_user(other), method)(*args)
        with self.assertRaises(AccessError):
            papers.with_user(other).action_verify()
        with self.assertRaises(AccessError):
            record.env["company.supplier.move"].with_user(other).create({
                "qualification_id": record.id, "step": "suspend", "reason": "x"}).action_confirm()
        own = record.with_user(other).create({"partner_id": partner.id})
        self.assertEqual((own.company_id, own.supplier_state), (self.company_b, "candidate"))

    def test_persons(self):
        """P22: requesters see no file; approvers see the one they decide on; auditors read all."""
        record = self._new_file()
        self._add_paper(record)
        files = self.env["company.supplier.qualification"]
        self.assertFalse(files.with_user(self.requester).search([("id", "=", record.id)]))
        self.assertTrue(files.with_user(self.auditor.user_id).search([("id", "=", record.id)]))
        self.assertFalse(files.with_user(self.finance).search([("id", "=", record.id)]))
        record.action_submit()
        self.assertTrue(files.with_user(self.finance).search([("id", "=", record.id)]))
        self.assertTrue(record.paper_ids.with_user(self.finance).read(["number", "file"]))
        with self.assertRaises(AccessError):
            files.with_user(self.requester).create({"partner_id": self._candidate(64).id})
        with self.assertRaises(AccessError):
            record.with_user(self.auditor.user_id).action_request_state("suspended", "x")

    def test_wizard(self):
        """P22: the dialog takes the step with the same checks."""
        record = self._qualified_file()
        wizard = self.env["company.supplier.move"].with_user(self.buyer)
        with self.assertRaises(UserError):
            wizard.create({"qualification_id": record.id, "step": "suspend", "reason": "x"}).action_confirm()
        wizard.create({"qualification_id": record.id, "step": "request", "target_state": "blacklisted",
                       "reason": "Bribery"}).action_confirm()
        self.assertEqual((record.state, record.target_state), ("draft", "blacklisted"))
