"""Ground of every addon's tests: two companies, departments, employees with users; no demo data."""
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

from ..exceptions import ControlError


class CompanyFixture:
    """Class-level data and helpers, to be mixed into a TransactionCase or HttpCase."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False, lang='en_US'))
        cny = cls.env.ref('base.CNY')
        cny.active = True
        cls.company_a = cls._new_company('Test Company A', cny)
        cls.company_b = cls._new_company('Test Company B', cny)
        # the superuser of the test works in company A; no allowed_company_ids in the context, so with_user() works
        cls.env.user.write({
            'company_ids': [Command.link(cls.company_a.id), Command.link(cls.company_b.id)],
            'company_id': cls.company_a.id})
        cls.department = cls.env['hr.department'].create({'name': 'Engineering', 'company_id': cls.company_a.id})
        cls.manager = cls._new_employee('Li Manager', 'test.manager', department=cls.department)
        cls.employee = cls._new_employee(
            'Zhang Employee', 'test.employee', manager=cls.manager, department=cls.department)
        cls.department.manager_id = cls.manager
        cls.auditor = cls._new_employee('Audit', 'test.auditor', groups=('company_base.group_auditor',))
        cls.control_manager = cls._new_employee(
            'Control Manager', 'test.control', groups=('company_base.group_control_manager',))

    def setUp(self):
        super().setUp()
        # a test has one transaction: the finding that is written apart waits until the refusal is rolled back
        self._kept_apart = []
        self.startPatcher(patch.object(
            type(self.env['company.control']), '_keep_apart', lambda _self, vals: self._kept_apart.append(vals) or 0))

    @classmethod
    def _new_company(cls, name, currency):
        return cls.env['res.company'].create({
            'name': name, 'currency_id': currency.id, 'country_id': cls.env.ref('base.cn').id})

    @classmethod
    def _new_employee(cls, name, login, groups=(), manager=None, department=None, company=None):
        """Employee with a user of his own (``employee.user_id``), an internal user with the given groups."""
        company = company or cls.company_a
        user = new_test_user(
            cls.env, login=login, groups=','.join(['base.group_user', *groups]), name=name, tz='Asia/Shanghai',
            company_id=company.id, company_ids=[Command.set(company.ids)], password=login + '-Pass1')
        return cls.env['hr.employee'].create({
            'name': name, 'user_id': user.id, 'company_id': company.id, 'parent_id': manager.id if manager else False,
            'department_id': department.id if department else False})

    @classmethod
    def _give_role(cls, code, employee, company=None):
        """Let an employee hold a company role."""
        role = cls.env['company.role'].search([('code', '=', code)])
        return cls.env['company.role.holder'].create({
            'role_id': role.id, 'company_id': (company or cls.company_a).id, 'employee_id': employee.id})

    @classmethod
    def _set_control(cls, code, mode=None, value=None, company=None):
        """Set mode or parameter of a control in a company."""
        control = cls.env['company.control'].search([('code', '=', code)])
        values = {key: val for key, val in (('mode', mode), ('value', value)) if val is not None}
        cls.env['company.control.setting']._set(control, company or cls.company_a, values)

    @contextmanager
    def assertBlocked(self, code):
        """The block is refused by the control ``code``, and the finding of it is kept."""
        with self.assertRaises(ControlError) as catcher:
            yield catcher
        self.assertEqual(catcher.exception.code, code)
        self.assertIn(code, [finding.control_code for finding in self._take_findings()])

    def _take_findings(self):
        """Write the findings that were to be written apart; return them."""
        findings = self.env['company.control.finding'].sudo()._as_engine().create(list(self._kept_apart))
        self._kept_apart.clear()
        return findings


class CompanyCase(CompanyFixture, TransactionCase):
    """Transaction case over two companies."""
