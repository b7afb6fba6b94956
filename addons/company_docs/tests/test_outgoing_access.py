"""D8, D12: who finds which documents in lists, whatever way the rules take to find them."""
from odoo.fields import Domain
from odoo.tests import tagged

from .common import DocumentsCase
from .outgoing_common import OutgoingFixture
from .secrecy_common import SecrecyFixture

LEVELS = ("public", "internal", "secret", "confidential", "top_secret")
STATES = ("draft", "sealed", "dispatched", "archived", "cancelled")


@tagged("post_install", "-at_install")
class TestOutgoingAccess(SecrecyFixture, OutgoingFixture, DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # chairman: cleared; outsider: not; each is drafter, reader or neither of every sort of document
        cls.people = cls.chairman | cls.outsider
        papers = cls.documents.with_user(cls.drafter).create([
            cls._draft_values(title="Matrix") for _number in range(len(LEVELS) * len(STATES) * 4)])
        cls.env.flush_all()
        for number, paper in enumerate(papers):
            level, state = number % len(LEVELS), number // len(LEVELS) % len(STATES)
            role = number // (len(LEVELS) * len(STATES))
            cls.env.cr.execute(
                "UPDATE company_document_outgoing SET secrecy = %s, secrecy_level = %s, state = %s, drafter_id = %s "
                "WHERE id = %s", [LEVELS[level], level, STATES[state],
                                  (cls.drafter, cls.outsider, cls.chairman, cls.drafter)[role].id, paper.id])
            if role == 3:
                cls.env.cr.execute(
                    "INSERT INTO company_document_outgoing_res_users_rel (company_document_outgoing_id, res_users_id) "
                    "SELECT %s, unnest(%s)", [paper.id, cls.people.ids])
        cls.env.invalidate_all()
        cls.papers = papers.sudo()

    def _expected(self, user):
        """The rules, said in words: clearance, need to know, and what the user has to do with the document."""
        wide = any(user.has_group(group) for group in (
            "company_docs.group_archivist", "company_base.group_auditor"))
        clearance = user._get_clearance(self.company_a)
        return self.documents.browse(paper.id for paper in self.everything if (
            paper.company_id in user.company_ids and paper.secrecy_level <= clearance
            and (paper.secrecy_level < 2 or user in paper.reader_ids)
            and (paper.drafter_id == user or user in paper.reader_ids
                 or user in paper.approval_id.participant_ids
                 or (paper.secrecy_level == 0 and paper.state in ("dispatched", "archived"))
                 or (wide and paper.secrecy_level < 2))))

    @property
    def everything(self):
        return self.documents.sudo().search([])

    def test_matrix(self):
        """D8: search, access check and count agree with the rules for every class, state and part in the document."""
        self._submit()
        foreign = self.papers[:2]
        self.env.cr.execute("UPDATE company_document_outgoing SET company_id = %s, issuer_id = NULL WHERE id IN %s", [
            self.company_b.id, foreign._ids])
        self.env.invalidate_all()
        for user in (self.outsider, self.chairman, self.drafter, self.dept_head, self.gm, self.office, self.archivist,
                     self.auditor.user_id, self.secrecy_officer, self.settings_admin):
            with self.subTest(user=user.login):
                documents = self.documents.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
                expected = self._expected(user)
                self.assertEqual(set(documents.search([])._ids), set(expected._ids))
                self.assertEqual(documents.search_count([]), len(expected))
                self.env.invalidate_all()
                self.assertEqual(set(documents.browse(self.everything._ids)._filtered_access("read")._ids),
                                 set(expected._ids))
        self.assertIn(foreign[0].company_id, self.company_b)

    def test_fields(self):
        """D8: the searchable parts of the rules find what they show, and their contrary the rest."""
        for user in (self.outsider, self.chairman, self.drafter):
            documents = self.documents.with_user(user).sudo()
            for name in ("is_for_me", "is_known", "is_told"):
                with self.subTest(user=user.login, field=name):
                    shown = documents.search([]).filtered(name)
                    self.assertTrue(shown)
                    self.assertEqual(documents.search([(name, "=", True)]), shown)
                    self.assertEqual(documents.search([(name, "=", False)]), documents.search([]) - shown)
                    self.assertFalse(documents.search(Domain(name, "=", True) & ~Domain(name, "=", True)))

    def test_traces(self):
        """D8: to-dos, messages, approvals … are found where they may be known, for every class and every user."""
        self._submit()
        self.env["company.todo"]._open("document_read", self.papers, self.people, "To-do")
        traces = [name for name, model in self.env.registry.items()
                  if "is_document_open" in model._fields and not model._abstract]
        self.assertLessEqual({"company.todo", "company.approval", "mail.message", "mail.activity"}, set(traces))
        for name in traces:
            for user in (self.outsider, self.chairman, self.drafter, self.office, self.auditor.user_id):
                with self.subTest(model=name, user=user.login):
                    rows = self.env[name].with_user(user).sudo().with_context(active_test=False)
                    shown = rows.search([]).filtered("is_document_open")
                    self.assertEqual(rows.search([("is_document_open", "=", True)]), shown)
                    self.assertEqual(rows.search([("is_document_open", "=", False)]), rows.search([]) - shown)
                    if name in ("company.todo", "mail.message"):
                        self.assertTrue(shown and rows.search([]) - shown)

    def test_unsaved_changes(self):
        """D8: what was changed in the same transaction counts at once."""
        paper = self.papers.filtered(lambda paper: paper.secrecy == "internal" and paper.state == "dispatched")[:1]
        seen = self.documents.with_user(self.gm)
        self.assertFalse(seen.search([("id", "=", paper.id)]))
        paper._add_readers(self.gm)
        self.assertTrue(seen.search([("id", "=", paper.id)]))
        other = self.papers.filtered(lambda paper: paper.secrecy == "internal" and paper.state == "dispatched")[1:2]
        self.assertFalse(seen.search([("id", "=", other.id)]))
        other._as_engine().write({"drafter_id": self.gm.id})
        self.assertTrue(seen.search([("id", "=", other.id)]))
