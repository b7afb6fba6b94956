from odoo.tests import tagged

from .structural import StructuralCase


@tagged('post_install', '-at_install')
class TestStructure(StructuralCase):
    addon = 'company_base'
    global_models = frozenset({'company.control', 'company.role'})
