import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DocumentsCase
from .seal_common import SealFixture, picture


@tagged("post_install", "-at_install")
class TestSeal(SealFixture, DocumentsCase):

    def test_first_custody(self):
        """E1: a seal has its keeper from its registration on."""
        seal = self.official
        self.assertEqual(seal.holder_id, self.keeper_employee)
        self.assertEqual(seal.custody_ids.holder_id, self.keeper_employee)
        self.assertTrue(seal.code.startswith("YZ-"))
        self.assertEqual(seal._get_holder_user(), self.keeper)
        with self.assertRaises(UserError):
            self.seals.create({"name": "X", "seal_type": "other", "entity_name": "X"})
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_who_registers(self):
        """E1: only seal managers register seals; nobody writes holder, state or text of one."""
        for user in (self.keeper, self.office, self.gm):
            with self.assertRaises(AccessError):
                self.env["company.seal"].with_user(user).create({
                    "name": "X", "seal_type": "other", "entity_name": "X", "keeper_id": self.keeper_employee.id})
        seal = self.official.with_user(self.seal_manager)
        seal.place = "Room 301"
        for values in ({"holder_id": self.office_employee.id}, {"keeper_id": self.office_employee.id},
                       {"state": "destroyed"}, {"entity_name": "Y"}, {"seal_type": "finance"},
                       {"holder_user_id": self.office.id}, {"custody_ids": [(5,)]}):
            for record in (seal, seal.sudo(), seal.with_context(_company_engine=True, install_mode=True)):
                with self.assertRaises(AccessError):
                    record.write(values)
        with self.assertRaises(UserError):
            seal.sudo().unlink()

    def test_holder_only(self):
        """E1: only the present holder passes the check of use."""
        self.official.with_user(self.keeper)._check_holder()
        for user in (self.seal_manager, self.office, self.gm):
            with self.assertRaisesRegex(UserError, "held by"):
                self.official.with_user(user)._check_holder()

    def test_image_hidden(self):
        """E1: the print of the seal is seen by holder and seal manager only, by no door by others."""
        self.official.with_user(self.seal_manager).image = picture()
        impression = self.official.sudo().impression_ids
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "company.seal.impression"), ("res_id", "=", impression.id), ("res_field", "=", "image")])
        self.assertTrue(attachment)
        self.env.invalidate_all()
        for user in (self.keeper, self.seal_manager):
            self.assertTrue(self.official.with_user(user).image)
            self.assertTrue(attachment.with_user(user).raw)
        for user in (self.office, self.gm, self.auditor.user_id, self.outsider):
            self.env.invalidate_all()
            self.assertFalse(self.official.with_user(user).image)
            self.assertFalse(self.official.with_user(user).read(["image"])[0]["image"])
            self.assertFalse(self.env["company.seal.impression"].with_user(user).search([]))
            with self.assertRaises(AccessError):
                impression.with_user(user).read(["image"])
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])
            with self.assertRaises(AccessError):
                self.official.with_user(user).image = picture("blue")

    def test_chain_in_database(self):
        """E5: PostgreSQL refuses a second open row, a gap, an overlap, changes and another holder."""
        seal, row = self.official, self.official.custody_ids
        insert = """INSERT INTO company_seal_custody
            (seal_id, company_id, holder_id, holder_name, date_from, date_until, reason)
            VALUES (%s, %s, %s, 'X', %s, %s, 'transfer')"""
        other = self.office_employee.id
        self.env.flush_all()
        for query, args in (
            (insert, (seal.id, seal.company_id.id, other, "2030-01-01", None)),
            (insert, (seal.id, seal.company_id.id, other, "2020-01-01", "2020-02-01")),
            ("UPDATE company_seal_custody SET holder_id = %s WHERE id = %s", (other, row.id)),
            ("UPDATE company_seal_custody SET date_from = '2020-01-01' WHERE id = %s", (row.id,)),
            ("DELETE FROM company_seal_custody WHERE id = %s", (row.id,)),
            ("TRUNCATE company_seal_custody CASCADE", ()),
            ("UPDATE company_seal SET holder_id = %s WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE", (other, seal.id)),
            ("UPDATE company_seal_custody SET date_until = now() + interval '1 day' WHERE id = %s; "
             "SET CONSTRAINTS ALL IMMEDIATE", (row.id,)),
        ):
            with self.subTest(query=query), mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), \
                    self.env.cr.savepoint():
                self.env.cr.execute(query, args)

    def test_moves_contiguous(self):
        """E5: each row begins where the one before ends; the holder is the open row."""
        seal = self.official
        for holder, reason in ((self.office_employee, "absence"), (self.keeper_employee, "return"),
                               (self.office2_employee, "transfer")):
            seal.sudo()._move_custody(holder, reason)
            self.assertEqual(seal.holder_id, holder)
        rows = seal.custody_ids.sorted("id")
        self.assertEqual(rows.mapped("reason"), ["registered", "absence", "return", "transfer"])
        for before, after in zip(rows, rows[1:], strict=False):
            self.assertEqual(before.date_until, after.date_from)
        self.assertEqual(seal.keeper_id, self.office2_employee)
        self.assertEqual(seal.state, "in_use")
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for values in ({"holder_id": self.office.id}, {"date_until": "2030-01-01"}):
            with self.assertRaises(AccessError):
                rows[-1].sudo().write(values)
        with self.assertRaises(AccessError):
            rows.sudo().unlink()

    def test_custodians(self):
        """E1: cashier, accountant and office keep what is theirs; finance and legal seal never with one person."""
        self._set_up_finance()
        for seal_type, wrong in (("official", self.cashier_employee), ("finance", self.accountant_employee),
                                 ("legal_rep", self.cashier_employee), ("accounting", self.keeper_employee)):
            with self.assertBlocked("SEAL-CUSTODY"), self.env.cr.savepoint():
                self._new_seal("X", seal_type, wrong)
        with self.assertBlocked("SEAL-CUSTODY"), self.env.cr.savepoint():
            self._hand_over(self.finance, self.accountant_employee)
        with self.assertBlocked("SEAL-CUSTODY"), self.env.cr.savepoint():
            self._hand_over(self.finance, self.outsider_employee, "transfer")
        self._hand_over(self.finance, self.outsider_employee)     # a deputy may be anyone the company names
        with self.assertRaisesRegex(UserError, "active employee"):
            nobody = self.env["hr.employee"].create({"name": "No User", "company_id": self.company_a.id})
            self._new_seal("X", "other", nobody)

    def test_nobody_has_the_role(self):
        """E1 R11 §一.2: while nobody is the cashier no one is appointed keeper of the finance seal; the refusal says
        what to do first, and a company that only warns finds it in its findings."""
        role = self.env["company.role"].search([("code", "=", "cashier")])
        self.env["company.role.holder"].search([
            ("role_id", "=", role.id), ("company_id", "=", self.company_a.id)]).unlink()
        with self.assertBlocked("SEAL-CUSTODY") as caught:
            self._new_seal("X", "finance", self.cashier_employee)
        self.assertIn("Company Roles", str(caught.exception))
        self._set_control("SEAL-CUSTODY", "warn")
        seal = self._new_seal("X", "finance", self.cashier_employee)
        self.assertEqual(seal.holder_id, self.cashier_employee)
        self.assertTrue(self.env["company.control.finding"].sudo().search([
            ("control_code", "=", "SEAL-CUSTODY"), ("res_id", "=", seal.id), ("outcome", "=", "warned")]))

    def test_register_closed(self):
        """E7: once the register of existing seals is closed, only an approved carving brings in a seal."""
        self.company_a.seal_register_open = False
        with self.assertBlocked("SEAL-CARVING"):
            self._new_seal("X", "other", self.keeper_employee)
