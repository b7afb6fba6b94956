from contextlib import closing

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import HttpCase, tagged

from odoo.addons.company_base.tests.rpc import RpcCase


@tagged('post_install', '-at_install')
class TestRpc(RpcCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.env['company.test.document'].with_user(cls.employee.user_id).create({'name': 'D1'})
        cls.login = cls.employee.user_id.login

    def test_hostile_client(self):
        """S7: over XML-RPC neither context keys nor fields of the client go around a rule."""
        hostile = {'_company_engine': True, 'sudo': True, 'su': True, 'default_state': 'approved',
                   'tracking_disable': 1, 'install_mode': True, 'import_file': True}
        for method, args in (
                ('write', ([self.document.id], {'state': 'approved'})),
                ('create', ({'name': 'X', 'state': 'approved'},)),
                ('create', ([{'name': 'X', 'state_changed_by_id': 1}],)),
                ('copy', ([self.document.id], {'state': 'approved'})),
                ('web_save', ([self.document.id], {'amount': 7}, {'amount': {}})),
                ('_as_engine', ([self.document.id],)),
                ('_set_state', ([self.document.id], 'approved')),
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc(self.login, 'company.test.document', method, *args, context=hostile)
        new_id = self.rpc(self.login, 'company.test.document', 'create', {'name': 'fine'}, context=hostile)
        self.assertEqual(self.env['company.test.document'].browse(new_id).state, 'draft')

    def test_flow(self):
        """S7: the steps of a flow run over XML-RPC and return values that it can carry."""
        self.assertIs(self.rpc(self.login, 'company.test.document', 'action_submit', [self.document.id]), True)
        with self.assertRaises(UserError) as catcher:
            self.rpc(self.login, 'company.test.document', 'action_approve', [self.document.id])
        self.assertIn('[TEST-NOTE]', str(catcher.exception))
        self.assertEqual(self._take_findings().user_id, self.employee.user_id)
        self.rpc(self.login, 'company.test.document', 'write', [self.document.id], {'note': 'x'})
        status, body = self.json2(self.login, 'company.test.document', 'action_approve', ids=self.document.ids)
        self.assertEqual((status, body, self.document.state), (200, True, 'approved'))

    def test_ledger_and_findings(self):
        """S2 S7: nobody writes evidence over XML-RPC, the administrator included; auditors verify."""
        for model in ('company.ledger.entry', 'company.ledger.seal', 'company.control.finding', 'company.todo'):
            for method, args in (('create', ({},)), ('write', ([1], {})), ('unlink', ([1],)),
                                 ('_append', ('x', [], {})), ('_insert', ([{}],)), ('_open', ('x',))):
                with self.subTest(model=model, method=method), self.assertRaises(AccessError):
                    self.rpc('admin', model, method, *args)
        with self.assertRaises(AccessError):
            self.rpc(self.login, 'company.ledger.entry', 'action_verify', [])
        result = self.rpc(self.auditor.user_id.login, 'company.ledger.entry', 'action_verify', [])
        self.assertTrue(result['params']['result'][0]['ok'])

    def test_count(self):
        """S9 S7: the counter of the inbox over XML-RPC."""
        self.env['company.todo']._open('test', self.document, self.employee.user_id, 'Do it')
        self.assertEqual(self.rpc(self.login, 'company.todo', 'get_my_count'), {'open': 1, 'overdue': 0})


@tagged('post_install', '-at_install')
class TestFindingSurvives(HttpCase):
    """Real transactions: what the refused request did is rolled back, the finding stays."""

    registry_test_mode = False

    def setUp(self):
        super().setUp()
        self.db = self.env.cr.dbname
        with Registry(self.db).cursor() as cr:
            env = api.Environment(cr, 1, {})
            self.user_id = env['res.users'].create({
                'name': 'S', 'login': 'survivor', 'password': 'survivor-Pass1'}).id
        self.addCleanup(self._clean)

    def _clean(self):
        with Registry(self.db).cursor() as cr:
            cr.execute("ALTER TABLE company_control_finding DISABLE TRIGGER USER")
            cr.execute("DELETE FROM company_control_finding WHERE user_id = %s", [self.user_id])
            cr.execute("ALTER TABLE company_control_finding ENABLE TRIGGER USER")
            env = api.Environment(cr, 1, {})
            env['company.test.document'].search([('create_uid', '=', self.user_id)])._as_engine().unlink()
            user = env['res.users'].browse(self.user_id)
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def call(self, model, method, *args):
        return self.xmlrpc_object.execute_kw(self.db, self.user_id, 'survivor-Pass1', model, method, list(args))

    def test_finding_survives_the_refusal(self):
        """S1: over real XML-RPC the refused transaction is rolled back and the finding is still there."""
        document_id = self.call('company.test.document', 'create', {'name': 'D1'})
        self.call('company.test.document', 'action_submit', [document_id])
        with self.assertRaisesRegex(Exception, 'TEST-NOTE'):
            self.call('company.test.document', 'action_approve', [document_id])
        with closing(Registry(self.db).cursor()) as cr:
            cr.execute("SELECT outcome, res_id FROM company_control_finding WHERE user_id = %s", [self.user_id])
            self.assertEqual(cr.fetchall(), [('blocked', document_id)])
            cr.execute("SELECT state FROM company_test_document WHERE id = %s", [document_id])
            self.assertEqual(cr.fetchone()[0], 'submitted')
