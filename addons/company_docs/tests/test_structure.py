from odoo.tests import tagged

from odoo.addons.company_base.tests.structural import StructuralCase


@tagged("post_install", "-at_install")
class TestDocumentsStructure(StructuralCase):
    """S5 S6 S7: the rules of the house hold in this addon."""

    addon = "company_docs"
    # kinds of the regulation are shared by all companies; a company's own record stands in for them
    global_models = frozenset({
        "company.certificate.type", "company.document.kind", "company.document.phrase", "company.document.template"})
