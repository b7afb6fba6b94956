import pathlib
import unittest

from odoo.modules.module import get_module_path
from odoo.tests import tagged

from odoo.addons.company_base.tests.structural import StructuralCase


@tagged('post_install', '-at_install')
class TestStructure(StructuralCase):
    """S7: the structural case itself, on small guarded models."""

    addon = 'test_company_base'

    def test_many2many_other_side(self):
        """S7: a protected many2many that can be written from its other side is found (the tag has such a field)."""
        with self.assertRaisesRegex(AssertionError, 'company.test.tag.document_ids'):
            super().test_many2many_other_side()

    def test_translations(self):
        """S5: an addon for tests only has no translations."""
        self.assertFalse(pathlib.Path(get_module_path(self.addon), 'i18n').exists())
        raise unittest.SkipTest("nothing to translate")
