from odoo.tests import tagged

from odoo.addons.company_base.tests.structural import StructuralCase


@tagged('post_install', '-at_install')
class TestStructure(StructuralCase):
    addon = 'company_approval'
    global_models = frozenset({
        'company.approval.route', 'company.approval.route.step',    # a route without company is for all of them
    })
