from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestFlow(ApprovalCase):

    def test_steps_in_order(self):
        """A2: steps run in order, the document follows, to-dos open and close."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self.assertEqual((order.state, order.approval_state), ('submitted', 'pending'))
        self.assertEqual(self._waiting(order), {'head'})
        self.assertEqual(len(self._todos('head')), 1)
        self.assertIs(self._as('head', order).action_approve('fine'), True)
        self.assertFalse(self._todos('head'))
        self.assertEqual(self._waiting(order), {'finance'})
        self.assertEqual(len(self._todos('finance')), 1)
        self._as('finance', order).action_approve()
        self.assertEqual((order.state, order.approval_state), ('approved', 'approved'))
        self.assertFalse(self._todos('finance'))
        self.assertEqual(order.sudo().approval_id.decision_ids.mapped('kind'), ['submit', 'approve', 'approve'])

    def test_any(self):
        """A2: one of them is enough (或签); the others' to-dos go away and they are told who was first."""
        self._new_route(self._step('head', 'finance'))
        order = self._submitted()
        self.assertEqual(self._waiting(order), {'head', 'finance'})
        self._as('finance', order).action_approve()
        self.assertEqual(order.state, 'approved')
        self.assertFalse(self._todos('head'))
        with self.assertRefused('Finance'):
            self._as('head', order).action_approve()

    def test_all(self):
        """A2: everybody signs (会签), in any order, and each opinion is kept."""
        self._new_route(self._step('head', 'finance', 'legal', mode='all'))
        order = self._submitted()
        self._as('legal', order).action_approve('legal ok')
        self._as('head', order).action_approve('head ok')
        self.assertEqual(order.approval_state, 'pending')
        with self.assertRefused('approved it already'):
            self._as('legal', order).action_approve()
        self._as('finance', order).action_approve('money ok')
        self.assertEqual(order.approval_state, 'approved')
        self.assertEqual(set(order.sudo().approval_id.assignment_ids.mapped('opinion')),
                         {'legal ok', 'head ok', 'money ok'})

    def test_all_reject_ends(self):
        """A4: one rejection of those who sign together ends the approval."""
        self._new_route(self._step('head', 'finance', mode='all'), 'boss')
        order = self._submitted()
        self._as('finance', order).action_reject('too dear')
        self.assertEqual((order.state, order.approval_state), ('rejected', 'rejected'))
        self.assertEqual(self._states(order), [('Step 1', 'rejected'), ('Step 2', 'cancelled')])
        self.assertFalse(self._todos('head'))
        with self.assertRefused('cannot be submitted again'):
            order.action_submit()

    def test_n_of_m(self):
        """A2: n of m approve; rejections are votes until n cannot be reached any more."""
        self._new_route(self._step('head', 'finance', 'legal', mode='n_of', required_count=2))
        order = self._submitted()
        self._as('head', order).action_reject('no')
        self.assertEqual(order.approval_state, 'pending')
        self._as('finance', order).action_approve()
        self._as('legal', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')
        order = self._submitted()
        self._as('head', order).action_reject('no')
        self._as('legal', order).action_reject('no')
        self.assertEqual(order.approval_state, 'rejected')
        self.assertFalse(self._todos('finance'))

    def test_sequential(self):
        """A2: one after another (依次); the second is asked when the first has approved."""
        self._new_route(self._step('head', 'finance', mode='sequential'))
        order = self._submitted()
        self.assertEqual(self._waiting(order), {'head'})
        with self.assertRefused('not your turn'):
            self._as('finance', order).action_approve()
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'finance'})
        self._as('finance', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_parallel(self):
        """A2: steps of the same order number run side by side, the next order waits for both."""
        self._new_route(self._step('head', order=10), self._step('finance', order=10), self._step('boss', order=20))
        order = self._submitted()
        self.assertEqual(self._waiting(order), {'head', 'finance'})
        self._as('finance', order).action_approve()
        self.assertEqual(self._waiting(order), {'head'})
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'boss'})

    def test_same_person_twice(self):
        """A2: the same person in two steps running side by side decides once for both; in later steps again."""
        self._new_route(self._step('head', order=10), self._step('head', order=10), self._step('head', order=20))
        order = self._submitted()
        self._as('head', order).action_approve('both')
        self.assertEqual(self._states(order), [('Step 1', 'approved'), ('Step 2', 'approved'), ('Step 3', 'pending')])
        self.assertEqual(len(self._todos('head')), 1)
        self._as('head', order).action_approve('and the last')
        self.assertEqual(order.approval_state, 'approved')

    def test_condition(self):
        """A3: a step whose condition doesn't fit the document is left out; a route of such steps never passes."""
        self._new_route('head', self._step('boss', condition="[('category', '=', 'big')]"))
        order = self._submitted(category='small')
        self._as('head', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')
        self.assertEqual(self._states(order), [('Step 1', 'approved'), ('Step 2', 'skipped')])
        order = self._submitted(category='big')
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'boss'})

    def test_all_steps_left_out(self):
        """A3: nothing is approved because no step applied."""
        self._new_route(self._step('boss', condition="[('category', '=', 'big')]"))
        order = self._new_order(category='small')
        with self.assertBlocked('APR-NOAPPROVER'), self.env.cr.savepoint():
            order.action_submit()
        self.assertEqual((order.state, order.approval_state), ('draft', 'none'))

    def test_requirements(self):
        """A3: required opinion, attachment and document fields are asked for, naming what is missing."""
        self._new_route(self._step('head', require_opinion=True, require_attachment=True,
                                   required_fields='result, line_ids.note'))
        order = self._submitted()
        approval = self._as('head', order)
        with self.assertRefused('asks for an opinion'):
            approval.action_approve('  ')
        with self.assertRefused('asks for an attachment'):
            approval.action_approve('good')
        self.env['ir.attachment'].create({'name': 'quote.pdf', 'res_model': order._name, 'res_id': order.id})
        with self.assertRefused('Result, Line / Note'):
            approval.action_approve('good')
        order.result = 'checked'
        order.line_ids.note = 'ok'
        approval.action_approve('good')
        self.assertEqual(order.approval_state, 'approved')

    def test_route_changed_while_running(self):
        """A7: a running approval keeps the route as it was at submission."""
        route = self._new_route('head', 'finance')
        order = self._submitted()
        route.step_ids[1].user_ids = self.users['legal']
        route.step_ids[0].unlink()
        route.active = False
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'finance'})
        route.unlink()
        self._as('finance', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')
        self.assertEqual(order.sudo().approval_id.route_name, 'Test Route')

    def test_resubmit_keeps_rounds(self):
        """A4: a returned document is submitted again; the earlier round stays with all opinions."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self._as('head', order).action_approve('round one')
        self._as('finance', order).action_return('wrong price')
        self.assertEqual((order.state, order.approval_state), ('draft', 'returned'))
        self.assertEqual(len(self._todos('staff', 'approval_returned')), 1)
        first = order.sudo().approval_id
        order.line_ids.price = 90
        order.action_submit()
        second = order.sudo().approval_id
        self.assertFalse(self._todos('staff', 'approval_returned'))
        self.assertEqual((second.round, second.previous_id), (2, first))
        self.assertEqual(order.approval_ids.ids, [second.id, first.id])
        self.assertEqual(first.decision_ids.mapped('opinion'), [False, 'round one', 'wrong price'])
        self.assertEqual(self._waiting(order), {'head'})
        self.assertNotEqual(first.digest, second.digest)
        trail = self._as('head', order).trail
        self.assertEqual([entry['round'] for entry in trail['rounds']], [1])
        self.assertEqual(trail['rounds'][0]['history'][-1]['opinion'], 'wrong price')

    def test_return_direct_to_requester(self):
        """A4: route option “straight back”: after a return to the requester, the steps before are not repeated."""
        self._new_route('head', 'finance', 'boss', return_mode='direct')
        order = self._submitted()
        self._as('head', order).action_approve('ok')
        self._as('finance', order).action_return('explain')
        order.remark = 'explained'
        order.action_submit()
        self.assertEqual(self._states(order), [('Step 1', 'carried'), ('Step 2', 'pending'), ('Step 3', 'waiting')])
        boxes = order._approval_signature_boxes()
        self.assertEqual((boxes[0]['name'], boxes[0]['opinion']), ('Li Manager', 'ok'))
        self._as('finance', order).action_approve()
        self._as('boss', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_return_to_step_replay(self):
        """A4: returned to an earlier step, the steps between are replayed (route option)."""
        self._new_route('head', 'finance', 'boss')
        order = self._submitted()
        self._as('head', order).action_approve('one')
        self._as('finance', order).action_approve('two')
        approval = self._as('boss', order)
        targets = approval.trail['return_targets']
        self.assertEqual([target['name'] for target in targets][1:], ['Step 1', 'Step 2'])
        self.assertIs(approval.action_return('head, look again', targets[1]['id']), True)
        self.assertEqual(self._waiting(order), {'head'})
        self.assertEqual((order.state, order.approval_state), ('submitted', 'pending'))
        self._as('head', order).action_approve('one again')
        self.assertEqual(self._waiting(order), {'finance'})
        self._as('finance', order).action_approve('two again')
        self.assertEqual(self._waiting(order), {'boss'})
        self._as('boss', order).action_approve('done')
        self.assertEqual(order.approval_state, 'approved')
        self.assertEqual(order.sudo().approval_id.decision_ids.filtered('opinion').mapped('opinion'),
                         ['one', 'two', 'head, look again', 'one again', 'two again', 'done'])

    def test_return_to_step_direct(self):
        """A4: returned to an earlier step, it comes straight back to the sender (route option)."""
        self._new_route('head', 'finance', 'boss', return_mode='direct')
        order = self._submitted()
        self._as('head', order).action_approve()
        self._as('finance', order).action_approve()
        step = order.sudo().approval_id.step_ids[0]
        self._as('boss', order).action_return('why?', step.id)
        self._as('head', order).action_approve('because')
        self.assertEqual(self._waiting(order), {'boss'})
        self._as('boss', order).action_approve()
        self.assertEqual(order.approval_state, 'approved')

    def test_return_in_parallel(self):
        """A4: a return out of steps side by side ends the other one's work; replayed, both are asked again."""
        self._new_route('head', self._step('finance', order=20), self._step('legal', order=20))
        order = self._submitted()
        self._as('head', order).action_approve()
        self._as('legal', order).action_approve('first yes')
        self._as('finance', order).action_return('again', order.sudo().approval_id.step_ids[0].id)
        self.assertEqual(self._waiting(order), {'head'})
        self._as('head', order).action_approve()
        self.assertEqual(self._waiting(order), {'finance', 'legal'})

    def test_ledger(self):
        """S2: every decision stands in the ledger with the digest that it signed."""
        self._new_route('head')
        order = self._submitted()
        self._as('head', order).action_approve('fine')
        entries = self.env['company.ledger.entry'].sudo().search(
            [('res_model', '=', order._name), ('res_id', '=', order.id)], order='id')
        self.assertEqual(entries.mapped('kind'), ['approval.submit', 'approval.decision'])
        approval = order.sudo().approval_id
        self.assertEqual(len(approval.digest), 64)
        self.assertIn(approval.digest, entries[1].payload)
        self.assertEqual(approval.decision_ids[-1].digest, approval.digest)

    def test_not_required(self):
        """A1: a document that needs no approval passes its own hooks without a route."""
        order = self._new_order()
        with self.patch_required(order):
            order.action_submit()
        self.assertEqual((order.state, order.approval_state), ('approved', 'none'))

    def patch_required(self, order):
        from unittest.mock import patch
        return patch.object(type(order), '_approval_required', lambda document: False)
