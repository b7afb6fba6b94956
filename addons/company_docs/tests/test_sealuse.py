from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DocumentsCase
from .sealuse_common import BLANK_PDF, TEXT_PDF, SealUseFixture, docx


@tagged("post_install", "-at_install")
class TestSealUse(SealUseFixture, DocumentsCase):

    # ------------------------------------------------------------------
    # Application and approval
    # ------------------------------------------------------------------

    def test_within_authority(self):
        """E2: within the keeper's authority the head of the department alone approves; keeper is told."""
        use = self._draft()
        self.assertFalse(use.over_limit)
        use.action_submit()
        self.assertEqual(use.state, "submitted")
        self.assertEqual(use.sudo().approval_id.step_ids.mapped("name"), ["Head of the Department"])
        self._approve(use)
        self.assertEqual((use.state, use.approver_names), ("approved", self.dept_head.name))
        todo = self.env["company.todo"].search([("res_model", "=", use._name), ("res_id", "=", use.id),
                                                ("kind", "=", "seal.use"), ("state", "=", "open")])
        self.assertEqual(todo.user_id, self.keeper)
        self.assertTrue(todo.deadline)

    def test_over_limit(self):
        """E2: over the authority the higher way: legal for contracts, finance head for finance seals, manager."""
        contract = self._draft(document_kind="contract", amount=100000)
        contract.action_submit()
        steps = contract.sudo().approval_id.step_ids.filtered(lambda step: step.state != "skipped")
        self.assertEqual(steps.mapped("name"), ["Head of the Department", "Legal Department", "General Manager"])
        bank = self._draft(self.finance_seal, document_kind="bank", amount=50001)
        self.assertTrue(bank.over_limit)
        bank.action_submit()
        steps = bank.sudo().approval_id.step_ids.filtered(lambda step: step.state != "skipped")
        self.assertEqual(steps.mapped("name"), ["Head of the Department", "Head of Finance", "General Manager"])
        self.assertFalse(self._draft(self.finance_seal, document_kind="bank", amount=50000).over_limit)

    def test_own_authority_row(self):
        """E2: a row for one seal widens its keeper's authority; only the administrator of seals sets it."""
        values = {"seal_type": "official", "seal_id": self.seal.id, "document_kind": "contract", "amount_max": 5000}
        with self.assertRaises(AccessError):
            self.env["company.seal.authority"].with_user(self.keeper).create(values)
        self.env["company.seal.authority"].with_user(self.seal_manager).create(values)
        self.assertFalse(self._draft(document_kind="contract", amount=5000).over_limit)
        self.assertTrue(self._draft(document_kind="contract", amount=5001).over_limit)

    def test_blank_papers(self):
        """E3: no seal on blank papers: no file, empty bytes, blanks, empty PDF or DOCX, unreadable, blank page."""
        use = self._draft()
        use.write({"file_ids": [Command.clear()]})
        with self.assertRaisesRegex(UserError, "file to be sealed is missing"):
            use.action_submit()
        for raw, mimetype in ((b"", "application/pdf"), (b" \n\t", "text/plain"), (BLANK_PDF, "application/pdf"),
                              (docx(), "application/octet-stream"), (b"%PDF-1.4 broken", "application/pdf"),
                              (b"\x00\x01", "application/x-unknown")):
            with self.subTest(raw=raw[:20]), self.assertBlocked("SEAL-BLANK"), self.env.cr.savepoint():
                self._draft(files=self._file(raw, mimetype=mimetype)).action_submit()
        self._draft(files=self._file(docx("Proof of Test Company A"), "a.docx")).action_submit()

    def test_seal_name(self):
        """E3: the seal carries the name of the signature; the text of the file is looked at and absence noted."""
        with self.assertBlocked("SEAL-NAME"):
            self._draft(entity_name="Test Company").action_submit()
        use = self._draft(entity_name=" Test  Company A ")
        use.action_submit()
        self.assertFalse(use.paper_note)
        other = self._draft(files=self._file(docx("Somebody else"), "b.docx"))
        other.action_submit()
        self.assertIn("does not stand in the text", other.paper_note)

    def test_person_seal(self):
        """E3: a seal with a person's name needs that person in the signature."""
        seal = self._new_seal("Legal Representative", "legal_rep", self.accountant_employee, entity_name="Zheng")
        with self.assertBlocked("SEAL-NAME"):
            self._draft(seal).action_submit()
        self._draft(seal, signatory_name="Zheng").action_submit()

    def test_files_of_others(self):
        """E3 S7: a foreign file is only taken when readable, and as a copy; hidden ones are refused."""
        hidden = self.env["ir.attachment"].create({
            "name": "hidden.pdf", "raw": TEXT_PDF, "res_model": "res.company", "res_id": self.company_b.id})
        with self.assertRaises(AccessError):
            self._draft(files=hidden)
        own = self._draft()
        copied = self._draft(files=own.file_ids)
        self.assertNotEqual(copied.file_ids, own.file_ids)
        self.assertEqual(copied.file_ids.res_id, copied.id)

    def test_direct_writes(self):
        """E2 S7: states, digests, basis “system”, department and used copies aren't written by clients."""
        use = self._draft()
        for values in ({"state": "approved"}, {"file_digest": "x"}, {"target": f"res.users,{self.drafter.id}"},
                       {"department_id": self.office_department.id}, {"requester_id": self.gm.id},
                       {"approver_names": "x"}, {"secrecy_level": 0, "state": "done"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                use.with_context(_company_engine=True, tracking_disable=True).write(values)
        with self.assertRaises(UserError):
            use.write({"basis": "system"})
        with self.assertRaises(AccessError):
            use.line_ids.write({"copies_used": 1})
        use.action_submit()
        for values in ({"title": "x"}, {"file_ids": [Command.clear()]},
                       {"line_ids": [Command.update(use.line_ids.id, {"copies": 9})]},
                       {"line_ids": [Command.create({"seal_id": self.finance_seal.id})]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                use.write(values)
        with self.assertRaises(AccessError):
            use.file_ids.write({"raw": b"other"})

    def test_who_reads(self):
        """E3 S6: requester, approvers, present keeper and auditors read it; others not; secret ones no auditor."""
        use = self._draft()
        model = self.env["company.seal.use"]
        for user, sees in ((self.drafter, True), (self.keeper, True), (self.outsider, False),
                           (self.seal_manager, True), (self.auditor.user_id, True), (self.cashier, False)):
            self.assertEqual(bool(model.with_user(user).search([("id", "=", use.id)])), sees, user.name)
        for employee in (self.drafter_employee, self.keeper_employee):
            employee.with_user(self.secrecy_officer).action_set_clearance("secret", "Needed for the post")
        secret = self._draft(secrecy="secret", title="Top hidden title")
        self.assertNotIn("hidden", secret.display_name)
        for user, sees in ((self.drafter, True), (self.keeper, True), (self.seal_manager, False),
                           (self.auditor.user_id, False), (self.office, False)):
            self.assertEqual(bool(model.with_user(user).search([("id", "=", secret.id)])), sees, user.name)
        with self.assertRaises(AccessError):
            self._draft(secrecy="top_secret")

    def test_secret_use(self):
        """E3 R11 §一.7: a classified paper needs a cleared keeper; register and ledger carry no title."""
        self.drafter_employee.with_user(self.secrecy_officer).action_set_clearance("secret", "Needed for the post")
        use = self._draft(secrecy="secret", title="Hidden matter", purpose="Hidden purpose")
        with self.assertBlocked("DOC-CLEARANCE"):
            use.action_submit()
        for employee in (self.keeper_employee, self.dept_head_employee):
            employee.with_user(self.secrecy_officer).action_set_clearance("secret", "Needed for the post")
        use.action_submit()
        self._approve(use)
        row = self.env["company.seal.register"].browse(use.with_user(self.keeper).action_use())
        self.assertNotIn("Hidden", f"{row.title}{row.purpose}{row.file_names}")
        entries = self.env["company.ledger.entry"].sudo().search([("res_model", "=", use._name)])
        self.assertNotIn("Hidden", "".join(entries.mapped("payload")) + "".join(entries.mapped("record_name")))

    # ------------------------------------------------------------------
    # Sealing
    # ------------------------------------------------------------------

    def test_use(self):
        """E3: the present holder seals; every use is a row of the register and of the ledger; never changed."""
        use = self._approved(copies=3)
        entries = use.with_user(self.keeper).action_use(2)
        self.assertEqual((use.state, use.line_ids.copies_used), ("approved", 2))
        use.with_user(self.keeper).action_use(1, self.seal.id, use.file_digest)
        self.assertEqual(use.state, "done")
        rows = self.env["company.seal.register"].search([("use_id", "=", use.id)])
        self.assertEqual(rows.mapped("copies"), [1, 2])
        row = rows.browse(entries)
        self.assertEqual((row.keeper_name, row.requester_name, row.approver_names, row.file_digest, row.outcome),
                         (self.keeper.name, self.drafter.name, self.dept_head.name, use.file_digest, "used"))
        for call in (lambda: row.sudo().write({"copies": 9}), lambda: row.sudo().unlink(),
                     lambda: row.sudo().create({"outcome": "used"})):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(self.env["company.todo"].search([
            ("res_model", "=", use._name), ("res_id", "=", use.id), ("kind", "=", "seal.use"), ("state", "=", "open")]))

    def test_only_holder(self):
        """E3: nobody but the present holder uses a seal, the former one not either; refusals are registered."""
        use = self._approved()
        for user in (self.drafter, self.dept_head, self.seal_manager):
            with self.assertBlocked("SEAL-HOLDER"):
                use.with_user(user).action_use(1)
        self.assertEqual([row["outcome"] for row in self.refused_uses], ["refused"] * 3)
        self.assertEqual(self.refused_uses[0]["keeper_id"], self.drafter.id)
        with self.assertRaises(AccessError):
            use.with_user(self.outsider).action_use(1)
        self.seal.sudo()._move_custody(self.office_employee, "absence")
        with self.assertRaises(AccessError):
            use.with_user(self.keeper).action_use(1)
        with self.assertBlocked("SEAL-HOLDER"):
            use.with_user(self.seal_manager).action_use(1)
        todo = self.env["company.todo"].search([("res_id", "=", use.id), ("kind", "=", "seal.use"),
                                                ("state", "=", "open")])
        self.assertEqual(todo.user_id, self.office)
        use.with_user(self.office).action_use()
        self.assertEqual(use.state, "done")

    def test_copies(self):
        """E3: over all uses not more copies than approved; odd numbers are refused."""
        use = self._approved(copies=2).with_user(self.keeper)
        for copies in (0, -1, True, "2", 1.5, [1]):
            with self.subTest(copies=copies), self.assertRaises(UserError):
                use.action_use(copies)
        use.action_use(1)
        with self.assertBlocked("SEAL-COPIES"):
            use.action_use(2)
        self.assertEqual(use.copies_used, 1)
        self.assertEqual(self.refused_uses[-1]["use_id"], use.id)

    def test_digest(self):
        """E3: only the file that was approved: a changed file or another paper at hand is refused."""
        use = self._approved().with_user(self.keeper)
        with self.assertBlocked("SEAL-DIGEST"):
            use.action_use(1, False, "0" * 64)
        self.assertEqual([row["seal_id"] for row in self.refused_uses], use.sudo().line_ids.seal_id.ids)
        self.env.cr.execute("UPDATE company_seal_use SET file_digest = 'x' WHERE id = %s", [use.id])
        use.invalidate_recordset()
        with self.assertBlocked("SEAL-DIGEST"):
            use.action_use(1)

    def test_wrong_state(self):
        """E2: nothing is sealed before approval or after the end; hostile context keys change nothing."""
        use = self._draft()
        hostile = use.with_user(self.keeper).with_context(
            default_state="approved", _company_engine=True, state="approved", su=True)
        for _step in range(2):
            with self.assertRaises(UserError):
                hostile.action_use(1)
            if use.state == "draft":
                use.action_submit()
        self._approve(use)
        use.with_user(self.keeper).action_use()
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_use(1)

    def test_refuse_finish_cancel(self):
        """E3: the keeper refuses with reason (registered); the rest lapses with a note; the requester gives up."""
        use = self._approved()
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_refuse("  ")
        with self.assertRaises(UserError):
            use.action_refuse("no")
        use.with_user(self.keeper).action_refuse("The name does not match")
        self.assertEqual(use.state, "refused")
        self.assertEqual(self.env["company.seal.register"].search([("use_id", "=", use.id)]).outcome, "refused")
        use = self._approved(copies=3)
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_finish("none")
        use.with_user(self.keeper).action_use(1)
        with self.assertRaises(UserError):
            use.action_cancel("changed my mind")
        use.with_user(self.keeper).action_finish("Two copies were enough")
        self.assertEqual(use.state, "done")
        use = self._approved()
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_cancel("x")
        use.action_cancel("Not needed")
        self.assertEqual(use.state, "cancelled")

    def test_sealed_scan(self):
        """E3: the scan of the sealed paper is kept afterwards, as a copy nobody changes."""
        use = self._approved()
        with self.assertRaises(UserError):
            use.action_attach_sealed(self._file(name="scan.pdf").id)
        use.with_user(self.keeper).action_use()
        kept = self.env["ir.attachment"].browse(use.action_attach_sealed(self._file(name="scan.pdf").id))
        self.assertEqual((kept.res_id, use.sealed_file_ids), (use.id, kept))
        with self.assertRaises(AccessError):
            use.with_user(self.outsider).action_attach_sealed(kept.id)
