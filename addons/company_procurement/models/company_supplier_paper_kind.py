from odoo import fields, models


class CompanySupplierPaperKind(models.Model):
    """A kind of paper in a supplier's file: business licence, ID card, certificate …

    The shipped kinds have no company and count in every one; a company adds its own, and is taken out of a shared
    kind with “Not Required in”.
    """

    _name = "company.supplier.paper.kind"
    _description = "Kind of Supplier Paper"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: counts in every company.")
    required_company = fields.Boolean(
        "Required of Companies", help="No company becomes a qualified supplier without it (R4 §3.1.3.2).")
    required_person = fields.Boolean(
        "Required of Persons", help="No person becomes a qualified supplier without it (R4 §3.1.3.2).")
    exempt_company_ids = fields.Many2many(
        "res.company", "company_supplier_paper_kind_exempt_rel", "kind_id", "company_id", "Not Required in")
    expiry_required = fields.Boolean("Has an Expiry Date", help="The paper is recorded with its expiry date only.")
    suspends = fields.Boolean(
        "Expiry Suspends", default=True,
        help="The supplier is suspended on the day after the paper expired, until a renewed one is verified (R1 §4).")
    description = fields.Text(translate=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active IS TRUE", "There is already an active kind with this code.")

    def _get_required(self, company, supplier_kind):
        """Kinds that a supplier of a kind ('company' or 'person') must hand in to a company."""
        return self.search([
            (f"required_{supplier_kind}", "=", True), ("company_id", "in", [company.id, False]),
            ("exempt_company_ids", "not in", company.ids),
        ])
