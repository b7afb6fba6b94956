from odoo.tests import tagged

from odoo.addons.company_base.tests.structural import StructuralCase


@tagged("post_install", "-at_install")
class TestBridgeStructure(StructuralCase):
    """S5 S6 S7: the rules of the house hold in this addon."""

    addon = "company_docs_procurement"
