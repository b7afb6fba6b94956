from odoo import fields, models


class CompanyPurchaseNegotiationLine(models.Model):
    """One material whose contract price is above the market."""

    _name = "company.purchase.negotiation.line"
    _description = "Price Negotiation Line"
    _inherit = ["company.approval.line.mixin", "company.state.mixin"]
    _order = "negotiation_id, id"
    _rec_name = "contract_line_id"
    _check_company_auto = True
    _approval_parent_field = "negotiation_id"
    _client_parent_field = "negotiation_id"
    _initial_state = "open"
    _client_create_states = frozenset()
    _client_unlink_states = frozenset()

    negotiation_id = fields.Many2one("company.purchase.negotiation", "Negotiation", required=True, index=True,
                                     ondelete="restrict", check_company=True, copy=False)
    company_id = fields.Many2one(related="negotiation_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="negotiation_id.currency_id")
    contract_line_id = fields.Many2one("company.purchase.contract.line", "Material", required=True, index=True,
                                       ondelete="restrict", check_company=True, copy=False)
    price_before = fields.Float("Contract Price", digits="Product Price", readonly=True, copy=False)
    market_price = fields.Float(digits="Product Price", readonly=True, copy=False)
    market_source = fields.Char("Source", readonly=True, copy=False)
    market_date = fields.Date("Surveyed on", readonly=True, copy=False)
    excess_percent = fields.Float("Above the Market (%)", readonly=True, copy=False)
    quantity_left = fields.Float(digits="Product Unit", readonly=True, copy=False)
    agreed_price = fields.Float(digits="Product Price", readonly=True, copy=False)
