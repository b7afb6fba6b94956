from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture


@tagged("post_install", "-at_install")
class TestSealHandover(SealFixture, DocumentsCase):

    def test_both_sign(self):
        """E5: custody moves when both have signed, in either order, and comes back the same way."""
        seal = self.official
        handover = self._handover(seal, self.office_employee)
        handover.action_give()
        self.assertEqual(seal.holder_id, self.keeper_employee, "one signature moves nothing")
        self.assertEqual(handover.state, "waiting")
        handover.with_user(self.office).action_receive()
        self.assertEqual((seal.holder_id, seal.keeper_id, seal.state),
                         (self.office_employee, self.keeper_employee, "handed_over"))
        self.assertEqual(handover.state, "done")
        self.assertEqual(seal.custody_ids.sorted("id")[-1].handover_id, handover)
        seal.with_user(self.office)._check_holder()
        with self.assertRaises(UserError):
            seal.with_user(self.keeper)._check_holder()
        back = self.env["company.seal.handover"].browse(handover.with_user(self.office).action_return())
        self.assertEqual(seal.holder_id, self.office_employee)
        back.with_user(self.keeper).action_receive()
        self.assertEqual((seal.holder_id, seal.state), (self.keeper_employee, "in_use"))
        self.assertEqual((back.state, handover.state), ("done", "returned"))
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_receiver_first(self):
        """E5: the order of the signatures is free; the ledger keeps the handover."""
        handover = self._handover(self.official, self.office_employee)
        handover.action_send()
        handover.with_user(self.office).action_receive()
        self.assertEqual(self.official.holder_id, self.keeper_employee)
        handover.action_give()
        self.assertEqual(self.official.holder_id, self.office_employee)
        entries = self.env["company.ledger.entry"].sudo().search([
            ("kind", "=", "seal.handover"), ("res_id", "=", handover.id)])
        self.assertEqual(len(entries), 1)

    def test_signs_himself(self):
        """E5: nobody signs for another, not even office, seal manager or superuser."""
        handover = self._handover(self.official, self.office_employee)
        handover.action_send()
        for user in (self.seal_manager, self.office2, self.env.ref("base.user_root")):
            for verb in ("action_give", "action_receive", "action_witness"):
                with self.subTest(user=user.login, verb=verb), self.assertRaises(UserError):
                    getattr(handover.with_user(user).with_context(uid=self.keeper.id), verb)()
        with self.assertRaises(UserError):
            handover.with_user(self.office).action_give()
        with self.assertRaises(AccessError):
            handover.with_user(self.outsider).action_receive()
        for values in ({"state": "done"}, {"given_on": fields.Datetime.now()},
                       {"receiver_id": self.office2_employee.id}, {"line_ids": [(5,)]}):
            with self.assertRaises(AccessError):
                handover.with_user(self.seal_manager).write(values)
        self.assertEqual(self.official.holder_id, self.keeper_employee)

    def test_witness(self):
        """E5: a named witness signs as well before custody moves."""
        handover = self._handover(self.official, self.office_employee, witness_id=self.gm_employee.id)
        handover.action_give()
        handover.with_user(self.office).action_receive()
        self.assertEqual(handover.state, "waiting")
        handover.with_user(self.gm).action_witness()
        self.assertEqual(handover.state, "done")

    def test_maker(self):
        """E5: the giver writes his handover, or the office prepares it; nobody else."""
        with self.assertRaises(AccessError):
            self._handover(self.official, self.office_employee, user=self.outsider)
        self._handover(self.official, self.office_employee, user=self.office2).action_send()
        with self.assertRaisesRegex(UserError, "waits in the handover"):
            self._handover(self.official, self.office_employee, user=self.office2).action_send()

    def test_refused_and_cancelled(self):
        """E5: a refusal needs its reason and leaves custody where it is."""
        handover = self._handover(self.official, self.office_employee)
        handover.action_give()
        with self.assertRaises(UserError):
            handover.with_user(self.office).action_refuse(" ")
        with self.assertRaises(UserError):
            handover.with_user(self.seal_manager).action_refuse("I don't like it")
        handover.with_user(self.office).action_refuse("The cabinet was open")
        self.assertEqual(handover.state, "refused")
        for verb in ("action_give", "action_receive"):
            with self.assertRaises(UserError):
                getattr(handover.with_user(self.office), verb)()
        second = self._handover(self.official, self.office_employee)
        second.action_give()
        second.action_cancel("Trip cancelled")
        self.assertEqual(second.state, "cancelled")
        self.assertEqual(self.official.holder_id, self.keeper_employee)

    def test_no_private_handing_on(self):
        """E5: a deputy doesn't pass it on, and nobody hands over what he doesn't hold."""
        self._hand_over(self.official, self.office_employee)
        with self.assertBlocked("SEAL-HANDOVER"):
            self._handover(self.official, self.office2_employee, giver=self.office_employee).action_give()
        with self.assertBlocked("SEAL-HANDOVER"):
            self._handover(self.official, self.office2_employee, giver=self.keeper_employee).action_give()

    def test_stale_handover(self):
        """E5: what waits is checked again when it completes; another move in between stops it."""
        handover = self._handover(self.official, self.office_employee)
        handover.action_give()
        self.official.sudo()._move_custody(self.office2_employee, "transfer")
        with self.assertBlocked("SEAL-HANDOVER"):
            handover.with_user(self.office).action_receive()
        self.assertEqual(self.official.holder_id, self.office2_employee)

    def test_many_at_once(self):
        """E5: several seals change hands together or not at all."""
        other = self._new_seal("Contract Seal", "contract", self.keeper_employee)
        handover = self._handover(self.official, self.office_employee, "transfer", line_ids=[])
        handover.action_fill()
        self.assertEqual(handover.line_ids.seal_id, self.official + other)
        handover.action_give()
        other.sudo()._set_state("lost")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            handover.with_user(self.office).action_receive()
        self.assertEqual(self.official.holder_id, self.keeper_employee)

    def test_needs_end(self):
        """E5: an absence has its end; someone without user can't sign."""
        with self.assertRaisesRegex(UserError, "end"):
            self._handover(self.official, self.office_employee, date_until=False).action_give()
        nobody = self.env["hr.employee"].create({"name": "No User", "company_id": self.company_a.id})
        with self.assertRaisesRegex(UserError, "no user"):
            self._handover(self.official, nobody).action_give()

    def test_overdue_return(self):
        """E5: at the end both are reminded; overdue it is a finding, the office is told once."""
        with freeze_time("2026-03-02 02:00:00"):
            handover = self._hand_over(self.official, self.office2_employee, date_until="2026-03-04 01:00:00")
        handovers = self.env["company.seal.handover"]
        todo = self.env["company.todo"].sudo()
        domain = [("kind", "=", "seal.return"), ("res_id", "=", handover.id), ("state", "=", "open")]
        with freeze_time("2026-03-03 02:00:00"):
            handovers._cron_remind()
            self.assertEqual(todo.search(domain).user_id, self.office2 | self.keeper)
        with freeze_time("2026-03-06 02:00:00"):
            handovers._cron_remind()
            handovers._cron_remind()
        self.assertIn(self.office, todo.search(domain).user_id)
        findings = self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "SEAL-RETURN"), ("res_id", "=", handover.id)])
        self.assertEqual(len(findings), 1)

    def test_takeover(self):
        """E5: where the holder can't sign, the general manager decides, before a witness."""
        handover = self._handover(
            self.official, self.office2_employee, "takeover", user=self.seal_manager, reason="In hospital",
            witness_id=self.office_employee.id)
        handover.action_send()
        with self.assertRaises(UserError):
            handover.with_user(self.keeper).action_give()
        handover.with_user(self.gm).action_give()
        handover.with_user(self.office2).action_receive()
        handover.with_user(self.office).action_witness()
        self.assertEqual((self.official.holder_id, self.official.keeper_id), (self.office2_employee,) * 2)

    def test_print_values(self):
        """E5: the register of handovers prints with both names."""
        handover = self._hand_over(self.official, self.office_employee)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "company_docs.action_report_company_seal_handover", handover.ids)[0].decode()
        for text in ("印章交接登记表", self.official.name, "Bao Keeper", "Feng Office", handover.name):
            self.assertIn(text, html)

    def test_companies(self):
        """S6: a person of another company sees nothing of it."""
        stranger = self._new_employee("Stranger", "test.stranger", company=self.company_b)
        handover = self._handover(self.official, self.office_employee)
        for record in (self.official, self.official.custody_ids, handover):
            with self.assertRaises(AccessError):
                record.with_user(stranger.user_id).read(["display_name"])
        self.assertEqual(handover.date_until.date(), (fields.Datetime.now() + timedelta(days=3)).date())
