from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCase

HOSTILE = {'company_approval_engine': True, '_company_engine': True, '_company_approval_unlock': 'yes', 'su': True,
           'tracking_disable': True, 'mail_notrack': True, 'skip_approval': True}


@tagged('post_install', '-at_install')
class TestLock(ApprovalCase):

    def _doors(self, order):
        """Every way to change a signed value of an order."""
        line = order.line_ids
        Line = self.env['company.test.order.line'].sudo()
        return {
            'write': lambda: order.write({'name': 'Changed'}),
            'sudo write': lambda: order.sudo().write({'name': 'Changed'}),
            'context write': lambda: order.sudo().with_context(**HOSTILE).write({'name': 'Changed'}),
            'line through parent': lambda: order.write({'line_ids': [Command.update(line.id, {'price': 1})]}),
            'new line through parent': lambda: order.write({'line_ids': [Command.create({'product': 'X'})]}),
            'line away': lambda: order.write({'line_ids': [Command.delete(line.id)]}),
            'clear lines': lambda: order.write({'line_ids': [Command.clear()]}),
            'line': lambda: line.write({'price': 1}),
            'sudo line': lambda: line.sudo().with_context(**HOSTILE).write({'price': 1}),
            'new line': lambda: Line.create({'order_id': order.id, 'product': 'X'}),
            'new line by default': lambda: Line.with_context(default_order_id=order.id).create({'product': 'X'}),
            'line moved away': lambda: line.sudo().write({'order_id': self.spare.id}),
            'line moved here': lambda: self.spare.line_ids.sudo().write({'order_id': order.id}),
            'line deleted': lambda: line.sudo().unlink(),
            'document deleted': lambda: order.sudo().unlink(),
            'approval state': lambda: order.sudo().write({'approval_state': 'none'}),
            'approval link': lambda: order.sudo().write({'approval_id': False}),
        }

    def test_locked(self):
        """A7: signed fields and lines are locked on the server while it runs and after approval, also under sudo."""
        self.spare = self._new_order(name='Spare')
        self._new_route('head')
        order = self._submitted()
        for state in ('pending', 'approved'):
            if state == 'approved':
                self._as('head', order).action_approve()
            self.assertEqual(order.approval_state, state)
            for door, call in self._doors(order).items():
                with self.subTest(state=state, door=door), self.assertRaises(UserError), self.env.cr.savepoint():
                    call()
        self.assertEqual((order.name, order.line_ids.price), ('Order', 100))

    def test_unsigned_stays_open(self):
        """A7: what is not signed can still be filled in, on the document and on its lines."""
        self._new_route('head')
        order = self._submitted()
        order.write({'remark': 'urgent', 'line_ids': [Command.update(order.line_ids.id, {'note': 'by truck'})]})
        order.line_ids.note = 'by train'
        self._as('head', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_open_again(self):
        """A7: returned or withdrawn, the document is open again."""
        self._new_route('head')
        order = self._submitted()
        order.action_withdraw()
        order.line_ids.price = 50
        order.action_submit()
        self._as('head', order).action_return('cheaper')
        order.write({'line_ids': [Command.update(order.line_ids.id, {'price': 40})]})
        self.assertEqual(order.line_ids.price, 40)

    def test_digest_mismatch(self):
        """A7: changed past the lock (SQL), no decision is possible, a finding is kept, the approval restarts."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self._as('head', order).action_approve()
        self.env.flush_all()
        self.env.cr.execute("UPDATE company_test_order_line SET price = 1 WHERE order_id = %s", [order.id])
        self.env.invalidate_all()
        approval = self._as('finance', order)
        for mode in ('block', 'warn', 'off'):
            self._set_control('APR-DIGEST', mode=mode)
            for call in (lambda: approval.action_approve(), lambda: approval.action_reject('no'),
                         lambda: approval.action_return('no')):
                with self.subTest(mode=mode), self.assertRefused('Line'):
                    call()
        self._set_control('APR-DIGEST', mode='block')
        with self.assertBlocked('APR-DIGEST'), self.env.cr.savepoint():
            approval.action_approve()
        self.assertEqual(order.approval_state, 'pending')
        with self.assertRefused('only the requester or an approval manager'):
            approval.action_restart('changed')
        first = order.sudo().approval_id
        self.assertTrue(self._as('staff', order).trail['can']['restart'])
        self.assertIs(self._as('staff', order).action_restart('the price was corrected in the database'), True)
        self.assertEqual((first.state, order.approval_state, order.state), ('restarted', 'pending', 'submitted'))
        self.assertEqual(self._waiting(order), {'head'})
        self.assertEqual(order.sudo().approval_id.previous_id, first)
        self._as('head', order).action_approve()
        self._as('finance', order).action_approve()
        self.assertEqual(order.state, 'approved')

    def test_restart_needs_a_change(self):
        """A7: without a change past the lock there is nothing to restart."""
        self._new_route('head')
        order = self._submitted()
        with self.assertRefused('no need to restart'):
            self._as('staff', order).action_restart('just so')

    def test_engine_of_the_document(self):
        """A7: the document's own engine passes the lock; the digest tells what it changed."""
        self._new_route('head')
        order = self._submitted()
        order.sudo()._as_engine().write({'name': 'Renamed'})
        with self.assertRefused('Name'):
            self._as('head', order).action_approve()
        with self.assertRaises(UserError):
            order.sudo().write({'name': 'Again'})

    def test_amend(self):
        """A7: a permitted change (by role, with a reason) sends the approval back to the start."""
        role = self.env.ref('company_base.role_general_office')
        self._give_role('general_office', self.legal)
        self._new_route('head', 'finance', amend_role_id=role.id)
        order = self._submitted()
        self._as('head', order).action_approve('one')
        legal = order.with_user(self.users['legal']).with_company(self.company_a)
        with self.assertRefused('may change a locked document'):
            order.action_amend({'name': 'New'}, 'because')
        with self.assertRefused('give the reason'):
            legal.action_amend({'name': 'New'}, ' ')
        spare = self._new_order(name='Spare').line_ids
        bad_lines = [
            [Command.link(spare.id)], [Command.update(spare.id, {'price': 1})], [Command.delete(spare.id)],
            [Command.clear()], [Command.set(spare.ids)], [Command.update(order.line_ids.id, {'note': 'x'})],
            [Command.update(order.line_ids.id, {'order_id': spare.order_id.id})],
            [Command.create({'product': 'X', 'order_id': spare.order_id.id})], 'all', [[7]]]
        for values in ({'state': 'approved'}, {'approval_state': 'none'}, {'remark': 'x'}, {}, 'name',
                       *({'line_ids': commands} for commands in bad_lines)):
            with self.subTest(values=values), self.assertRaises(UserError), self.env.cr.savepoint():
                legal.action_amend(values, 'because')
        first = order.sudo().approval_id
        self.assertIs(legal.action_amend(
            {'name': 'New', 'line_ids': [Command.update(order.line_ids.id, {'price': 80})]}, 'typing error'), True)
        self.assertEqual((order.name, order.line_ids.price, order.approval_state), ('New', 80, 'pending'))
        self.assertEqual((first.state, first.decision_ids.mapped('opinion')), ('restarted', [False, 'one']))
        self.assertEqual(self._waiting(order), {'head'})
        self.assertEqual(order.sudo().approval_id.decision_ids.mapped('kind'), ['amend'])
        entry = self.env['company.ledger.entry'].sudo().search(
            [('kind', '=', 'approval.amend'), ('res_id', '=', order.id)])
        self.assertTrue(any('"changed":["line_ids","name"]' in payload for payload in entry.mapped('payload')))

    def test_amend_after_approval(self):
        """A7: after approval too: the document goes through its approval again."""
        self._new_route('head')
        order = self._submitted()
        self._as('head', order).action_approve()
        manager = order.with_user(self.users['approval_manager']).with_company(self.company_a)
        manager.action_amend({'name': 'New'}, 'supplier renamed')
        self.assertEqual((order.state, order.approval_state), ('submitted', 'pending'))
        self.assertEqual(order.sudo().approval_id.requester_id, self.users['staff'])
        self._as('head', order).action_approve()
        self.assertEqual((order.state, order.name), ('approved', 'New'))
        with self.assertRefused('not locked'):
            self._new_order().with_user(self.users['approval_manager']).with_company(self.company_a).action_amend(
                {'name': 'X'}, 'because')

    def test_created_approved(self):
        """A7: a document can't be created approved, whatever door."""
        for vals in ({'approval_state': 'approved'}, {'approval_id': 1}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.env['company.test.request'].sudo().create({'name': 'X', **vals})
        copied = self._copy_of_approved()
        self.assertEqual((copied.approval_state, copied.approval_id.id), ('none', False))

    def _copy_of_approved(self):
        self._new_route('head', model='company.test.request')
        request = self.env['company.test.request'].with_user(self.users['staff']).with_company(self.company_a).create(
            {'name': 'Request'})
        request.action_submit()
        self._as('head', request).action_approve()
        self.assertEqual(request.approval_state, 'approved')
        return request.copy()

    def test_signature_of_floats(self):
        """A7: rounding dust and reading again never change the digest."""
        self._new_route('head')
        order = self._submitted(price=0.1 + 0.2)
        self.env.invalidate_all()
        self.assertEqual(order._get_payload_digest(order._get_approval_payload()), order.sudo().approval_id.digest)
