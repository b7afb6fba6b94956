from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import DocumentsCase
from .test_kinds import UnitsFixture


class WritingFixture(UnitsFixture):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issuer = cls.env["company.document.issuer"].search([("company_id", "=", cls.company_a.id)])
        cls.signer = cls.gm_employee

    def _draft(self, kind, main=None, **vals):
        """A draft of the drafter; ``main`` are units."""
        return self.env["company.document.outgoing"].with_user(self.drafter).create({
            "title": "关于有关事项的文件", "kind_id": self.env["company.document.kind"]._get_kind(kind).id,
            "issuer_id": self.issuer.id, "body": "<p>正文</p>", "department_id": self.department.id,
            "signer_id": self.signer.id, "main_unit_ids": [Command.set(main.ids if main else [])], **vals})

    def _codes(self, document):
        return {point.code for point in document._get_writing_points()[document]}

    def _cc(self, units):
        return [Command.set(units.ids)]


@tagged("post_install", "-at_install")
class TestWritingRules(WritingFixture, DocumentsCase):

    def test_direction(self):
        """D3: direction by the tree; a request to an authority goes up, a letter to it is parallel (§5.3, §5.1.8)."""
        for kind, unit, direction in (
                ("qingshi", self.group, "up"), ("tongzhi", self.subsidiary, "down"), ("han", self.sister, "parallel"),
                ("han", self.other, "parallel"), ("qingshi", self.authority, "up"),
                ("han", self.authority, "parallel")):
            document = self._draft(kind, unit)
            self.assertEqual(document.direction, direction)
            self.assertNotIn("DOC-DIRECTION", self._codes(document))
        document = self._draft("tongzhi", self.env["res.partner"], main_department_ids=[
            Command.link(self.finance_department.id)])
        self.assertEqual(document.direction, "down")

    def test_kind_direction(self):
        """D3: a kind that may not go that way is refused (§5.1, §5.3): no letter down, no notice up."""
        for kind, unit in (("han", self.subsidiary), ("tongzhi", self.group), ("qingshi", self.subsidiary),
                           ("qingshi", self.sister), ("pifu", self.other)):
            with self.assertBlocked("DOC-DIRECTION"):
                self._draft(kind, unit)._check_writing_rules()

    def test_recipient(self):
        """D3: a request without recipient is refused, an announcement needs none (§5.6.1.1.9)."""
        with self.assertBlocked("DOC-RECIPIENT"):
            self._draft("qingshi")._check_writing_rules()
        self.assertNotIn("DOC-RECIPIENT", self._codes(self._draft("gonggao")))

    def test_one_recipient(self):
        """D3: a request has one main recipient (§5.7.3.1); a report to two superiors is warned of."""
        self.own_unit.document_second_superior_id = self.bureau
        with self.assertBlocked("DOC-ONE-RECIPIENT"):
            self._draft("qingshi", self.group | self.bureau)._check_writing_rules()
        report = self._draft("baogao", self.group | self.bureau)
        self.assertEqual(self._codes(report), {"DOC-UP-MAIN"})
        self.assertTrue(report._check_writing_rules())
        self.assertFalse(self._codes(self._draft("qingshi", self.group, cc_unit_ids=self._cc(self.bureau))))

    def test_copies_up(self):
        """D3: upward letters don't copy subordinates (§5.7.3.1), parallel units may have a copy."""
        for vals in ({"cc_unit_ids": self._cc(self.subsidiary)}, {"cc_unit_ids": self._cc(self.plant)},
                     {"cc_department_ids": [Command.link(self.finance_department.id)]}):
            with self.assertBlocked("DOC-UP-CC"):
                self._draft("baogao", self.group, **vals)._check_writing_rules()
        self.assertTrue(self._draft("baogao", self.group, cc_unit_ids=self._cc(self.sister))._check_writing_rules())

    def test_skip(self):
        """D3: skipping a level needs a copy to the unit that is skipped (§5.7.2); downwards it is a warning."""
        top = self._new_unit("Top")
        self.group.document_superior_id = top
        with self.assertBlocked("DOC-SKIP") as catcher:
            self._draft("qingshi", top)._check_writing_rules()
        self.assertIn("Group", str(catcher.exception))
        self.assertTrue(self._draft("qingshi", top, cc_unit_ids=self._cc(self.group))._check_writing_rules())
        down = self._draft("tongzhi", self.plant)
        self.assertEqual(self._codes(down), {"DOC-SKIP-DOWN"})
        self.assertTrue(down._check_writing_rules())

    def test_department_skips_company(self):
        """D3: a department that writes to the group skips its company (§5.7.2)."""
        issuer = self.issuer.create({
            "name": "Engineering", "code": "E", "department_id": self.department.id, "company_id": self.company_a.id})
        document = self._draft("qingshi", self.group, issuer_id=issuer.id, head_type="black")
        self.assertEqual(self._codes(document), {"DOC-SKIP"})
        self.assertEqual(self._draft("qingshi", self.own_unit, issuer_id=issuer.id).direction, "up")

    def test_person(self):
        """D3: no personal addressee upwards unless the leader assigned it (§5.7.3.5)."""
        boss = self.env["res.partner"].create({"name": "Boss", "parent_id": self.group.id})
        for vals in ({"addressee_id": boss.id}, {"main_unit_ids": self._cc(self.group | boss)}):
            with self.assertBlocked("DOC-PERSON"):
                self._draft("baogao", self.group, **vals)._check_writing_rules()
        self.assertTrue(self._draft(
            "baogao", self.group, addressee_id=boss.id, leader_assigned=True)._check_writing_rules())
        with self.assertBlocked("DOC-PERSON"):      # the person alone stands for his unit
            self._draft("baogao", boss)._check_writing_rules()
        self.assertFalse(self._codes(self._draft("han", self.other, addressee_id=boss.id)))

    def test_person_issues(self):
        """D3: nothing goes up in the name of a leader (§5.7.3.5)."""
        issuer = self.issuer.create({
            "name": "Boss", "code": "B", "company_id": self.company_a.id,
            "partner_id": self.env["res.partner"].create({"name": "Boss", "parent_id": self.own_unit.id}).id})
        self.env["res.partner"].browse(issuer.partner_id.id).sudo().write({"document_superior_id": self.group.id})
        with self.assertBlocked("DOC-PERSON"):
            self._draft("baogao", self.group, issuer_id=issuer.id)._check_writing_rules()

    def test_printed(self):
        """D3: the printed line can't name a superior that the rules don't see (§5.6.1.1.9, §5.7)."""
        self.group.document_short_name = "集团"
        document = self._draft("han", self.other, main_text="集团、Partner Company")
        with self.assertBlocked("DOC-RECIPIENT") as catcher:
            document._check_writing_rules()
        self.assertIn("集团", str(catcher.exception))
        document.main_text = "Partner Company及有关单位"
        self.assertTrue(document._check_writing_rules())
        document.cc_text = "Group"
        with self.assertBlocked("DOC-RECIPIENT"):
            document._check_writing_rules()

    def test_signer(self):
        """D3: up-sent documents name a signer (§5.6.1.1.6), others may go without."""
        with self.assertBlocked("DOC-SIGNER"):
            self._draft("baogao", self.group, signer_id=False)._check_writing_rules()
        self.assertFalse(self._codes(self._draft("han", self.other, signer_id=False)))

    def test_dual(self):
        """D3: a unit with two superiors copies the other one, and it is copied downwards (§5.7.3.6, §5.7.4.5)."""
        self.own_unit.document_second_superior_id = self.bureau
        self.assertEqual(self._codes(self._draft("baogao", self.group)), {"DOC-DUAL-UP"})
        self.assertFalse(self._codes(self._draft("baogao", self.group, cc_unit_ids=self._cc(self.bureau))))
        self.subsidiary.document_second_superior_id = self.bureau
        document = self._draft("tongzhi", self.subsidiary)
        self.assertEqual(self._codes(document), {"DOC-DUAL-DOWN"})
        self.assertTrue(document._check_writing_rules())
        self.assertFalse(self._codes(self._draft("tongzhi", self.subsidiary, cc_unit_ids=self._cc(self.bureau))))

    def test_important_down(self):
        """D3: important documents down copy the direct superior (§5.7.4.1)."""
        with self.assertBlocked("DOC-DOWN-CC"):
            self._draft("tongzhi", self.subsidiary, important=True)._check_writing_rules()
        self.assertTrue(self._draft(
            "tongzhi", self.subsidiary, important=True, cc_unit_ids=self._cc(self.group))._check_writing_rules())

    def test_countersign(self):
        """D3: matters of several departments need the countersign of each before going down (§5.7.4.2)."""
        concerned = {"concerned_department_ids": [
            Command.set([self.finance_department.id, self.department.id])]}
        with self.assertBlocked("DOC-COUNTERSIGN") as catcher:
            self._draft("tongzhi", self.subsidiary, **concerned)._check_writing_rules()
        self.assertIn("Finance", str(catcher.exception))
        self.assertNotIn("Engineering", str(catcher.exception), "the drafter's own department signs anyway")
        document = self._draft("tongzhi", self.subsidiary, countersign_department_ids=[
            Command.link(self.finance_department.id)], **concerned)
        self.assertTrue(document._check_writing_rules())
        named = self._draft("tongzhi", self.subsidiary, body="<p>由Finance办理</p>")
        self.assertEqual(self._codes(named), {"DOC-CONCERNED"})
        self.assertFalse(self._codes(self._draft("baogao", self.group, body="<p>Finance</p>")), "upwards it's no rule")

    def test_countersigned(self):
        """D3: at the issue it counts who has countersigned, not who was to (§5.7.4.2)."""
        self.finance_department.manager_id = self.accountant_employee
        self.env["company.approval.route.step"].search([
            ("route_id.model_id.model", "=", "company.document.outgoing"), ("user_field", "=", "countersigner_ids"),
        ]).write({"condition": "[('id', '=', 0)]"})
        concerned = {name: [Command.set(self.finance_department.ids)] for name in (
            "concerned_department_ids", "countersign_department_ids")}
        document = self._draft("tongzhi", self.subsidiary, **concerned)
        document.action_submit()
        for user in (self.dept_head, self.office):
            document.sudo().approval_id.with_user(user).action_approve("同意")
        with self.assertBlocked("DOC-COUNTERSIGN") as catcher:
            document.sudo().approval_id.with_user(self.gm).action_approve("同意")
        self.assertIn("has not countersigned", str(catcher.exception))

    def test_issued(self):
        """D3: a document that keeps the rules is issued when the departments concerned have countersigned."""
        self.finance_department.manager_id = self.accountant_employee
        document = self._draft("tongzhi", self.subsidiary, **{name: [Command.set(self.finance_department.ids)]
                               for name in ("concerned_department_ids", "countersign_department_ids")})
        document.action_submit()
        for user in (self.dept_head, self.office, self.accountant, self.gm):
            document.sudo().approval_id.with_user(user).action_approve("同意")
        self.assertEqual(document.state, "issued")

    def test_head(self):
        """D3: red head only in the company's name and for the kinds allowed (§5.2.2)."""
        with self.assertBlocked("DOC-HEAD"):
            self._draft("han", self.other, head_type="red")._check_writing_rules()
        with self.assertBlocked("DOC-HEAD"):
            self._draft("jueding", self.subsidiary, head_type="black")._check_writing_rules()
        issuer = self.issuer.create({
            "name": "Engineering", "code": "E", "department_id": self.department.id, "company_id": self.company_a.id})
        with self.assertBlocked("DOC-HEAD"):
            self._draft("tongzhi", self.subsidiary, issuer_id=issuer.id, head_type="red")._check_writing_rules()
        self.assertEqual(self._draft("han", self.other).head_type, "black")

    def test_text(self):
        """D3: one matter, no request in a report: warnings by the text (§5.7.3.4), given once."""
        report = self._draft("baogao", self.group, body="<p>特此报告。妥否，请批示。</p>")
        self.assertEqual(self._codes(report), {"DOC-REPORT"})
        report._check_writing_rules()
        report._check_writing_rules()
        findings = self.env["company.control.finding"].search([
            ("control_code", "=", "DOC-REPORT"), ("res_id", "=", report.id)])
        self.assertEqual(len(findings), 1)
        request = self._draft("qingshi", self.group, title="关于购置检测设备和调整人员编制的请示")
        self.assertEqual(self._codes(request), {"DOC-ONE-MATTER"})
        self.assertFalse(self._codes(self._draft("qingshi", self.group, title="关于购置检测设备的请示")))

    def test_keywords(self):
        """D3: at most five subject words, the number is a parameter (§5.6.1.1.16)."""
        self._set_control("DOC-KEYWORDS", value=2)
        with self.assertBlocked("DOC-KEYWORDS"):
            self._draft("han", self.other, keywords="人事 任免 通知")._check_writing_rules()

    def test_modes(self):
        """D3 S1: a control that is off says nothing, one that warns lets pass."""
        document = self._draft("han", self.subsidiary)
        self._set_control("DOC-DIRECTION", mode="warn")
        self.assertTrue(document._check_writing_rules())
        self.assertIn("DOC-DIRECTION", document.writing_points)
        self.assertEqual(document.writing_block_count, 0)
        self._set_control("DOC-DIRECTION", mode="off")
        document.invalidate_recordset(["writing_points"])
        self.assertFalse(document.writing_points)

    def test_exception(self):
        """D3 S1: an exception of the general office holds for the units that it was given for."""
        document = self._draft("baogao", self.group, cc_unit_ids=self._cc(self.subsidiary))
        with self.assertBlocked("DOC-UP-CC"):
            document._check_writing_rules()
        finding = self.env["company.control.finding"].search(
            [("control_code", "=", "DOC-UP-CC"), ("res_id", "=", document.id)])
        finding.with_user(self.office).action_override("Subsidiary has to act at once")
        self.assertTrue(document._check_writing_rules())
        document.cc_unit_ids |= self.plant
        with self.assertBlocked("DOC-UP-CC"):
            document._check_writing_rules()

    def test_open_points(self):
        """D3: the drafter sees the open points while he types, before anything is saved."""
        draft = self.env["company.document.outgoing"].with_user(self.drafter).new({
            "title": "关于有关事项的请示", "issuer_id": self.issuer.id, "signer_id": False,
            "kind_id": self.env["company.document.kind"]._get_kind("qingshi").id})
        self.assertIn("DOC-RECIPIENT", draft.writing_points)
        draft.main_unit_ids |= self.group
        self.assertNotIn("DOC-RECIPIENT", draft.writing_points)
        self.assertIn("DOC-SIGNER", draft.writing_points)
        draft.cc_unit_ids |= self.subsidiary
        self.assertIn("Subsidiary", draft.writing_points)
        self.assertEqual(draft.writing_block_count, 2)
        draft.signer_id = self.signer
        draft.cc_unit_ids = False
        self.assertFalse(draft.writing_points)

    def test_template(self):
        """D1: a new draft begins with the text of its kind; a text that is there stays."""
        kind = self.env["company.document.kind"]._get_kind("qingshi")
        with Form(self.env["company.document.outgoing"].with_user(self.drafter)) as form:
            form.title = "t"
            form.kind_id = kind
            self.assertIn("妥否，请批示", form.body)
            form.kind_id = self.env["company.document.kind"]._get_kind("han")
            self.assertIn("函复", form.body, "an untouched template is replaced")
            form.body = "<p>mine</p>"
            form.kind_id = kind
            self.assertIn("mine", form.body)
            form.main_unit_ids.add(self.group)
            self.assertEqual(form.issuer_id, self.issuer, "the company's own issuer")

    def test_classified(self):
        """D3 D8: findings on classified documents carry neither title nor text."""
        self._set_control("DOC-CLEARANCE", mode="off")
        document = self._draft("baogao", self.group, body="<p>请批准绝密计划</p>").sudo()
        document._as_engine().write({"secrecy": "secret", "title": "Plan Q"})
        document._check_writing_rules()
        finding = self.env["company.control.finding"].search(
            [("control_code", "=", "DOC-REPORT"), ("res_id", "=", document.id)])
        self.assertNotIn("Plan Q", finding.record_name)
        self.assertNotIn("请批准", finding.reason)

    def test_recipients_stay(self):
        """D2 S2: a unit or department that a document went to is not deleted."""
        self._draft("han", self.other)
        self._draft("tongzhi", main_department_ids=[Command.link(self.finance_department.id)])
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.other.unlink()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.finance_department.unlink()

    def test_query_count(self):
        """D3: the points of many drafts take no query per draft."""
        drafts = self.env["company.document.outgoing"].concat(*(
            self._draft("baogao", self.group, cc_unit_ids=self._cc(self.sister)) for _i in range(12)))
        drafts._get_writing_points()
        counts = []
        for documents in (drafts[:2], drafts):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            documents._get_writing_points()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
