"""Ground of the documents' tests: one user per role, units above and below; no demo data."""
from unittest.mock import patch

from odoo.addons.company_base.tests.common import CompanyCase, CompanyFixture


class DocumentsFixture(CompanyFixture):
    """People of company A: drafter, department head, general office, leaders, keepers, archivist, outsider.

    ``cls.drafter``, ``cls.dept_head``, ``cls.office``, ``cls.office2``, ``cls.gm``, ``cls.chairman``, ``cls.keeper``,
    ``cls.cashier``, ``cls.accountant``, ``cls.archivist``, ``cls.secrecy_officer``, ``cls.outsider``,
    ``cls.manager_user`` (administrator of documents), ``cls.seal_manager`` are users; ``<name>_employee`` their
    employees.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=[cls.company_a.id]))
        cls.office_department = cls.env["hr.department"].create(
            {"name": "General Office", "company_id": cls.company_a.id})
        cls.finance_department = cls.env["hr.department"].create({"name": "Finance", "company_id": cls.company_a.id})
        cls._set_up_people()

    def setUp(self):
        super().setUp()
        # like findings, refused uses of a seal are written apart; a test has one transaction only
        self.refused_uses = []
        self.startPatcher(patch.object(
            type(self.env["company.seal.register"]), "_keep_apart",
            lambda _self, values: self.refused_uses.extend(values)))

    @classmethod
    def _set_up_people(cls):
        group = "company_docs.group_{}".format
        cls.chairman_employee = cls._new_employee("Zheng Chairman", "test.chairman")
        cls.gm_employee = cls._new_employee("Wu General Manager", "test.gm", manager=cls.chairman_employee)
        cls.manager.parent_id = cls.gm_employee
        cls.drafter_employee, cls.drafter = cls.employee, cls.employee.user_id
        cls.dept_head_employee, cls.dept_head = cls.manager, cls.manager.user_id
        for name, full_name, groups, department in (
            ("office", "Feng Office", ("office",), cls.office_department),
            ("office2", "Tian Office", ("office",), cls.office_department),
            ("keeper", "Bao Keeper", (), cls.office_department),
            ("cashier", "Ren Cashier", (), cls.finance_department),
            ("accountant", "Shen Accountant", (), cls.finance_department),
            ("archivist", "Dang Archivist", ("archivist",), cls.office_department),
            ("secrecy_officer", "Mi Secrecy", ("secrecy_officer",), cls.office_department),
            ("seal_manager", "Yin Seals", ("seal_manager",), cls.office_department),
            ("manager_user", "Guan Administrator", ("manager",), cls.office_department),
            ("outsider", "He Outsider", (), cls.finance_department),
        ):
            employee = cls._new_employee(
                full_name, f"test.{name}", groups=[group(code) for code in groups], manager=cls.gm_employee,
                department=department)
            setattr(cls, f"{name}_employee", employee)
            setattr(cls, name, employee.user_id)
        cls.gm, cls.chairman = cls.gm_employee.user_id, cls.chairman_employee.user_id
        cls.office_department.manager_id = cls.office_employee
        for code, employee in (
            ("general_office", cls.office_employee), ("general_manager", cls.gm_employee),
            ("chairman", cls.chairman_employee), ("internal_audit", cls.auditor),
            ("cashier", cls.cashier_employee), ("accountant", cls.accountant_employee),
        ):
            cls._give_role(code, employee)


class DocumentsCase(DocumentsFixture, CompanyCase):
    """Transaction case with the people of the documents."""
