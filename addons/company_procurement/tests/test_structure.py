from odoo.tests import tagged

from odoo.addons.company_base.tests.structural import StructuralCase


@tagged("post_install", "-at_install")
class TestProcurementStructure(StructuralCase):
    """S5 S6 S7: the rules of the house hold in this addon."""

    addon = "company_procurement"
    # categories of the regulation are shared by all companies; a company's own record stands in for them
    global_models = frozenset({"company.purchase.category", "company.supplier.paper.kind"})
    # each is protected on both sides: neither field is a client field of its model
    unguarded_inverse = frozenset({
        "company.purchase.sourcing.request_ids", "company.purchase.request.sourcing_ids",
    })
