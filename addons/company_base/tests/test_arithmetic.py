import doctest

from odoo.tests import BaseCase, tagged

from ..engine import chain, worktime
from ..tools import digest


@tagged('post_install', '-at_install')
class TestArithmetic(BaseCase):

    def test_examples(self):
        """S2 S8: the examples in the plain Python parts hold."""
        for module in (chain, worktime, digest):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)
