from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_over_budget = fields.Selection(related="company_id.purchase_over_budget", readonly=False)
    purchase_market_percent = fields.Float(related="company_id.purchase_market_percent", readonly=False)
    purchase_market_days = fields.Integer(related="company_id.purchase_market_days", readonly=False)
    purchase_contract_remind_days = fields.Integer(related="company_id.purchase_contract_remind_days", readonly=False)
