from odoo.tests import tagged

from odoo.addons.company_base.tests.structural import StructuralCase


@tagged("post_install", "-at_install")
class TestOkrStructure(StructuralCase):
    """S5 S6 S7: the rules of the house hold in this addon."""

    addon = "company_okr"
    # types and criteria that ship are shared by all companies
    global_models = frozenset({"company.okr.type", "company.okr.criterion", "company.okr.grade",
                               "company.okr.effect.kind"})
