from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.company_base.tests.common import CompanyCase


@tagged('post_install', '-at_install')
class TestTodo(CompanyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls.env['company.test.document'].create(
            [{'name': f'D{i}', 'company_id': cls.company_a.id} for i in range(3)])
        cls.Todo = cls.env['company.todo']
        cls.user = cls.manager.user_id
        cls.now = fields.Datetime.now().replace(microsecond=0)

    def mine(self):
        return self.Todo.with_user(self.user).search([('is_mine', '=', True), ('state', '=', 'open')])

    def test_open_and_close(self):
        """S9: a task appears once per user, as a to-do and as an activity, and goes when it is done."""
        deadlines = {d.id: self.now + timedelta(days=i - 1, hours=-1) for i, d in enumerate(self.documents)}
        rows = self.Todo._open('test', self.documents[::-1], self.user + self.employee.user_id, 'Do it', deadlines)
        self.assertEqual(len(rows), 6)
        self.Todo._open('test', self.documents[0], self.user, 'Do it now', self.now - timedelta(days=9))
        self.assertEqual(self.mine().mapped('res_id'), self.documents.ids, "oldest deadline first")
        self.assertEqual(self.mine()[0].name, 'Do it now')
        self.Todo._cron_mirror_activities()
        self.assertEqual(self.documents.activity_ids.user_id, self.user + self.employee.user_id)
        self.assertEqual(len(self.documents.activity_ids), 6)
        self.Todo._cron_mirror_activities()
        self.assertEqual(len(self.documents.activity_ids), 6)
        self.assertEqual(self.Todo.with_user(self.user).get_my_count(), {'open': 3, 'overdue': 2})
        self.Todo.with_user(self.user)._close('test', self.documents[0], self.user)
        self.assertEqual(self.Todo.with_user(self.user).get_my_count(), {'open': 2, 'overdue': 1})
        self.Todo._cron_mirror_activities()
        self.assertEqual(self.documents[0].activity_ids.user_id, self.employee.user_id)
        self.Todo._close('test', self.documents)
        self.assertFalse(self.mine())
        self.Todo._cron_mirror_activities()
        self.assertFalse(self.documents.activity_ids)
        closed = self.Todo.search([('user_id', '=', self.user.id), ('res_id', '=', self.documents[0].id)])
        self.assertEqual((closed.closed_by_id, closed.state), (self.user, 'done'))

    def test_bus(self):
        """S9: the browsers of the people concerned learn that their counter changed, once per transaction."""
        self.env.cr.precommit.run()
        with patch.object(type(self.env['bus.bus']), '_sendone', autospec=True) as send:
            self.Todo._open('test', self.documents, self.user + self.employee.user_id, 'Do it')
            self.Todo._close('test', self.documents, self.user)
            self.env.cr.precommit.run()
        self.assertEqual(
            sorted((call.args[1].id, call.args[2]) for call in send.call_args_list),
            sorted((user.partner_id.id, 'company_todo/updated') for user in self.user + self.employee.user_id))

    def test_record_gone(self):
        """S9: to-dos of records that are gone, and of models without activities, need no activity."""
        rows = self.Todo._open('test', self.documents[0], self.user, 'Do it')
        rows += self.Todo._open('test', self.company_a, self.user, 'Do it')
        self.documents[0].unlink()
        self.Todo._cron_mirror_activities()
        self.assertFalse(rows.sudo().activity_id)
        self.assertFalse(any(rows.sudo().mapped('mirror')))

    def test_written_by_the_engine_only(self):
        """S9 S7: nobody makes, changes or deletes to-dos by hand."""
        rows = self.Todo._open('test', self.documents, self.user, 'Do it')
        for todo in (rows.with_user(self.user), rows.sudo()):
            for attempt in (lambda t=todo: t.write({'state': 'done'}), todo.unlink,
                            lambda t=todo: t.create({'name': 'x', 'user_id': self.user.id, 'kind': 'x',
                                                     'res_model': 'res.users', 'res_id': 1})):
                with self.assertRaises(AccessError):
                    attempt()

    def test_visibility(self):
        """S6 S9: one's own to-dos and what one asked others for; auditors see all of their company."""
        self.Todo.with_user(self.employee.user_id)._open('test', self.documents[0], self.user, 'Do it')
        domain = [('kind', '=', 'test')]
        stranger = self._new_employee('Stranger', 'test.stranger')
        other = self._new_employee('Audit B', 'test.audit.b', ('company_base.group_auditor',), company=self.company_b)
        for employee, number in ((self.manager, 1), (self.employee, 1), (self.auditor, 1), (stranger, 0), (other, 0)):
            self.assertEqual(self.Todo.with_user(employee.user_id).search_count(domain), number, employee.name)

    def test_open_record(self):
        """S9: one click opens the record."""
        row = self.Todo._open('test', self.documents[0], self.user, 'Do it').with_user(self.user)
        action = row.action_open_record()
        self.assertEqual((action['res_model'], action['res_id']), ('company.test.document', self.documents[0].id))

    def test_queries(self):
        """S9: counting, opening and closing are one query each and two for the notice, for one record as for fifty."""
        Todo = self.Todo.with_user(self.user)
        documents = self.env['company.test.document'].create(
            [{'name': str(i), 'company_id': self.company_a.id} for i in range(50)])
        Todo._open('warm', documents, self.user + self.employee.user_id, 'Do it')
        Todo.get_my_count()
        self.env.flush_all()
        for number in (1, 50):
            with self.assertQueryCount(3):
                Todo._open('bulk', documents[:number], self.user + self.employee.user_id, 'Do it', amount=5)
            with self.assertQueryCount(1):
                self.assertEqual(Todo.get_my_count()['open'], 50 + number)
            with self.assertQueryCount(3):
                Todo._close('bulk', documents[:number])
