"""People with and without clearance, and one confidential paper."""


class SecrecyFixture:
    """A confidential outgoing document of the drafter; the chairman is cleared and not told, nobody else cleared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settings_admin_employee = cls._new_employee(
            "Guan Settings", "test.settings", groups=("base.group_system", "company_docs.group_manager"))
        cls.settings_admin = cls.settings_admin_employee.user_id
        for employee in (cls.drafter_employee, cls.chairman_employee, cls.gm_employee, cls.dept_head_employee):
            cls._clear(employee)
        cls.paper = cls._new_paper()

    @classmethod
    def _clear(cls, employee, level="confidential", until=False):
        return employee.with_user(cls.secrecy_officer).action_set_clearance(level, "Needs it for his post", until)

    @classmethod
    def _new_paper(cls, **vals):
        return cls.env["company.document.outgoing"].with_user(cls.drafter).create({
            "title": "Merger of Zhujiang", "body": "<p>Price is 88 million</p>", "secrecy": "confidential",
            "secrecy_years": 10, **vals})

    @property
    def strangers(self):
        """People who must not read the paper: no clearance, or clearance without need to know."""
        return (self.settings_admin, self.auditor.user_id, self.office, self.outsider, self.archivist, self.chairman,
                self.secrecy_officer, self.manager_user)
