from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .outgoing_common import OutgoingFixture
from .sealuse_common import SealUseFixture


@tagged("post_install", "-at_install")
class TestSealUseSigned(SealUseFixture, DocumentsCase):

    def test_signature_on_paper(self):
        """E2 R7 §二: a paper with a leader's signature needs no second approval, but the leader confirms it."""
        use = self._draft(basis="signature")
        self.assertFalse(use.can_submit)
        with self.assertRaises(UserError):
            use.action_submit()
        for leader in (False, self.drafter.id, self.outsider.id, True, "x"):
            with self.subTest(leader=leader), self.assertBlocked("SEAL-SIGNED"), self.env.cr.savepoint():
                use.action_register_signed(leader)
        use.action_register_signed(self.dept_head.id)
        self.assertEqual((use.state, use.approval_state), ("submitted", "none"))
        with self.assertRaises(UserError):
            use.with_user(self.keeper).action_use(1)
        with self.assertRaises(UserError):
            use.action_confirm_signature()
        with self.assertRaises(AccessError):
            use.with_user(self.outsider).action_confirm_signature()
        use.with_user(self.dept_head).action_confirm_signature("mine")
        self.assertEqual((use.state, use.approver_names), ("approved", self.dept_head.name))
        use.with_user(self.keeper).action_use()
        row = self.env["company.seal.register"].search([("use_id", "=", use.id)])
        self.assertEqual((row.basis, row.approver_names), ("signature", self.dept_head.name))

    def test_denied(self):
        """E2: a signature that its leader denies: refused, with his reason; the to-do is closed."""
        use = self._draft(basis="signature", confirmer_id=self.dept_head.id)
        use.action_register_signed()
        with self.assertRaises(UserError):
            use.with_user(self.dept_head).action_deny_signature("")
        use.with_user(self.dept_head).action_deny_signature("Not mine")
        self.assertEqual((use.state, use.refuse_reason), ("refused", "Not mine"))
        self.assertFalse(self.env["company.todo"].search([
            ("kind", "=", "seal.confirm"), ("res_id", "=", use.id), ("state", "=", "open")]))

    def test_over_limit_signature(self):
        """E2 R11 §一.4: over the keeper's authority only the signature of the highest leaders counts."""
        use = self._draft(basis="signature", document_kind="contract", amount=10)
        with self.assertBlocked("SEAL-SIGNED"):
            use.action_register_signed(self.dept_head.id)
        use.action_register_signed(self.gm.id)
        use.with_user(self.gm).action_confirm_signature()
        self.assertEqual(use.state, "approved")

    def test_reimbursement(self):
        """E2 R7 §三.2: a reimbursement signed by the owner of the funds is sealed without approval, registered."""
        with self.assertBlocked("SEAL-SIGNED"):
            self._draft(self.finance_seal, basis="fund_owner").action_register_signed(self.finance_head.id)
        use = self._draft(self.finance_seal, basis="fund_owner", document_kind="reimbursement", amount=99999)
        use.action_register_signed(self.finance_head.id)
        use.with_user(self.finance_head).action_confirm_signature()
        use.with_user(self.cashier).action_use()
        row = self.env["company.seal.register"].search([("use_id", "=", use.id)])
        self.assertEqual((row.basis, row.approver_names), ("fund_owner", self.finance_head.name))


@tagged("post_install", "-at_install")
class TestSealOutgoing(OutgoingFixture, SealUseFixture, DocumentsCase):

    def _proofread(self, **values):
        document = self._number(**values)
        document.action_proofread(True)
        return document

    def test_one_step(self):
        """E8: where the office holds the seal itself, one call seals the document; all is registered."""
        self.seal.sudo()._move_custody(self.office_employee, "transfer")
        self.issuer.seal_id = self.seal
        document = self._proofread(copy_count=3)
        with self.assertRaises(UserError):
            document.action_seal()
        uses = self.env["company.seal.use"].browse(document.with_user(self.office).action_seal())
        self.assertEqual((document.state, uses.state, uses.copies_used), ("sealed", "done", 3))
        self.assertIn(self.gm.name, uses.approver_names)
        self.assertTrue(document.sealed_file_id)
        self.assertTrue(document.sealed_digest)
        row = self.env["company.seal.register"].search([("use_id", "=", uses.id)])
        self.assertEqual((row.res_model, row.res_id, row.basis), (document._name, document.id, "system"))
        with self.assertRaises(UserError):
            document.with_user(self.office).action_seal()

    def test_keeper_elsewhere(self):
        """E8: where somebody else holds the seal, he finds it in his list; his use makes the document sealed."""
        document = self._proofread()
        with self.assertRaises(UserError):
            document.with_user(self.office).action_seal()
        [use_id] = document.with_user(self.office).action_seal(self.seal.id, 2)
        self.assertEqual(document.state, "proofread")
        self.assertEqual(document.seal_waiting_for, self.keeper_employee.name)
        with self.assertRaisesRegex(UserError, "waits for this seal"):
            document.with_user(self.office).action_seal(self.seal.id)
        use = self.env["company.seal.use"].browse(use_id)
        self.assertIn(use, use.with_user(self.keeper).search([("is_keeper", "=", True), ("state", "=", "approved")]))
        use.with_user(self.keeper).action_use(1)
        self.assertEqual(document.state, "proofread")
        use.with_user(self.keeper).action_use(1)
        self.assertEqual(document.state, "sealed")

    def test_refused_by_keeper(self):
        """E8: the keeper refuses: the document stays proof-read and can be sent to the seal again."""
        document = self._proofread()
        [use_id] = document.with_user(self.office).action_seal(self.seal.id)
        use = self.env["company.seal.use"].browse(use_id)
        use.with_user(self.keeper).action_refuse("Smudged print")
        self.assertEqual(document.state, "proofread")
        self.assertTrue(document.with_user(self.office).action_seal(self.seal.id))

    def test_wrong_seal(self):
        """E8 R11 §一.8: a seal that says something else than the signature is refused, nothing is left behind."""
        other = self._new_seal("Other", "other", self.keeper_employee, entity_name="Another Firm")
        document = self._proofread()
        with self.assertBlocked("SEAL-NAME"):
            document.with_user(self.office).action_seal(other.id)
        self.assertFalse(document.seal_use_count)

    def test_not_approved(self):
        """E2: only what a leader approved in the system goes the short way, whatever the caller claims."""
        document = self._new_draft()
        with self.assertBlocked("SEAL-SIGNED"):
            self.env["company.seal.use"].with_user(self.office)._apply_for(
                document, self.seal, 1, "Issue", self._file())
        with self.assertRaises(UserError):
            document.with_user(self.office).action_seal(self.seal.id)

    def test_wrong_people(self):
        """E8 S7: only the general office has documents sealed; context keys and odd arguments change nothing."""
        document = self._proofread()
        for user in (self.drafter, self.keeper, self.gm):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                document.with_user(user).with_context(default_state="sealed").action_seal(self.seal.id)
        for seal in ("x", True, 10 ** 9, [self.seal.id]):
            with self.subTest(seal=seal), self.assertRaises(UserError):
                document.with_user(self.office).action_seal(seal)
        for copies in (-1, "2", 1.5):
            with self.subTest(copies=copies), self.assertRaises(UserError):
                document.with_user(self.office).action_seal(self.seal.id, copies)
