from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CompanyCase


@tagged('post_install', '-at_install')
class TestRoles(CompanyCase):

    def test_holders_per_company(self):
        """S6: a role has holders per company, in order; absent and userless employees are told apart."""
        Role = self.env['company.role']
        first, second = self._give_role('legal', self.manager), self._give_role('legal', self.employee)
        other = self._new_employee('Other', 'test.other', company=self.company_b)
        self._give_role('legal', other, self.company_b)
        self.assertEqual(Role._get_holders('legal', self.company_a), self.manager + self.employee)
        first.sequence = second.sequence + 1
        self.assertEqual(Role._get_holders('legal', self.company_a), self.employee + self.manager)
        self.assertEqual(Role._get_users('legal', self.company_b), other.user_id)
        self.employee.active = False
        self.assertEqual(Role._get_holders('legal', self.company_a), self.manager)
        self.manager.user_id.active = False
        self.assertFalse(Role._get_users('legal', self.company_a))
        with self.assertRaises(UserError):
            self._give_role('chairman', other, self.company_a)

    def test_history(self):
        """S2: who gave and ended a role stays in ledger and chatter."""
        holder = self._give_role('legal', self.manager)
        role = holder.role_id
        self.assertIn('Li Manager', str(role.message_ids[0].body))
        holder.employee_id = self.employee
        holder.unlink()
        entries = self.env['company.ledger.entry'].search([
            ('kind', '=', 'role.holder'), ('company_id', '=', self.company_a.id)], order='id')
        self.assertEqual(['given' in entry.payload for entry in entries], [True, False, True, False])

    def test_who_may_edit(self):
        """S6: role holders are set by administrators, HR managers and the administrator of the rules."""
        hr = self._new_employee('HR', 'test.hr', ('hr.group_hr_manager',))
        values = {'role_id': self.env.ref('company_base.role_legal').id, 'company_id': self.company_a.id}
        for employee, allowed in (
                (hr, True), (self.control_manager, True), (self.employee, False), (self.auditor, False)):
            Holder = self.env['company.role.holder'].with_user(employee.user_id)
            if allowed:
                Holder.create(dict(values, employee_id=employee.id))
            else:
                with self.assertRaises(AccessError):
                    Holder.create(dict(values, employee_id=employee.id))
