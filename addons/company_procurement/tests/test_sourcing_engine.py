import doctest

from odoo.tests import BaseCase, tagged

from ..engine import collusion, comparison, independence, quotes, tolerance


@tagged("standard", "at_install")
class TestSourcingEngine(BaseCase):

    def test_doctests(self):
        """P8 P9 P13: the arithmetic of quotes, comparison, independence, collusion and tolerance."""
        for module in (collusion, comparison, independence, quotes, tolerance):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
