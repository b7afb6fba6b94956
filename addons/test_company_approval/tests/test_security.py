from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCase

MODELS = ('company.approval', 'company.approval.step', 'company.approval.assignment', 'company.approval.decision')


@tagged('post_install', '-at_install')
class TestSecurity(ApprovalCase):

    def _rows(self, order, model):
        return self.env[model].sudo().search([('id', '=', order.sudo().approval_id.id)] if model == MODELS[0] else [
            ('approval_id', '=', order.sudo().approval_id.id)])

    def test_nobody_writes(self):
        """A4: approvals, steps, assignments and decisions are written by the engine only, also under sudo."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self._as('head', order).action_approve('yes')
        hostile = {'_company_engine': True, 'company_approval_engine': 1, 'su': True, 'default_state': 'approved'}
        for model in MODELS:
            rows = self._rows(order, model)
            self.assertTrue(rows)
            for user in ('head', 'staff', 'approval_manager'):
                for operation in ('write', 'create', 'unlink'):
                    self.assertFalse(rows.with_user(self.users[user]).has_access(operation), (model, user, operation))
            for records in (rows, rows.with_context(**hostile), rows.with_user(self.env.ref('base.user_admin'))):
                field = 'opinion' if 'opinion' in rows._fields else 'state'
                for call in (lambda r=records, f=field: r.write({f: 'approved'}), lambda r=records: r.unlink(),
                             lambda r=records: r.copy(), lambda r=records: r.create({'approval_id': 1})):
                    with self.subTest(model=model), self.assertRaises(UserError), self.env.cr.savepoint():
                        call()

    def test_decisions_in_the_database(self):
        """A4: not even SQL changes a decision."""
        from psycopg2.errors import InsufficientPrivilege

        from odoo.tools import mute_logger
        self._new_route('head')
        order = self._submitted()
        self.env.flush_all()
        for query in ("UPDATE company_approval_decision SET opinion = 'x' WHERE approval_id = %s",
                      "DELETE FROM company_approval_decision WHERE approval_id = %s"):
            with self.assertRaises(InsufficientPrivilege), self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                self.env.cr.execute(query, [order.sudo().approval_id.id])

    def test_readers(self):
        """A4: requester and approvers read it; others, and other companies, don't; auditors and managers read all."""
        self._new_route('head', 'finance')
        order = self._submitted()
        auditor = self.auditor.user_id
        for name, allowed in (('staff', True), ('head', True), ('finance', True), ('approval_manager', True),
                              ('other', False), ('legal', False)):
            for model in MODELS:
                readable = self.env[model].with_user(self.users[name]).with_company(self.company_a).search(
                    [('id', 'in', self._rows(order, model).ids)])
                self.assertEqual(bool(readable), allowed, (name, model))
        for model in MODELS:
            self.assertTrue(self.env[model].with_user(auditor).with_company(self.company_a).search(
                [('id', 'in', self._rows(order, model).ids)]))
        stranger = self._new_employee('Stranger', 'test.stranger', groups=('company_approval.group_manager',),
                                      company=self.company_b).user_id
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(stranger).with_company(self.company_b).search(
                [('id', 'in', self._rows(order, model).ids)]))
        with self.assertRaises(AccessError):
            order.sudo().approval_id.with_user(stranger).with_company(self.company_b).action_approve()

    def test_document_rules(self):
        """A4: record rules of a document can look at those who take part."""
        self._new_route('head')
        order = self._submitted()
        found = self.env['company.test.order'].sudo().search([('approval_user_ids', 'in', self.users['head'].ids)])
        self.assertIn(order, found)
        self.assertNotIn(order, self.env['company.test.order'].sudo().search(
            [('approval_user_ids', 'in', self.users['other'].ids)]))

    def test_routes(self):
        """A1: routes are made by approval managers only."""
        route = self._new_route('head')
        self.assertTrue(route.with_user(self.users['approval_manager']).has_access('write'))
        for operation in ('write', 'create', 'unlink'):
            self.assertFalse(route.with_user(self.users['head']).has_access(operation))
        with self.assertRaises(AccessError):
            route.with_user(self.users['head']).write({'amount_max': 1})

    def test_private(self):
        """S7: nothing but the reviewed front doors can be called from outside."""
        public = {name for name in dir(type(self.env['company.approval']))
                  if name.startswith('action_')} - set(dir(type(self.env['base'])))
        self.assertEqual(public, {
            'action_approve', 'action_approve_each', 'action_reject', 'action_return', 'action_transfer',
            'action_add_signer', 'action_ask', 'action_answer', 'action_copy_to', 'action_urge', 'action_withdraw',
            'action_restart', 'action_open_document'})
