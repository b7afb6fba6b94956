from odoo import fields, models


class CompanyPurchaseNonconformityLine(models.Model):
    _name = "company.purchase.nonconformity.line"
    _description = "Line of a Non-conformity"
    _inherit = ["company.state.mixin"]
    _check_company_auto = True
    _rec_name = "description"

    _client_parent_field = "nonconformity_id"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    nonconformity_id = fields.Many2one("company.purchase.nonconformity", required=True, index=True, copy=False,
                                       ondelete="cascade", check_company=True)
    company_id = fields.Many2one(related="nonconformity_id.company_id", store=True, index=True)
    acceptance_line_id = fields.Many2one("company.purchase.acceptance.line", "Delivered Line", required=True,
                                         index=True, copy=False, ondelete="restrict", check_company=True)
    order_line_id = fields.Many2one(related="acceptance_line_id.order_line_id", store=True, index=True)
    product_id = fields.Many2one(related="acceptance_line_id.product_id", store=True, index=True)
    description = fields.Char(related="acceptance_line_id.description")
    uom_id = fields.Many2one(related="acceptance_line_id.uom_id")
    quantity = fields.Float(required=True, digits="Product Unit", copy=False)
    reason = fields.Char(required=True, copy=False)

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The defective quantity is positive.")
