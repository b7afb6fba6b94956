from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.company_base.exceptions import ControlError
from odoo.addons.company_base.models.company_control import CompanyControl
from odoo.addons.company_base.tests.common import CompanyCase


@tagged('post_install', '-at_install')
class TestControl(CompanyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._new_employee('Zhou Finance', 'test.finance')
        cls._give_role('finance_head', cls.head)
        cls.document = cls.env['company.test.document'].with_user(cls.employee.user_id).create({'name': 'D1'})
        cls.document.action_submit()
        cls.Control = cls.env['company.control']

    def test_block(self):
        """S1: a blocking control refuses, names record, clause and way out, and the finding is kept."""
        with self.assertRaises(ControlError) as catcher:
            self.document.action_approve()
        message = str(catcher.exception)
        for part in ('[TEST-NOTE]', 'Test Regulation §1', 'D1', 'the note is missing', 'Finance Head'):
            self.assertIn(part, message)
        finding = self._take_findings()
        self.assertEqual((finding.outcome, finding.user_id, finding.res_id, finding.company_id, finding.fact),
                         ('blocked', self.employee.user_id, self.document.id, self.company_a, 'no note'))
        self.assertEqual(self.document.state, 'submitted')

    def test_refusal_without_finding(self):
        """S1: where the finding can't be written, the refusal stands and the log tells."""
        control = self.env.ref('test_company_base.control_test_note')
        vals = {'control_id': control.id, 'control_code': control.code}
        for error in (psycopg2.OperationalError(), psycopg2.pool.PoolError()):
            with patch.object(self.env.registry, 'cursor', side_effect=error), \
                    self.assertLogs('odoo.addons.company_base.models.company_control', 'ERROR'):
                self.assertEqual(CompanyControl._keep_apart(control, vals), 0)

    def test_warn(self):
        """S1: a warning control lets pass, keeps a finding and writes it on the record."""
        self._set_control('TEST-NOTE', mode='warn')
        self.document.action_approve()
        self.assertEqual(self.document.state, 'approved')
        finding = self.env['company.control.finding'].search([('res_id', '=', self.document.id)])
        self.assertEqual(finding.outcome, 'warned')
        self.assertIn('TEST-NOTE', str(self.document.message_ids[0].body))
        self.assertEqual(self.Control._enforce('TEST-NOTE', self.document, 'x'), False)

    def test_off_in_one_company(self):
        """S1 S6: a control switched off in one company works in the other; who did it is in ledger and chatter."""
        Control = self.Control.with_user(self.control_manager.user_id).with_company(self.company_a)
        control = Control.search([('code', '=', 'TEST-NOTE')])
        control.mode = 'off'
        self.assertEqual(self.Control._get_mode('TEST-NOTE', self.company_a), 'off')
        self.assertEqual(self.Control._get_mode('TEST-NOTE', self.company_b), 'block')
        self.document.action_approve()
        self.assertFalse(self.env['company.control.finding'].search([('res_id', '=', self.document.id)]))
        entry = self.env['company.ledger.entry'].search([
            ('kind', '=', 'control.setting'), ('company_id', '=', self.company_a.id)], limit=1)
        self.assertEqual((entry.user_id, entry.company_id), (self.control_manager.user_id, self.company_a))
        self.assertIn('"mode":["block","off"]', entry.payload)
        self.assertIn('Off', str(control.message_ids[0].body))
        control.value = 4
        self.assertEqual(self.Control._get_value('TEST-NOTE', self.company_a), 4)
        self.assertEqual(self.Control._get_value('TEST-NOTE', self.company_b), 1)
        with self.assertRaises(UserError):
            control.setting_ids.company_id = self.company_b
        control.setting_ids.unlink()
        self.assertEqual(self.Control._get_mode('TEST-NOTE', self.company_a), 'block')

    def test_getters_are_cached(self):
        """S1: asking for a mode costs no query once it is known."""
        self.Control._get_mode('TEST-NOTE', self.company_a)
        with self.assertQueryCount(0):
            self.Control._get_mode('TEST-NOTE', self.company_a)
            self.Control._get_value('TEST-STRICT', self.company_a)
        with self.assertRaises(ValueError):
            self.Control._get_mode('NO-SUCH', self.company_a)

    def test_override(self):
        """S1: a holder of the owner role allows the exception with a reason; it holds for this record and fact."""
        with self.assertBlocked('TEST-NOTE'):
            self.document.action_approve()
        finding = self.env['company.control.finding'].search([('res_id', '=', self.document.id)])
        for employee in (self.employee, self.manager, self.control_manager, self.auditor):
            with self.assertRaises(UserError):
                finding.with_user(employee.user_id).action_override('because')
        as_head = finding.with_user(self.head.user_id)
        self.assertTrue(as_head.can_override)
        for reason in ('', '   ', False, 5):
            with self.assertRaises(UserError):
                as_head.action_override(reason)
        self.assertTrue(as_head.action_override('The site is flooded'))
        entry = self.env['company.ledger.entry'].search([
            ('kind', '=', 'control.override'), ('company_id', '=', self.company_a.id)])
        self.assertEqual(entry.user_id, self.head.user_id)
        self.assertIn('The site is flooded', entry.payload)
        with self.assertRaises(ControlError):
            self.Control._enforce('TEST-NOTE', self.document, 'x', fact='another fact')
        with self.assertRaises(ControlError):
            self.Control._enforce('TEST-NOTE', self.document.copy(), 'x', fact='no note')
        self.document.action_approve()
        self.assertEqual(self.document.state, 'approved')
        outcomes = self.env['company.control.finding'].search([('res_id', '=', self.document.id)]).mapped('outcome')
        self.assertEqual(outcomes, ['overridden', 'override', 'blocked'])

    def test_no_override(self):
        """S1: a strict control has no exception; nobody allows one for himself."""
        document = self.document.with_user(self.head.user_id)
        for code in ('TEST-STRICT', 'TEST-NOTE'):
            with self.assertBlocked(code):
                self.Control.with_user(self.head.user_id)._enforce(code, document, 'x')
        findings = self.env['company.control.finding'].search([('res_id', '=', document.id)])
        self.assertEqual(len(findings), 2)
        for finding in findings:
            with self.assertRaises(UserError):
                finding.with_user(self.head.user_id).action_override('because')

    def test_unsaved_record(self):
        """S1: a control can refuse a record that was never saved."""
        record = self.env['company.test.document'].new({'name': 'never saved'})
        with self.assertBlocked('TEST-NOTE'):
            self.Control._enforce('TEST-NOTE', record, 'x')
        finding = self.env['company.control.finding'].search([('control_code', '=', 'TEST-NOTE')], limit=1)
        self.assertEqual(finding.res_id, 0)
        self._give_role('finance_head', self.manager)
        with self.assertRaises(UserError):
            finding.with_user(self.manager.user_id).action_override('because')

    def test_evidence_is_append_only(self):
        """S1 S2: nobody writes, deletes or forges findings and ledger entries, superuser mode included."""
        self._set_control('TEST-NOTE', mode='warn')
        self.document.action_approve()
        finding = self.env['company.control.finding'].search([('res_id', '=', self.document.id)])
        entry = self.env['company.ledger.entry'].search([], limit=1)
        for record in (finding, entry):
            for user in (self.env.ref('base.user_admin'), self.control_manager.user_id, self.auditor.user_id):
                self._attack(record.with_user(user))
                self._attack(record.with_user(user).sudo())
                self._attack(record.with_user(user).sudo().with_context(_company_engine=True))
            for statement in ('UPDATE %s SET company_id = 1', 'DELETE FROM %s', 'TRUNCATE %s CASCADE'):
                with mute_logger('odoo.sql_db'), self.assertRaises(psycopg2.errors.InsufficientPrivilege), \
                        self.env.cr.savepoint():
                    self.env.cr.execute(statement % record._table)

    def _attack(self, record):
        vals = {'company_id': self.company_a.id}
        for attempt in (lambda: record.write(vals), record.unlink, lambda: record.create(vals)):
            with self.assertRaises(AccessError):
                attempt()

    def test_register_is_not_edited(self):
        """S1: the text of a control is that of the regulation."""
        control = self.Control.search([('code', '=', 'TEST-NOTE')])
        for user in (self.control_manager.user_id, self.env.ref('base.user_admin')):
            as_user = control.with_user(user)
            for attempt in (lambda c=as_user: c.write({'name': 'x'}), as_user.unlink,
                            lambda c=as_user: c.write({'can_override': False}),
                            lambda c=as_user: c.write({'default_mode': 'off'}),
                            lambda c=as_user: c.create({'code': 'X', 'name': 'x', 'regulation': 'x'})):
                with self.assertRaises(AccessError):
                    attempt()
        with self.assertRaises(AccessError):
            control.with_user(self.control_manager.user_id).update_field_translations('name', {'en_US': 'x'})
        for employee in (self.employee, self.auditor):
            with self.assertRaises(AccessError):
                control.with_user(employee.user_id).write({'mode': 'off'})
            with self.assertRaises(AccessError):
                self.env['company.control.setting'].with_user(employee.user_id).create(
                    {'control_id': control.id, 'mode': 'off'})

    def test_who_sees_findings(self):
        """S1 S6: people see their own findings and those they answer for; auditors all of their company."""
        with self.assertBlocked('TEST-NOTE'):
            self.document.action_approve()
        Finding = self.env['company.control.finding']
        domain = [('res_id', '=', self.document.id)]
        for employee, sees in ((self.employee, 1), (self.head, 1), (self.auditor, 1), (self.manager, 0)):
            self.assertEqual(Finding.with_user(employee.user_id).search_count(domain), sees, employee.name)
        other = self._new_employee(
            'Auditor B', 'test.auditor.b', ('company_base.group_auditor',), company=self.company_b)
        self.assertEqual(Finding.with_user(other.user_id).search_count(domain), 0)
