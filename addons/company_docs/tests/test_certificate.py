import io
from datetime import timedelta

from freezegun import freeze_time
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DocumentsCase
from .sealuse_common import TEXT_PDF, SealUseFixture


@tagged("post_install", "-at_install")
class TestCertificate(SealUseFixture, DocumentsCase):

    def _loan(self, certificate, **values):
        return self.env["company.certificate.loan"].with_user(self.drafter).create({
            "certificate_id": certificate.id, "receiver": "Bank of Testing", "purpose": "opening an account", **values})

    def _original(self, certificate, days=2):
        return self._loan(certificate, mode="original", due_on=fields.Date.today() + timedelta(days=days))

    def test_custody(self):
        """E6 R11 §二.2: each certificate has one keeper of the right office; the chain is complete."""
        certificate = self._certificate()
        self.assertEqual(certificate.custody_ids.holder_id, self.keeper_employee)
        with self.assertBlocked("CERT-KEEPER"):
            self._certificate(holder_id=self.cashier_employee.id)
        with self.assertRaises(UserError):
            self.env["company.certificate"].with_user(self.seal_manager).create({
                "name": "X", "type_id": certificate.type_id.id})
        for user in (self.drafter, self.keeper):
            with self.assertRaises(AccessError):
                certificate.with_user(user).write({"number": "1"})
        with self.assertRaises(AccessError):
            certificate.write({"holder_id": self.office_employee.id})
        certificate.sudo()._move_custody(self.office_employee, "absence")
        self.assertEqual(certificate.state, "handed_over")

    def test_nobody_has_the_role(self):
        """E6 R11 §二.2: no keeper is appointed while the company has not said who has the function."""
        role = self.env["company.role"].search([("code", "=", "accountant")])
        self.env["company.role.holder"].search([
            ("role_id", "=", role.id), ("company_id", "=", self.company_a.id)]).unlink()
        with self.assertBlocked("CERT-KEEPER"):
            self._certificate("account_permit", holder_id=self.accountant_employee.id)

    def test_expiry_of_each_company(self):
        """E6: what expires soon is said by the certificate's company, whichever company the reader works in."""
        today = fields.Date.context_today(self.env["company.certificate"])
        certificate = self._certificate(valid_until=today + timedelta(days=20))
        self.company_a.certificate_remind_days, self.company_b.certificate_remind_days = 30, 10
        both = {"allowed_company_ids": [self.company_b.id, self.company_a.id]}
        certificates = self.env["company.certificate"].sudo().with_context(**both)
        for days, expected in ((30, "soon"), (5, "valid")):
            self.company_a.certificate_remind_days = days
            self.env.invalidate_all()
            for value in ("soon", "valid", "expired", "unlimited"):
                found = certificates.search([("expiry", "=", value), ("id", "=", certificate.id)])
                self.assertEqual(bool(found), value == expected, value)
            self.assertEqual(certificate.expiry, expected)

    def test_scan_is_hidden(self):
        """E6: the unmarked scan is for its holder and the administrator only: record, list, file, attachment."""
        certificate = self._certificate()
        scan = certificate.scan_ids
        file = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", scan._name), ("res_id", "=", scan.id), ("res_field", "=", "file")])
        self.assertEqual(scan.with_user(self.keeper).with_context(bin_size=False).file, file.datas)
        for user in (self.drafter, self.gm, self.office, self.auditor.user_id, self.secrecy_officer):
            self.env.invalidate_all()
            self.assertFalse(certificate.with_user(user).scan_ids)
            for call in (lambda u=user: scan.with_user(u).read(["file"]),
                         lambda u=user: file.with_user(u).read(["datas"])):
                with self.assertRaises(AccessError):
                    call()
        for call in (lambda: scan.sudo().write({"name": "x"}), lambda: scan.sudo().unlink(),
                     lambda: scan.with_user(self.seal_manager).create({"certificate_id": certificate.id})):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(UserError):
            certificate.with_user(self.drafter).action_add_scan(self._file().id)

    def test_copies(self):
        """E6 R11 §二.3: copies only after a leader's approval; numbered, marked for receiver and business."""
        certificate = self._certificate()
        loan = self._loan(certificate, copies=2)
        with self.assertBlocked("CERT-COPY"):
            loan.with_user(self.keeper).action_issue_copies()
        loan.action_submit()
        steps = loan.sudo().approval_id.step_ids.mapped("name")
        self.assertEqual(steps, ["Head of the Department", "General Manager"])
        self._approve(loan)
        with self.assertRaises(UserError):
            loan.action_issue_copies()
        ids = loan.with_user(self.keeper).action_issue_copies()
        copies = self.env["company.certificate.copy"].browse(ids)
        self.assertEqual(sorted(copies.mapped("name")), [f"{loan.name}-01", f"{loan.name}-02"])
        self.assertEqual(loan.state, "done")
        content = copies[0].with_user(self.drafter).attachment_id.raw
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        self.assertIn("Bank of Testing", text)
        self.assertIn("opening an account", text)
        self.assertNotEqual(content, TEXT_PDF)
        with self.assertRaises(AccessError):
            copies[0].sudo().write({"receiver": "Somebody else"})
        with self.assertRaises(AccessError):
            copies[0].with_user(self.outsider).sudo().attachment_id.with_user(self.outsider).read(["datas"])
        with self.assertBlocked("CERT-COPY"):
            loan.with_user(self.keeper).action_issue_copies()

    def test_loan(self):
        """E6: an original goes out after approval by its holder's hand, and comes back by a date."""
        certificate = self._certificate()
        with self.assertRaisesRegex(UserError, "comes back"):
            self._loan(certificate, mode="original").action_submit()
        with self.assertRaisesRegex(UserError, "working days"):
            self._original(certificate, 60).action_submit()
        loan = self._original(certificate)
        loan.action_submit()
        self._approve(loan)
        for user in (self.drafter, self.gm):
            with self.assertRaises(UserError):
                loan.with_user(user).action_hand_out()
        loan.with_user(self.keeper).action_hand_out()
        self.assertEqual((loan.state, certificate.state), ("out", "out"))
        second = self._original(certificate)
        second.action_submit()
        self._approve(second)
        with self.assertRaises(UserError):
            second.with_user(self.keeper).action_hand_out()
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            self.assertEqual(loan.deadline_status, "overdue")
            for _turn in range(2):
                self.env["company.certificate.loan"]._cron_overdue()
        findings = self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "CERT-LOAN"), ("res_id", "=", loan.id)])
        self.assertEqual(len(findings), 1)
        with self.assertRaises(UserError):
            loan.action_return("back")
        loan.with_user(self.keeper).action_return("In good order")
        self.assertEqual((loan.state, certificate.state), ("done", "in_use"))
        self.assertFalse(self.env["company.todo"].search([
            ("res_model", "=", loan._name), ("res_id", "=", loan.id), ("state", "=", "open")]))

    def test_expired(self):
        """E6: what has expired is neither lent nor copied; renewing it opens the way again."""
        certificate = self._certificate(valid_until=fields.Date.today() - timedelta(days=1))
        self.assertEqual(certificate.expiry, "expired")
        loan = self._loan(certificate)
        with self.assertBlocked("CERT-VALID"):
            loan.action_submit()
        with self.assertRaises(UserError):
            certificate.with_user(self.drafter).action_renew("2040-01-01")
        for day in ("soon", [1], 5):
            with self.subTest(day=day), self.assertRaises(UserError):
                certificate.with_user(self.keeper).action_renew(day)
        certificate.with_user(self.keeper).action_renew("2040-01-01", "NEW-1")
        self.assertEqual((certificate.expiry, certificate.number), ("valid", "NEW-1"))
        loan.action_submit()

    def test_reminders(self):
        """E6: the holder is reminded of expiry and yearly reports in time, once, and no more when it is done."""
        soon = fields.Date.today() + timedelta(days=20)
        certificate = self._certificate(valid_until=soon, next_renewal_on=soon)
        model, todo = self.env["company.certificate"], self.env["company.todo"]
        domain = [("kind", "=", "certificate.expiry"), ("res_id", "=", certificate.id), ("state", "=", "open")]
        for _turn in range(2):
            model._cron_remind_expiry()
        self.assertEqual(todo.search(domain).user_id, self.keeper)
        certificate.with_user(self.keeper).action_renew("2040-01-01")
        self.assertTrue(todo.search(domain))
        certificate.with_user(self.keeper).action_record_yearly()
        self.assertFalse(todo.search(domain))
        self.assertIn(certificate, model.search([("expiry", "=", "valid")]))
        self.assertNotIn(certificate, model.search([("expiry", "in", ("soon", "expired"))]))

    def test_lost_and_void(self):
        """E6 R11 §三: lost and void certificates give no copies; the chain of a void one ends."""
        certificate = self._certificate()
        with self.assertRaises(UserError):
            certificate.with_user(self.outsider).action_report_lost("x")
        certificate.with_user(self.keeper).action_report_lost("On the way to the bank")
        with self.assertRaises(UserError):
            self._loan(certificate).action_submit()
        certificate.with_user(self.seal_manager).action_void("Replaced by a new one")
        self.assertEqual((certificate.state, certificate.holder_id.id), ("void", False))

    def test_direct_writes(self):
        """E6 S7: state, hand-out and return of an application aren't written by clients."""
        loan = self._original(self._certificate())
        for values in ({"state": "out"}, {"handed_by_id": self.drafter.id}, {"returned_on": fields.Datetime.now()},
                       {"approver_names": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                loan.with_context(_company_engine=object()).write(values)
        with self.assertRaises(AccessError):
            loan.with_user(self.outsider).read(["purpose"])
