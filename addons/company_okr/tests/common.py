"""Ground of the OKR tests: a department with a module and positions, HR, leaders; no demo data."""
from datetime import date

from odoo import Command

from odoo.addons.company_base.tests.common import CompanyCase, CompanyFixture


class OkrFixture(CompanyFixture):
    """``dept_head`` heads ``department``; ``module_head`` heads ``module`` under it; ``member`` and ``member2`` work in
    the module; ``hr``, ``gm``, ``chairman``, ``outsider`` (other department). ``<name>_employee`` are employees.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=[cls.company_a.id]))
        new, group = cls._new_employee, "company_okr.group_{}".format
        cls.chairman_employee = new("Zheng Chairman", "test.chairman")
        cls.gm_employee = new("Wu General Manager", "test.gm", manager=cls.chairman_employee)
        cls.dept_head_employee = cls.manager
        cls.dept_head_employee.parent_id = cls.gm_employee
        cls.module = cls.env["hr.department"].create({
            "name": "Structural Design", "parent_id": cls.department.id, "company_id": cls.company_a.id,
            "is_okr_module": True})
        cls.module_head_employee = new(
            "Ma Module", "test.module", manager=cls.dept_head_employee, department=cls.module)
        cls.module.manager_id = cls.module_head_employee
        cls.member_employee = new("Xu Member", "test.member", manager=cls.module_head_employee, department=cls.module)
        cls.member2_employee = new(
            "Huang Member", "test.member2", manager=cls.module_head_employee, department=cls.module)
        cls.hr_department = cls.env["hr.department"].create(
            {"name": "Human Resources", "company_id": cls.company_a.id})
        cls.hr_employee = new("Lv Performance", "test.hr", groups=(group("hr"),), department=cls.hr_department)
        cls.outsider_employee = new("He Outsider", "test.outsider", department=cls.hr_department)
        for name in ("chairman", "gm", "dept_head", "module_head", "member", "member2", "hr", "outsider"):
            setattr(cls, name, getattr(cls, f"{name}_employee").user_id)
        for code, employee in (
            ("hr_performance", cls.hr_employee), ("general_manager", cls.gm_employee),
            ("chairman", cls.chairman_employee), ("internal_audit", cls.auditor),
        ):
            cls._give_role(code, employee)
        cls.cycle = cls.env["company.okr.cycle"].with_user(cls.hr).create({
            "name": "2026", "date_start": date(2026, 1, 1), "date_end": date(2026, 12, 31)})
        cls.cycle.action_open()

    @classmethod
    def _key_result(cls, name="Drawings without rework", **values):
        return Command.create({
            "name": name, "kind": "percentage", "start_value": 60, "target_value": 90, "weight": 100,
            "due_date": date(2026, 12, 31), **values})

    @classmethod
    def _objective(cls, name, weight, **values):
        return Command.create({"name": name, "weight": weight, "key_result_ids": [cls._key_result()], **values})

    @classmethod
    def _new_plan(cls, employee, level="position", department=None, **values):
        """A complete draft of three objectives, by the person himself."""
        return cls.env["company.okr.plan"].with_user(employee.user_id).create({
            "cycle_id": cls.cycle.id, "level": level, "employee_id": employee.id,
            "department_id": (department or employee.department_id).id,
            "objective_ids": [cls._objective("Quality", 50), cls._objective("Speed", 30), cls._objective("Learn", 20)],
            **values})

    @classmethod
    def _decide_all(cls, document):
        """Everybody asked approves, in order."""
        while document.sudo().approval_state == "pending":
            approval = document.sudo().approval_id
            approval.with_user(approval.current_user_ids[:1]).action_approve("agreed")


class OkrCase(OkrFixture, CompanyCase):
    """Transaction case with the people of the OKRs."""
