from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture, picture


@tagged("post_install", "-at_install")
class TestSealChange(SealFixture, DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.legal_employee = cls._new_employee("He Legal", "test.legal", manager=cls.gm_employee)
        cls._give_role("legal", cls.legal_employee)

    def _file(self, user, name="design.png"):
        return self.env["ir.attachment"].with_user(user).create({"name": name, "datas": picture()})

    def _carving(self, **values):
        return self.env["company.seal.change"].with_user(self.drafter).create({
            "change_type": "carve", "reason": "Worn", "seal_name": "New Official Seal", "seal_type": "official",
            "entity_name": self.company_a.name, "keeper_id": self.keeper_employee.id,
            "old_seal_id": self.official.id, "carving_unit": "Police-licensed Carvers",
            "design_ids": [Command.set(self._file(self.drafter).ids)], **values})

    def _destruction(self):
        return self.env["company.seal.change"].with_user(self.drafter).create({
            "change_type": "destroy", "reason": "Replaced", "seal_id": self.official.id,
            "witness1_id": self.office_employee.id, "witness2_id": self.gm_employee.id})

    def _approve(self, record):
        record.action_submit()
        while record.sudo().approval_state == "pending":
            approval = record.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_approve("Agreed")
        self.assertEqual(record.state, "approved")
        return record

    def test_carving(self):
        """E7: department, office, legal and manager approve; filed with the police it enters the register."""
        with self.assertRaisesRegex(UserError, "design"):
            self._carving(design_ids=False).action_submit()
        change = self._carving()
        change.action_submit()
        steps = change.sudo().approval_id.step_ids.filtered(lambda step: step.state != "skipped")
        self.assertEqual(steps.mapped("name"), [
            "Head of the Department", "General Office", "Legal Department", "General Manager"])
        with self.assertRaises(UserError):
            change.with_user(self.seal_manager).action_register()
        change.action_withdraw("typing error")
        self._approve(change)
        manager = change.with_user(self.seal_manager)
        with self.assertBlocked("SEAL-CARVING"):
            manager.action_register()
        with self.assertRaises(UserError):
            manager.write({"entity_name": "Another Company"})
        manager.write({"police_number": "3101010001", "carved_on": "2026-03-02"})
        with self.assertRaises(AccessError):
            change.with_user(self.drafter).action_register()
        self.company_a.seal_register_open = False
        seal = self.env["company.seal"].browse(manager.action_register())
        self.assertEqual((seal.keeper_id, seal.police_number, seal.origin_id), (
            self.keeper_employee, "3101010001", change))
        self.assertEqual(self.official.superseded_by_id, seal)
        self.assertEqual(change.state, "done")
        with self.assertRaises(UserError):
            manager.action_register()

    def test_destruction(self):
        """E7: two witnesses sign, the cut seal is pictured; a destroyed seal never comes back."""
        change = self._approve(self._destruction())
        with self.assertBlocked("SEAL-DESTROY"):
            change.with_user(self.gm).action_witness()
        change.with_user(self.seal_manager).cut_ids = self._file(self.seal_manager, "cut.png")
        for user in (self.keeper, self.seal_manager):
            with self.assertRaises(UserError):
                change.with_user(user).action_witness()
        change.with_user(self.gm).action_witness()
        self.assertEqual(self.official.state, "in_use", "one witness is not enough")
        with self.assertRaises(UserError):
            change.with_user(self.gm).action_witness()
        with self.assertRaises(AccessError):
            change.with_user(self.seal_manager).write({"witness1_id": self.office2_employee.id})
        change.with_user(self.office).action_witness()
        self.assertEqual((self.official.state, change.state), ("destroyed", "done"))
        self.assertFalse(self.official.holder_id)
        self.assertTrue(all(self.official.custody_ids.mapped("date_until")))
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with self.assertRaises(UserError):
            self.official.sudo()._set_state("in_use")
        with self.assertRaises(AccessError):
            self.official.sudo().write({"state": "in_use"})

    def test_holder_is_no_witness(self):
        """E7: the holder does not witness the destruction of what he holds."""
        change = self._destruction()
        change.witness1_id = self.keeper_employee
        self._approve(change)
        change.with_user(self.seal_manager).cut_ids = self._file(self.seal_manager, "cut.png")
        with self.assertBlocked("SEAL-DESTROY"):
            change.with_user(self.keeper).action_witness()

    def test_rejected(self):
        """E7: without approval nothing is carved."""
        change = self._carving()
        change.action_submit()
        approval = change.sudo().approval_id
        approval.with_user(approval.current_user_ids[:1]).action_reject("No need")
        self.assertEqual(change.state, "refused")
        with self.assertRaises(UserError):
            change.with_user(self.seal_manager).action_register()

    def test_loss(self):
        """E7: the holder reports a loss; everything stops, office, legal and manager are told, a notice is drafted."""
        handover = self._handover(self.official, self.office_employee)
        handover.action_give()
        appointment = self.env["company.seal.appointment"].with_user(self.drafter).create({
            "seal_id": self.official.id, "purpose": "X"})
        with self.assertRaises(AccessError):
            self.official.with_user(self.outsider).action_report_loss("I took it")
        with self.assertRaises(UserError):
            self.official.with_user(self.keeper).action_report_loss(" ")
        loss = self.env["company.seal.loss"].browse(
            self.official.with_user(self.keeper).action_report_loss("Stolen from the car", "Station"))
        self.assertEqual(self.official.state, "lost")
        self.assertEqual((handover.state, appointment.state), ("cancelled", "cancelled"))
        todo = self.env["company.todo"].sudo().search([("kind", "=", "seal.loss"), ("res_id", "=", loss.id)])
        self.assertEqual(todo.user_id, self.office | self.gm | self.legal_employee.user_id)
        self.assertTrue(self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "SEAL-LOSS"), ("res_id", "=", self.official.id)]))
        self.assertIn(self.official.code, loss.notice)
        with self.assertRaisesRegex(UserError, "can't be used"):
            self.official.with_user(self.keeper)._check_holder()
        office = loss.with_user(self.office)
        with self.assertRaisesRegex(UserError, "published"):
            office.action_publish()
        office.write({"medium": "Evening News", "published_on": "2026-03-02", "police_report": "A1"})
        office.action_publish()
        with self.assertRaises(UserError):
            office.action_close()
        office.measures = "Keeper warned"
        office.action_close()
        self.assertEqual(loss.state, "closed")
        with self.assertRaises(AccessError):
            loss.with_user(self.keeper).write({"notice": "X"})

    def _reported(self):
        return self.env["company.seal.loss"].browse(
            self.official.with_user(self.keeper).action_report_loss("Not in the cabinet"))

    def test_found(self):
        """E7 E5: a lost seal that comes back before the notice: the office reports, the holder signs, custody goes on;
        the same seal may be lost again."""
        loss, chain = self._reported(), self.official.custody_ids
        with self.assertRaises(AccessError):
            loss.with_user(self.keeper).action_report_found("It was behind the safe")
        for text in ("  ", False):
            with self.assertRaises(UserError):
                loss.with_user(self.office).action_report_found(text)
        with self.assertRaisesRegex(UserError, "office reports first"):
            loss.with_user(self.keeper).action_sign_found()
        self.env["company.seal.reason"].with_user(self.office).create({
            "record": f"{loss._name},{loss.id}", "step": "found", "reason": "Behind the safe"}).action_confirm()
        self.assertEqual((self.official.state, loss.state, loss.found_by_id), ("lost", "reported", self.office))
        with self.assertRaisesRegex(UserError, "already"):
            loss.with_user(self.office2).action_report_found("Again")
        for user in (self.office, self.drafter, self.seal_manager):
            with self.assertRaises(UserError):
                loss.with_user(user).action_sign_found()
        for user in (self.keeper, self.office):
            with self.assertRaises(AccessError):
                loss.with_user(user).with_context(default_state="found").write({"state": "found"})
        self.assertTrue(loss.with_user(self.keeper).can_sign_found)
        self.assertTrue(loss.with_user(self.keeper).action_sign_found())
        self.assertEqual((self.official.state, loss.state), ("in_use", "found"))
        self.assertEqual((self.official.holder_id, self.official.custody_ids), (self.keeper_employee, chain))
        self.official.with_user(self.keeper)._check_holder()
        self.assertFalse(self.env["company.todo"].sudo().search([
            ("kind", "=", "seal.loss"), ("res_id", "=", loss.id), ("state", "=", "open")]))
        self.assertTrue(self.env["company.ledger.entry"].sudo().search([
            ("kind", "=", "seal.found"), ("res_id", "=", self.official.id)]))
        self.env.flush_all()
        again = self._reported()
        again.with_user(self.seal_manager).action_report_found("In the archive")
        again.with_user(self.gm).action_sign_found()
        self.assertEqual((self.official.state, again.found_signed_by_id), ("in_use", self.gm))

    def test_found_too_late(self):
        """E7: what was declared void is not used again, wherever it turns up."""
        loss = self._reported()
        office = loss.with_user(self.office)
        office.write({"medium": "Evening News", "published_on": "2026-03-02"})
        office.action_publish()
        with self.assertRaisesRegex(UserError, "void"):
            office.action_report_found("In the car")
        self.assertEqual(self.official.state, "lost")

    def test_loser_leaves(self):
        """E5 E7 R11 §一.6: whoever lost a seal leaves when its destruction is registered, or when it came back and was
        handed over; the refusal says so."""
        loss, employee = self._reported(), self.keeper_employee
        with self.assertBlocked("SEAL-DEPARTURE") as caught:
            employee.active = False
        self.assertRegex(str(caught.exception), f"destruction.*{loss.name}.*handed over")
        self.assertNotIn("Keeper Leaves or Moves", str(caught.exception))
        loss.with_user(self.office).action_report_found("Found in the car")
        loss.with_user(self.keeper).action_sign_found()
        with self.assertBlocked("SEAL-DEPARTURE") as caught:
            employee.active = False
        self.assertIn("Keeper Leaves or Moves", str(caught.exception))
        self._hand_over(self.official, self.office_employee, "leaving")
        employee.active = False
        self.assertFalse(employee.active)
