from unittest.mock import patch

import weasyprint

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_procurement.tests.sourcing_common import SourcingCase

PAPER = weasyprint.HTML(string="<p>Contract of Test Company A</p>").write_pdf()


@tagged("post_install", "-at_install")
class TestContractSeal(SourcingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper_employee = cls._new_employee("Bao Keeper", "test.sealkeeper", department=cls.department)
        cls.keeper = cls.keeper_employee.user_id
        for role in ("general_office", "cashier"):
            cls._give_role(role, cls.keeper_employee)
        cls.seal = cls.env["company.seal"].create({
            "name": "Contract Seal", "seal_type": "contract", "entity_name": cls.company_a.name,
            "holder_id": cls.keeper_employee.id, "company_id": cls.company_a.id})

    def setUp(self):
        super().setUp()
        self.refused_uses = []
        self.startPatcher(patch.object(
            type(self.env["company.seal.register"]), "_keep_apart",
            lambda _self, values: self.refused_uses.extend(values)))

    def _approved_contract(self, with_file=True):
        case = self._approved_case(lines=[self._line(), self._line(self.product_b, 50.0)])
        contract = self.env["company.purchase.contract"].with_user(self.buyer).browse(case.action_create_contracts())[0]
        contract.payment_terms = "30 days"
        if with_file:
            self.env["ir.attachment"].with_user(self.buyer).create({
                "name": "contract.pdf", "raw": PAPER, "mimetype": "application/pdf", "res_model": contract._name,
                "res_id": contract.id})
        contract.action_submit()
        with self.assertRaises(UserError):
            contract.action_seal()
        self._approve(contract)
        return contract

    def test_contract(self):
        """E8 P14: an approved contract is sealed in one step on the approved file; it shows the register's entry."""
        contract = self._approved_contract()
        self.assertTrue(contract.can_seal)
        [use_id] = contract.action_seal(False, 2)
        use = self.env["company.seal.use"].browse(use_id)
        self.assertEqual((use.state, use.document_kind, use.file_ids.raw), ("approved", "contract", PAPER))
        self.assertEqual(contract.seal_waiting_for, self.keeper.name)
        with self.assertRaises(UserError):
            contract.action_seal()
        with self.assertBlocked("SEAL-COPIES"):
            use.with_user(self.keeper).action_use(3)
        use.with_user(self.keeper).action_use(2)
        self.assertEqual((contract.seal_reference, contract.state), (use.name, "approved"))
        self.assertTrue(contract.sealed_on)
        self.assertIn(self.legal.name, use.approver_names)
        contract.action_sign(self._scan("signed").id)

    def test_print_where_no_file(self):
        """E8: where no file was attached, the print of the approved contract goes under the seal."""
        contract = self._approved_contract(with_file=False)
        [use_id] = contract.with_user(self.legal).action_seal(self.seal.id)
        self.assertEqual(self.env["company.seal.use"].sudo().browse(use_id).file_ids.mimetype, "application/pdf")

    def test_wrong_people_and_papers(self):
        """E8 S7: only who signs the contract has it sealed; other files and odd arguments are refused."""
        contract = self._approved_contract()
        for user in (self.buyer2, self.requester):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                contract.with_user(user).action_seal()
        late = self._scan("late", res_model=contract._name, res_id=contract.id)
        self.env.cr.execute("UPDATE ir_attachment SET create_date = now() + interval '1 day' WHERE id = %s", [late.id])
        late.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "when it was approved"):
            contract.action_seal(False, 1, [late.id])
        for copies in (0, "1", True):
            with self.subTest(copies=copies), self.assertRaises(UserError):
                contract.action_seal(False, copies)

    def test_violation(self):
        """E7 P24: a refused use of a seal opens a violation with its person and facts."""
        contract = self._approved_contract()
        use = self.env["company.seal.use"].browse(contract.action_seal())
        use.with_user(self.keeper).action_refuse("Pages exchanged after the approval")
        row = self.env["company.seal.register"].search([("use_id", "=", use.id)])
        with self.assertRaises(AccessError):
            row.with_user(self.buyer2).action_open_violation()
        action = row.action_open_violation()
        self.assertIn("Pages exchanged", action["context"]["default_fact"])
        self.assertEqual(action["context"]["default_employee_id"], self.buyer.employee_id.id)

    def test_reimbursement(self):
        """E2 R7 §三.2: a reimbursement signed in the system is sealed without approval, and registered."""
        seal = self.env["company.seal"].create({
            "name": "Finance Seal", "seal_type": "finance", "entity_name": self.company_a.name,
            "holder_id": self.keeper_employee.id, "company_id": self.company_a.id})
        claim = self.env["company.purchase.reimbursement"].with_user(self.buyer).create({"purpose": "Glue"})
        with self.assertRaises(UserError):
            claim.action_seal()
        claim.sudo()._as_engine().write({"state": "approved"})
        with self.assertBlocked("SEAL-SIGNED"):
            claim.action_seal()
        self.env.cr.execute("UPDATE company_purchase_reimbursement SET approval_state = 'approved' WHERE id = %s",
                            [claim.id])
        claim.invalidate_recordset()
        use = self.env["company.seal.use"].browse(claim.action_seal())
        self.assertEqual((use.basis, use.state, use.line_ids.seal_id), ("fund_owner", "approved", seal))
        use.with_user(self.keeper).action_use()
        self.assertEqual(use.register_ids.basis, "fund_owner")
