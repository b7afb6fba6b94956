"""D10: the lending desk of the archive."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase
from odoo.addons.company_base.tests.rpc import RpcCase

from .common_archive import ArchiveFixture


class LoanFixture(ArchiveFixture):

    def _loan(self, entries, user=None, **values):
        user = user or self.outsider
        loan = self.env["company.document.archive.loan"]._as_engine().create({
            "purpose": "Audit answer", "borrower_id": user.id, "company_id": self.company_a.id,
            "archive_ids": [fields.Command.set(entries.ids)],
            "due_on": fields.Date.today() + timedelta(days=5), **values})
        return self._as(user, loan)

    def _reads(self, user, entry):
        self.env.invalidate_all()
        return bool(self._as(user, self.env[entry.res_model]).search([("id", "=", entry.res_id)]))


@tagged("standard", "at_install")
class TestLoan(LoanFixture, CompanyCase):

    def test_widened_for_the_period(self):
        """D10: the borrower reads from the lending to the return, not a day longer (R6 §5.8.1.5)."""
        entry = self._filed("Plain")
        loan = self._loan(entry)
        self.assertFalse(self._reads(self.outsider, entry))
        loan.action_submit()
        self.assertEqual(loan.state, "submitted")       # new to the borrower: the general office decides
        self._approve_all(loan)
        self.assertEqual(loan.state, "approved")
        self.assertFalse(self._reads(self.outsider, entry))
        self._as(self.archivist, loan).action_lend()
        self.assertTrue(self._reads(self.outsider, entry))
        loan.action_return()
        self.assertFalse(self._reads(self.outsider, entry))
        kinds = self.env["company.ledger.entry"].search([
            ("res_model", "=", loan._name), ("res_id", "=", loan.id), ("kind", "like", "document.")])
        self.assertEqual(set(kinds.mapped("kind")), {"document.lent", "document.returned"})

    def test_known_stays_known(self):
        """D10: what the borrower knew before he still knows after the return; no approval is needed."""
        entry = self._filed("Mine", readers=(self.outsider,))
        loan = self._loan(entry)
        loan.action_submit()
        self.assertEqual(loan.state, "approved")
        self._as(self.archivist, loan).action_lend()
        loan.action_return()
        self.assertTrue(self._reads(self.outsider, entry))

    def test_ends_by_itself(self):
        """D10: reading ends on its day; an original that is late is asked for."""
        entry, paper = self._filed("Plain"), self._filed("Paper")
        read, original = self._loan(entry), self._loan(paper, mode="original")
        for loan in (read, original):
            loan.action_submit()
            self._approve_all(loan)
            self._as(self.archivist, loan).action_lend()
        self.assertEqual((paper.state, entry.state), ("lent", "filed"))
        yesterday = fields.Date.today() - timedelta(days=1)
        (read | original).sudo()._approval_engine().write({"due_on": yesterday})
        for _run in range(2):
            self.env["company.document.archive.loan"]._cron_loans()
        self.assertEqual((read.state, original.state), ("returned", "lent"))
        self.assertFalse(self._reads(self.outsider, entry))
        todos = self.env["company.todo"].search([
            ("kind", "=", "document_loan_overdue"), ("res_id", "=", original.id), ("state", "=", "open")])
        self.assertLessEqual({self.outsider.id, self.archivist.id}, set(todos.user_id.ids))
        with self.assertRaises(AccessError):
            original.action_return()                   # the borrower doesn't take back the original himself
        self._as(self.archivist, original).action_return("complete")
        self.assertEqual(paper.state, "filed")

    def test_clearance(self):
        """D10 D8: classified papers only to people who are cleared for them (DOC-ARCHIVE-LOAN)."""
        entry = self._filed("Hidden Matter", secrecy="secret")
        loan = self._loan(entry)
        with self.assertBlocked("DOC-ARCHIVE-LOAN"):
            loan.action_submit()
        self.assertNotIn("Hidden", loan.display_name + (loan.entry_numbers or ""))

    def test_length(self):
        """D10: nothing is lent for longer than the days of the control (DOC-ARCHIVE-LOAN-DAYS)."""
        loan = self._loan(self._filed(), due_on=fields.Date.today() + timedelta(days=90))
        with self.assertBlocked("DOC-ARCHIVE-LOAN-DAYS"):
            loan.action_submit()

    def test_lent_once(self):
        """D10: an original is lent to one person at a time; a held one to nobody."""
        entry, held = self._filed("One"), self._filed("Held")
        first, second = self._loan(entry, mode="original"), self._loan(entry, mode="original", user=self.keeper)
        for loan in (first, second):
            loan.action_submit()
            self._approve_all(loan)
        self._as(self.archivist, first).action_lend()
        with self.assertRaisesRegex(UserError, "lent until"):
            self._as(self.archivist, second).action_lend()
        hold = self._as(self.archivist, self.env["company.document.archive.hold"]).create(
            {"reason": "Audit", "archive_ids": [fields.Command.set(held.ids)]})
        hold.action_place()
        with self.assertRaisesRegex(UserError, "legal hold"):
            self._loan(held, mode="original").action_submit()

    def test_four_eyes(self):
        """D10: an archivist lends to others only, others lend nothing."""
        loan = self._loan(self._filed(), user=self.archivist)
        loan.action_submit()
        self._approve_all(loan)
        with self.assertRaisesRegex(UserError, "another archivist"):
            loan.action_lend()
        other = self._loan(self._filed("X", readers=(self.outsider,)))
        other.action_submit()
        with self.assertRaises(AccessError):
            other.action_lend()

    def test_requests_of_people(self):
        """D10: people ask for themselves, for entries that they see; archivists find the others."""
        entry, loans = self._filed("Plain"), self._as(self.outsider, self.env["company.document.archive.loan"])
        with self.assertRaises(AccessError):
            loans.create({"purpose": "x", "archive_ids": [fields.Command.set(entry.ids)]})
        with self.assertRaises(AccessError):
            loans.create({"purpose": "x", "borrower_id": self.drafter.id})
        loan = loans.create({"purpose": "Research", "sought": "Letters of 2012"})
        with self.assertRaises(UserError):
            loan.action_submit()
        loan.action_ask()
        self.assertTrue(self.env["company.todo"].search([
            ("kind", "=", "document_loan_find"), ("res_id", "=", loan.id), ("user_id", "=", self.archivist.id)]))
        with self.assertRaises(AccessError):
            loan.action_find(entry.ids)
        self._as(self.archivist, loan).action_find(entry.ids)
        loan.action_submit()
        self.assertEqual(loan.state, "submitted")
        with self.assertRaises(UserError):
            loan.with_context(active_test=False).write({"archive_ids": [fields.Command.clear()]})

    def test_guard(self):
        """D10: nobody writes who lent or returned; other people's loans are not seen."""
        loan = self._loan(self._filed())
        for values in ({"state": "lent"}, {"lent_by_id": self.outsider.id}, {"added_reader_keys": []},
                       {"returned_on": "2026-01-01 00:00:00"}):
            with self.assertRaises(AccessError):
                loan.write(values)
        self.assertFalse(self._as(self.drafter, loan).search([("id", "=", loan.id)]))


@tagged("standard", "post_install", "-at_install")
class TestLoanRpc(LoanFixture, RpcCase):

    def test_over_rpc(self):
        """D10 S7: borrow, read, give back over XML-RPC."""
        entry = self._filed("Paper", readers=(self.outsider,))
        model = "company.document.archive.loan"
        loan = self.rpc(self.outsider.login, model, "create", {
            "purpose": "Answer", "archive_ids": [[6, 0, entry.ids]]})
        self.assertTrue(self.rpc(self.outsider.login, model, "action_submit", [loan]))
        self.assertTrue(self.rpc(self.archivist.login, model, "action_lend", [loan]))
        self.assertTrue(self.rpc(self.outsider.login, model, "action_return", [loan]))
        state = self.rpc(self.outsider.login, model, "read", [loan], ["state"])[0]["state"]
        self.assertEqual(state, "returned")
