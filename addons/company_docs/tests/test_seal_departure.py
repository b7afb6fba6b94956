from odoo import Command, fields
from odoo.tests import tagged

from .common import DocumentsCase
from .seal_common import SealFixture


@tagged("post_install", "-at_install")
class TestSealDeparture(SealFixture, DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls._new_employee("HR", "test.hr", groups=("hr.group_hr_manager",)).user_id
        cls.job = cls.env["hr.job"].create({"name": "Clerk", "company_id": cls.company_a.id})
        cls.job2 = cls.env["hr.job"].create({"name": "Driver", "company_id": cls.company_a.id})
        cls.keeper_employee.job_id = cls.job

    def _doors(self):
        """Every way in which the keeper could leave or move."""
        employee = self.keeper_employee.with_user(self.hr)
        version = employee.version_id
        other_user = self.outsider.id
        reason = self.env["hr.departure.reason"].search([], limit=1)
        wizard = self.env["hr.departure.wizard"].with_user(self.hr).with_context(employee_termination=True)
        return {
            "archive": lambda: employee.write({"active": False}),
            "action_archive": employee.action_archive,
            "superuser": lambda: employee.sudo().with_context(no_wizard=True).action_archive(),
            "toggle": lambda: employee.write({"active": 0}),
            "department": lambda: employee.write({"department_id": self.department.id}),
            "no department": lambda: employee.write({"department_id": False}),
            "job": lambda: employee.write({"job_id": self.job2.id}),
            "user": lambda: employee.write({"user_id": other_user}),
            "no user": lambda: employee.write({"user_id": False}),
            "company": lambda: employee.sudo().write({"company_id": self.company_b.id}),
            "unlink": employee.sudo().unlink,
            "version": lambda: version.write({"department_id": self.department.id}),
            "version job": lambda: version.sudo().write({"job_id": self.job2.id}),
            "departure date": lambda: employee.write({"departure_date": "2030-01-01"}),
            "departure reason": lambda: version.write({"departure_reason_id": reason.id}),
            "wizard": lambda: wizard.create({
                "employee_ids": [Command.set(employee.ids)], "departure_reason_id": reason.id,
                "departure_date": fields.Date.today()}).action_register_departure(),
            "new version": lambda: employee.create_version({
                "date_version": "2035-01-01", "department_id": self.department.id}),
            "members of a department": lambda: self.department.with_user(self.hr).write(
                {"member_ids": [Command.link(employee.id)]}),
            "user archived": lambda: self.keeper.write({"active": False}),
            "user action": self.keeper.action_archive,
            "user unlink": self.keeper.unlink,
            "employees of a user": lambda: self.outsider.write({"employee_ids": [Command.link(employee.id)]}),
            "department deleted": self.office_department.unlink,
            "job deleted": self.job.unlink,
            "import": lambda: employee.load(["id", "active"], [[self._xml_id(), "0"]]),
        }

    def _xml_id(self):
        return self.keeper_employee.sudo().export_data(["id"])["datas"][0][0]

    def test_every_door(self):
        """E5: whoever keeps a seal doesn't leave, move or lose his user before the handover, by any door."""
        for door, go in self._doors().items():
            with self.subTest(door=door):
                if door == "import":    # an import tells its errors as messages
                    messages = go()["messages"]
                    self.assertIn("SEAL-DEPARTURE", str(messages))
                    continue
                with self.assertBlocked("SEAL-DEPARTURE") as catcher, self.env.cr.savepoint():
                    go()
                self.assertIn(self.official.name, str(catcher.exception))
                self.env.invalidate_all()
        self.assertTrue(self.keeper_employee.active)

    def test_deputy_and_keeper(self):
        """E5: while a deputy holds the seal neither he nor its keeper leaves."""
        self._hand_over(self.official, self.office2_employee)
        for employee in (self.office2_employee, self.keeper_employee):
            with self.assertBlocked("SEAL-DEPARTURE"), self.env.cr.savepoint():
                employee.with_user(self.hr).write({"active": False})

    def test_after_handover(self):
        """E5: after the handover the keeper leaves as usual; other changes were never stopped."""
        self.keeper_employee.with_user(self.hr).write({"work_phone": "1", "department_id": self.office_department.id})
        self._hand_over(self.official, self.office2_employee, "leaving")
        self.keeper_employee.with_user(self.hr).write({"department_id": self.department.id, "job_id": self.job2.id})
        self.keeper_employee.with_user(self.hr).write({"active": False})
        self.assertFalse(self.keeper_employee.active)
