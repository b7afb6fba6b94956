import doctest
import importlib
import pkgutil

from odoo.tests import BaseCase, tagged

from .. import engine


@tagged("standard", "at_install")
class TestOkrEngine(BaseCase):

    def test_doctests(self):
        """O3 O7 O8 O9 O10 O13: the arithmetic of OKR, every module of the engine."""
        for info in pkgutil.iter_modules(engine.__path__):
            module = importlib.import_module(f"{engine.__name__}.{info.name}")
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
