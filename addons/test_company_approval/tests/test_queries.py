from odoo import Command
from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestQueries(ApprovalCase):

    def setUp(self):
        super().setUp()
        self._new_route('head', 'finance')
        for user in self.users.values():
            user.approval_email = 'none'    # mails and activities are counted apart

    def _pending(self, count):
        """Approvals that wait for the head."""
        orders = self.env['company.test.order'].with_user(self.users['staff']).with_company(self.company_a).create([
            {'name': f'Bulk {index}', 'line_ids': [Command.create({'product': 'Pipe', 'price': 5})]}
            for index in range(count)])
        orders.action_submit()
        return orders

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_decision(self):
        orders = self._pending(3)
        self._count(self._as('head', orders[0]).action_approve)
        import logging
        logging.getLogger('odoo.sql_db').setLevel(logging.DEBUG)
        n = self._count(self._as('head', orders[1]).action_approve)
        logging.getLogger('odoo.sql_db').setLevel(logging.INFO)
        print('QUERIES', n)
        m = self._count(self._as('finance', orders[0]).action_approve)
        m = self._count(self._as('finance', orders[1]).action_approve)
        print('FINAL', m)
