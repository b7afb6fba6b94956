import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.company_approval.engine import delegation, digest, flow, outcome, resolution, routing


@tagged('post_install', '-at_install')
class TestEngine(BaseCase):

    def test_doctests(self):
        """A1, A2, A5, A7: the examples of the engine hold: routing, resolution, outcome, flow, delegation, digest."""
        for module in (delegation, digest, flow, outcome, resolution, routing):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
