from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.company_procurement.tests.common import ProcurementCase


@tagged("post_install", "-at_install")
class TestCustodyViolation(ProcurementCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper_employee = cls._new_employee(
            "Bao Keeper", "test.sealkeeper", department=cls.department, manager=cls.gm_employee)
        cls.office_employee = cls._new_employee(
            "Tian Office", "test.sealoffice", groups=("company_docs.group_office",), department=cls.department,
            manager=cls.gm_employee)
        cls.keeper, cls.office = cls.keeper_employee.user_id, cls.office_employee.user_id
        cls._give_role("general_office", cls.office_employee)
        cls.audit = cls.auditor.user_id
        cls.seal = cls._new_seal("Official Seal", "official")
        cls.violations = cls.env["company.purchase.violation"].with_user(cls.audit).with_company(cls.company_a)

    @classmethod
    def _new_seal(cls, name, seal_type):
        return cls.env["company.seal"].create({
            "name": name, "seal_type": seal_type, "entity_name": cls.company_a.name,
            "holder_id": cls.keeper_employee.id, "company_id": cls.company_a.id})

    def _drafts(self, employee=None):
        return self.violations.search([("employee_id", "=", (employee or self.keeper_employee).id)])

    def test_lost_seal(self):
        """E7 P24: a lost seal is a draft about its holder; he never sees it, internal audit hears and submits it."""
        hostile = {"default_sanction": "criticism", "default_severity": "grave", "default_reporter_id": self.keeper.id}
        self.seal.with_user(self.keeper).with_context(**hostile).action_report_loss("Left in a taxi")
        draft = self._drafts()
        self.assertEqual((draft.state, draft.reporter_id, draft.sanction, draft.severity), (
            "draft", self.audit, False, "minor"))
        self.assertTrue(draft.clause.startswith("R11 §三"))
        self.assertIn(self.keeper_employee.name, draft.fact)
        self.assertEqual(draft.sudo().finding_id.control_code, "SEAL-LOSS")
        own = draft.with_user(self.keeper)
        self.assertFalse(own.search([("id", "=", draft.id)]))
        for call in (lambda: own.read(["fact"]), own.action_open_custody):
            with self.assertRaises(AccessError):
                call()
        self.assertEqual(draft.action_open_custody()["res_model"], "company.seal.loss")
        for name, value in (("custody_id", 1), ("custody_model", "res.users"), ("reporter_id", self.gm.id)):
            with self.subTest(field=name), self.assertRaises(AccessError):
                draft.write({name: value})
        todos = self.env["company.todo"].sudo().search([("kind", "=", "purchase.violation.custody")])
        self.assertEqual((todos.user_id, todos.state), (self.audit, "open"))
        draft.action_ask_statement("How was it lost?")
        self.assertEqual((draft.state, todos.state), ("hearing", "done"))

    def test_person_is_auditor(self):
        """E7 P24: where the person concerned holds internal audit himself, the next role drafts it."""
        self.seal.sudo()._as_engine().write({"holder_id": self.auditor.id})
        self.seal.with_user(self.audit).action_report_loss("Gone")
        draft = self.env["company.purchase.violation"].sudo().search([("employee_id", "=", self.auditor.id)])
        self.assertEqual(draft.reporter_id, self.gm)
        self.assertFalse(self._drafts(self.auditor))

    def test_missing_at_count(self):
        """E5 E7: an item missing at a count is a draft about its holder; a present one is none."""
        count = self.env["company.seal.count"].with_user(self.office).with_company(self.company_a).create({
            "checker_id": self.manager.id})
        count.action_start()
        line = count.line_ids
        line.with_user(self.keeper).action_show()
        line.with_user(self.dept_head).action_confirm("missing", "Box was empty")
        draft = self._drafts()
        self.assertIn("Box was empty", draft.fact)
        self.assertEqual(draft.sudo().finding_id.control_code, "SEAL-COUNT")
        self.assertEqual(draft.sudo().action_open_custody()["res_id"], count.id)

    def test_overdue_return(self):
        """E5 E7: what was not handed back in time is one draft about the receiver, however many items and runs."""
        second = self._new_seal("Other Seal", "other")
        now = fields.Datetime.now()
        handover = self.env["company.seal.handover"].with_user(self.keeper).with_company(self.company_a).create({
            "kind": "absence", "giver_id": self.keeper_employee.id, "receiver_id": self.office_employee.id,
            "date_until": now + timedelta(days=2), "line_ids": [
                (0, 0, {"seal_id": self.seal.id}), (0, 0, {"seal_id": second.id})]})
        handover.action_give()
        handover.with_user(self.office).action_receive()
        with freeze_time(now + timedelta(days=9)):
            handover.sudo()._cron_remind()
            handover.sudo()._cron_remind()
        draft = self._drafts(self.office_employee)
        self.assertEqual(len(draft), 1)
        self.assertEqual(draft.sudo().finding_id.control_code, "SEAL-RETURN")
        self.assertFalse(self._drafts())

    def test_no_person(self):
        """E7: without a holder nobody is accused, and the report goes on."""
        self.seal._on_violation("SEAL-LOSS", self.env["hr.employee"], "Gone", self.seal)
        self.assertFalse(self.env["company.purchase.violation"].sudo().search([("custody_id", "=", self.seal.id)]))
