from odoo.tests import tagged

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestFlow(ApprovalCase):

    def test_happy_path(self):
        """A2: steps run in order, the document follows, to-dos open and close."""
        self._new_route('head', 'finance')
        order = self._submitted()
        self.assertEqual(order.state, 'submitted')
        self.assertEqual(order.approval_state, 'pending')
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
