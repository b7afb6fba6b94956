from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import DocumentsCase, DocumentsFixture

KINDS = ("jueyi", "jueding", "gonggao", "tonggao", "yijian", "tongzhi", "tongbao", "baogao", "qingshi", "pifu", "yian",
         "han", "jiyao")


@tagged("post_install", "-at_install")
class TestDocumentKinds(DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = cls.env["company.document.kind"]

    def _kind(self, code):
        return self.kinds._get_kind(code, self.company_a)

    def test_thirteen_kinds(self):
        """D1: the 13 kinds of §5.1, each with purpose, a direction, a head and a template."""
        kinds = self.kinds.search([("company_id", "=", False), ("code", "in", KINDS)])
        self.assertEqual(set(kinds.mapped("code")), set(KINDS))
        for kind in kinds:
            self.assertIn("R6 §5.1.", kind.purpose)
            self.assertTrue(kind._get_directions())
            self.assertIn(kind.head_type, kind._get_heads())
            self.assertTrue(kind.body_template)

    def test_directions(self):
        """D1: letters are parallel, decisions and replies go down, requests and reports up (§5.3)."""
        self.assertEqual(self._kind("han")._get_directions(), {"parallel"})
        for code in ("jueding", "pifu"):
            self.assertEqual(self._kind(code)._get_directions(), {"down"})
        for code in ("qingshi", "baogao"):
            self.assertEqual(self._kind(code)._get_directions(), {"up"})
            self.assertTrue(self._kind(code).authority_allowed)
        self.assertIn("down", self._kind("tongzhi")._get_directions())

    def test_heads(self):
        """D1: letters and minutes carry no red head; requests may (§5.2.2)."""
        self.assertEqual(self._kind("han")._get_heads(), {"black"})
        self.assertIn("red", self._kind("qingshi")._get_heads())
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self._kind("han").head_type = "red"
            self.env.flush_all()

    def test_company_kind(self):
        """D1: an administrator adds kinds of his company; drafters and the office don't."""
        vals = {"code": "mingling", "name": "Order", "direction_down": True}
        kind = self.kinds.with_user(self.manager_user).create(vals)
        self.assertEqual(kind.company_id, self.company_a)
        for user in (self.drafter, self.office):
            with self.assertRaises(AccessError):
                self.kinds.with_user(user).create(dict(vals, code="other"))
            with self.assertRaises(AccessError):
                kind.with_user(user).write({"name": "x"})
        self.assertIn(kind, self.kinds._get_effective(self.company_a))
        self.assertNotIn(kind, self.kinds._get_effective(self.company_b))
        kind.with_user(self.manager_user).unlink()

    def test_shared_kind(self):
        """D1: what belongs to every company is not changed by one; its own record stands in for it there."""
        shared = self._kind("tongzhi")
        admin = shared.with_user(self.manager_user)
        for refused in (lambda: admin.write({"retention": "permanent"}), lambda: admin.unlink(),
                        lambda: admin.update_field_translations("name", {"en_US": "x"}),
                        lambda: self.kinds.with_user(self.manager_user).create(
                            {"code": "all", "name": "For All", "company_id": False})):
            with self.assertRaises(AccessError):
                refused()
        own = self.kinds.browse(admin.action_make_own()["res_id"])
        self.assertEqual(self.kinds.browse(admin.action_make_own()["res_id"]), own, "a second time the same one")
        own.with_user(self.manager_user).retention = "permanent"
        self.assertEqual((own.code, own.company_id), ("tongzhi", self.company_a))
        self.assertEqual(self.kinds._get_kind("tongzhi", self.company_a), own)
        self.assertEqual(self.kinds._get_kind("tongzhi", self.company_b), shared)
        effective = self.kinds.with_company(self.company_a).search([("is_effective", "=", True)])
        self.assertIn(own, effective)
        self.assertNotIn(shared, effective)
        self.assertFalse(shared.with_company(self.company_a).is_effective)
        with self.assertRaises(UserError):
            own.with_user(self.manager_user).action_make_own()
        with self.assertRaises(AccessError):
            shared.with_user(self.drafter).action_make_own()

    def test_used_kind(self):
        """D1: a kind in use is not deleted, its code and company stay; it can be archived."""
        kind = self.kinds.with_user(self.manager_user).create(
            {"code": "mingling", "name": "Order", "direction_down": True})
        self.env["company.document.outgoing"].with_user(self.drafter).create({"title": "t", "kind_id": kind.id})
        with self.assertRaisesRegex(UserError, "stays"):
            kind.unlink()
        with self.assertRaisesRegex(UserError, "code stays"):
            kind.code = "x"
        with self.assertRaisesRegex(UserError, "another company"):
            kind.sudo().company_id = self.company_b
        kind.active = False
        self.assertNotIn(kind, self.kinds._get_effective(self.company_a))


@tagged("post_install", "-at_install")
class TestDocumentIssuers(DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issuers = cls.env["company.document.issuer"]

    def test_default_issuer(self):
        """D1 S11: every company has an issuer in its own name and is a unit of the tree."""
        issuer = self.issuers.search([("company_id", "=", self.company_a.id)])
        self.assertEqual(len(issuer), 1)
        self.assertEqual((issuer.signature, issuer.mark), ("Test Company A", "Test Company A文件"))
        self.assertEqual((issuer.partner_id, issuer.printing_unit), (self.company_a.partner_id, "Test Company A"))
        self.assertTrue(issuer._is_company_name() and self.company_a.partner_id.is_document_unit)
        self.assertEqual(len(self.issuers.search([("company_id", "=", self.company_b.id)])), 1)
        self.env["res.company"]._init_document_issuers()
        self.assertEqual(len(self.issuers.search([("company_id", "=", self.company_a.id)])), 1)

    def test_number(self):
        """D4: the pattern of the regulation's example; the group of the kind where the pattern has it."""
        issuer = self.issuers.create({"name": "番禺基金公司", "code": "番禺基金"})
        letter = self.env["company.document.kind"]._get_kind("han")
        self.assertEqual(issuer._format_number(2016, 1), "番禺基金〔2016〕01号")
        self.assertEqual(issuer._get_number_group(letter), "")
        issuer.number_pattern = "{code}{group}〔{year}〕{number}号"
        self.assertEqual(issuer._get_number_group(letter), "函")
        self.assertEqual(issuer._format_number(2026, 7, "函"), "番禺基金函〔2026〕7号")
        for bad in ("{code}", "{code.__class__}{year}{number}", "{year}{number:>9999999}", "{year}{number", "x"):
            with self.assertRaises(ValidationError):
                issuer.number_pattern = bad

    def test_rights(self):
        """D1: only administrators of documents keep issuers, in their company."""
        issuer = self.issuers.with_user(self.manager_user).create({"name": "Plant", "code": "P"})
        for user in (self.drafter, self.office):
            with self.assertRaises(AccessError):
                issuer.with_user(user).write({"code": "Q"})
        foreign = self.issuers.search([("company_id", "=", self.company_b.id)])
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager_user).write({"code": "Q"})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.issuers.create({"name": "Plant 2", "code": "P"})

    def test_department_issuer(self):
        """D1: a department issues in its own name, not in the company's (§5.2.2.2)."""
        issuer = self.issuers.create({"name": "Engineering", "code": "E", "department_id": self.department.id})
        self.assertFalse(issuer._is_company_name())


class UnitsFixture(DocumentsFixture):
    """Group above company A, bureau as its second superior, subsidiary with a plant, sister, partner, authority."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_unit = cls.company_a.partner_id
        cls.group = cls._new_unit("Group")
        cls.bureau = cls._new_unit("Bureau")
        cls.own_unit.write({"document_superior_id": cls.group.id})
        cls.subsidiary = cls._new_unit("Subsidiary", cls.own_unit)
        cls.plant = cls._new_unit("Plant", cls.subsidiary)
        cls.sister = cls._new_unit("Sister", cls.group)
        cls.other = cls._new_unit("Partner Company")
        cls.authority = cls._new_unit("Housing Office")
        cls.authority.is_document_authority = True

    @classmethod
    def _new_unit(cls, name, superior=None):
        return cls.env["res.partner"].create({
            "name": name, "is_company": True, "is_document_unit": True,
            "document_superior_id": superior.id if superior else False})


@tagged("post_install", "-at_install")
class TestUnits(UnitsFixture, DocumentsCase):

    def test_circle(self):
        """D3: no unit stands above itself; the error names the circle."""
        with self.assertRaisesRegex(ValidationError, "Group → Plant → Subsidiary"):
            self.group.document_superior_id = self.plant
        with self.assertRaises(ValidationError):
            self.group.write({"document_superior_id": self.bureau.id, "document_second_superior_id": self.plant.id})
        with self.assertRaises(ValidationError):
            self.other.document_superior_id = self.other

    def test_second_superior(self):
        """D3: the second superior is another unit than the first."""
        self.own_unit.document_second_superior_id = self.bureau
        with self.assertRaisesRegex(ValidationError, "same unit"):
            self.own_unit.document_second_superior_id = self.group
        with self.assertRaisesRegex(ValidationError, "direct superior before"):
            self.other.document_second_superior_id = self.group

    def test_person_is_no_unit(self):
        """D3: a person is no unit, so that a letter to one is seen as that (§5.7.3.5)."""
        with self.assertRaisesRegex(ValidationError, "person"):
            self.env["res.partner"].create({"name": "Boss", "is_company": False, "is_document_unit": True})

    def test_rights(self):
        """D3: the tree is kept by administrators of documents and the office, by whatever door."""
        self.drafter.group_ids += self.env.ref("base.group_partner_manager")
        units = self.env["res.partner"].with_user(self.drafter)
        for vals in ({"is_document_unit": True}, {"document_superior_id": self.group.id},
                     {"document_subordinate_ids": [Command.link(self.sister.id)]}, {"document_short_name": "x"}):
            with self.assertRaises(AccessError):
                units.browse(self.other.id).write(vals)
            with self.assertRaises(AccessError):
                units.create(dict(vals, name="New", is_company=True))
        slipped = units.with_context(default_is_document_unit=True).create({"name": "New", "is_company": True})
        self.assertFalse(slipped.is_document_unit)
        for user in (self.office, self.manager_user):
            self.other.with_user(user).document_superior_id = self.bureau
        with self.assertRaisesRegex(AccessError, "another company"):
            self.company_b.partner_id.with_user(self.office).document_superior_id = self.group

    def test_tree(self):
        """D3: the tree in one query whatever its size."""
        with self.assertQueryCount(1):
            tree = self.env["res.partner"]._get_unit_tree()
        self.assertEqual(tree[self.plant.id], (self.subsidiary.id, None))


@tagged("post_install", "-at_install")
class TestUnitsRpc(UnitsFixture, RpcCase):

    def test_rpc(self):
        """D1 D3 S7: kinds and units over RPC: the office keeps units, nobody changes shared kinds."""
        self.assertTrue(self.rpc("test.office", "res.partner", "write", [self.other.id], {
            "document_superior_id": self.bureau.id}))
        with self.assertRaises(UserError):
            self.rpc("test.employee", "res.partner", "write", [self.other.id], {"document_superior_id": False})
        self.drafter.group_ids += self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(AccessError, "organisation tree"):     # lines of another record
            self.rpc("test.employee", "res.partner", "create", {
                "name": "P", "is_company": True, "child_ids": [[0, 0, {"name": "C", "is_document_unit": True}]]})
        kind = self.rpc("test.employee", "company.document.kind", "search_read", [("code", "=", "qingshi")], ["name"])
        with self.assertRaises(UserError):
            self.rpc("test.manager_user", "company.document.kind", "write", [kind[0]["id"]], {"name": "x"})
        action = self.rpc("test.manager_user", "company.document.kind", "action_make_own", [kind[0]["id"]])
        self.assertTrue(self.rpc("test.manager_user", "company.document.kind", "write", [action["res_id"]], {
            "retention": "10"}))
