import io

import pdfplumber

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CompanyCase


@tagged('post_install', '-at_install')
class TestScreens(CompanyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.control = cls.env['company.control'].create({
            'code': 'BASE-TEST', 'name': 'A rule', 'summary': 'One sentence.', 'regulation': 'A Regulation',
            'clause': '§9', 'owner_role_id': cls.env.ref('company_base.role_finance_head').id, 'can_override': True,
            'parameter_label': 'Number', 'default_value': 3})

    def block(self, employee):
        with self.assertBlocked('BASE-TEST'):
            self.env['company.control'].with_user(employee.user_id)._enforce(
                'BASE-TEST', employee.department_id.with_user(employee.user_id), 'something is missing')
        return self.env['company.control.finding'].search([('control_id', '=', self.control.id)], limit=1)

    def test_control_form(self):
        """S1: the administrator of the rules sets mode and value of the current company in the form."""
        with Form(self.control.with_user(self.control_manager.user_id)) as form:
            form.mode, form.value = 'warn', 5
        setting = self.control.setting_ids
        self.assertEqual((setting.company_id, setting.mode, setting.value), (self.company_a, 'warn', 5))
        self.assertEqual(self.control.with_company(self.company_b).mode, 'block')
        self.assertIn(self.control, self.env['company.control'].search([('mode', '=', 'warn')]))

    def test_owner(self):
        """S1 S2: who made another role answer for a control stays in the ledger."""
        control = self.control.with_user(self.control_manager.user_id)
        control.owner_role_id = self.env.ref('company_base.role_legal')
        entry = self.env['company.ledger.entry'].search([('kind', '=', 'control.owner')], limit=1)
        self.assertEqual(entry.user_id, self.control_manager.user_id)
        self.assertIn('"owner":["finance_head","legal"]', entry.payload)

    def test_override_dialog(self):
        """S1: the owner allows the exception in a dialog; another user is refused by the finding itself."""
        finding = self.block(self.employee)
        self._give_role('finance_head', self.manager)
        Wizard = self.env['company.control.override'].with_context(active_id=finding.id)
        with self.assertRaises(UserError):
            Wizard.with_user(self.employee.user_id).create({'reason': 'because'}).action_confirm()
        Wizard.with_user(self.manager.user_id).create({'reason': 'because'}).action_confirm()
        self.assertTrue(self.env['company.control.finding'].search([
            ('override_id', '=', finding.id), ('outcome', '=', 'override'), ('override_reason', '=', 'because')]))

    def test_matrix(self):
        """S1 S4: the matrix regulation → control → findings prints as one landscape document."""
        self.block(self.employee)
        auditor = self.env['company.control'].with_user(self.auditor.user_id)
        action = auditor.action_print_matrix()
        self.assertEqual((action['report_name'], action['pdf_engine']),
                         ('company_base.report_control_matrix', 'weasyprint'))
        content, _kind = self.env['ir.actions.report'].with_user(self.auditor.user_id)._render_qweb_pdf(
            'company_base.action_report_control_matrix', action['context']['active_ids'])
        with pdfplumber.open(io.BytesIO(content)) as document:
            page = document.pages[0]
            text = ''.join(page.extract_text() for page in document.pages)
            self.assertGreater(page.width, page.height)
        for part in ('Matrix of Controls and Findings', 'A Regulation', '§9', 'BASE-TEST', 'One sentence.'):
            self.assertIn(part.replace(' ', ''), text.replace(' ', ''))

    def test_settings(self):
        """S1 S8: the settings page sets calendar and marking of deadlines per company."""
        settings = self.env['res.config.settings'].create({'due_soon_hours': 5})
        settings.execute()
        self.assertEqual((self.company_a.due_soon_hours, self.company_b.due_soon_hours), (5, 24))
        self.assertTrue(settings.control_count)

    def test_deleted_people(self):
        """S2: evidence stays readable when the people and documents it names are deleted."""
        finding = self.block(self.employee)
        user = self.employee.user_id
        self.env['company.ledger.entry'].with_user(user)._append('test', self.department, {})
        self.employee.user_id = False
        user.sudo().unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        specification = {'user_name': {}, 'user_id': {'fields': {'display_name': {}}}, 'date': {},
                         'company_id': {'fields': {'display_name': {}}}}
        for model in ('company.control.finding', 'company.ledger.entry'):
            Model = self.env[model].with_user(self.auditor.user_id)
            rows = Model.web_search_read([('user_name', '=', 'Zhang Employee')], specification)['records']
            self.assertTrue(rows, model)
            self.assertTrue(Model.formatted_read_group(
                [('user_name', '=', 'Zhang Employee')], ['user_id'], ['__count']))
        self.assertEqual(finding.user_name, 'Zhang Employee')
