from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .common import ApprovalFixture

HOSTILE = {'company_approval_engine': True, '_company_engine': {'__class__': 'object'}, '_company_approval_unlock': 1,
           'su': True, 'uid': 2, 'active_test': False, 'default_state': 'approved', 'tracking_disable': True,
           'default_approval_state': 'approved'}
ORDER = 'company.test.order'
APPROVAL = 'company.approval'


@tagged('post_install', '-at_install')
class TestRpc(ApprovalFixture, RpcCase):

    def _create(self):
        return self.rpc('test.employee', ORDER, 'create', [{
            'name': 'Over RPC', 'line_ids': [[0, 0, {'product': 'Pipe', 'price': 100}]]}])[0]

    def _approval_of(self, order_id):
        return self.rpc('test.employee', ORDER, 'read', [order_id], ['approval_id'])[0]['approval_id'][0]

    def test_whole_way(self):
        """S7: submit, preview, ask, answer, approve over XML-RPC with the rights of each user."""
        self._new_route('head', 'finance')
        order_id = self._create()
        preview = self.rpc('test.employee', ORDER, 'preview_approval', [order_id])
        self.assertEqual([entry['approvers'] for entry in preview], [['Li Manager'], ['Finance']])
        self.assertIs(self.rpc('test.employee', ORDER, 'action_submit', [order_id]), True)
        approval_id = self._approval_of(order_id)
        question = self.rpc('test.manager', APPROVAL, 'action_ask', [approval_id],
                            self.users['legal'].id, 'Is it right?')
        self.assertIsInstance(question, int)
        self.assertIs(self.rpc('test.legal', APPROVAL, 'action_answer', [approval_id], 'Yes', question), True)
        self.assertIs(self.rpc('test.manager', APPROVAL, 'action_approve', [approval_id], 'go'), True)
        result = self.rpc('test.finance', APPROVAL, 'action_approve_each', [approval_id], 'go')
        self.assertEqual(result, {'done': 1, 'refused': []})
        trail = self.rpc('test.employee', ORDER, 'read', [order_id], ['approval_trail'])[0]['approval_trail']
        self.assertEqual(trail['state'], 'approved')

    def test_json2(self):
        """S7: the same doors over JSON-2."""
        self._new_route('head')
        order_id = self._create()
        self.assertEqual(self.json2('test.employee', ORDER, 'action_submit', ids=[order_id]), (200, True))
        approval_id = self._approval_of(order_id)
        status, _body = self.json2('test.finance', APPROVAL, 'action_approve', ids=[approval_id])
        self.assertEqual(status, 403)
        self.assertEqual(self.json2('test.manager', APPROVAL, 'action_approve', ids=[approval_id], opinion='ok'),
                         (200, True))

    def test_hostile(self):
        """S7: no door and no context key gets past a check."""
        self._new_route('head')
        order_id = self._create()
        self.rpc('test.employee', ORDER, 'action_submit', [order_id])
        approval_id = self._approval_of(order_id)
        context = {'context': HOSTILE}
        attempts = [
            ('test.employee', APPROVAL, 'action_approve', [[approval_id], 'mine']),
            ('test.other', APPROVAL, 'action_approve', [[approval_id], 'not mine']),
            ('test.employee', ORDER, 'write', [[order_id], {'approval_state': 'approved'}]),
            ('test.employee', ORDER, 'write', [[order_id], {'state': 'approved'}]),
            ('test.employee', ORDER, 'write', [[order_id], {'line_ids': [[5, 0, 0]]}]),
            ('test.employee', ORDER, 'create', [[{'name': 'X', 'approval_state': 'approved'}]]),
            ('test.employee', ORDER, 'unlink', [[order_id]]),
            ('test.employee', APPROVAL, 'write', [[approval_id], {'state': 'approved'}]),
            ('admin', APPROVAL, 'write', [[approval_id], {'state': 'approved'}]),
            ('admin', APPROVAL, 'unlink', [[approval_id]]),
            ('admin', 'company.approval.decision', 'create', [[{'approval_id': approval_id, 'kind': 'approve'}]]),
            ('test.manager', APPROVAL, 'action_return', [[approval_id], 'x', 999999]),
            ('test.manager', APPROVAL, 'action_transfer', [[approval_id], 'abc']),
            ('test.manager', APPROVAL, 'action_transfer', [[approval_id], True]),
            ('test.manager', APPROVAL, '_do_approve', [[approval_id], 'x']),
            ('test.manager', APPROVAL, '_as_engine', [[approval_id]]),
            ('test.employee', ORDER, '_approval_engine', [[order_id]]),
        ]
        for login, model, method, args in attempts:
            with self.subTest(login=login, model=model, method=method, args=args), \
                    self.assertRaises(UserError):
                self.rpc(login, model, method, *args, **context)
        order = self.env[ORDER].browse(order_id)
        self.assertEqual((order.state, order.approval_state), ('submitted', 'pending'))
        self.assertEqual(order.approval_id.decision_ids.mapped('kind'), ['submit'])
        self.rpc('test.manager', APPROVAL, 'action_approve', [approval_id], 'ok', **context)
        self.assertEqual(order.approval_state, 'approved')

    def test_default_in_context(self):
        """S7: defaults of a context don't make a document approved."""
        self.rpc('test.employee', ORDER, 'create', [{'name': 'Sly'}], context={
            'default_state': 'approved', 'default_approval_state': 'approved'})
        order = self.env[ORDER].search([('name', '=', 'Sly')])
        self.assertEqual((order.state, order.approval_state), ('draft', 'none'))

    def test_link_needs_login(self):
        """A9: the link of a mail opens the document after a login only."""
        self._new_route('head')
        order_id = self._create()
        self.rpc('test.employee', ORDER, 'action_submit', [order_id])
        url = self.env[ORDER].browse(order_id).approval_id._get_document_url()
        path = '/odoo/' + url.split('/odoo/')[1]
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn('/web/login', response.headers['Location'])
        with self.assertRaises(AccessError):
            self.rpc('test.other', APPROVAL, 'read', [self._approval_of(order_id)], ['name'])
