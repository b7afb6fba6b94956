import base64
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import ProcurementCase
from .sourcing_common import SourcingFixture


class DisciplineFixture(SourcingFixture):
    """People of discipline: internal audit, human resources, general manager; the buyer is the person concerned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_employee = cls._new_employee("Lv Human Resources", "test.hr", manager=cls.gm_employee)
        cls._give_role("hr_performance", cls.hr_employee)
        cls.hr = cls.hr_employee.user_id
        cls.audit = cls.auditor.user_id
        cls.person = cls.buyer

    def _violation(self, user=None, **values):
        return self.env["company.purchase.violation"].with_user(user or self.hr).with_company(self.company_a).create({
            "employee_id": self.buyer_employee.id, "fact": "Secret fact", "clause": "R4 §五.2.2",
            "occurred_on": fields.Date.today(), **values})

    def _heard(self, **values):
        violation = self._violation(**values)
        hearing = self.env["company.purchase.hearing"].browse(violation.action_ask_statement("What about the order?"))
        hearing.with_user(self.person).action_state("It was urgent")
        return violation

    def _decided(self, **values):
        violation = self._heard(**values)
        violation.action_submit()
        self._approve(violation)
        return violation

    def _see(self, user, violation):
        """What a user sees of a violation by every door."""
        model = self.env["company.purchase.violation"].with_user(user).with_company(self.company_a)
        own = model.browse(violation.id)
        return {
            "search": bool(model.search([("id", "=", violation.id)])),
            "count": bool(model.search_count([("fact", "ilike", "Secret")])),
            "group": bool(model.read_group([], ["loss_amount:sum"], ["employee_id"])),
            "name": bool(model.name_search(violation.name)),
            "read": self._may(lambda: own.read(["fact"])),
            "export": self._may(lambda: own.export_data(["fact"])),
            "messages": bool(self.env["mail.message"].with_user(user).search_count(
                [("model", "=", violation._name), ("res_id", "=", violation.id)])),
            "files": bool(self.env["ir.attachment"].with_user(user).search_count(
                [("res_model", "=", violation._name), ("res_id", "=", violation.id)])),
            "followers": bool(self.env["mail.followers"].sudo().search_count(
                [("res_model", "=", violation._name), ("res_id", "=", violation.id),
                 ("partner_id", "=", user.partner_id.id)])),
        }

    def _may(self, call):
        try:
            with self.env.cr.savepoint():
                call()
        except (AccessError, UserError):
            return False
        return True


@tagged("post_install", "-at_install")
class TestDiscipline(DisciplineFixture, ProcurementCase):

    def test_way(self):
        """P24: reported, heard, approved by head in charge, HR and head of the company, decided, read, carried out."""
        violation = self._heard(user=self.audit)
        self.assertEqual((violation.state, violation.statement), ("hearing", "It was urgent"))
        violation.with_user(self.audit).action_submit()
        self.assertEqual(self._approve(violation), self.purchase_head + self.hr + self.gm)
        self.assertEqual((violation.state, violation.sanction), ("decided", "criticism"))
        entry = self.env["company.ledger.entry"].sudo().search([("kind", "=", "purchase.violation")], limit=1)
        self.assertTrue(entry)
        violation.with_user(self.person).action_acknowledge()
        with self.assertRaises(UserError):
            violation.with_user(self.hr).action_acknowledge()
        violation.with_user(self.hr).action_close("Talked to in person")
        self.assertEqual(violation.state, "closed")

    def test_ladder(self):
        """P24: the first is criticised, a repeated one punished by severity, bribery dismissed, a crime handed over."""
        self._decided()
        again = self._violation(severity="serious")
        self.assertEqual((again.earlier_count, again.ladder_step, again.proposed_sanction), (1, 2, "demotion"))
        old = self._violation(occurred_on=fields.Date.today() - timedelta(days=1))
        self.assertEqual(old.earlier_count, 0)
        self.assertEqual(self._violation(nature="bribery").proposed_sanction, "dismissal")
        self.assertTrue(self._violation(nature="crime").judicial)
        self.company_a.purchase_violation_months = 24
        late = self._violation(occurred_on=fields.Date.today() + timedelta(days=800))
        self.assertEqual(late.earlier_count, 0, "longer ago than 24 months")

    def test_milder_needs_reason(self):
        """P24: below the ladder only with a reason (PUR-SANCTION); loss becomes compensation."""
        violation = self._heard(nature="bribery", sanction="criticism", loss_amount=300)
        with self.assertBlocked("PUR-SANCTION"):
            violation.action_submit()
        violation.milder_reason = "Reported it himself"
        violation.action_submit()
        self.assertEqual(violation.compensation_amount, 300)

    def test_hearing(self):
        """P24: no decision without a hearing; the statement is the person's own, given once."""
        violation = self._violation()
        with self.assertBlocked("PUR-HEARING"):
            violation.action_submit()
        hearing = self.env["company.purchase.hearing"].browse(violation.action_ask_statement("What happened?"))
        for user in (self.hr, self.gm, self.audit):
            with self.assertRaises(UserError):
                hearing.with_user(user).action_state("He confessed")
        for user in (self.hr, self.person):
            with self.assertRaises(AccessError):
                hearing.with_user(user).write({"statement": "Forged"})
        with self.assertRaises(AccessError):
            hearing.with_user(self.buyer2).read(["allegation"])
        hearing.with_user(self.person).action_state("I asked first")
        with self.assertRaises(UserError):
            hearing.with_user(self.person).action_state("Something else")
        with self.assertRaises(AccessError):
            hearing.with_user(self.person).read(["violation_id"])

    def test_confidential(self):
        """P24: only the roles of discipline see it; colleagues, heads, buyers by no door."""
        violation = self._heard()
        scan = self.env["ir.attachment"].with_user(self.hr).create({"name": "proof.pdf", "raw": b"%PDF-1.4 x"})
        violation.write({"evidence_ids": [Command.link(scan.id)]})
        violation.message_post(body="Secret note")
        for user in (self.audit, self.gm, self.hr):
            seen = self._see(user, violation)
            self.assertTrue(all(seen[name] for name in ("search", "read", "name", "group", "messages", "files")), user)
        for user in (self.person, self.buyer2, self.purchase_head, self.requester, self.dept_head, self.checker,
                     self.finance, self.outsider, self.warehouse):
            seen = self._see(user, violation)
            self.assertFalse([name for name, sees in seen.items() if sees], user.name)

    def test_approvers_and_person(self):
        """P24: approvers read it when it is their turn; the person after the decision, and changes nothing."""
        violation = self._heard()
        violation.action_submit()
        self.assertTrue(self._see(self.purchase_head, violation)["read"])
        self.assertFalse(self._see(self.person, violation)["search"])
        approval = violation.sudo().approval_id
        for model, domain in (("company.approval", [("id", "=", approval.id)]),
                              ("company.approval.decision", [("approval_id", "=", approval.id)])):
            for user in (self.person, self.buyer2):
                self.assertFalse(self.env[model].with_user(user).search(domain))
        self._approve(violation)
        self.assertTrue(self._see(self.person, violation)["read"])
        self.assertFalse(self._see(self.buyer2, violation)["read"])
        with self.assertRaises(AccessError):
            violation.with_user(self.person).write({"fact": "Nothing happened"})

    def test_nobody_in_his_own_matter(self):
        """P24: a holder of the role doesn't see or steer what concerns himself; another one decides."""
        violation = self._violation(user=self.audit, employee_id=self.hr_employee.id)
        self.assertFalse(self._see(self.hr, violation)["search"])
        self.assertNotIn(self.hr, violation.sudo().hr_user_ids)
        top = self._violation(user=self.hr, employee_id=self.gm_employee.id)
        self.assertEqual(top.sudo().company_head_user_ids, self.chairman)
        with self.assertRaises(AccessError):
            top.with_user(self.gm).action_dismiss("Not worth it")

    def test_outsiders_are_not_told(self):
        """P24: nobody becomes follower or addressee who may not read it; to-do subjects tell nothing."""
        violation = self._heard()
        violation.message_subscribe(partner_ids=self.buyer2.partner_id.ids)
        self.assertNotIn(self.buyer2.partner_id, violation.sudo().message_partner_ids)
        message = violation.message_post(body="Secret", partner_ids=(self.buyer2 | self.gm).partner_id.ids)
        self.assertNotIn(self.buyer2.partner_id, message.sudo().notified_partner_ids | message.sudo().partner_ids)
        self.assertFalse(self.env["mail.message"].with_user(self.buyer2).search([("id", "=", message.id)]))
        violation.action_submit()
        todos = self.env["company.todo"].sudo().search([("res_model", "like", "company.purchase."), (
            "kind", "in", ("approval", "purchase.hearing"))])
        self.assertFalse([todo.name for todo in todos if "Buyer" in todo.name or "Secret" in todo.name])

    def test_doors(self):
        """P24 S7: no create, write, state or deletion past the steps."""
        for user in (self.buyer2, self.purchase_head, self.requester):
            with self.assertRaises(AccessError):
                self._violation(user=user)
        violation = self._violation()
        for values in ({"state": "decided"}, {"name": "X"}, {"reporter_id": self.gm.id}, {"execution_note": "Done"},
                       {"proposed_sanction": "criticism"}):
            with self.assertRaises(AccessError):
                violation.write(values)
        with self.assertRaises(UserError):
            violation.unlink()
        with self.assertRaises(AccessError):
            self._violation(state="decided")
        hostile = violation.with_context(default_state="decided", _company_engine=True, skip=True)
        with self.assertRaises(AccessError):
            hostile.write({"state": "decided"})
        with self.assertRaises(UserError):
            violation.action_close("Done")

    def test_from_finding(self):
        """P24: a finding opens a violation with its person, facts and clause filled in."""
        case = self._quoted_case(count=2)
        case.action_close_inquiry()
        self._check_prices(case)
        with self.assertBlocked("PUR-QUOTES"):
            case.action_award(self._lowest(case))
        finding = self.env["company.control.finding"].sudo().search(
            [("control_code", "=", "PUR-QUOTES"), ("res_id", "=", case.id)], limit=1)
        with self.assertRaises(AccessError):
            finding.with_user(self.buyer2).action_open_violation()
        context = finding.with_user(self.audit).action_open_violation()["context"]
        self.assertEqual(context["default_employee_id"], self.buyer_employee.id)
        self.assertIn("PUR-QUOTES", context["default_fact"])
        self.assertEqual(context["default_sourcing_id"], case.id)

    def test_print(self):
        """P24: the violation form prints, for its readers only."""
        violation = self._decided()
        html = self.env["ir.actions.report"].with_user(self.hr)._render_qweb_html(
            "company_procurement.report_purchase_violation", violation.ids)[0].decode()
        self.assertIn(violation.name, html)
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.buyer2)._render_qweb_html(
                "company_procurement.report_purchase_violation", violation.ids)


@tagged("post_install", "-at_install")
class TestComplaint(DisciplineFixture, RpcCase):

    def _file(self, user, **values):
        model = self.env["company.purchase.complaint"].with_user(user).with_company(self.company_a)
        complaint_id = model.action_file("Price known before", "The price of another supplier was passed on", **values)
        return self.env["company.purchase.complaint"].browse(complaint_id)

    def test_way(self):
        """P24: filed by staff, handled by somebody outside the case, answered in time, closed."""
        case = self._quoted_case()
        files = [{"name": "mail.txt", "content": base64.b64encode(b"see").decode()}]
        complaint = self._file(self.requester, res_model=case._name, res_id=case.id, files=files)
        self.assertTrue(complaint.sudo().deadline)
        for user in (self.buyer, self.requester):
            with self.assertBlocked("PUR-COMPLAINT"):
                complaint.with_user(self.audit).action_assign(user.id)
        with self.assertRaises(UserError):
            complaint.with_user(self.requester).action_assign(self.outsider.id)
        complaint.with_user(self.audit).action_assign(self.outsider.id)
        handled = complaint.with_user(self.outsider)
        with self.assertRaises(UserError):
            handled.action_answer("Thank you")
        handled.action_record("The mail is genuine")
        handled.action_answer("It was found right; the matter is followed up")
        self.assertEqual(complaint.with_user(self.requester).answer, "It was found right; the matter is followed up")
        complaint.with_user(self.audit).action_close("Violation opened")
        self.assertEqual(complaint.sudo().state, "closed")
        context = complaint.with_user(self.audit).action_open_violation()["context"]
        self.assertEqual(context["default_complaint_id"], complaint.id)

    def test_anonymous(self):
        """P24: who filed an anonymous complaint is read by internal audit alone, by no field, message or file."""
        files = [{"name": "x.txt", "content": base64.b64encode(b"x").decode()}]
        complaint = self._file(self.requester, anonymous=True, files=files)
        complaint.with_user(self.audit).action_assign(self.outsider.id)
        seen = complaint.with_user(self.outsider)
        self.assertEqual(seen.complainant_name, "Anonymous")
        copies = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)])
        traces = seen.create_uid | seen.write_uid | seen.message_ids.create_uid | copies.create_uid
        self.assertNotIn(self.requester, traces)
        self.assertNotIn(self.requester.partner_id, seen.message_ids.author_id | seen.message_partner_ids)
        for user in (self.outsider, self.gm):
            with self.assertRaises(AccessError):
                complaint.with_user(user).read(["identity_ids"])
            with self.assertRaises(AccessError):
                self.env["company.purchase.complaint.identity"].with_user(user).search([])
        self.assertEqual(complaint.with_user(self.audit).identity_ids.user_id, self.requester)
        self.assertTrue(complaint.with_user(self.requester).read(["answer"]), "the complainant follows it")

    def test_confidential(self):
        """P24: colleagues, the buyer concerned and heads see no complaint."""
        complaint = self._file(self.requester)
        for user in (self.buyer, self.purchase_head, self.finance, self.dept_head):
            model = self.env["company.purchase.complaint"].with_user(user)
            self.assertFalse(model.search([]))
            self.assertFalse(model.name_search(complaint.sudo().name))
            with self.assertRaises(AccessError):
                model.browse(complaint.id).read(["description"])
        for user in (self.requester, self.audit):
            with self.assertRaises(AccessError):
                complaint.with_user(user).write({"description": "Other"})
            with self.assertRaises(AccessError):
                self.env["company.purchase.complaint"].with_user(user).create({"subject": "a", "description": "b"})

    def test_about_readable_only(self):
        """P24: a complaint names only what its author may read."""
        case = self._quoted_case()
        for call in (lambda: self._file(self.outsider, res_model=case._name, res_id=case.id),
                     lambda: self._file(self.outsider, res_model="res.users", res_id=1)):
            with self.assertRaises(UserError):
                call()

    def test_rpc_and_portal(self):
        """P24 S7: over RPC by staff, in the portal by a supplier, who sees no other supplier's."""
        login, model = self.requester.login, "company.purchase.complaint"
        complaint_id = self.rpc(login, model, "action_file", "Late", "Three weeks late")
        self.assertTrue(self.rpc(login, model, "read", [complaint_id], ["state"]))
        portal = self.env.ref("base.group_portal")
        users = self.env["res.users"].create([{
            "name": supplier.name, "login": f"portal.{supplier.id}", "password": f"portal.{supplier.id}",
            "partner_id": supplier.id, "group_ids": [Command.set(portal.ids)], "company_ids": [
                Command.set(self.company_a.ids)], "company_id": self.company_a.id,
        } for supplier in self.suppliers[:2]])
        own = self._file(users[0])
        self.assertEqual(own.sudo().complainant_kind, "supplier")
        self.assertFalse(self.env["company.purchase.complaint"].with_user(users[1]).search([]))
        self.authenticate(users[0].login, users[0].login)
        page = self.url_open(f"/my/complaints/{own.id}")
        self.assertIn("The price of another supplier", page.text)
        self.assertNotIn("Three weeks late", self.url_open("/my/complaints").text)
        self.assertIn("/my/complaints", self.url_open("/my/complaints/" + str(complaint_id)).url)
        form = self.url_open("/my/complaints/new").text
        token = form.split('name="csrf_token" value="')[1].split('"')[0]
        done = self.url_open("/my/complaints/new", data={
            "csrf_token": token, "subject": "From portal", "description": "Quote lost"})
        self.assertIn("From portal", done.text)
